"""A Slack workspace with its conversations, and waiting for what happens in it."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.standins.slack_records import Call, File, Message, Profile, ResponseUrl, Trigger, View
from tests.standins.slack_shown import Shown

Json = dict[str, Any]
T = TypeVar("T")


def in_loop() -> bool:
    """Whether an event loop runs in this thread, which waiting would block."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@dataclass
class Channel:
    """A conversation: a channel, or a direct message when `kind` is "im"."""

    world: "World"
    id: str
    name: str
    members: list[str]
    kind: str = "public"
    external: bool = False
    messages: list[Message] = field(default_factory=list)

    @property
    def sees(self) -> list[Shown]:
        """What everybody in it sees, oldest first; ephemerals left out."""
        with self.world.changed:
            return [one.shown() for one in self.messages if one.ephemeral_to is None]

    def sees_for(self, person: Any) -> list[Shown]:
        """What one person sees in it, oldest first; nothing unless they are a member.

        Args:
            person: anything with the `id` of a person.
        """
        with self.world.changed:
            return [one.shown() for one in self.visible_to(person.id)]

    def visible_to(self, user: str) -> list[Message]:
        """Messages that a person sees, oldest first."""
        if user not in self.members:
            return []
        return [one for one in self.messages if one.ephemeral_to in {None, user}]

    def find(self, ts: str | None) -> Message | None:
        """The message with a time stamp, unless it is an ephemeral."""
        return next((m for m in self.messages if m.ts == ts and m.ephemeral_to is None), None)


class World:
    """A workspace with one app installed in it; `changed` guards it and tells of changes."""

    team_id, team_name, team_domain = "T1", "Acme", "acme"
    bot_user, bot_id, app_id, bot_name = "UBOT", "BBOT", "A1", "Parley"

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.clock: Callable[[], float] = time.time
        self.root = ""
        self.trigger_life = 3.0
        self.echoes = True
        self.people: dict[str, Profile] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.triggers: dict[str, Trigger] = {}
        self.responses: dict[str, ResponseUrl] = {}
        self.modals: dict[str, list[View]] = {}
        self.modal_errors: dict[str, dict[str, str]] = {}
        self.homes: dict[str, View] = {}
        self.tickets: set[str] = set()
        self.complaints: list[str] = []
        self.calls: list[Call] = []
        self.emit: Callable[[Json], object] = lambda _event: None
        self._stamp = 0
        self._count = 0

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the world still while it is changed, then wake those who wait."""
        with self.changed:
            yield
            self.changed.notify_all()

    def wait(self, condition: Callable[[], T], timeout: float = 10) -> T:
        """Wait until a condition holds; gives its value.

        Args:
            condition: looked at again whenever something has changed here.
            timeout: seconds.

        Raises:
            TimeoutError: it never held; the text lists what happened last.
        """
        end = time.monotonic() + timeout
        with self.changed:
            while not (found := condition()):
                left = end - time.monotonic()
                if left <= 0:
                    raise TimeoutError(self._story())
                # Conditions may look at things that nobody here is told about.
                self.changed.wait(min(left, 0.05))
        return found

    async def until(self, condition: Callable[[], T]) -> T:
        """Wait as `wait` does, for tests with an event loop of their own."""
        return await asyncio.to_thread(self.wait, condition)

    def _story(self) -> str:
        lines = [f"{one.method} {one.status} {one.error} {one.params}" for one in self.calls[-10:]]
        told = ["never came true; the last calls were:", *lines, *self.complaints[-5:]]
        return "\n".join(told + (["(an event loop was blocked meanwhile)"] if in_loop() else []))

    def next_ts(self) -> str:
        """A time stamp, unique and later than any before."""
        self._stamp = max(int(self.clock() * 1_000_000), self._stamp + 100)
        return f"{self._stamp // 1_000_000}.{self._stamp % 1_000_000:06d}"

    def next_id(self, prefix: str) -> str:
        """An identifier that was not given before."""
        return f"{prefix}{self.count():08d}"

    def count(self) -> int:
        """The next number of the one series in which everything is numbered."""
        self._count += 1
        return self._count

    def trigger(self, user: str, view: str | None = None) -> str:
        """A new trigger_id for what a person just did."""
        trigger_id = f"{self.count()}.{self.team_id}.trigger"
        self.triggers[trigger_id] = Trigger(user, self.clock(), view)
        return trigger_id

    def response_url(self, user: str, channel: str, message: Message | None = None) -> str:
        """A new response_url for what a person just did."""
        token = f"r{self.count()}"
        self.responses[token] = ResponseUrl(user, channel, self.clock(), message)
        return f"{self.root}response/{token}"

    def direct(self, user: str) -> Channel:
        """The direct messages of a person with the app."""
        return self.channels[self.people[user].dm]

    def place(self, named: object) -> str | None:
        """The id of a conversation, given as it is or by its own or a person's id."""
        if isinstance(named, Channel):
            return named.id
        profile = self.people.get(str(named))
        return profile.dm if profile else str(named) if named else None

    def add(self, message: Message) -> Message:
        """Put a message into its conversation."""
        self.channels[message.channel].messages.append(message)
        return message

    def visible_to(self, user: str) -> list[Message]:
        """Every message that a person sees anywhere, oldest first."""
        found = [m for channel in self.channels.values() for m in channel.visible_to(user)]
        return sorted(found, key=lambda one: one.ts)
