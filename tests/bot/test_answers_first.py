"""Answers before notices: whoever asks something does not wait for a thousand reminders."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.platforms import Outgoing
from bot.turns import Turns
from handlers.texts import plain
from store import deliveries, destinations, outboxes, staff
from store.destinations import Target
from store.outboxes import Letter
from store.rights import Role
from store.sessions import Session
from tests.bot.desks import NAME, Desk, Messenger, link, said
from tests.conversations import open_chat

PEOPLE = destinations.MOST + 40


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    for chat in open_chat(request.param, tmp_path):
        yield Desk(chat.database)


def _notices(desk: Desk) -> list[int]:
    """A notice in each of many private chats of somebody's; gives the chats."""
    stored = desk.take(*(said("hello", str(number)) for number in range(PEOPLE)))

    def post(session: Session) -> list[int]:
        ada = staff.add(session, "Ada", Role.REP)
        session.flush()
        told = []
        for one in stored:
            link(session, one, ada.id)
            chat_id = outboxes.place_of(session, one.conversation_id).chat_id
            told.append(_notice(ada.id, ada.subject_id, chat_id))
        outboxes.post(session, told, None)
        return [one.chat_id or 0 for one in told]

    found: list[int] = desk.does(post)
    return found


def _notice(staff_id: int, subject_id: int, chat_id: int | None) -> Letter:
    payload = {"spans": plain("notice").dump()}
    return Letter(payload, None, staff_id, subject_id, urgent=True, chat_id=chat_id)


def _answer(desk: Desk, who: str) -> int:
    (stored,) = desk.take(said("a question", who))

    def post(session: Session) -> int:
        place = outboxes.place_of(session, stored.conversation_id)
        outboxes.post(session, [Letter({"spans": plain("answer").dump()}, place)], stored.inbox_id)
        return place.chat_id or 0

    found: int = desk.does(post)
    return found


def _due(desk: Desk, *busy: int) -> list[int]:
    def asked(session: Session) -> list[int]:
        return [one.chat_id for one in destinations.due(session, [NAME], "me", busy)]

    found: list[int] = desk.does(asked)
    return found


def test_chats_with_answers_come_first_and_of_the_others_as_many_as_there_is_room_for(desk: Desk):
    noticed = _notices(desk)
    answered = [_answer(desk, "a customer"), _answer(desk, "7")]
    assert noticed[7] == answered[1]
    found = _due(desk)
    assert found[:2] == answered
    assert len(found) == destinations.MOST
    assert set(found) <= {*noticed, answered[0]}
    busy = found[: destinations.MOST - 10]
    more = _due(desk, *busy)
    assert len(more) == 10
    assert not set(more) & set(busy)
    held = [one for one in noticed if one != answered[1]][: destinations.MOST]
    assert _due(desk, *held) == answered


@dataclass
class Slow(Messenger):
    """A platform that lets nothing through until it is opened.

    Attributes:
        line: chats, as they come to stand in line.
        came: what came through.
    """

    open: asyncio.Event = field(default_factory=asyncio.Event)
    line: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    came: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    async def pace(self, target: Target) -> None:
        self.line.put_nowait(target.chat_id)

    async def deliver(self, outgoing: Outgoing) -> str:
        await self.open.wait()
        name = await super().deliver(outgoing)
        self.came.put_nowait(self.told[-1])
        return name


async def test_an_answer_outruns_the_notices_that_wait_and_all_arrive(desk: Desk):
    _notices(desk)
    slow = Slow()
    desk.sender.platforms = {NAME: slow}
    desk.sender._turns = Turns(60)
    running = asyncio.create_task(desk.sender.run())
    async with asyncio.timeout(60):
        for _ in range(destinations.MOST):
            await slow.line.get()
        answered = await asyncio.to_thread(_answer, desk, "a customer")
        desk.sender.call()
        while await slow.line.get() != answered:
            pass
        slow.open.set()
        came = [await slow.came.get() for _ in range(PEOPLE + 1)]
    running.cancel()
    assert came[:3] == ["notice", "notice", "answer"]
    assert came.count("notice") == PEOPLE


async def test_letters_to_somebody_without_a_chat_hold_up_nobody_elses(desk: Desk, monkeypatch):
    monkeypatch.setattr(deliveries, "ROUTED", 3)
    (stored,) = desk.take(said("hello"))

    def post(session: Session) -> None:
        ada, ben = (staff.add(session, name, Role.REP) for name in ("Ada", "Ben"))
        session.flush()
        link(session, stored, ada.id)
        told = [_notice(ben.id, ben.subject_id, None) for _ in range(4)]
        outboxes.post(session, [*told, _notice(ada.id, ada.subject_id, None)], None)

    desk.does(post)
    await desk.send()
    assert desk.messenger.told == ["notice"]
    assert desk.does(deliveries.dead) == ([], 0)
    assert not desk.does(lambda session: deliveries.unrouted(session, [NAME]))
    tomorrow = desk.now() + deliveries.GIVES_UP_AFTER + timedelta(minutes=1)
    desk.sender.now = lambda: tomorrow
    await desk.send()
    dead, total = desk.does(deliveries.dead)
    assert ({one.reason for one in dead}, total) == ({deliveries.NO_CHAT}, 4)


async def test_whoever_is_patient_lets_others_go_first():
    turns, order, begun = Turns(5), [], asyncio.Event()

    async def take(name: str, *, patient: bool = False) -> None:
        async with turns.turn(patient=patient):
            order.append(name)
            await begun.wait()

    waiting = [asyncio.create_task(take(f"notice {n}", patient=True)) for n in range(3)]
    await asyncio.sleep(0)
    waiting += [asyncio.create_task(take(f"answer {n}")) for n in range(2)]
    await asyncio.sleep(0)
    begun.set()
    async with asyncio.timeout(5):
        await asyncio.gather(*waiting)
    assert order == ["notice 0", "notice 1", "answer 0", "answer 1", "notice 2"]
