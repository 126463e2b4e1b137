"""Buttons in Slack: in direct messages and on what one person alone sees, now and much later."""

from collections.abc import Iterator

import pytest

from store import staff
from store.rights import Role
from tests.bot.slack_offices import SlackOffice, asks, behind, commands, slack_office
from tests.standins import slack_responses
from tests.standins.slacks import Channel, Person

Office = SlackOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with slack_office(tmp_path_factory.mktemp("slack")) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture
def ada(office: Office) -> Person:
    return office.rep("Ada")


@pytest.fixture
def room(office: Office, ada: Person) -> Channel:
    return office.room(ada, office.newcomer("Bystander"))


def now(person: Person, ts: str, where: Channel | None = None):
    """How a message stands at present."""
    return next(one for one in (where or person.dm).sees_for(person) if one.ts == ts)


def becomes(person: Person, ts: str, text: str, where: Channel | None = None):
    """Wait until a message says something."""
    person.world.wait(lambda: now(person, ts, where).says(text))
    return now(person, ts, where)


def test_a_card_is_changed_in_place(ada: Person):
    card = asks(ada, "contact add Grace Hopper", "Saved")
    ada.presses("Undo")
    assert becomes(ada, card.ts, "Undone").edited
    assert len([one for one in ada.sees if one.by_bot]) == 2


def test_pressed_twice(ada: Person):
    card = asks(ada, "contact add Double Press", "Saved")
    first, second = ada.presses("Undo"), ada.presses("Undo")
    assert first.status == second.status == 200
    ada.waits("There is nothing to undo")
    assert now(ada, card.ts).says("Undone")
    asks(ada, "find double press", "Nothing found")


def test_a_press_that_is_delivered_twice_counts_once(office: Office, ada: Person):
    card = asks(ada, "contact add Repeated Press", "Saved")
    pressed = ada.presses("Undo").wait()
    becomes(ada, card.ts, "Undone")
    [again] = office.slack.deliver(pressed.payload, "interactive")
    assert again.status == 200
    office.slack.settle()
    asks(ada, "whoami", "Your rights")
    assert now(ada, card.ts).says("Undone")


def test_a_private_answer_in_a_channel_is_replaced(ada: Person, room: Channel):
    card = asks(ada, "@Parley contact add Ephemeral Person", "Saved", to=room)
    ada.presses("Undo")
    assert becomes(ada, card.ts, "Undone", room).ephemeral
    assert [one for one in room.sees if one.by_bot] == []


def test_a_private_answer_to_a_command_is_replaced(ada: Person, room: Channel):
    card = commands(ada, "contact add Slash Person", "Saved", channel=room)
    ada.presses("Timeline")
    assert becomes(ada, card.ts, "Slash Person", room).ephemeral


def test_pages_of_a_list_turn_in_place(ada: Person):
    for number in range(10):
        asks(ada, f"contact add Paged Person{number:02d} paged{number}@{ada.id}.example", "Saved")
    page = asks(ada, "contacts", "Paged Person")
    assert page.buttons[-1] == "More ›"
    ada.presses("More ›")
    turned = becomes(ada, page.ts, "Paged Person01")
    assert turned.buttons[-1] == "‹ Back"
    assert not turned.says("Paged Person09")


def test_after_the_record_was_changed(office: Office, ada: Person):
    card = asks(ada, "contact add Changed Person", "Saved")
    asks(ada, "contact edit it title:Admiral", "Admiral")
    last = ada.sees[-1].ts
    _press(office, ada, now(ada, card.ts), "Undo")
    office.slack.wait(lambda: ada.sees[-1].ts > last or now(ada, card.ts).edited)
    assert not any(one.says("went wrong") for one in ada.sees)


def _press(office: Office, person: Person, shown, label: str, where: Channel | None = None):
    """Press a button of a certain message."""
    place = where or person.dm
    element = next(
        one
        for block in shown.blocks
        if block["type"] == "actions"
        for one in block["elements"]
        if one["text"]["text"] == label
    )
    payload = {
        "type": "block_actions",
        "team": {"id": "T1", "domain": "acme"},
        "user": {"id": person.id, "team_id": person.profile.team, "name": person.name},
        "trigger_id": office.slack.trigger(person.id),
        "container": {"type": "message", "message_ts": shown.ts, "channel_id": place.id},
        "channel": {"id": place.id},
        "actions": [{"type": "button", "action_id": element["action_id"], "block_id": "b"}],
    }
    [sent] = office.slack.deliver(payload, "interactive")
    assert sent.status == 200
    return sent


def test_a_card_in_the_direct_message_of_another_is_of_no_use(office: Office, ada: Person):
    card = asks(ada, "contact add Guessed Button", "Saved")
    eve = office.rep("Eve")
    _press(office, eve, card, "Undo")
    refusal = eve.waits("meant for somebody else")
    assert "Guessed" not in refusal.text
    assert asks(ada, "find guessed", "Guessed Button")
    stranger = office.newcomer("Stranger")
    _press(office, stranger, card, "Undo")
    assert stranger.waits("meant for somebody else")


def test_a_button_that_was_never_shown(office: Office, ada: Person):
    card = asks(ada, "contact add Forged Button", "Saved")
    block = {"type": "actions", "elements": [{"action_id": "b:9:9", "text": {"text": "x"}}]}
    forged = type(card)(**{**vars(card), "blocks": (block,)})
    _press(office, ada, forged, "x")
    assert ada.waits("That is no longer open")


@pytest.mark.parametrize("action_id", ["b:99999999999999999999999:1", "", "other", "b:-1:0"])
def test_odd_action_ids(office: Office, ada: Person, action_id: str):
    card = asks(ada, "contact add Odd Button", "Saved")
    block = {"type": "actions", "elements": [{"action_id": action_id, "text": {"text": "x"}}]}
    _press(office, ada, type(card)(**{**vars(card), "blocks": (block,)}), "x")
    assert ada.waits("That is no longer open")


def test_after_unlinking(office: Office, ada: Person):
    asks(ada, "contact add Unlinked Card", "Saved")
    card = ada.waits("Unlinked Card")
    asks(ada, "unlink", "Unlink this account")
    ada.presses("Yes")
    ada.waits("Unlinked.")
    _press(office, ada, card, "Timeline")
    refusal = ada.waits("I don't know you yet")
    assert "Unlinked Card" not in refusal.text


def test_after_suspension(office: Office, ada: Person):
    card = asks(ada, "contact add Suspended Card", "Saved")
    office.suspends(ada)
    _press(office, ada, card, "Timeline")
    refusal = ada.waits("Your access is suspended")
    assert "Suspended Card" not in refusal.text


def test_after_the_right_was_taken_away(office: Office, ada: Person):
    card = asks(ada, "contact add Former Card", "Saved")
    office.does(lambda session: staff.change_role(session, behind(session, ada), Role.MARKETER))
    _press(office, ada, card, "Log a note")
    assert ada.waits("You need the right to change contacts").buttons == ("Request access",)


def test_a_choice_between_two_of_a_name(ada: Person):
    asks(ada, "contact add Chris Double company:One", "Saved")
    asks(ada, "contact add Chris Double company:Two", "")
    question = asks(ada, "contact show Chris", "")
    assert question.buttons


def test_a_confirmation_in_a_channel_stays_private(office: Office, ada: Person, room: Channel):
    boss = office.rep("Boss", Role.ADMIN)
    place = office.room(boss)
    asks(boss, "@Parley contact add Doomed Person", "Saved", to=place)
    preview = asks(boss, "@Parley contact delete it", "Doomed Person", to=place)
    assert preview.ephemeral
    boss.presses("Yes")
    assert becomes(boss, preview.ts, "Deleted", place).ephemeral
    assert [one for one in place.sees if one.by_bot] == []


def test_an_answer_address_that_is_used_up(
    office: Office, ada: Person, room: Channel, monkeypatch: pytest.MonkeyPatch
):
    """It takes five answers; others come as private messages of their own."""
    card = commands(ada, "contact add Used Up", "Saved", channel=room)
    monkeypatch.setattr(slack_responses, "USES", 0)
    ada.presses("Timeline")
    answer = ada.waits("Used Up", where=room, after=card.ts)
    assert answer.ephemeral
    assert office.failed() == []


def test_a_button_pressed_a_year_later(office: Office, ada: Person):
    """Kept as the last test, since the clock goes on."""
    card = asks(ada, "contact add Old Card", "Saved")
    office.passes(days=366)
    ada.presses("Timeline")
    assert ada.waits("Old Card")
    office.slack.settle()
    _press(office, ada, card, "Undo")
    assert ada.waits("nothing to undo")
