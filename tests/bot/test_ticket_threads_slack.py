"""Threads of tickets in Slack: notes, edits, mentions, buttons, strangers, other companies."""

import pytest

from store.rights import Role
from tests.bot.slack_offices import SlackOffice, slack_office
from tests.bot.ticket_offices import asks, kinds


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with slack_office(tmp_path_factory.mktemp("threads")) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture(scope="module")
def chief(office: SlackOffice):
    return office.rep("Chief", Role.ADMIN)


@pytest.fixture(scope="module")
def ivy(office: SlackOffice):
    return office.rep("Ivy", Role.AGENT)


@pytest.fixture(scope="module")
def desk(office: SlackOffice, chief, ivy):
    """A channel that is a desk."""
    desk = office.room(chief, ivy)
    chief.says("@Parley desk here", desk)
    chief.waits("Each new ticket gets a thread here.", where=desk)
    return desk


@pytest.fixture
def grace(office: SlackOffice):
    """A customer in Slack."""
    grace = office.newcomer("Grace")
    grace.says("hello")
    grace.waits("Parley")
    return grace


@pytest.fixture
def thread(office: SlackOffice, desk, ivy, grace):
    """Number and root of a new ticket's thread."""
    number = asks(office, f"{grace.profile.team}:{grace.id}", "The export is down")
    card = ivy.waits(f"T-{number}", where=desk)
    office.slack.wait(lambda: any(one.says("stays inside") for one in below(desk, ivy, number)))
    assert card
    return number, root(desk, ivy, number)


def root(desk, ivy, number):
    """The time of the first message of a ticket's thread."""
    return next(one.ts for one in desk.sees_for(ivy) if one.by_bot and one.says(f"T-{number} ·"))


def below(desk, ivy, number):
    """What Parley has said in a ticket's thread."""
    beginning = root(desk, ivy, number)
    return [one for one in desk.sees_for(ivy) if one.by_bot and one.thread_ts == beginning]


def test_a_note_is_sent_as_it_reads_and_an_edit_sends_nothing(office, desk, ivy, grace, thread):
    number, ts = thread
    said = ivy.says("restart it", desk, ts)
    ivy.waits("Internal.", where=desk, after=said)
    ivy.edits(said, "Please restart it")
    ivy.presses("Send to customer")
    grace.waits("Please restart it")
    ivy.waits("Sent to", where=desk)
    ivy.edits(said, "reply nobody may read this")
    ivy.says("@Parley take", desk, ts)
    ivy.waits("It is yours now.", where=desk)
    assert kinds(office, number) == ["customer", "note", "reply", "event"]
    assert not any(one.says("nobody may read this") for one in grace.sees)


def test_a_mention_counts_once_and_a_press_leaves_its_line(office, desk, ivy, grace, thread):
    number, ts = thread
    ivy.says("@Parley reply It works again", desk, ts)
    grace.waits("It works again")
    ivy.waits("Sent to", where=desk)
    ivy.presses("Resolve")
    office.slack.wait(lambda: any(one.says(": Resolved") for one in below(desk, ivy, number)))
    assert kinds(office, number) == ["customer", "reply", "event"]


def test_files_in_a_thread(office, desk, ivy, grace, thread):
    number, ts = thread
    ivy.uploads([("log.txt", b"disk full", "text/plain")], "reply See the log", desk, ts)
    grace.waits("See the log")
    office.slack.wait(lambda: any(one.files for one in grace.sees))
    assert kinds(office, number) == ["customer", "reply"]


def test_talk_outside_of_threads_and_of_strangers_is_nothing(office, desk, chief, ivy, thread):
    number, ts = thread
    eve = office.newcomer("Eve")
    desk.members.append(eve.id)
    before = office.stored()
    other = ivy.says("lunch?", desk)
    ivy.says("yes, please", desk, other)
    eve.says("I am nobody", desk, ts)
    said = ivy.says("a note", desk, ts)
    ivy.waits("Internal.", where=desk, after=said)
    assert office.stored() == before + 2
    assert kinds(office, number) == ["customer", "note"]


def test_a_channel_of_several_companies_is_no_desk(office, chief):
    shared = office.room(chief, external=True)
    chief.says("@Parley desk here", shared)
    chief.waits("People of another company read this channel", where=shared)
    chief.says("desk here")
    chief.waits("Say this in the Slack channel")
