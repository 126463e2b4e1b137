"""Workers: one for each conversation that has something to do, so that order is kept in each."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import structlog

from bot.intakes import Stored
from bot.platforms import Platform
from handlers import dispatch
from store import conversations, files
from store.conversations import TooEarly
from store.engines import Database
from store.envelopes import EnvelopeBroken
from store.failures import StoreFailure
from store.files import File
from store.sessions import Session

Result = TypeVar("Result")
log = structlog.get_logger()
THREADS = 16
ALBUM = 1.2  # seconds in which the rest of an album arrives
A_MOMENT = 1.0  # seconds after which work is shown
OTHERS = 0.2  # seconds that another process is given for the message before
AGAIN = 2.0  # seconds until a database that failed is asked again


@dataclass(slots=True)
class Workers:
    """Everything that was stored and waits to be handled.

    Attributes:
        database: of the company.
        now: what counts as the present.
        platforms: by name.
        handled: called after a message was handled, with its conversation.
    """

    database: Database
    now: Callable[[], datetime]
    platforms: Mapping[str, Platform]
    handled: Callable[[Stored], None]
    _queues: dict[int, deque[Stored]] = field(default_factory=dict)
    _tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(THREADS, thread_name_prefix="work")
    )
    _closing: bool = False

    def add(self, stored: Stored) -> None:
        """Queue a message; called on the event loop."""
        queue = self._queues.setdefault(stored.conversation_id, deque())
        if any(one.inbox_id == stored.inbox_id for one in queue):
            return
        queue.append(stored)
        if stored.conversation_id not in self._tasks and not self._closing:
            task = asyncio.create_task(self._work(stored.conversation_id))
            self._tasks[stored.conversation_id] = task

    async def recover(self, older_than: timedelta = timedelta()) -> None:
        """Queue what was stored and never handled, such as before a crash.

        Args:
            older_than: younger messages are left to the process that received them.
        """
        before = self.now() - older_than
        waiting = await self._run(
            lambda: self.database.read(
                lambda session: _unhandled(session, self.platforms, before), self.now()
            )
        )
        for stored in waiting:
            self.add(stored)

    async def close(self, within: float) -> None:
        """Let what runs come to its end; what has not begun waits in the database."""
        self._closing = True
        for queue in self._queues.values():
            queue.clear()
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=within)
        self._threads.shutdown(wait=False, cancel_futures=True)

    @property
    def idle(self) -> bool:
        """Whether nothing waits or runs."""
        return not self._tasks

    async def _run(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def _work(self, conversation_id: int) -> None:
        """Handle a conversation's messages one after another, until none is left."""
        queue = self._queues[conversation_id]
        try:
            while queue:
                stored = queue[0]
                if await self._handled(stored, queue):
                    if queue and queue[0] is stored:
                        queue.popleft()
                    self.handled(stored)
        finally:
            self._tasks.pop(conversation_id, None)
            if not queue:
                self._queues.pop(conversation_id, None)

    async def _handled(self, stored: Stored, queue: deque[Stored]) -> bool:
        """Handle one message; False when it has to be tried again."""
        platform = self.platforms[stored.platform]
        shows = asyncio.create_task(self._show_work(platform, stored))
        try:
            stored = await self._prepared(platform, stored, queue)
            handle = partial(dispatch.handle, self.database, stored.inbox_id, self.now())
            await self._run(partial(handle, platform.read))
        except TooEarly:
            await asyncio.sleep(OTHERS)
            await self._queue_earlier(stored, queue)
            return False
        except StoreFailure as error:
            log.error("database failed", reason=error.reason)  # noqa: TRY400 (no traceback in logs)
            await asyncio.sleep(AGAIN)
            return self._closing
        finally:
            shows.cancel()
        return True

    async def _queue_earlier(self, stored: Stored, queue: deque[Stored]) -> None:
        """Another process has left earlier messages of this conversation behind."""
        waiting = await self._run(
            lambda: self.database.read(
                lambda session: _unhandled(session, self.platforms, self.now()), self.now()
            )
        )
        known = {one.inbox_id for one in queue}
        earlier = [
            one
            for one in waiting
            if one.conversation_id == stored.conversation_id
            and one.inbox_id < stored.inbox_id
            and one.inbox_id not in known
        ]
        queue.extendleft(reversed(earlier))

    async def _show_work(self, platform: Platform, stored: Stored) -> None:
        """Show that an answer takes a while."""
        await asyncio.sleep(A_MOMENT)
        raw = await self._payload(stored)
        await platform.work(raw)

    async def _payload(self, stored: Stored) -> dict[str, Any]:
        read = partial(conversations.payload, inbox_id=stored.inbox_id)
        try:
            return await self._run(lambda: self.database.read(read, self.now()))
        except EnvelopeBroken:
            return {}

    async def _prepared(self, platform: Platform, stored: Stored, queue: deque[Stored]) -> Stored:
        """Fetch the files of a message, or of all messages of an album, which become one."""
        if not stored.files:
            return stored
        album = [stored]
        if stored.album:
            await asyncio.sleep(ALBUM)
            album = [one for one in queue if one.album == stored.album]
        raws = [await self._payload(one) for one in album]
        known = partial(conversations.knows, inbox_id=stored.inbox_id)
        if not await self._run(lambda: self.database.read(known, self.now())):
            return stored
        found = [file for raw in raws for file in await platform.fetch(raw)]
        main = next((one for one, raw in zip(album, raws, strict=True) if _says(raw)), album[0])
        others = [one for one in album if one is not main]
        keep = partial(_keep, main=main, others=others, found=found)
        await self._run(lambda: self.database.write(keep, self.now()))
        for one in others:
            if one in queue:
                queue.remove(one)
        return main


def _says(raw: dict[str, Any]) -> bool:
    """Whether a message of an album carries its caption."""
    message = raw.get("message") or raw.get("edited_message")
    return isinstance(message, dict) and bool(message.get("caption"))


def _keep(session: Session, main: Stored, others: list[Stored], found: list[File]) -> None:
    """Store what was fetched, once; the other messages of an album are done with it."""
    if not files.of_message(session, main.inbox_id):
        subject_id = conversations.subject_of(session, main.conversation_id)
        for position, file in enumerate(found):
            files.put(session, subject_id, file, inbox_id=main.inbox_id, position=position)
    for one in others:
        conversations.absorb(session, one.inbox_id)


def _unhandled(
    session: Session, platforms: Mapping[str, Platform], before: datetime
) -> list[Stored]:
    """What waits in the inbox, as the workers need it."""
    found = []
    for one in conversations.waiting(session, list(platforms), before):
        arrival = platforms[one.platform].arrival(conversations.payload(session, one.inbox_id))
        found.append(
            Stored(one.inbox_id, one.conversation_id, one.platform, arrival.album, arrival.files)
        )
    return found
