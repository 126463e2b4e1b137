"""Letters that cannot be opened, marked or claimed: those behind them arrive, and none twice."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot import senders
from bot.intakes import Stored
from bot.turns import Turns
from handlers.texts import plain
from store import chats, deliveries, destinations, outboxes
from store.failures import StoreFailure
from store.outboxes import Letter
from store.sessions import Session
from store.tables import Outbox
from tests.bot.desks import NAME, Desk, destroy_key, said
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


def _posted(desk: Desk, *texts: str, who: str = "1") -> Stored:
    (stored,) = desk.take(said(f"hello {texts}", who))

    def post(session: Session) -> None:
        place = outboxes.place_of(session, stored.conversation_id)
        letters = [Letter({"spans": plain(text).dump()}, place) for text in texts]
        outboxes.post(session, letters, stored.inbox_id)

    desk.does(post)
    return stored


async def test_a_letter_that_cannot_be_opened_holds_up_none_behind_it(desk: Desk):
    _posted(desk, "one", "two", "three")

    def alter(session: Session) -> None:
        ids = list(session.scalars(select(col(Outbox.id)).order_by(col(Outbox.id))))
        broken = session.get_one(Outbox, ids[1])
        broken.payload_sealed = type(broken.payload_sealed)(broken.payload_sealed[:-1] + b"\x00")

    desk.does(alter)
    await desk.send()
    assert desk.messenger.told == ["one", "three"]
    ((dead,), total) = desk.does(deliveries.dead)
    assert (dead.reason, total) == (deliveries.UNREADABLE, 1)


async def test_letters_to_somebody_who_was_erased_are_never_sent(desk: Desk):
    stored = _posted(desk, "one", "two")
    _posted(desk, "three", who="2")
    desk.does(lambda session: destroy_key(session, stored))
    await desk.send()
    assert desk.messenger.told == ["three"]
    _dead, total = desk.does(deliveries.dead)
    assert total == 2


async def test_a_letter_that_edits_one_that_is_gone_is_sent_as_a_new_one(desk: Desk):
    (stored,) = desk.take(said("hello"))

    def post(session: Session) -> None:
        place = outboxes.place_of(session, stored.conversation_id)
        first = Letter({"spans": plain("one").dump()}, place)
        outboxes.post(session, [first], None)
        outboxes.mark_sent(session, [first.id])
        held = session.get_one(Outbox, first.id)
        held.payload_sealed = type(held.payload_sealed)(held.payload_sealed[:-1] + b"\x00")
        edit = Letter({"spans": plain("two").dump(), "edits": first.id}, place)
        outboxes.post(session, [edit], None)

    desk.does(post)
    await desk.send()
    assert desk.messenger.told == ["two"]


async def test_a_letter_is_not_sent_again_because_it_could_not_be_marked(desk: Desk, monkeypatch):
    arrived, failures = deliveries.arrived, [StoreFailure("busy")]

    def shaky(*args: Any) -> None:
        if failures:
            raise failures.pop()
        arrived(*args)

    monkeypatch.setattr(senders, "AGAIN", 0.01)
    monkeypatch.setattr(deliveries, "arrived", shaky)
    _posted(desk, "one")
    await desk.send()
    assert (desk.messenger.told, failures) == (["one"], [])


async def test_a_chat_of_a_process_that_died_is_taken_over_when_its_claim_ends(postgres: Chat):
    desk = Desk(postgres.database)
    _posted(desk, "one")
    (target,) = desk.does(lambda session: destinations.due(session, [NAME], "dead"))
    ends = desk.now() + timedelta(seconds=senders.CLAIM)
    assert desk.does(lambda session: chats.claim(session, target.chat_id, "dead", ends))
    await desk.send()
    assert desk.messenger.told == []
    desk.now = lambda: ends + timedelta(seconds=1)  # type: ignore[method-assign]
    desk.sender.now = desk.now
    await desk.send()
    assert desk.messenger.told == ["one"]


async def test_claims_are_renewed_while_a_chat_is_served_and_given_back_at_the_end(postgres: Chat):
    desk = Desk(postgres.database)
    _posted(desk, "one")
    (target,) = desk.does(lambda session: destinations.due(session, [NAME], "me"))
    desk.does(lambda session: chats.claim(session, target.chat_id, desk.sender.holder, desk.now()))
    desk.sender._busy[target.chat_id] = asyncio.create_task(asyncio.sleep(0))
    desk.sender._renewed -= senders.RENEWS
    await desk.sender._renew()
    assert desk.does(lambda session: destinations.due(session, [NAME], "another")) == []
    desk.sender._busy.clear()
    await desk.send()
    assert desk.does(lambda session: chats.claim(session, target.chat_id, "another", desk.now()))


async def test_a_process_that_slept_too_long_claims_its_chats_anew(postgres: Chat):
    desk = Desk(postgres.database)
    desk.sender._renewed -= senders.CLAIM
    assert not desk.sender._claims_stand
    await desk.sender._renew()
    assert desk.sender._claims_stand


async def test_turns_come_one_after_another_but_whoever_is_slow_holds_up_nobody():
    turns, order, slow = Turns(0.02), [], asyncio.Event()

    async def take(name: str, until: asyncio.Event | None = None) -> None:
        async with turns.turn():
            order.append(f"{name} begins")
            await (until.wait() if until else asyncio.sleep(0))
            order.append(f"{name} ends")
            slow.set()

    async with asyncio.timeout(5):
        await asyncio.gather(take("slow", slow), take("one"), take("two"))
    assert order[:3] == ["slow begins", "one begins", "one ends"]
    assert sorted(order[3:]) == ["slow ends", "two begins", "two ends"]
