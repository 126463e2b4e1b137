"""A strict stand-in of the Telegram Bot API server on loopback."""

import asyncio
import contextlib
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, Self, TypeVar

from aiohttp import web

from tests.standins.telegram_faults import Fault
from tests.standins.telegram_groups import SUPERGROUPS_BELOW, Group
from tests.standins.telegram_limits import Limits
from tests.standins.telegram_people import Person
from tests.standins.telegram_refusals import Json, Refused, too_many
from tests.standins.telegram_webhooks import Postman
from tests.standins.telegram_wires import Wire
from tests.standins.telegram_worlds import FORUM_IDS_FROM, Call, Chat, World

__all__ = ["Group", "Limits", "Person", "TelegramServer"]

T = TypeVar("T")

GOODBYE = 0.2  # seconds that calls under way have at the end


class HasId(Protocol):
    """A person or a group."""

    @property
    def id(self) -> int:
        """The id of the chat."""
        ...


class TelegramServer(World):
    """A server in a thread of its own, for tests and for child processes.

    Args:
        token: The one token that it knows.
        limits: How fast the bot may talk.
    """

    def __init__(self, token: str = "123456:TEST", limits: Limits | None = None) -> None:
        super().__init__(token)
        self.limits = limits or Limits()
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._live, name="telegram", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._up.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def _live(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._serve())
        finally:
            self._up.set()  # also when it could not be set up, lest the test hangs

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        self._wire, self._postman = Wire(self), Postman(self)
        runner = web.AppRunner(
            self._wire.app, access_log=None, handler_cancellation=True, shutdown_timeout=GOODBYE
        )
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self.updates.woken = lambda: self._call_soon(self._wake)
        posting = asyncio.create_task(self._postman.works())
        self._up.set()
        await self._end.wait()
        posting.cancel()
        await asyncio.gather(posting, return_exceptions=True)
        await runner.cleanup()

    def _call_soon(self, what: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the server is down
            self._loop.call_soon_threadsafe(what)

    def _wake(self) -> None:
        self._postman.woken.set()
        if self._wire.polls.open:
            self._wire.polls.open.woken.set()

    def person(self, user_id: int, name: str, language: str = "en", username: str = "") -> Person:
        """Somebody who has not started the bot yet."""
        user: Json = {"id": user_id, "is_bot": False, "first_name": name}
        user |= {"language_code": language} if language else {}
        user |= {"username": username} if username else {}
        with self.lock:
            return Person(self, user)

    def group(
        self,
        chat_id: int,
        title: str,
        members: Sequence[Person],
        *,
        topics: bool = False,
        privacy: bool = True,
    ) -> Group:
        """A group that the bot is in; below -10**12 and with topics a supergroup."""
        kind = "supergroup" if topics or chat_id < SUPERGROUPS_BELOW else "group"
        users = {person.id: person.user for person in members}
        chat = Chat(chat_id, kind, {"title": title}, users, privacy=privacy)
        if topics:
            chat.topics, chat.last_id = {}, FORUM_IDS_FROM
        with self.lock:
            return Group(self, chat, members)

    def deliver(self, update: Json, times: int = 1) -> int:
        """Send the bot an update as it is, several times if wished; gives its update_id."""
        with self.lock:
            return self.updates.push(update, times)

    @property
    def unconfirmed(self) -> list[Json]:
        """Updates that the bot has not confirmed yet."""
        with self.lock:
            return [update.body for update in self.updates.waiting]

    @contextlib.contextmanager
    def holding(self) -> Iterator[None]:
        """Keep updates back until the end of the block, then let them go all at once."""
        self.updates.held = True
        try:
            yield
        finally:
            with self.lock:
                self.updates.held = False
                self.updates.woken()

    def repeat_updates(self, times: int) -> None:
        """Deliver each following update again so many times although it was confirmed."""
        self.updates.repeats = times

    def shuffle(self, seed: int, *, strict_order: bool = True) -> None:
        """Post to the webhook in another order.

        Args:
            seed: For the order.
            strict_order: False also changes the order in a chat.
        """
        self.updates.shuffled = random.Random(seed)
        self.updates.strict_order = strict_order

    @property
    def polled(self) -> bool:
        """Whether a getUpdates waits."""
        return self._wire.polls.open is not None

    def called(self, method: str) -> list[Call]:
        """Calls of a method."""
        with self.lock:
            return [call for call in self.calls if call.method == method]

    async def happens(self, condition: Callable[[], T]) -> T:
        """The same as wait(), for tests whose bot runs in their own event loop."""
        return await asyncio.to_thread(self.wait, condition)

    def fail(
        self,
        method: str,
        status: int,
        *,
        retry_after: int = 0,
        description: str = "",
        times: int = 1,
        chat: int | HasId | None = None,
    ) -> None:
        """Refuse the next calls of a method; `*` is any method, `download` fetching a file."""
        refusal = too_many(retry_after) if retry_after else Refused(status, description)
        self._plan(Fault(method, times, _id(chat), refusal=refusal))

    def drop(
        self,
        method: str,
        times: int = 1,
        *,
        before: bool = True,
        chat: int | HasId | None = None,
    ) -> None:
        """Close the connection without an answer, with before=False after it was done."""
        self._plan(Fault(method, times, _id(chat), drop=True, before=before))

    def slow(
        self, method: str, seconds: float, times: int = 1, chat: int | HasId | None = None
    ) -> None:
        """Do the next calls at once, but answer them late."""
        self._plan(Fault(method, times, _id(chat), seconds=seconds))

    def _plan(self, fault: Fault) -> None:
        with self.lock:
            self.faults.append(fault)


def _id(chat: int | HasId | None) -> int | None:
    return chat if chat is None or isinstance(chat, int) else chat.id
