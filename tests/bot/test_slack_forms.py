"""Forms in Slack: a window from any command's signature, checked in its fields, answered privately."""

from collections.abc import Iterator
from typing import Any

import pytest

from handlers.contract import Command, registry
from store import identities
from store.rights import Role
from tests.bot.slack_offices import SlackOffice, asks, slack_office
from tests.standins.slacks import Channel, Person

Office = SlackOffice
FORMS = [known.name for known in registry if any(one.required for one in known.parameters)]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with slack_office(tmp_path_factory.mktemp("slack")) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture(scope="module")
def root(office: Office) -> Person:
    return office.rep("Root", Role.ADMIN)


@pytest.fixture(scope="module")
def wang(office: Office) -> Person:
    wang = office.rep("Wang", Role.ADMIN)
    asks(wang, "language zh", "中文")
    return wang


@pytest.fixture
def ada(office: Office) -> Person:
    return office.rep("Ada")


@pytest.fixture
def room(office: Office, ada: Person) -> Channel:
    return office.room(ada, office.newcomer("Bystander"))


def opens(person: Person, text: str, channel: Channel | None = None) -> dict[str, Any]:
    """Use `/crm` and get the window that opens."""
    person.commands("/crm", text, channel).wait()
    assert person.modal, f"no form for {text}"
    return person.modal


def labels(modal: dict[str, Any]) -> list[str]:
    return [one["label"]["text"] for one in modal["blocks"]]


@pytest.mark.parametrize("name", FORMS)
def test_every_command_that_needs_something_opens_a_form(root: Person, wang: Person, name: str):
    english, chinese = opens(root, name), opens(wang, name)
    for modal, person in ((english, root), (chinese, wang)):
        assert modal["title"]["text"].strip()
        assert all(one["hint"]["text"].strip() for one in modal["blocks"])
        known: Command = registry[name]
        required = {one.name for one in known.parameters if one.required and not one.reader.aside}
        asked = {one["block_id"] for one in modal["blocks"] if not one.get("optional")}
        assert asked == required
        person.closes()
    assert english["submit"]["text"] == "Submit"
    assert chinese["submit"]["text"] == "提交"
    assert any(not one.isascii() for one in labels(chinese))
    assert all(one.isascii() for one in labels(english))


def test_a_filled_form_runs_the_command(ada: Person):
    opens(ada, "contact add")
    ada.submits({"name": "Grace Hopper", "email": "grace@form.example"}).wait()
    assert ada.modal is None
    assert ada.waits("Saved").says("grace@form.example")


def test_what_is_wrong_is_said_in_its_field(ada: Person):
    opens(ada, "contact add")
    ada.submits({"name": "Grace Wrong", "email": "no address", "phone": "12"}).wait()
    assert "not an e-mail address" in ada.modal_errors["email"]
    assert "too short" in ada.modal_errors["phone"]
    assert ada.modal
    ada.submits({"name": "Grace Right", "email": "right@form.example", "phone": ""}).wait()
    assert ada.waits("Saved").says("Grace Right")


def test_what_is_wrong_is_said_in_ones_language(wang: Person):
    opens(wang, "新增联系人")
    wang.submits({"name": "王小明", "email": "不是邮箱"}).wait()
    assert "邮箱" in wang.modal_errors["email"]
    wang.closes()


def test_a_record_that_is_not_there_is_said_in_its_field(ada: Person):
    opens(ada, "contact show")
    ada.submits({"contact": "Nobody Known"}).wait()
    assert ada.modal_errors == {"contact": "No contact fits “Nobody Known”."}


def test_a_form_from_a_channel_is_answered_there_and_privately(ada: Person, room: Channel):
    opens(ada, "contact add", room)
    ada.submits({"name": "Channel Form"}).wait()
    answer = ada.waits("Channel Form", where=room)
    assert answer.ephemeral
    assert [one for one in room.sees if one.by_bot] == []


def test_a_form_from_a_channel_without_parley_is_answered_in_private(office: Office, ada: Person):
    room = office.room(ada, bot=False)
    opens(ada, "contact add", room)
    ada.submits({"name": "Elsewhere Form"}).wait()
    assert ada.waits("Elsewhere Form").buttons
    assert office.failed() == []


def test_undo_after_a_form_in_a_channel(ada: Person, room: Channel):
    opens(ada, "contact add", room)
    ada.submits({"name": "Undone Form"}).wait()
    ada.waits("Undone Form", where=room)
    ada.presses("Undo")
    assert ada.waits("Undone:", where=room).ephemeral


def test_a_form_sent_after_suspension_is_refused(office: Office, ada: Person):
    asks(ada, "contact add Known Before", "Saved")
    opens(ada, "contact show")
    office.suspends(ada)
    ada.submits({"contact": "Known Before"}).wait()
    assert ada.modal is None
    assert not ada.waits("Your access is suspended").says("Known Before")


def test_a_form_sent_after_unlinking_is_refused(office: Office, ada: Person):
    opens(ada, "contact add")
    office.does(lambda session: identities.unlink(session, _account(session, ada)))
    ada.submits({"name": "Unlinked Form", "email": "nonsense"}).wait()
    assert ada.modal_errors == {}
    assert ada.waits("I don't know you yet")


def _account(session, person: Person):
    found = identities.known(session, "slack", f"T1:{person.id}")
    assert found
    return found


def test_no_form_without_the_right(ada: Person):
    ada.commands("/crm", "role").wait()
    assert ada.modal is None
    assert ada.waits("You need the right")


def test_no_form_for_a_stranger_but_for_linking(office: Office):
    eve = office.newcomer("Eve")
    eve.commands("/crm", "contact add").wait()
    assert eve.modal is None
    eve.waits("I don't know you yet")
    opens(eve, "link")
    eve.submits({"code": office.hire("Eve Linked")}).wait()
    assert eve.waits("Welcome, Eve Linked")


def test_no_form_for_a_suspended_person(office: Office, ada: Person):
    office.suspends(ada)
    ada.commands("/crm", "contact add").wait()
    assert ada.modal is None
    assert ada.waits("Your access is suspended")


@pytest.mark.parametrize("error", ["expired_trigger_id", "internal_error"])
def test_when_no_form_can_be_opened_the_question_is_asked(office: Office, ada: Person, error: str):
    office.slack.fail("views.open", error=error)
    ada.commands("/crm", "contact add").wait()
    assert ada.modal is None
    ada.waits("What is the name?")
    asks(ada, "Asked Instead", "Saved")


def test_when_the_line_breaks_while_a_form_opens(office: Office, ada: Person):
    office.slack.drop("views.open")
    ada.commands("/crm", "contact add").wait()
    assert ada.waits("What is the name?")


def test_a_form_that_takes_too_long_does_not_hold_up_slack(office: Office, ada: Person):
    office.slack.slow("views.open", seconds=2.6, before=True)
    sent = ada.commands("/crm", "contact add")
    assert sent.status == 200
    assert ada.waits("What is the name?")
    office.slack.wait(lambda: ada.modal)
    ada.closes()


def test_a_form_of_another_app(office: Office, ada: Person):
    view = {
        "type": "modal",
        "callback_id": "elsewhere",
        "state": {"values": {}},
        "private_metadata": "",
    }
    payload = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": ada.id, "team_id": "T1"},
        "view": view,
    }
    [sent] = office.slack.deliver(payload | {"trigger_id": "x.y"}, "interactive")
    assert sent.status == 200
    asks(ada, "whoami", "Your rights")


def test_a_form_with_forged_fields(office: Office, ada: Person):
    state = {"values": {"nonsense": {"value": {"type": "plain_text_input", "value": "x"}}}}
    view = {"type": "modal", "callback_id": "form:staff", "state": state, "private_metadata": ""}
    payload = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": ada.id, "team_id": "T1"},
        "view": view,
    }
    [sent] = office.slack.deliver(payload | {"trigger_id": "x.z"}, "interactive")
    assert sent.status == 200
    assert ada.waits()


def test_the_shortcut_on_a_message_that_names_a_person(office: Office, ada: Person):
    room = office.room(ada, ben := office.newcomer("Ben"))
    said = ben.says(
        "met Grace Shortcut of Navy Systems, grace@shortcut.example, wants ships", to=room
    )
    ada.shortcut("save_to_crm", said, room).wait()
    modal = ada.modal
    assert modal
    filled = {one["block_id"]: one["element"].get("initial_value") for one in modal["blocks"]}
    assert filled["name"] == "Grace Shortcut"
    assert filled["email"] == "grace@shortcut.example"
    assert filled["company"] == "Navy Systems"
    ada.submits().wait()
    answer = ada.waits("Grace Shortcut", where=room)
    assert answer.ephemeral
    assert [one for one in room.sees if one.by_bot] == []


def test_the_shortcut_on_any_other_message_makes_a_note(office: Office, ada: Person):
    asks(ada, "contact add Noted Person", "Saved")
    room = office.room(ada, ben := office.newcomer("Ben"))
    said = ben.says("they want <20> ships & more by Friday", to=room)
    ada.shortcut("save_to_crm", said, room).wait()
    modal = ada.modal
    assert modal
    filled = {one["block_id"]: one["element"] for one in modal["blocks"]}
    assert filled["text"]["initial_value"] == "they want <20> ships & more by Friday"
    assert filled["kind"]["initial_option"]["value"] == "note"
    subject = next(name for name in filled if name not in {"text", "kind", "next"})
    ada.submits({subject: "Noted Person"}).wait()
    assert ada.waits("Note logged", where=room).ephemeral


def test_what_somebody_else_wrote_is_never_a_command(office: Office, ada: Person):
    """Where no form can be opened the shortcut makes a note of it all the same."""
    asks(ada, "contact add Kept Person", "Saved")
    room = office.room(ada, ben := office.newcomer("Ben"))
    said = ben.says("contact edit Kept Person title:Robbed", to=room)
    office.slack.fail("views.open", error="expired_trigger_id")
    ada.shortcut("save_to_crm", said, room).wait()
    ada.waits(where=room)
    assert not asks(ada, "show it", "Kept Person").says("Robbed")


def test_a_stranger_uses_the_shortcut(office: Office):
    room = office.room(eve := office.newcomer("Eve"))
    said = eve.says("met Grace Stranger of Navy Systems", to=room)
    eve.shortcut("save_to_crm", said, room).wait()
    assert eve.modal is None
    assert eve.waits("I don't know you yet", where=room)
