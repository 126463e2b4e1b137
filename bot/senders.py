"""The sender: brings what is due to its chats, each in order and at its pace."""

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog

from bot.platforms import ChatClosed, ChatMoved, Outgoing, Patience, Platform, Undeliverable
from store import chats, deliveries, files, outboxes
from store.deliveries import Target
from store.engines import Database
from store.failures import StoreFailure
from store.outboxes import Due, Letter
from store.sessions import Session
from store.units import Unit

Result = TypeVar("Result")
log = structlog.get_logger()
CLAIM = timedelta(seconds=60)
LOOKS = 1.0  # seconds between looks at the outbox when nobody calls
FIRST_WAIT, LONGEST_WAIT = 1.0, 600.0  # seconds after a failure, doubled each time


@dataclass(slots=True)
class Sender:
    """Delivers the outbox.

    Attributes:
        database: of the company.
        now: what counts as the present.
        platforms: by name.
        holder: names this process.
    """

    database: Database
    now: Callable[[], datetime]
    platforms: Mapping[str, Platform]
    holder: str
    _called: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    def call(self) -> None:
        """Something may be due; called on the event loop."""
        self._called.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            self._called.clear()
            try:
                await self._look()
            except StoreFailure as error:
                log.error("database failed", reason=error.reason)  # noqa: TRY400 (no traceback in logs)
            try:
                await asyncio.wait_for(self._called.wait(), LOOKS)
            except TimeoutError:
                continue

    async def close(self, within: float) -> None:
        """Let what is on its way arrive."""
        if self._busy:
            await asyncio.wait(list(self._busy.values()), timeout=within)

    @property
    def idle(self) -> bool:
        """Whether nothing is on its way."""
        return not self._busy

    async def _look(self) -> None:
        """Begin to serve every chat that something is due for."""
        names = list(self.platforms)
        if await self._read(deliveries.unrouted):
            await self._write(partial(deliveries.route, platforms=names))
        targets = await self._read(partial(deliveries.targets, platforms=names, sender=self.holder))
        for target in targets:
            if target.chat_id not in self._busy:
                self._busy[target.chat_id] = asyncio.create_task(self._serve(target))

    async def _serve(self, target: Target) -> None:
        """Send what is due in one chat, in order."""
        try:
            while letters := await self._write(partial(self._next, target=target)):
                for letter in letters:
                    if not await self._send(target, letter):
                        return
        except StoreFailure as error:
            log.error("database failed", reason=error.reason)  # noqa: TRY400 (no traceback in logs)
        finally:
            self._busy.pop(target.chat_id, None)
            self.call()

    def _next(self, session: Session, target: Target) -> list[Due]:
        """The next letters of a chat, if it is this process's to serve; otherwise none.

        One process alone writes into a SQLite file, so there it needs no claim.
        """
        alone = self.database.is_sqlite
        if not alone and not chats.claim(session, target.chat_id, self.holder, self.now() + CLAIM):
            return []
        found = deliveries.of_chat(session, target.chat_id, limit=5)
        if not found and not alone:
            chats.release(session, target.chat_id, self.holder)
        return found

    async def _send(self, target: Target, letter: Due) -> bool:
        """Deliver a letter and note what came of it; False when the chat has to wait."""
        platform = self.platforms[target.platform]
        try:
            outgoing = await self._read(partial(_outgoing, target=target, letter=letter))
            await platform.pace(target)
            name = await platform.deliver(outgoing)
        except Exception as error:  # noqa: BLE001 (a letter must not stop those behind it)
            return await self._failed(target, letter, error)
        await self._write(
            lambda session: deliveries.arrived(session, letter.id, name),
        )
        return True

    async def _failed(self, target: Target, letter: Due, error: Exception) -> bool:
        """Wait, take another way, or give up, as the failure demands."""
        if isinstance(error, Patience):
            await self._write(partial(self._postpone, target=target, letter=letter, error=error))
            return False
        if isinstance(error, ChatMoved):
            await self._write(
                lambda session: chats.move(session, target.platform, target.account, error.account)
            )
            return False
        if isinstance(error, ChatClosed):
            await self._write(partial(self._close, target=target, letter=letter, why=str(error)))
            return False
        known = isinstance(error, Undeliverable)
        log.warning("undeliverable", platform=target.platform, why=type(error).__name__)
        reason = str(error)[:200] if known else type(error).__name__
        await self._write(lambda session: deliveries.fail(session, letter.id, reason))
        return True

    def _postpone(self, session: Session, target: Target, letter: Due, error: Patience) -> None:
        seconds = error.seconds
        if seconds is None:
            doubled = min(FIRST_WAIT * 2**letter.attempts, LONGEST_WAIT)
            seconds = doubled * random.uniform(0.75, 1.0)  # noqa: S311 (so that not all come at once)
        until = self.now() + timedelta(seconds=seconds)
        deliveries.postpone(session, target.chat_id, letter, until, error.reason, parts=error.parts)

    def _close(self, session: Session, target: Target, letter: Due, why: str) -> None:
        """Nothing can be sent there; in a group it is said that the private answer could not be."""
        deliveries.close_chat(session, target.chat_id, why, list(self.platforms))
        otherwise = letter.payload.get("otherwise")
        if otherwise:
            place = outboxes.place_of(session, otherwise["conversation_id"])
            outboxes.post(session, [Letter(otherwise["payload"], place)], letter.inbox_id)

    async def _read(self, unit: Unit[Result]) -> Result:
        return await asyncio.to_thread(self.database.read, unit, self.now())

    async def _write(self, unit: Unit[Result]) -> Result:
        return await asyncio.to_thread(self.database.write, unit, self.now())


def _outgoing(session: Session, target: Target, letter: Due) -> Outgoing:
    """A letter with what it needs from the store: the message that it edits, and its files."""
    edits = letter.payload.get("edits")
    earlier = outboxes.letter(session, edits) if edits else None
    found = [files.open_file(session, one) for one in letter.payload.get("files", ())]
    same = earlier is not None and earlier.chat_id == target.chat_id
    return Outgoing(
        target,
        letter,
        edits=earlier.sent_as if earlier and same else None,
        files=[one for one in found if one],
    )
