"""Slack channels: mentions, threads, and that nobody reads what was answered to somebody else."""

from collections.abc import Iterator

import pytest

from store.rights import Role
from tests.bot.slack_offices import SlackOffice, asks, commands, slack_office
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
def ben(office: Office) -> Person:
    return office.rep("Ben")


@pytest.fixture
def room(office: Office, ada: Person, ben: Person) -> Channel:
    return office.room(ada, ben)


def said_to_all(room: Channel) -> str:
    """Everything that Parley has said in a channel for all to read."""
    return "\n".join(f"{one.text}\n{one.spans}\n{one.buttons}" for one in room.sees if one.by_bot)


def test_a_mention_is_answered_to_the_asker_alone(ada: Person, ben: Person, room: Channel):
    card = asks(ada, "@Parley contact add Grace Hopper grace@navy.example", "Grace", to=room)
    assert card.ephemeral
    assert [one.text for one in room.sees_for(ben) if one.by_bot] == []


@pytest.mark.parametrize(
    "text",
    ["whoami @Parley", "@Parley whoami", "@Parley  whoami ", "@Parley, whoami", "@Parley：whoami"],
)
def test_a_mention_anywhere(ada: Person, room: Channel, text: str):
    assert asks(ada, text, "Your rights", to=room).ephemeral


def test_a_mention_in_the_middle(ada: Person, room: Channel):
    card = asks(ada, "contact add @Parley Middle Person", "Middle Person", to=room)
    assert card.buttons


def test_a_mention_in_chinese(ada: Person, room: Channel):
    assert asks(ada, "@Parley 新增联系人 李中文", "李中文", to=room).ephemeral


def test_a_mention_is_handled_once_though_it_comes_twice(
    office: Office, ada: Person, room: Channel
):
    """Where Slack sends message.channels besides app_mention."""
    before = office.stored()
    asks(ada, "@Parley contact add Counted Once", "Counted Once", to=room)
    office.slack.settle()
    assert office.stored() == before + 1
    assert len([one for one in room.sees_for(ada) if one.by_bot]) == 1


def test_plain_talk_is_neither_answered_nor_kept(office: Office, ada: Person, room: Channel):
    before = office.stored()
    ada.says("contact add Plain Talk", to=room)
    office.slack.settle()
    assert office.stored() == before
    assert [one for one in room.sees_for(ada) if one.by_bot] == []


def test_a_private_answer_to_a_first_message_is_not_put_into_a_thread(ada: Person, room: Channel):
    """Slack shows what one person alone sees in a thread only if others have begun it."""
    answer = asks(ada, "@Parley whoami", "Your rights", to=room)
    assert answer.ephemeral
    assert answer.thread_ts is None


def test_a_harmless_answer_is_given_in_a_thread_for_all(ada: Person, ben: Person, room: Channel):
    said = ada.says("@Parley help", to=room)
    answer = ben.waits("Contacts", where=room)
    assert not answer.ephemeral
    assert answer.thread_ts == said


def test_a_thread_whose_beginning_was_deleted(office: Office, ada: Person, room: Channel):
    office.slack.slow("chat.postMessage", seconds=0.3, before=True)
    said = ada.says("@Parley help", to=room)
    ada.deletes(said)
    assert ada.waits("Contacts", where=room).thread_ts is None
    assert office.failed() == []


def test_within_a_thread_the_answer_is_in_the_thread(ada: Person, ben: Person, room: Channel):
    root = ben.says("who knows Grace?", to=room)
    answer = asks(ada, "@Parley whoami", "Your rights", to=room, thread=root)
    assert answer.ephemeral
    assert answer.thread_ts == root
    open_answer = asks(ada, "@Parley help", "Contacts", to=room, thread=root)
    assert open_answer.thread_ts == root


def test_each_person_in_a_channel_has_a_conversation_of_their_own(
    ada: Person, ben: Person, room: Channel
):
    asks(ada, "@Parley contact add", "name", to=room)
    asks(ben, "@Parley Ingrid Bergman", "I don't understand", to=room)
    assert asks(ada, "@Parley Ingrid Bergman", "Saved", to=room).says("Ingrid Bergman")


def test_a_slash_command_is_answered_to_the_asker_alone(ada: Person, ben: Person, room: Channel):
    assert commands(ada, "contact add Slash Person", "Slash Person", channel=room).ephemeral
    assert commands(ada, "help", "Contacts", channel=room).ephemeral
    assert commands(ada, "", "Contacts", channel=room).ephemeral
    assert commands(ada, "nonsense", "I don't understand", channel=room).ephemeral
    assert said_to_all(room) == ""


def test_slash_commands_in_a_direct_message(ada: Person):
    assert commands(ada, "contact add Direct Person", "Direct Person").buttons
    assert commands(ada, "", "Contacts")
    assert commands(ada, "查找 Direct", "Direct Person")


def test_a_slash_command_where_parley_is_no_member(office: Office, ada: Person):
    room = office.room(ada, bot=False)
    assert commands(ada, "contact add Far Person", "Far Person", channel=room).ephemeral
    assert commands(ada, "help", "Contacts", channel=room).ephemeral
    assert office.failed() == []


def test_a_question_asked_by_a_command_is_answered_by_a_command(
    office: Office, ada: Person, room: Channel
):
    office.slack.fail("views.open", error="expired_trigger_id")
    commands(ada, "contact add", "name", channel=room)
    assert commands(ada, "Greta Garbo", "Saved", channel=room).says("Greta Garbo")


def test_linking_in_a_channel_opens_the_direct_message_for_notices(office: Office):
    cleo = office.newcomer("Cleo")
    room = office.room(cleo)
    welcome = commands(cleo, f"link {office.hire('Cleo Channel')}", "Welcome", channel=room)
    assert welcome.ephemeral
    office.tells(cleo, "You were given a contact.")
    assert cleo.waits("You were given a contact.")
    assert "given" not in said_to_all(room)


WALK = (
    "contact show {ref}",
    "find walk",
    "contacts",
    "mine",
    "timeline {ref}",
    "contact edit {ref} title:Admiral",
    "log call {ref} spoke of secrets",
    "contact add Walk Person {email}",
    "contact add Walk Person",
    "tag {ref} vip",
    "contact share {ref} @nobody",
    "claim {ref}",
    "pool",
    "duplicates",
    "contact merge {ref} {ref}",
    "contact delete {ref}",
    "companies",
    "company show Walk Corp",
    "show",
    "show {ref} extra words",
    "contact show walk",
    "contact show wolk",
    "contcts walk",
    "agenda",
    "{ref}",
    "it",
    "undo",
    "audit {ref}",
    "files {ref}",
    "export contacts",
    "{email}",
)


def test_nothing_of_a_record_is_shown_to_others(
    office: Office, ada: Person, ben: Person, room: Channel
):
    email = f"secret-{ada.id.lower()}@walk.example"
    card = asks(ada, f'contact add Walk Person {email} +1 202 555 0177 company:"Walk Corp"', "C-")
    ref = card.text.split("Walk Person ")[1].split()[0]
    asks(ada, "contact add Walker Second", "C-")
    for person in (ada, ben):
        for line in WALK:
            told = line.format(ref=ref, email=email)
            shown = asks(person, f"@Parley {told}", to=room)
            if shown.buttons:
                for label in shown.buttons[:2]:
                    person.presses(label).wait()
    office.slack.settle()
    asks(ada, "@Parley whoami", "Your rights", to=room)
    asks(ben, "@Parley whoami", "Your rights", to=room)
    public = said_to_all(room)
    for secret in ("Walk Person", "Walker", "Walk Corp", "202", "Admiral", ada.name, ben.name):
        assert secret not in public, secret


def test_a_button_on_a_public_answer_does_not_make_its_result_public(
    ada: Person, ben: Person, room: Channel
):
    asks(ada, "contact add Public Secret", "Saved")
    public = asks(ada, "@Parley contcts", "I don't understand", to=room)
    assert not public.ephemeral
    label = next(one for one in public.buttons if one.startswith("contacts"))
    ada.presses(label)
    answer = ada.waits("Public Secret", where=room)
    assert answer.ephemeral
    assert "Public Secret" not in said_to_all(room)


def test_a_button_of_somebody_else_is_refused_in_private(ada: Person, ben: Person, room: Channel):
    public = asks(ada, "@Parley contcts", "I don't understand", to=room)
    ben.presses(public.buttons[0])
    refusal = ben.waits("meant for somebody else", where=room)
    assert refusal.ephemeral
    assert ada.waits("I don't understand", where=room).buttons


def test_a_mention_edited_into_an_old_message(office: Office, ada: Person, room: Channel):
    """Slack sends no second mention for a new version, and Parley does not guess."""
    said = ada.says("contact add Later Mention", to=room)
    ada.edits(said, "@Parley contact add Later Mention")
    office.slack.settle()
    assert [one for one in room.sees_for(ada) if one.by_bot] == []


def test_an_externally_shared_channel_gets_private_answers_only(office: Office, ada: Person):
    eve = office.newcomer("Eve", team="T9")
    room = office.room(ada, eve, external=True)
    asks(ada, "@Parley contact add Shared Person", "Shared Person", to=room)
    assert not any(one.by_bot for one in room.sees_for(eve))
    stranger = asks(eve, "@Parley find shared", "I don't know you yet", to=room)
    assert "Shared Person" not in stranger.text


def test_a_manager_sees_more_and_still_alone(office: Office, ada: Person):
    boss = office.rep("Boss", Role.ADMIN)
    room = office.room(ada, boss)
    asks(ada, "@Parley contact add Team Person", "Saved", to=room)
    assert asks(boss, "@Parley find team person", "Team Person", to=room).ephemeral
