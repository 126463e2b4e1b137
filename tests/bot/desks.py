"""The parts of one serving process, each to be driven by hand, and a messenger without a network."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.intakes import Intake, Stored
from bot.platforms import Arrival, Outgoing
from bot.senders import Sender
from bot.workers import Workers
from handlers.texts import Text
from store import conversations, subjects
from store.destinations import Target
from store.engines import Database
from store.files import File
from store.sessions import PARLEY, Session
from store.tables import Conversation, Identity, Inbox

NAME = "telegram"


@dataclass
class Messenger:
    """A platform whose payloads are `{"say": ...}`, and which notes what it is to deliver."""

    name: str = NAME
    told: list[str] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)

    def read(self, raw: dict[str, Any]) -> dict[str, Any]:
        return {"say": raw["say"]}

    def arrival(self, raw: dict[str, Any]) -> Arrival:
        return said(raw.get("say", ""), raw.get("who", "1"), **raw.get("more", {}))

    async def deliver(self, outgoing: Outgoing) -> str:
        if self.fails:
            raise self.fails.pop()
        self.told.append(str(Text.load(outgoing.letter.payload["spans"])))
        return f"sent:{len(self.told)}"

    async def fetch(self, raw: dict[str, Any]) -> list[File]:
        raise ValueError("no such file")

    async def work(self, raw: dict[str, Any]) -> None:
        raise ValueError("cannot be shown")

    async def pace(self, target: Target) -> None:
        """No limits."""


def said(text: str, who: str = "1", key: str = "", **more: Any) -> Arrival:
    raw = {"say": text, "who": who, "more": more}
    return Arrival(NAME, key or f"{who}:{text}", raw, who, who, account=who, name="Ann", **more)


@dataclass
class Desk:
    """Intake, workers and sender of one process."""

    database: Database
    messenger: Messenger = field(default_factory=Messenger)
    stored: list[Stored] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.intake = Intake(self.database, self.now, self.stored.append)
        platforms = {NAME: self.messenger}
        self.workers = Workers(self.database, self.now, platforms, lambda _stored: None)
        self.sender = Sender(self.database, self.now, platforms, f"desk {id(self)}")

    def now(self) -> datetime:
        return datetime.now(UTC)

    def take(self, *arrivals: Arrival) -> list[Stored]:
        """Store what came; gives what waits for a worker."""
        self.stored.clear()
        self.intake.take(arrivals)
        return list(self.stored)

    def does(self, unit: Callable[[Session], Any]) -> Any:
        def as_parley(session: Session) -> Any:
            session.actor = PARLEY
            return unit(session)

        return self.database.write(as_parley, self.now())

    def waiting(self) -> int:
        query = select(col(Inbox.id)).where(col(Inbox.done_at).is_(None))
        return len(self.does(lambda session: list(session.scalars(query))))

    async def rest(self) -> None:
        """Until nothing waits or runs."""
        async with asyncio.timeout(20):
            while not self.workers.idle:
                await asyncio.wait(list(self.workers._tasks.values()))

    async def send(self) -> None:
        """Deliver what is due."""
        await self.sender.close(10)


def link(session: Session, stored: Stored, staff_id: int | None) -> None:
    """Whoever said this is a member of staff."""
    place = session.get_one(Conversation, stored.conversation_id)
    session.get_one(Identity, place.identity_id).staff_id = staff_id


def destroy_key(session: Session, stored: Stored) -> None:
    """Whoever said this is erased."""
    subjects.destroy(session, conversations.subject_of(session, stored.conversation_id))
