"""What a Slack workspace holds: people, conversations, messages, files and views."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.standins.slack_shown import Shown, labels

Json = dict[str, Any]


@dataclass
class Profile:
    """What Slack knows about somebody."""

    id: str
    name: str
    email: str | None
    locale: str
    restricted: bool
    team: str
    tz: str = "Europe/Berlin"
    dm: str = ""


@dataclass
class Message:
    """A message in a conversation; `ephemeral_to` names the only one who sees it."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    by_bot: bool = False
    thread_ts: str | None = None
    broadcast: bool = False
    ephemeral_to: str | None = None
    files: list[Json] = field(default_factory=list)
    edited_ts: str | None = None
    reactions: list[str] = field(default_factory=list)

    def shown(self) -> Shown:
        """What people see of it."""
        return Shown(
            ts=self.ts,
            text=self.text,
            blocks=tuple(self.blocks),
            buttons=labels(self.blocks),
            ephemeral=self.ephemeral_to is not None,
            thread_ts=self.thread_ts,
            files=tuple(str(one["name"]) for one in self.files),
            edited=self.edited_ts is not None,
            by_bot=self.by_bot,
            user=self.user,
            channel=self.channel,
            reactions=tuple(self.reactions),
        )


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


@dataclass
class View:
    """A modal or App Home as it stands."""

    id: str
    user: str
    content: Json
    hash: str
    root: str = ""
    seq: int = 0


@dataclass
class Trigger:
    """A trigger_id; `view` is the modal from within which it came."""

    user: str
    issued: float
    view: str | None = None
    exchanged: bool = False


@dataclass
class ResponseUrl:
    """Where an answer to a command or a press may be posted: 5 times, for 30 minutes."""

    user: str
    channel: str
    issued: float
    message: Message | None = None
    uses: int = 0


@dataclass
class File:
    """A file; `finished` once it may be shared."""

    id: str
    name: str
    length: int
    mimetype: str = ""
    content: bytes = b""
    user: str = ""
    arrived: bool = False
    finished: bool = False
    channel: str | None = None
    thread: str | None = None
    title: str = ""

    @property
    def bytes(self) -> bytes:
        """The content."""
        return self.content


class World:
    """A workspace with one app installed in it; `changed` guards it and tells of changes."""

    team_id, team_name, team_domain = "T1", "Acme", "acme"
    bot_user, bot_id, app_id, bot_name = "UBOT", "BBOT", "A1", "Parley"

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.clock: Callable[[], float] = time.time
        self.url = ""
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
        self.emit: Callable[[Json], object] = lambda _event: None
        self._stamp = 0
        self._count = 0

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the world still while it is changed, then wake those who wait."""
        with self.changed:
            yield
            self.changed.notify_all()

    def now(self) -> datetime:
        """The time of the clock."""
        return datetime.fromtimestamp(self.clock(), UTC)

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
        return f"{self.url}response/{token}"

    def direct(self, user: str) -> Channel:
        """The direct messages of a person with the app."""
        return self.channels[self.people[user].dm]

    def add(self, message: Message) -> Message:
        """Put a message into its conversation."""
        self.channels[message.channel].messages.append(message)
        return message

    def visible_to(self, user: str) -> list[Message]:
        """Every message that a person sees anywhere, oldest first."""
        found = [m for channel in self.channels.values() for m in channel.visible_to(user)]
        return sorted(found, key=lambda one: one.ts)
