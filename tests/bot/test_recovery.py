"""What is taken up after a crash, an altered row or a database that failed, piece by piece."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import select
from sqlmodel import col

from bot import workers
from bot.intakes import UNREADABLE, Stored
from bot.platforms import Arrival
from handlers import dispatch
from handlers.texts import Text
from store import conversations, outboxes
from store.failures import StoreFailure
from store.sessions import Session
from store.tables import Contact, Inbox
from tests.bot.desks import NAME, Desk, destroy_key, link, said
from tests.conversations import Chat, open_chat


@pytest.fixture(params=["sqlite", "postgresql"])
def company(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Chat]:
    yield from open_chat(request.param, tmp_path)


@pytest.fixture
def desk(company: Chat) -> Desk:
    return Desk(company.database)


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Chat]:
    yield from open_chat("postgresql", tmp_path)


# Intake.


def test_what_cannot_be_held_is_stored_without_it(desk: Desk):
    deep: list[Any] = []
    for _ in range(300):
        deep = [deep]
    raw = {"say": "a\ud800b", "big": 2**70, "deep": deep, "\udc00": [1.5, True, None]}
    (stored,) = desk.take(
        Arrival(NAME, "k\ud800", raw, "1\udfff", "1", account="1", name="A\ud83d")
    )
    held = desk.does(lambda session: conversations.payload(session, stored.inbox_id))
    assert (held["say"], held["big"], held["?"]) == ("a?b", None, [1.5, True, None])


def test_one_delivery_that_cannot_be_stored_does_not_hold_up_the_others(desk: Desk):
    with structlog.testing.capture_logs() as logs:
        stored = desk.take(said("one"), _unstorable(), said("three"))
    assert len(stored) == 2
    assert [log["key"] for log in logs if log["event"] == "not stored"] == ["broken"]
    assert _incident_of(desk, "broken") == UNREADABLE


def _unstorable() -> Arrival:
    """Its name is no text, so no database takes it."""
    name: Any = {"first": "Ann"}
    return Arrival(NAME, "broken", {"say": "two"}, "2", "2", account="2", name=name)


def _incident_of(desk: Desk, key: str) -> str | None:
    query = select(col(Inbox.incident)).where(col(Inbox.key) == key)
    found: str | None = desk.does(lambda session: session.scalars(query).one())
    return found


# Workers.


async def test_messages_told_of_in_the_wrong_order_are_handled_in_the_right_one(desk: Desk):
    first, second, third = desk.take(said("help"), said("whoami"), said("cancel"))
    for stored in (third, first, second, first):
        desk.workers.add(stored)
    await desk.rest()
    assert desk.waiting() == 0
    assert _done_in_order(desk, [first, second, third])


def _done_in_order(desk: Desk, stored: list[Stored]) -> bool:
    query = select(col(Inbox.id)).order_by(col(Inbox.done_at), col(Inbox.id))
    return bool(
        desk.does(lambda session: list(session.scalars(query))) == [one.inbox_id for one in stored]
    )


async def test_messages_left_behind_are_taken_up_once_they_are_old_enough(desk: Desk):
    desk.take(said("help"), said("whoami", "2"))
    await desk.workers.recover(timedelta(seconds=60))
    assert desk.workers.idle
    await desk.workers.recover()
    await desk.rest()
    assert desk.waiting() == 0


async def test_an_altered_message_keeps_nobody_from_being_taken_up(desk: Desk):
    altered, _other = desk.take(said("help"), said("whoami", "2"))
    desk.does(lambda session: _alter(session, altered.inbox_id))
    await desk.workers.recover()
    await desk.rest()
    assert desk.waiting() == 0


def _alter(session: Session, inbox_id: int) -> None:
    row = session.get_one(Inbox, inbox_id)
    assert row.payload_sealed
    row.payload_sealed = type(row.payload_sealed)(row.payload_sealed[:-1] + b"\x00")


async def test_files_that_cannot_be_fetched_are_told_and_hold_up_nothing(desk: Desk, company: Chat):
    ann = company.rep("Ann Lee")
    stored = desk.take(said("whoami", files=True), said("whoami again"))
    desk.does(lambda session: link(session, stored[0], ann.speaker.staff_id))
    for one in stored:
        desk.workers.add(one)
    await desk.rest()
    assert desk.waiting() == 0


async def test_what_dispatch_itself_stumbles_over_is_set_aside(desk: Desk, monkeypatch):
    def stumble(*_args: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(dispatch, "handle", stumble)
    (stored,) = desk.take(said("help"))
    desk.workers.add(stored)
    await desk.rest()
    assert desk.waiting() == 0


async def test_a_database_that_fails_for_a_moment_loses_no_message(desk: Desk, monkeypatch):
    handle, failures = dispatch.handle, [StoreFailure("busy"), StoreFailure("unreachable")]

    def shaky(*args: Any) -> None:
        if failures:
            raise failures.pop()
        handle(*args)

    monkeypatch.setattr(workers, "AGAIN", 0.01)
    monkeypatch.setattr(dispatch, "handle", shaky)
    (stored,) = desk.take(said("help"))
    desk.workers.add(stored)
    await desk.rest()
    assert (failures, desk.waiting()) == ([], 0)


async def test_work_that_cannot_be_shown_goes_on(desk: Desk, monkeypatch):
    monkeypatch.setattr(workers, "A_MOMENT", 0.0)
    (stored,) = desk.take(said("help"))
    await desk.workers._show_work(desk.messenger, stored)


# Dispatch.


def test_a_payload_that_cannot_be_read_is_answered(desk: Desk):
    (stored,) = desk.take(said("help"))

    def unreadable(_raw: dict[str, Any]) -> dict[str, Any]:
        raise KeyError("message")

    dispatch.handle(desk.database, stored.inbox_id, desk.now(), unreadable)
    assert desk.waiting() == 0
    (letter,) = desk.does(lambda session: outboxes.due(session, [stored.conversation_id], []))
    assert "incident" in str(Text.load(letter.payload["spans"]))


def test_a_message_whose_key_was_destroyed_is_set_aside(desk: Desk):
    (stored,) = desk.take(said("help"))
    desk.does(lambda session: destroy_key(session, stored))
    dispatch.handle(desk.database, stored.inbox_id, desk.now(), desk.messenger.read)
    assert desk.waiting() == 0


# Several processes.


async def test_two_processes_handle_a_conversation_in_order_and_once(postgres: Chat):
    ann = postgres.rep("Ann Lee")
    left, right = Desk(postgres.database), Desk(postgres.database)
    (first,) = left.take(said("whoami"))
    left.does(lambda session: link(session, first, ann.speaker.staff_id))
    told = [said(f'contact add "{_name(number)}"') for number in range(10)]
    stored = [(right if number % 2 else left).take(one)[0] for number, one in enumerate(told)]
    for number, one in reversed(list(enumerate(stored))):
        (right if number % 2 else left).workers.add(one)
    left.workers.add(first)
    await asyncio.gather(left.rest(), right.rest())
    query = select(col(Contact.name)).order_by(col(Contact.created_at))
    names = left.does(lambda session: list(session.scalars(query)))
    assert names == [_name(number) for number in range(10)]


def _name(number: int) -> str:
    return f"{'Abcdefghij'[number]}{'klmnopqrst'[number] * 6} {'uvwxyzabcd'[number] * 7}"
