"""Telegram fails, blocks, moves or forgets: nothing is lost, nothing comes more than twice."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot import senders
from store import deliveries
from store.rights import Role
from store.tables import Chat, Conversation, Identity
from tests.bot.services import Office, an_office
from tests.standins.telegram_groups import Group
from tests.standins.telegram_people import Person


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with (
        pytest.MonkeyPatch.context() as patch,
        an_office(f"sqlite:///{folder}/parley.db", folder) as one,
    ):
        patch.setattr(senders, "FIRST_WAIT", 0.05)
        patch.setattr(senders, "LOOKS", 0.1)
        yield one


@pytest.fixture(scope="module")
def root(office: Office) -> Person:
    return office.on_telegram("Root Admin", Role.ADMIN)


@pytest.fixture
def ada(office: Office) -> Person:
    return office.recruit("Ada")


def confirms(person: Person, text: str) -> None:
    """Say something that is asked about, and say yes."""
    person.says(text)
    person.waits()
    person.presses("Yes")
    person.waits()


def is_unlinked(office: Office, who: Person) -> None:
    """Wait until an account belongs to nobody any more."""
    query = select(col(Identity.staff_id)).where(col(Identity.account) == str(who.id))

    def waits() -> bool:
        now = office.clock.now()
        return office.database.read(lambda session: session.scalars(query).one(), now) is None

    office.telegram.wait(waits)


def is_put_off(office: Office, to: Person | Group) -> None:
    """Wait until Parley has put off what it has for a chat."""
    query = select(col(Chat.waits_until)).where(col(Chat.account) == str(to.id))

    def waits() -> bool:
        now = office.clock.now()
        until = office.database.read(lambda session: session.scalars(query).one_or_none(), now)
        return until is not None and until > now

    office.telegram.wait(waits)


FAULTS: dict[str, Callable[[Office, Person], None]] = {
    "429": lambda office, to: office.telegram.fail("sendMessage", 429, retry_after=1, chat=to),
    "500": lambda office, to: office.telegram.fail("sendMessage", 500, times=3, chat=to),
    "502": lambda office, to: office.telegram.fail("sendMessage", 502, times=2, chat=to),
    "dropped before": lambda office, to: office.telegram.drop("sendMessage", 2, chat=to),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_could_not_be_sent_is_sent_later_once_and_in_order(
    office: Office, ada: Person, fault: str
):
    before = len(ada.sees)
    FAULTS[fault](office, ada)
    names = [office.named(first) for first in ("Grace", "Otto", "Rosa")]
    for name in names:
        ada.says(f"contact add {name}")
    ada.waits(names[-1])
    assert [text.splitlines()[1].rpartition(" ")[0] for text in ada.texts[before:]] == names


def test_an_answer_whose_confirmation_was_lost_comes_twice_at_most(office: Office, ada: Person):
    before, name = len(ada.sees), office.named("Grace")
    office.telegram.drop("sendMessage", before=False, chat=ada)
    ada.says(f"contact add {name}")
    ada.waits(name)
    ada.says("/contacts")
    ada.waits("1 in all")
    assert len(ada.sees) in (before + 2, before + 3)


def test_a_chat_that_waits_does_not_hold_up_another(office: Office, ada: Person):
    ben = office.recruit("Ben")
    office.telegram.fail("sendMessage", 429, retry_after=30, chat=ada)
    ada.says("/whoami")
    is_put_off(office, ada)
    ben.says("/whoami")
    ben.waits(ben.name)
    office.passes(seconds=31)
    ada.waits(ada.name)


def test_one_failure_after_a_long_time_is_no_reason_to_give_up(office: Office, ada: Person):
    name = office.named("Grace")
    office.telegram.fail("sendMessage", 429, retry_after=30, chat=ada)
    ada.says(f"contact add {name}")
    is_put_off(office, ada)
    office.telegram.fail("sendMessage", 500, chat=ada)
    office.passes(hours=25)
    ada.waits(f"Saved.\n{name}")


def test_what_fails_for_a_day_and_often_is_given_up_and_seen(
    office: Office, ada: Person, root: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(deliveries, "TRIES", 1)
    office.telegram.fail("sendMessage", 429, retry_after=30, chat=ada)
    ada.says("/whoami")
    is_put_off(office, ada)
    office.telegram.fail("sendMessage", 500, chat=ada)
    office.passes(hours=25)
    ada.says("/help")
    ada.waits("This is what")
    root.says("outbox failed")
    listed = root.waits("Not delivered")
    assert f"{ada.name} · Telegram · Telegram could not be reached" in listed.text
    root.presses("Try all again")
    root.waits()
    ada.waits(ada.name)


def test_what_telegram_refuses_is_seen_and_tried_again_by_an_admin(
    office: Office, ada: Person, root: Person
):
    refusal = "Bad Request: PEER_FLOOD"
    office.telegram.fail("sendMessage", 400, description=refusal, chat=ada)
    name = office.named("Grace")
    ada.says(f"contact add {name}")
    ada.says("/whoami")
    ada.waits(ada.name)
    assert not any(name in text for text in ada.texts)
    root.says("/outbox_failed")
    listed = root.waits("Not delivered")
    assert "peer_flood" in listed.text.lower()
    assert name not in listed.text
    assert "Try all again" in listed.buttons
    root.presses("Try all again")
    root.waits("I try 1 message again.")
    ada.waits(f"Saved.\n{name}")
    root.says("/outbox_failed")
    root.waits("Everything was delivered.")


def test_only_an_admin_sees_the_dead_letters(ada: Person):
    ada.says("outbox failed")
    ada.waits("You need the right to change settings")


def test_who_blocked_the_bot_and_comes_back_is_answered(office: Office, ada: Person):
    ada.blocks()
    ada.unblocks()
    ada.says("/whoami")
    ada.waits(ada.name)
    assert "contact_add" in ada.menu


def test_an_answer_that_finds_the_bot_blocked_fails_visibly(
    office: Office, ada: Person, root: Person
):
    with office.telegram.holding():
        ada.says("/whoami")
        office.telegram.chats[ada.id].standing = "kicked"
    office.telegram.wait(lambda: 403 in [call.status for call in office.telegram.calls[-3:]])
    root.says("outbox failed")
    shown = root.waits("Not delivered").text
    assert ada.name in shown
    office.telegram.chats[ada.id].standing = "member"
    ada.says("/whoami")
    ada.waits(ada.name)
    root.says("outbox retry all")
    root.waits("I try 1 message again.")
    ada.waits(ada.name)


def test_a_notice_goes_to_the_chat_used_last_and_elsewhere_when_that_is_blocked(office: Office):
    name = office.named("Ada")
    slack = office.on_slack(name)
    ada, ben = office.on_telegram(name), office.recruit("Ben")
    grace = f"{office.named('Grace')} {ada.id}@navy.example"
    ada.says(f"contact add {grace}")
    ada.waits("Saved.")
    ben.says(f"contact add {grace}")
    assert ben.name in ada.waits("wanted to add").text
    ada.blocks()
    ben.says(f"contact add {grace}")
    assert ben.name in slack.waits("wanted to add").text


def test_a_notice_that_finds_the_bot_blocked_takes_the_other_way(office: Office):
    name = office.named("Ada")
    slack = office.on_slack(name)
    ada, ben = office.on_telegram(name), office.recruit("Ben")
    grace = f"{office.named('Grace')} {ada.id}@navy.example"
    ada.says(f"contact add {grace}")
    ada.waits("Saved.")
    office.telegram.chats[ada.id].standing = "kicked"  # before Parley is told
    ben.says(f"contact add {grace}")
    assert ben.name in slack.waits("wanted to add").text


def test_suspending_stops_letters_on_their_way(office: Office, ada: Person, root: Person):
    before, name = len(ada.sees), office.named("Grace")
    office.telegram.fail("sendMessage", 429, retry_after=30, chat=ada)
    ada.says(f"contact add {name}")
    is_put_off(office, ada)
    confirms(root, f'suspend "{ada.name}"')
    office.passes(seconds=31)
    ada.says("/whoami")
    ada.waits("Your access is suspended.")
    assert len(ada.sees) == before + 1


def test_unlinking_stops_letters_on_their_way(office: Office, ada: Person):
    before, name = len(ada.sees), office.named("Grace")
    office.telegram.fail("sendMessage", 429, retry_after=30, chat=ada)
    ada.says(f"contact add {name}")
    is_put_off(office, ada)
    ada.says("/unlink")
    ada.says("yes")
    ada.says("/whoami")
    office.telegram.wait(lambda: not office.telegram.unconfirmed)
    is_unlinked(office, ada)  # what is stored need not be handled yet
    office.passes(seconds=31)
    ada.waits("not linked")
    assert not any(name in text for text in ada.texts[before:])


def test_a_bot_removed_from_a_group_and_let_in_again(office: Office, ada: Person):
    group = office.group(ada)
    ada.says("/help", group)
    group.waits("This is what")
    group.removes_bot()
    group.adds_bot()
    ada.says("/help", group)
    group.waits("This is what")


def test_a_group_that_became_a_supergroup_and_an_open_question_in_it(office: Office, ada: Person):
    ben = office.recruit("Ben")
    group = office.group(ada, ben)
    ben.says("/contact_add", group)
    group.waits("What is the name?")
    group.becomes_supergroup(-1_000_000_000_000 - ada.id)
    office.telegram.wait(lambda: str(group.id) in accounts(office))
    ada.says("/help", group)
    group.waits("This is what")
    name = office.named("Grace")
    ben.says(f"@parley_bot {name}", group)
    assert name in ben.waits("Saved.").text


def accounts(office: Office) -> list[str]:
    """The platform's ids of all chats that have moved or not."""
    query = select(col(Chat.account)).where(
        col(Chat.id).in_(
            select(col(Conversation.chat_id)).where(col(Conversation.place).contains("/"))
        )
    )
    return office.database.read(lambda session: list(session.scalars(query)), office.clock.now())


def test_an_answer_on_its_way_into_a_group_that_moves(office: Office, ada: Person):
    group = office.group(ada)
    office.telegram.fail("sendMessage", 429, retry_after=30, chat=group)
    old = group.id
    ada.says("/help", group)
    is_put_off(office, group)
    with office.telegram.holding():
        group.becomes_supergroup(-1_000_000_000_000 - ada.id)
        office.passes(seconds=31)
        office.telegram.wait(
            lambda: office.telegram.called("sendMessage")[-1].params["chat_id"] == group.id
        )
    assert group.waits("This is what")
    assert old != group.id


def test_a_fault_of_getupdates_is_slept_over(office: Office, ada: Person):
    office.telegram.fail("getUpdates", 502)
    ada.says("/whoami")
    ada.waits(ada.name)
    ada.says("/whoami")
    ada.waits(ada.name, timeout=15)


def test_an_answer_that_waits_for_a_group_that_moved_and_spoke_since(office: Office, ada: Person):
    group = office.group(ada)
    old = group.id
    office.telegram.fail("sendMessage", 429, retry_after=30, chat=group)
    ada.says("/help log", group)
    is_put_off(office, group)
    group.becomes_supergroup(-1_000_000_000_000 - ada.id)
    ada.says("/help", group)
    group.waits("This is what")
    office.passes(seconds=31)
    group.waits("Log a call")
    ada.says("/help", group)
    group.waits("This is what")
    refused = [call for call in office.telegram.called("sendMessage") if call.status == 400]
    assert len([call for call in refused if str(call.params["chat_id"]) == str(old)]) <= 1
