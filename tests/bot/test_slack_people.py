"""Who is who in Slack: guests, people of other workspaces, colleagues who are named."""

from collections.abc import Iterator
from typing import Any

import pytest

from store.rights import Role
from tests.bot.slack_offices import SlackOffice, asks, commands, slack_office
from tests.standins.slacks import Person

Office = SlackOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with slack_office(tmp_path_factory.mktemp("slack")) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture
def ada(office: Office) -> Person:
    return office.rep("Ada")


@pytest.mark.parametrize("more", [{"restricted": True}, {"team": "T7"}, {}])
@pytest.mark.parametrize(
    "text", ["contacts", "find secret", "C-1", "staff", "audit", "whoami", "agenda"]
)
def test_whoever_is_not_linked_learns_nothing(
    office: Office, secret: Person, more: dict[str, Any], text: str
):
    eve = office.newcomer("Eve", **more)
    answer = asks(eve, text)
    assert not answer.says("Secret Person")
    assert not answer.says(secret.name)


@pytest.fixture(scope="module")
def secret(office: Office) -> Person:
    """Somebody with a contact that is nobody else's business."""
    owner = office.rep("Owner")
    asks(owner, "contact add Secret Person secret@person.example", "Saved")
    return owner


@pytest.mark.parametrize("more", [{"restricted": True}, {"team": "T7"}])
def test_a_guest_who_is_linked_is_a_colleague(office: Office, more: dict[str, Any]):
    guest = office.rep("Guest", **more)
    assert asks(guest, "contact add Guest Contact", "Guest Contact").buttons
    assert commands(guest, "find guest contact", "Guest Contact")
    guest.presses("Timeline")
    assert guest.waits("Guest Contact")


def test_a_partner_edits_a_message(office: Office):
    """A new version names its author only within."""
    guest = office.rep("Partner", team="T8")
    said = guest.says("contct add Partner Contact")
    guest.waits("I don't understand")
    guest.edits(said, "contact add Partner Contact")
    assert guest.waits("Saved").says("Partner Contact")


def test_one_user_id_in_two_teams_is_two_people(office: Office, ada: Person):
    asks(ada, "contact add Twin Secret", "Saved")
    event = {"type": "message", "channel": ada.dm.id, "channel_type": "im", "user": ada.id}
    event |= {"text": "find twin", "ts": "99.000001", "user_team": "T99", "source_team": "T99"}
    payload = {"type": "event_callback", "team_id": "T1", "event_id": "EvTwin", "event": event}
    [sent] = office.slack.deliver(payload)
    assert sent.status == 200
    assert not ada.waits("I don't know you yet").says("Twin Secret")
    assert asks(ada, "find twin", "Twin Secret")


def test_a_colleague_is_named_by_a_mention(office: Office, ada: Person):
    ben = office.rep("Ben")
    asks(ada, "contact add Shared Contact", "Saved")
    asks(ada, f"contact share it @{ben.name}", ben.name)
    assert asks(ben, "find shared contact", "Shared Contact")


def test_a_colleague_is_named_in_a_command(office: Office, ada: Person):
    """Slack escapes a mention in a command as id and name."""
    ben = office.rep("Ben")
    asks(ada, "contact add Command Share", "Saved")
    assert commands(ada, f"contact share it <@{ben.id}|ben>", ben.name)
    assert asks(ben, "find command share", "Command Share")


def test_a_mention_of_somebody_who_is_no_colleague(office: Office, ada: Person):
    eve = office.newcomer("Eve")
    asks(ada, "contact add Unshared Contact", "Saved")
    refusal = asks(ada, f"contact share it @{eve.name}")
    assert refusal.says("No colleague fits")
    assert refusal.says(f"<@{eve.id}>")
    assert not refusal.says("slack/")


def test_a_mention_within_a_note_is_shown_by_name(office: Office, ada: Person):
    ben = office.rep("Ben")
    asks(ada, "contact add Noted Mention", "Saved")
    asks(ada, f"log note it met with @{ben.name} about <ships>", "Note logged")
    told = asks(ada, "timeline it", "about <ships>")
    assert {"type": "user", "user_id": ben.id} in told.blocks[0]["elements"][0]["elements"]
    assert not told.says("slack/")


def test_a_stranger_is_called_by_name(office: Office):
    eve = office.newcomer("Eve")
    assert asks(eve, "whoami", f"You are <@{eve.id}>, and not linked")


def test_a_notice_comes_to_the_direct_message(office: Office, ada: Person):
    boss = office.rep("Boss", Role.ADMIN)
    asks(boss, "contact add Given Contact", "Saved")
    asks(boss, f"contact assign it @{ada.name}", ada.name)
    assert ada.waits("Given Contact")


def test_a_notice_waits_for_nobody_who_left(office: Office, ada: Person):
    office.slack.fail("chat.postMessage", error="user_disabled", channel=ada.id)
    office.tells(ada, "Are you still there?")
    office.slack.wait(lambda: "user_disabled" in office.failed())
    assert asks(ada, "whoami", "Your rights")


def test_wrong_codes_are_limited(office: Office):
    eve = office.newcomer("Eve")
    for number in range(5):
        asks(eve, f"link wrong-code-number-{number}", "does not work")
    assert asks(eve, f"link {office.hire('Eve Late')}", "Too many wrong codes")
