"""When Slack refuses, fails or hangs up: answers come later, once where possible, and in order."""

from collections.abc import Iterator

import pytest

from store import deliveries
from store.rights import Role
from tests.bot.slack_offices import SlackOffice, asks, commands, slack_office
from tests.standins import slack_responses
from tests.standins.slacks import Limits, Person

Office = SlackOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with slack_office(tmp_path_factory.mktemp("slack")) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture
def ada(office: Office) -> Person:
    return office.rep("Ada")


def heard(person: Person, text: str) -> int:
    """How many messages say something."""
    return len([one for one in person.sees if one.by_bot and one.says(text)])


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_message_that_is_refused_for_now_comes_later(office: Office, ada: Person, status: int):
    office.slack.fail("chat.postMessage", status=status, channel=ada.dm, times=1)
    asks(ada, "whoami", "Your rights")
    assert heard(ada, "Your rights") == 1
    assert office.failed() == []


def test_what_slack_says_about_waiting_is_obeyed(office: Office, ada: Person):
    office.slack.fail("chat.postMessage", status=429, retry_after=1, channel=ada.dm)
    asks(ada, "whoami", "Your rights")
    refused, sent = [one for one in office.slack.calls if one.params.get("channel") == ada.id][-2:]
    assert (refused.status, sent.status) == (429, 200)
    assert sent.at - refused.at >= 1


def test_one_chat_that_waits_does_not_hold_up_another(office: Office, ada: Person):
    ben = office.rep("Ben")
    office.slack.fail("chat.postMessage", status=429, retry_after=30, channel=ada.dm)
    ada.says("whoami")
    asks(ben, "whoami", "Your rights")
    assert heard(ada, "Your rights") == 0
    office.slack.wait(lambda: office.waits_with(ada))
    office.passes(seconds=31)
    assert ada.waits("Your rights")


def test_order_is_kept_while_waiting(office: Office, ada: Person):
    office.slack.fail("chat.postMessage", status=503, channel=ada.dm)
    ada.says("contact add Number One")
    ada.says("contact add Number Two")
    ada.says("contact add Number Three")
    ada.waits("Number Three")
    told = [one.text.split("\n")[1][:9] for one in ada.sees if one.by_bot][1:]
    assert told == ["Number On", "Number Tw", "Number Th"]


def test_a_line_that_breaks_before_the_message_arrived(office: Office, ada: Person):
    office.slack.drop("chat.postMessage")
    asks(ada, "contact add Broken Before", "Broken Before")
    assert heard(ada, "Broken Before") == 1
    assert asks(ada, "find broken before", "Broken Before")


def test_a_line_that_breaks_after_the_message_arrived(office: Office, ada: Person):
    """Whether it arrived is not known, so it is sent once more; its effect is not doubled."""
    office.slack.drop("chat.postMessage", before=False)
    asks(ada, "contact add Broken After", "Broken After")
    office.slack.wait(lambda: heard(ada, "Broken After") == 2)
    asks(ada, "contacts", "Broken After")
    assert not ada.waits("Broken After").says("2 ")


def test_a_piece_that_fails_is_sent_again_and_those_before_are_not(office: Office, ada: Person):
    story = "".join(f"line {number} of a long story\n" for number in range(300))
    asks(ada, "contact add Much Noted", "Saved")
    logged = asks(ada, f"log note it {story}", "Note logged")
    office.slack.slow("chat.postMessage", seconds=0)  # the first piece arrives
    office.slack.fail("chat.postMessage", status=503, channel=ada.dm)
    ada.says("timeline it")
    ada.waits("line 299 of", after=logged.ts)
    pieces = [one for one in ada.sees if one.by_bot and one.ts > logged.ts]
    assert len(pieces) > 1
    assert "".join(one.spans for one in pieces).count("of a long story") == 300


@pytest.mark.parametrize("error", ["channel_not_found", "user_disabled", "is_archived"])
def test_a_direct_message_that_is_gone(office: Office, ada: Person, error: str):
    root = office.rep("Root", Role.ADMIN)
    office.slack.fail("chat.postMessage", error=error, channel=ada.dm)
    ada.says("whoami")
    office.slack.wait(lambda: error in office.failed())
    shown = asks(root, "outbox failed", "Not delivered")
    assert shown.says(ada.id)
    assert shown.says("Slack")
    assert shown.buttons[0] == "Try all again"
    asks(ada, "whoami", "Your rights")


def test_messages_that_failed_are_tried_again(office: Office, ada: Person):
    root = office.rep("Root", Role.ADMIN)
    before = len(office.failed())
    office.slack.fail("chat.postMessage", error="channel_not_found", channel=ada.dm)
    ada.says("contact add Tried Again")
    office.slack.wait(lambda: len(office.failed()) > before)
    asks(root, "outbox retry all", "again")
    assert ada.waits("Tried Again")


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found", "user_not_in_channel"])
def test_a_private_answer_that_its_channel_refuses_comes_directly(
    office: Office, ada: Person, error: str
):
    room = office.room(ada)
    before = ada.sees[-1].ts
    office.slack.fail("chat.postEphemeral", error=error)
    ada.says("@Parley whoami", to=room)
    assert ada.waits("Your rights", after=before)


def test_an_open_answer_that_its_channel_refuses(office: Office, ada: Person):
    room = office.room(ada)
    office.slack.fail("chat.postMessage", error="not_in_channel", channel=room)
    ada.says("@Parley help", to=room)
    office.slack.wait(lambda: "not_in_channel" in office.failed())
    assert asks(ada, "@Parley help", "Contacts", to=room)


def test_a_token_that_is_refused_for_a_while(office: Office, ada: Person):
    """Nothing is given up: the token may be put right."""
    failed = len(office.failed())
    office.slack.fail("chat.postMessage", error="account_inactive", channel=ada.dm)
    ada.says("whoami")
    office.slack.wait(lambda: office.waits_with(ada))
    assert len(office.failed()) == failed
    office.passes(seconds=301)
    assert ada.waits("Your rights")


def test_after_a_day_of_trying_it_is_given_up(
    office: Office, ada: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(deliveries, "TRIES", 1)
    office.slack.fail("chat.postMessage", status=503, channel=ada.dm, times=100)
    ada.says("whoami")
    office.slack.wait(lambda: office.waits_with(ada))
    office.passes(hours=25)
    office.slack.wait(lambda: "Slack cannot be reached" in office.failed())
    office.slack.doors.faults.ordered.clear()
    asks(ada, "whoami", "Your rights")


def test_an_answer_address_that_is_too_old(
    office: Office, ada: Person, monkeypatch: pytest.MonkeyPatch
):
    """Parley was down for half an hour, say; the answer comes in private then."""
    monkeypatch.setattr(slack_responses, "LIFE", -1)
    room = office.room(ada)
    assert commands(ada, "whoami", "Your rights", channel=room).ephemeral
    elsewhere = office.room(ada, bot=False)
    ada.commands("/crm", "whoami", elsewhere)
    assert ada.waits("Your rights")


def test_a_message_that_cannot_be_edited_any_more_is_sent_anew(office: Office, ada: Person):
    card = asks(ada, "contact add Not Editable", "Saved")
    office.slack.fail("chat.update", error="cant_update_message")
    ada.presses("Undo")
    assert ada.waits("Undone:", after=card.ts).ts != card.ts


def test_an_edit_that_is_refused_for_now(office: Office, ada: Person):
    card = asks(ada, "contact add Edited Later", "Saved")
    office.slack.fail("chat.update", status=503)
    ada.presses("Undo")
    assert ada.waits("Undone:").ts == card.ts


def test_a_first_call_that_fails_loses_nothing(tmp_path_factory: pytest.TempPathFactory):
    """Bolt's own authorization would answer 200 to what it has not stored."""
    with slack_office(tmp_path_factory.mktemp("slack")) as office:
        office.slack.fail("auth.test", error="fatal_error", times=3)
        ada = office.newcomer("Ada")
        ada.says("help")
        assert ada.waits("link")


def test_slacks_pace_is_kept(tmp_path_factory: pytest.TempPathFactory):
    with slack_office(tmp_path_factory.mktemp("slack"), paced=True) as office:
        office.slack.limits = Limits()
        ada = office.rep("Ada")
        room = office.room(ada)
        for number in range(4):
            ada.says(f"contact add Paced{number}")
            commands(ada, "whoami", "Your rights", channel=room)
        ada.waits("Paced3")
        assert office.slack.violations == []
