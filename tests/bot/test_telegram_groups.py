"""Telegram: groups, in which only those who address Parley are answered, and nobody's data shows."""

from collections.abc import Iterator

import pytest

from tests.bot.services import Office, an_office
from tests.standins.telegram_groups import Group
from tests.standins.telegram_people import Person

TOPIC, OTHER_TOPIC = 7, 8
NOTE = "I have answered you in private."


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with an_office(f"sqlite:///{folder}/parley.db", folder) as one:
        yield one


@pytest.fixture
def ada(office: Office) -> Person:
    return office.recruit("Ada")


@pytest.fixture
def ben(office: Office) -> Person:
    return office.recruit("Ben")


@pytest.fixture
def group(office: Office, ada: Person, ben: Person) -> Group:
    return office.group(ada, ben)


@pytest.mark.parametrize("privacy", [True, False])
@pytest.mark.parametrize(
    "said",
    ["lunch?", "contact add Grace Hopper", "parley_bot is nice", "/help@other_bot", "me@parley"],
)
def test_what_is_not_addressed_to_parley_is_not_answered(
    office: Office, ada: Person, said: str, *, privacy: bool
):
    group = office.group(ada, privacy=privacy)
    ada.says(said, group)
    ada.says("/help", group)
    group.waits("This is what I can do for you.")
    assert len(group.sees) == 1


def test_what_people_say_to_each_other_in_a_group_is_not_stored(office: Office, ada: Person):
    group = office.group(ada, privacy=False)

    def stored() -> int:
        with office.database.engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM inbox").scalar_one())

    before = stored()
    for said in ("lunch?", "Grace's number is +1 202 555 0143"):
        ada.says(said, group)
    ada.says("/help", group)
    group.waits("This is what I can do for you.")
    assert stored() == before + 1


@pytest.mark.parametrize(
    "said",
    ["/help", "/help@parley_bot", "@parley_bot help", "@Parley_Bot help", "help @parley_bot"],
)
def test_a_command_or_a_mention_is_answered_as_a_reply(ada: Person, group: Group, said: str):
    asked = ada.says(said, group)
    answer = group.waits("This is what I can do for you.")
    assert answer.reply_to == asked


def test_a_reply_to_parley_is_addressed_to_it(ada: Person, group: Group):
    ada.says("/help", group)
    shown = group.waits()
    ada.says("help log", group, reply_to=shown.message_id)
    group.waits("log")


def test_records_are_told_in_private_and_the_group_gets_a_note(
    office: Office, ada: Person, group: Group
):
    name = office.named("Grace")
    asked = ada.says(f"/contact_add {name} grace@navy.example", group)
    assert name in ada.waits("Saved.").text
    note = group.waits()
    assert (note.text, note.reply_to, note.buttons) == (NOTE, asked, [])
    assert not any(name in text for text in group.texts)


def test_it_goes_on_in_the_private_chat(office: Office, ada: Person, group: Group):
    name = office.named("Grace")
    ada.says(f"/contact_add {name}", group)
    ada.waits("Saved.")
    ada.says("log call it wants twenty")
    assert name in ada.waits("Call logged").text


def test_refusals_do_not_tell_the_group_what_there_is(office: Office, ada: Person, group: Group):
    ada.says(f"/contact_show {office.named('Grace')}", group)
    ada.waits("No contact fits")
    assert group.waits().text == NOTE


def test_who_never_opened_the_private_chat_is_told_how(office: Office, group: Group):
    eve = office.stranger("Eve")
    group.adds(eve)
    asked = eve.says("/whoami", group)
    told = group.waits("Open a private chat with me")
    assert told.reply_to == asked
    assert NOTE not in group.texts
    eve.says("/start")
    eve.waits("Hello!")
    eve.says("/whoami", group)
    eve.waits("Eve")
    group.waits(NOTE)


def test_a_note_in_the_language_of_whoever_asked(office: Office):
    li = office.recruit("李雷", language="zh-hans")
    group = office.group(li)
    li.says("@parley_bot 联系人列表", group)
    assert group.waits().text == "我已私聊回复你。"


def test_a_question_in_a_group_is_answered_by_a_reply(office: Office, ada: Person, group: Group):
    asked = ada.says("/contact_add", group)
    question = group.waits("What is the name?")
    assert (question.force_reply, question.reply_to) == (True, asked)
    name = office.named("Grace")
    ada.says(name, group, reply_to=question.message_id)
    ada.waits(f"Saved.\n{name}")
    group.waits(NOTE)


def test_two_people_are_asked_apart(office: Office, ada: Person, ben: Person, group: Group):
    ada.says("/contact_add", group)
    to_ada = group.waits("What is the name?")
    ben.says("/company_add", group)
    to_ben = group.waits()
    grace, navy = office.named("Grace"), office.named("Navy")
    ben.says(navy, group, reply_to=to_ben.message_id)
    ada.says(grace, group, reply_to=to_ada.message_id)
    assert grace in ada.waits("Saved.").text
    assert navy in ben.waits("Saved.").text


def test_answering_somebody_elses_question_does_nothing(
    office: Office, ada: Person, ben: Person, group: Group
):
    ada.says("/contact_add", group)
    question = group.waits("What is the name?")
    ben.says(office.named("Grace"), group, reply_to=question.message_id)
    group.waits("I don't understand")
    ben.says("/contacts")
    ben.waits("No contacts here yet.")


def test_answers_stay_in_their_topic(office: Office, ada: Person):
    forum = office.group(ada, topics=True)
    forum.opens_topic(TOPIC, "Deals")
    forum.opens_topic(OTHER_TOPIC, "Support")
    ada.says("/contact_add", forum, topic=TOPIC)
    question = forum.waits("What is the name?")
    ada.says("/help", forum, topic=OTHER_TOPIC)
    ada.says("/help", forum)
    name = office.named("Grace")
    ada.says(name, forum, topic=TOPIC, reply_to=question.message_id)
    ada.waits(f"Saved.\n{name}")
    assert question.topic == TOPIC
    assert forum.waits(NOTE).topic == TOPIC
    helped = [forum.waits("This is what I can do for you.").topic for _ in range(2)]
    assert sorted(helped, key=str) == [OTHER_TOPIC, None]


def test_an_answer_whose_topic_was_closed_meanwhile_comes_to_the_group(office: Office, ada: Person):
    forum = office.group(ada, topics=True)
    forum.opens_topic(TOPIC, "Deals")
    office.telegram.fail(
        "sendMessage", status=400, description="Bad Request: TOPIC_CLOSED", chat=forum.id
    )
    ada.says("/help", forum, topic=TOPIC)
    assert forum.waits("This is what I can do for you.").topic is None


def test_a_message_that_is_addressed_only_after_an_edit(ada: Person, group: Group):
    said = ada.says("help", group)
    ada.edits(said, "@parley_bot help", group)
    assert group.waits("This is what I can do for you.").reply_to == said


def test_a_topic_is_not_addressed_by_everything_said_in_it(office: Office, ada: Person):
    forum = office.group(ada, topics=True, privacy=False)
    forum.opens_topic(TOPIC, "Deals")
    ada.says("lunch?", forum, topic=TOPIC)
    ada.says("/help", forum, topic=TOPIC)
    forum.waits("This is what I can do for you.")
    assert len(forum.sees) == 1


def test_who_comes_and_goes_is_not_answered(office: Office, ada: Person, group: Group):
    group.adds(office.stranger("Eve"))
    group.promotes_bot()
    ada.says("/help", group)
    group.waits("This is what I can do for you.")
    assert len(group.sees) == 1


def test_messages_without_an_author_or_from_bots_are_not_answered(
    office: Office, ada: Person, group: Group
):
    robot = {"id": 99, "is_bot": True, "first_name": "Robot", "username": "robot_bot"}
    for author in ({"from": robot}, {"sender_chat": group.chat.told}):
        said = {"message_id": 9000, "date": 1, "chat": group.chat.told, "text": "/help"}
        office.telegram.deliver({"message": said | author})
    ada.says("/help", group)
    group.waits("This is what I can do for you.")
    assert len(group.sees) == 1


def test_a_photo_in_a_group_is_kept_only_if_it_is_meant_for_parley(office: Office, ada: Person):
    group = office.group(ada, privacy=False)
    before = len(office.telegram.called("getFile"))
    ada.sends_photo(b"\xff\xd8\xff lunch", "lunch", to=group)
    ada.sends_photo(b"\xff\xd8\xff shop", "@parley_bot the shop", to=group)
    group.waits("Which contact or company does it belong to?")
    assert len(office.telegram.called("getFile")) == before + 1
