"""Threads of tickets in Telegram and Slack at once: topics, drafts, files, customers who left."""

import pytest

from store.files import File
from store.rights import Role
from tests.bot.services import Office, an_office
from tests.bot.ticket_offices import asks, kinds, writes

PDF = File("log.pdf", "application/pdf", b"%PDF-1 log")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desks")
    with an_office(f"sqlite:///{folder}/parley.db", folder) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture(scope="module")
def root(office: Office):
    return office.on_telegram("Root Admin", Role.ADMIN)


@pytest.fixture(scope="module")
def gus(office: Office):
    return office.on_telegram("Gus Grissom", Role.AGENT)


@pytest.fixture(scope="module")
def forum(office: Office, root, gus):
    """A group with topics that is a desk."""
    forum = office.group(root, gus, topics=True)
    forum.promotes_bot()
    root.says("/desk here", forum)
    assert "Each new ticket gets a thread here." in forum.waits("Whoever is in here").text
    return forum


@pytest.fixture
def wang(office: Office):
    """A customer in Telegram."""
    wang = office.stranger("王小明")
    wang.says("hello")
    wang.waits()
    return wang


@pytest.fixture
def number(office: Office, forum, wang):
    number = asks(office, str(wang.id), "The export is down")
    assert forum.waits("What is written here stays inside").topic == topic_of(office, forum, number)
    return number


def topic_of(office: Office, forum, number):
    name = f"T-{number} The export is down"
    office.telegram.wait(lambda: name in forum.topics)
    return forum.topics[name]


def test_what_is_written_in_a_topic_stays_inside_until_its_button_is_pressed(
    office, forum, gus, wang, number
):
    topic = topic_of(office, forum, number)
    said = gus.says("reboot it, please", forum, topic=topic)
    draft = forum.waits("Internal. For 王小明 on Telegram?")
    assert (draft.topic, draft.reply_to, draft.buttons) == (topic, said, ["Send to customer"])
    gus.edits(said, "Please reboot it", forum)
    gus.presses("Send to customer", forum)
    assert wang.waits("Please reboot it").text.endswith(f"— Gus Grissom, T-{number}")
    assert forum.waits("Sent to 王小明 on Telegram").message_id == draft.message_id
    assert kinds(office, number) == ["customer", "note", "reply"]


def test_a_reply_in_the_topic_goes_out_and_the_customers_words_and_files_come_back(
    office, forum, gus, wang, number
):
    topic = topic_of(office, forum, number)
    gus.sends_document(b"%PDF-1 how", "how.pdf", "/reply See the paper", to=forum, topic=topic)
    wang.waits("See the paper")
    office.telegram.wait(lambda: wang.sees[-1].document == b"%PDF-1 how")
    assert forum.waits("Sent to 王小明 on Telegram").topic == topic
    writes(office, number, "It says E42", PDF)
    assert forum.waits("It says E42").topic == topic
    office.telegram.wait(lambda: forum.sees[-1].document == b"%PDF-1 log")
    assert forum.sees[-1].topic == topic


def test_an_answer_that_does_not_arrive_comes_back_with_a_button(office, forum, gus, wang, number):
    topic = topic_of(office, forum, number)
    gus.says("/take", forum, topic=topic)
    forum.waits("It is yours now.")
    wang.blocks()
    gus.says("reply Are you there?", forum, topic=topic)
    told = forum.waits(f"Your answer on T-{number} did not reach 王小明")
    assert "the person has blocked the bot" in told.text or "removed or blocked" in told.text
    assert "Are you there?" in told.text
    assert (told.topic, told.buttons) == (topic, ["Retry"])
    assert gus.waits(f"Your answer on T-{number} did not reach").buttons == ["Retry"]
    wang.unblocks()
    gus.presses("Retry", forum)
    wang.waits("Are you there?")
    gus.presses("Retry")
    gus.waits("There is no answer")


def test_a_topic_is_closed_and_opened_with_its_ticket(office, forum, gus, wang, number):
    topic = topic_of(office, forum, number)
    gus.says("close", forum, topic=topic)
    forum.waits("Closed.")
    office.telegram.wait(lambda: topic in forum.chat.closed_topics)
    gus.says(f"ticket reopen T-{number}")
    gus.waits("Open again.")
    assert forum.waits("Gus Grissom: Reopened").topic == topic
    office.telegram.wait(lambda: topic not in forum.chat.closed_topics)


def test_strangers_and_other_staff_write_no_notes(office, forum, wang, number):
    topic = topic_of(office, forum, number)
    eve, ada = office.stranger("Eve"), office.recruit("Ada")
    for person in (eve, ada):
        forum.adds(person)
    before = len(forum.sees)
    eve.says("I am nobody", forum, topic=topic)
    ada.says("I am a rep", forum, topic=topic)
    ada.waits("You need the right to work on tickets")
    assert kinds(office, number) == ["customer"]
    assert [one for one in forum.sees[before:] if "nobody" in one.text or "rep" in one.text] == []


def test_slack_and_telegram_work_on_one_ticket(office, forum, root, gus, wang):
    ivy = office.on_slack("Ivy Lee", Role.AGENT)
    chief = office.on_slack("Chief Admin", Role.ADMIN)
    room = office.slack.channel("C77", "support", [ivy, chief])
    chief.commands("/crm", "desk here", room).wait()
    chief.waits("Each new ticket gets a thread here.", where=room)
    number = asks(office, str(wang.id), "The export is down")
    topic = topic_of(office, forum, number)
    opening = ivy.waits(f"T-{number}", where=room, after="")
    thread = next(one.ts for one in room.sees_for(ivy) if one.says("priority urgent"))
    assert opening.ts != thread
    ivy.says("It is the disk", room, thread)
    ivy.waits("Internal. For 王小明 on Telegram?", where=room)
    assert "It is the disk" in forum.waits("Ivy Lee, internal:").text
    ivy.says("@Parley reply We replace the disk", room, thread)
    wang.waits("We replace the disk")
    assert forum.waits("Ivy Lee → 王小明").topic == topic
    gus.says("reply It works again", forum, topic=topic)
    forum.waits("Ivy Lee answered 1 minute ago: “We replace the disk”")
    gus.presses("Send anyway", forum)
    wang.waits("It works again")
    ivy.waits("Gus Grissom → 王小明", where=room)
    assert kinds(office, number) == ["customer", "note", "reply", "reply"]
    chief.commands("/crm", "desk off", room).wait()
    chief.waits("No more tickets here.", where=room)


def test_a_group_without_topics_hangs_replies_together(office, forum, root, gus, wang):
    group = office.group(root, gus, privacy=False)
    team = "Night"
    root.says(f"team add {team}")
    root.waits(team)
    root.says(f"/desk here team:{team}", group)
    group.waits("of the team Night")
    root.says("ticket category add night 夜班 team:Night")
    root.waits()
    root.says("/desks")
    assert "team Night" in root.waits("Tickets are worked on in").text


def test_words_that_follow_before_there_is_a_topic_stand_in_it(office, forum, wang):
    with office.closed():
        number = asks(office, str(wang.id), "The export is down")
        writes(office, number, "It says E43", PDF)
    topic = topic_of(office, forum, number)
    assert forum.waits("It says E43").topic == topic
    office.telegram.wait(lambda: forum.sees[-1].document == b"%PDF-1 log")
    assert forum.sees[-1].topic == topic
