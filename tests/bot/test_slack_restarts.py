"""Restarts and broken lines in Slack: what was said meanwhile is handled, and once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.slacks import backfills
from tests.bot.slack_offices import SlackOffice, asks, commands, slack_office
from tests.standins.slacks import Person

Office = SlackOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backfills, "PAUSE", 0.01)
        with slack_office(tmp_path_factory.mktemp("slack")) as found:
            found.slack.deliveries.ack_within = 0.25
            yield found


@pytest.fixture
def ada(office: Office) -> Person:
    return office.rep("Ada")


def heard(person: Person, text: str) -> int:
    """How many messages say something."""
    return len([one for one in person.sees if one.by_bot and one.says(text)])


def test_what_is_said_during_a_short_restart(office: Office, ada: Person):
    office.slack.deliveries.ack_within = 5
    with office.closed():
        ada.says("contact add Short Restart")
    office.slack.deliveries.ack_within = 0.25
    ada.waits("Short Restart")
    office.slack.settle()
    asks(ada, "whoami", "Your rights")
    assert heard(ada, "Short Restart") == 1


def test_what_slack_gave_up_is_found_in_the_history(office: Office, ada: Person):
    with office.closed():
        ada.says("contact add Long Outage")
        ada.says("contact edit it title:Admiral")
        office.slack.settle()
        assert len(office.slack.unacknowledged) >= 2
    ada.waits("Admiral")
    asks(ada, "show it", "Long Outage")
    assert heard(ada, "Saved.") == 1


def test_a_history_is_looked_into_again_and_nothing_happens_twice(office: Office, ada: Person):
    with office.closed():
        ada.says("contact add Found Once")
        office.slack.settle()
    ada.waits("Found Once")
    before = _histories(office, ada)
    with office.closed():
        pass
    office.slack.wait(lambda: _histories(office, ada) > before)
    asks(ada, "whoami", "Your rights")
    assert heard(ada, "Saved.") == 1


def _histories(office: Office, person: Person) -> int:
    """How often the history of somebody's direct messages was read."""
    calls = [one for one in office.slack.calls if one.method == "conversations.history"]
    return len([one for one in calls if one.params["channel"] == person.dm.id])


def test_a_message_in_the_history_that_is_delivered_late(office: Office, ada: Person):
    """Slack's last attempt comes after it was found in the history."""
    with office.closed():
        ada.says("contact add Delivered Late")
        office.slack.settle()
        late = office.slack.unacknowledged[-1].payload
    ada.waits("Delivered Late")
    [sent] = office.slack.deliver(late)
    assert sent.status == 200
    asks(ada, "whoami", "Your rights")
    assert heard(ada, "Saved.") == 1


def test_what_is_too_old_is_left_alone(
    office: Office, ada: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(backfills, "WITHIN", timedelta())
    before = _histories(office, ada)
    with office.closed():
        ada.says("contact add Too Old")
        office.slack.settle()
    office.slack.wait(lambda: _histories(office, ada) > before)
    asks(ada, "whoami", "Your rights")
    assert heard(ada, "Too Old") == 0


def test_a_history_that_is_refused_harms_nothing(office: Office, ada: Person):
    office.slack.fail("conversations.history", error="missing_scope", times=1000)
    with office.closed():
        pass
    asks(ada, "whoami", "Your rights")
    office.slack.doors.faults.ordered.clear()


def test_a_history_that_asks_to_wait(office: Office, ada: Person):
    office.slack.fail("conversations.history", status=429, retry_after=1)
    with office.closed():
        ada.says("contact add Waited For")
        office.slack.settle()
    assert ada.waits("Waited For")


def test_somebody_who_was_suspended_meanwhile(office: Office, ada: Person):
    with office.closed():
        ada.says("contact add Too Late")
        office.slack.settle()
        office.suspends(ada)
    assert ada.waits("Your access is suspended")
    assert heard(ada, "Too Late") == 0


def test_a_refreshed_socket_loses_nothing(office: Office, ada: Person):
    office.slack.deliveries.ack_within = 5
    before = office.slack.connected
    for number in range(3):
        ada.says(f"contact add Before Refresh{number}")
        office.slack.disconnect()
        ada.says(f"contact add After Refresh{number}")
    for number in range(3):
        ada.waits(f"Before Refresh{number}")
        ada.waits(f"After Refresh{number}")
    assert office.slack.connected > before
    assert heard(ada, "Saved.") == 6


def test_a_socket_that_is_cut(office: Office, ada: Person):
    office.slack.disconnect(None)
    ada.says("contact add Cut Line")
    assert ada.waits("Cut Line")
    office.slack.settle()
    assert heard(ada, "Saved.") == 1


def test_a_question_survives_a_restart(office: Office, ada: Person):
    office.slack.fail("views.open", error="expired_trigger_id")
    commands(ada, "contact add", "What is the name?")
    with office.closed():
        pass
    assert asks(ada, "Survived Restart", "Saved")


def test_a_button_survives_a_restart(office: Office, ada: Person):
    asks(ada, "contact add Button Restart", "Saved")
    with office.closed():
        pass
    ada.presses("Undo")
    assert ada.waits("Undone:")
