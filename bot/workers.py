"""Workers: one for each conversation that has something to do, so that order is kept in each."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import structlog

from bot.intakes import Stored
from bot.platforms import Platform
from handlers import commands, dispatch, incidents
from store import conversations, files
from store.conversations import TooEarly
from store.engines import Database
from store.envelopes import EnvelopeBroken
from store.failures import StoreFailure
from store.files import File
from store.sessions import Session
from store.subjects import SubjectErased

assert commands  # noqa: S101 (importing them declares them)

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
        _line_up(queue, [stored])
        if stored.conversation_id not in self._tasks and not self._closing:
            task = asyncio.create_task(self._work(stored.conversation_id))
            self._tasks[stored.conversation_id] = task

    async def recover(self, older_than: timedelta = timedelta()) -> None:
        """Queue what was stored and never handled, such as before a crash.

        Args:
            older_than: younger messages are left to the process that received them.
        """
        for stored in await self._waiting(self.now() - older_than):
            self.add(stored)

    async def _waiting(self, before: datetime) -> list[Stored]:
        """What waits in the inbox and is not queued here."""
        queued = {one.inbox_id for queue in self._queues.values() for one in queue}
        read = partial(_unhandled, platforms=self.platforms, before=before, queued=queued)
        return await self._run(lambda: self.database.read(read, self.now()))

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
                    with suppress(ValueError):
                        queue.remove(stored)
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
        except Exception as error:  # noqa: BLE001 (those behind it must not wait for ever)
            await self._set_aside(stored, error)
        finally:
            shows.cancel()
        return True

    async def _set_aside(self, stored: Stored, error: Exception) -> None:
        """A message that dispatch itself stumbles over is left for whoever looks into it."""
        incident = incidents.new()
        log.error("not handled", incident=incident, places=incidents.places(error))
        put = partial(conversations.set_aside, inbox_id=stored.inbox_id, incident=incident)
        with suppress(StoreFailure):  # then it is tried again, as whatever was left behind
            await self._run(lambda: self.database.write(put, self.now()))

    async def _queue_earlier(self, stored: Stored, queue: deque[Stored]) -> None:
        """Another process has left earlier messages of this conversation behind."""
        waiting = await self._waiting(self.now())
        earlier = (one for one in waiting if one.inbox_id < stored.inbox_id)
        _line_up(queue, (one for one in earlier if one.conversation_id == stored.conversation_id))

    async def _show_work(self, platform: Platform, stored: Stored) -> None:
        """Show that an answer takes a while; that it cannot be shown is no reason to stop."""
        await asyncio.sleep(A_MOMENT)
        try:
            await platform.work(await self._payload(stored))
        except Exception as error:  # noqa: BLE001 (whatever the platform's library raises)
            log.warning("work is not shown", why=type(error).__name__)

    async def _payload(self, stored: Stored) -> dict[str, Any]:
        read = partial(_opened, inbox_id=stored.inbox_id)
        return await self._run(lambda: self.database.read(read, self.now()))

    async def _prepared(self, platform: Platform, stored: Stored, queue: deque[Stored]) -> Stored:
        """Fetch the files of a message, or of all messages of an album, which become one."""
        if not stored.files:
            return stored
        album = [stored]
        if stored.album:
            await asyncio.sleep(ALBUM)
            album = [one for one in queue if one.album == stored.album]
        raws = [await self._payload(one) for one in album]
        said = next((raw for raw in raws if _says(raw)), raws[0])
        known = partial(conversations.takes_files, inbox_id=stored.inbox_id)
        if not _brings(platform, said) or not await self._run(
            lambda: self.database.read(known, self.now())
        ):
            return stored
        found = [file for raw in raws for file in await _fetched(platform, raw)]
        main = album[raws.index(said)]
        others = [one for one in album if one is not main]
        keep = partial(_keep, main=main, others=others, found=found)
        await self._run(lambda: self.database.write(keep, self.now()))
        for one in others:
            if one in queue:
                queue.remove(one)
        return main


def _line_up(queue: deque[Stored], found: Iterable[Stored]) -> None:
    """Put messages where they belong: two threads may tell of theirs in the wrong order."""
    known = {one.inbox_id for one in queue}
    queue.extend(one for one in found if one.inbox_id not in known)
    ordered = sorted(queue, key=lambda one: one.inbox_id)
    if ordered != list(queue):
        queue.clear()
        queue.extend(ordered)


async def _fetched(platform: Platform, raw: dict[str, Any]) -> list[File]:
    """The files of a message; a description of them that makes no sense is one that failed."""
    try:
        return await platform.fetch(raw)
    except Exception as error:  # noqa: BLE001 (whatever the platform's library raises)
        log.warning("files are not fetched", why=type(error).__name__)
        return [File("file", "application/octet-stream", None, "unreachable")]


def _brings(platform: Platform, raw: dict[str, Any]) -> bool:
    """Whether a message brings files to Parley: those that people show each other are not ours."""
    try:
        return bool(platform.read(raw).get("files"))
    except Exception:  # noqa: BLE001 (dispatch tells of it)
        return False


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
        conversations.set_aside(session, one.inbox_id, None)


def _opened(session: Session, inbox_id: int) -> dict[str, Any]:
    """What the platform delivered; nothing, if it cannot be read any more."""
    try:
        return conversations.payload(session, inbox_id)
    except (EnvelopeBroken, SubjectErased):
        return {}


def _unhandled(
    session: Session, platforms: Mapping[str, Platform], before: datetime, queued: set[int]
) -> list[Stored]:
    """What waits in the inbox, as the workers need it; what they have is not opened again."""
    found = []
    waiting = conversations.waiting(session, list(platforms), before)
    for one in (one for one in waiting if one.inbox_id not in queued):
        arrival = platforms[one.platform].arrival(_opened(session, one.inbox_id))
        found.append(
            Stored(one.inbox_id, one.conversation_id, one.platform, arrival.album, arrival.files)
        )
    return found
