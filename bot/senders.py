"""The sender: brings what is due to its chats, each in order and at its pace."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import TypeVar

import structlog

from bot.platforms import ChatClosed, ChatMoved, Outgoing, Patience, Platform, Undeliverable
from bot.turns import Turns
from handlers import incidents, ticket_failures
from store import chats, deliveries, destinations, files, outboxes, ticket_threads
from store.destinations import Target
from store.engines import Database
from store.envelopes import EnvelopeBroken
from store.failures import StoreFailure
from store.outboxes import Due, Letter
from store.sessions import Session
from store.subjects import SubjectErased
from store.units import Unit

Result = TypeVar("Result")
log = structlog.get_logger()
CLAIM = 10.0  # seconds after which others take over the chats of a process that died
RENEWS = 3.0  # seconds between renewals of the claims
LOOKS = 1.0  # seconds between looks at the outbox when nobody calls
SLOW = 0.2  # seconds after which a letter that is on its way holds up no other chat
AGAIN = 1.0  # seconds until a database that failed is asked again
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
    # What was sent and not noted yet comes twice after a kill: that should be one letter at most.
    _turns: Turns = field(default_factory=lambda: Turns(SLOW))
    _renewed: float = field(default_factory=monotonic)

    def call(self) -> None:
        """Something may be due; called on the event loop."""
        self._called.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            self._called.clear()
            try:
                await self._renew()
                await self._look()
            except StoreFailure as error:
                log.error("database failed", reason=error.reason)  # noqa: TRY400 (no traceback in logs)
                await asyncio.sleep(AGAIN)
            try:
                await asyncio.wait_for(self._called.wait(), LOOKS)
            except TimeoutError:
                continue

    async def close(self, within: float) -> None:
        """Let what is due arrive as far as the seconds allow; the rest waits in the database."""
        with suppress(StoreFailure, TimeoutError):
            async with asyncio.timeout(within):
                await self._look()
                while self._busy:
                    await asyncio.wait(list(self._busy.values()))
        left = list(self._busy.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if not self.database.is_sqlite:
            with suppress(StoreFailure):
                await self._write(lambda session: chats.release_all(session, self.holder))

    async def _look(self) -> None:
        """Begin to serve chats that something is due for, until the next look."""
        names = list(self.platforms)
        if await self._read(partial(deliveries.unrouted, platforms=names)):
            await self._write(partial(deliveries.route, platforms=names))
        busy = list(self._busy)
        look = partial(destinations.due, platforms=names, sender=self.holder, busy=busy)
        for target in await self._read(look):
            if target.chat_id not in self._busy:
                self._busy[target.chat_id] = asyncio.create_task(self._serve(target))

    async def _renew(self) -> None:
        """Keep the claims of this process on the chats that it is sending into."""
        if self.database.is_sqlite or monotonic() - self._renewed < RENEWS:
            return
        at, busy = monotonic(), list(self._busy)
        until = self.now() + timedelta(seconds=CLAIM)
        if busy:
            await self._write(lambda session: chats.renew(session, busy, self.holder, until))
        self._renewed = at

    @property
    def _claims_stand(self) -> bool:
        """Whether no other process can have taken over a chat meanwhile."""
        return self.database.is_sqlite or monotonic() - self._renewed < CLAIM - LOOKS

    async def _serve(self, target: Target) -> None:
        """Send what is due in one chat, in order."""
        try:
            while letters := await self._write(partial(self._next, target=target)):
                for letter in letters:
                    if not await self._send(target, letter):
                        return
        except Exception as error:  # noqa: BLE001 (most likely the database failed; it is tried again)
            log.error("sending failed", places=incidents.places(error))  # noqa: TRY400 (likewise)
            await asyncio.sleep(AGAIN)
        finally:
            self._busy.pop(target.chat_id, None)
            self.call()

    def _next(self, session: Session, target: Target) -> list[Due]:
        """The next letters of a chat, if it is this process's to serve; otherwise none.

        One process alone writes into a SQLite file, so there it needs no claim.
        """
        alone = self.database.is_sqlite
        until = self.now() + timedelta(seconds=CLAIM)
        if not alone and not chats.claim(session, target.chat_id, self.holder, until):
            return []
        found = deliveries.of_chat(session, target.chat_id, limit=5)
        ticket_failures.tell(session)
        if not found and not alone:
            chats.release(session, target.chat_id, self.holder)
        return found

    async def _send(self, target: Target, letter: Due) -> bool:
        """Deliver a letter and note what came of it; False when the chat has to wait."""
        platform = self.platforms[target.platform]
        try:
            outgoing = await self._read(partial(_outgoing, target=target, letter=letter))
            await platform.pace(target)
            async with self._turns.turn(patient=letter.staff_id is not None):
                if not self._claims_stand:
                    return False
                name = await platform.deliver(outgoing)
                await self._mark(letter, name)
        except StoreFailure:
            raise
        except Exception as error:  # noqa: BLE001 (a letter must not stop those behind it)
            return await self._failed(target, letter, error)
        return True

    async def _mark(self, letter: Due, name: str) -> None:
        """Note that a letter has arrived; a database that fails now must not make it come twice."""
        while True:
            try:
                await self._write(partial(_arrived, letter=letter, name=name))
            except StoreFailure as error:
                log.error("database failed", reason=error.reason)  # noqa: TRY400 (no traceback in logs)
                await asyncio.sleep(AGAIN)
            else:
                return

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
        names = list(self.platforms)
        await self._write(partial(_refused, letter=letter, reason=reason, platforms=names))
        return True

    def _postpone(self, session: Session, target: Target, letter: Due, error: Patience) -> None:
        seconds = error.seconds
        if seconds is None:
            doubled = min(FIRST_WAIT * 2**letter.attempts, LONGEST_WAIT)
            seconds = doubled * random.uniform(0.75, 1.0)  # noqa: S311 (so that not all come at once)
        until = self.now() + timedelta(seconds=seconds)
        names, parts = list(self.platforms), error.parts
        deliveries.postpone(
            session, target.chat_id, letter, until, error.reason, parts=parts, platforms=names
        )
        ticket_failures.tell(session)

    def _close(self, session: Session, target: Target, letter: Due, why: str) -> None:
        """Nothing can be sent there; in a group it is said that the private answer could not be."""
        deliveries.close_chat(session, target.chat_id, why, list(self.platforms))
        _follow(session, letter, "otherwise")
        ticket_failures.tell(session)

    async def _read(self, unit: Unit[Result]) -> Result:
        return await asyncio.to_thread(self.database.read, unit, self.now())

    async def _write(self, unit: Unit[Result]) -> Result:
        return await asyncio.to_thread(self.database.write, unit, self.now())


def _arrived(session: Session, letter: Due, name: str) -> None:
    """Note an arrival; in a group it is said that the answer came in private."""
    deliveries.arrived(session, letter.id, name)
    if "thread" in letter.payload and name:
        ticket_threads.learn(session, letter.payload["thread"], name)
    _follow(session, letter, "afterwards")


def _refused(session: Session, letter: Due, reason: str, platforms: Sequence[str]) -> None:
    """Another way, or the end of it; a reply that does not reach its customer is told of."""
    deliveries.refused(session, letter, reason, platforms)
    ticket_failures.tell(session)


def _follow(session: Session, letter: Due, when: str) -> None:
    """Post what a letter says elsewhere, depending on what came of it."""
    found = letter.payload.get(when)
    if found:
        place = outboxes.place_of(session, found["conversation_id"])
        outboxes.post(session, [Letter(found["payload"], place)], letter.inbox_id)


def _outgoing(session: Session, target: Target, letter: Due) -> Outgoing:
    """A letter with what it needs from the store: the message that it edits, and its files."""
    edits = letter.payload.get("edits")
    earlier = None
    with suppress(EnvelopeBroken, SubjectErased):  # then it is sent as a new message
        earlier = outboxes.letter(session, edits) if edits else None
    found = [files.open_file(session, one) for one in letter.payload.get("files", ())]
    same = earlier is not None and earlier.chat_id == target.chat_id
    thread = letter.payload.get("thread")
    return Outgoing(
        target,
        letter,
        edits=earlier.sent_as if earlier and same else None,
        files=[one for one in found if one],
        thread=ticket_threads.name_of(session, thread) or "" if thread else "",
    )
