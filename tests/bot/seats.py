"""Seats: one account of somebody on a platform, and the desks at which staff work; for storms.

People behave as people do: what a platform shows them is all that they know.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.standins.slack_deliveries import Delivery
from tests.standins.slack_people import Person as SlackPerson
from tests.standins.slack_shown import labels
from tests.standins.slacks import Channel, SlackServer
from tests.standins.telegram_people import Person as TelegramPerson
from tests.standins.telegrams import Group

TICKET = re.compile(r"T-(\d+)")
SEND, TAKE = "Send to customer", "Take"


@dataclass(frozen=True)
class Seen:
    """A message of Parley's, as somebody sees it."""

    name: Any
    text: str
    buttons: tuple[str, ...]


@dataclass
class Sent:
    """Something that somebody did; Slack may give it up."""

    name: Any = None
    deliveries: list[Delivery] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether the platform is done with it."""
        return all(one.finished.done() for one in self.deliveries)

    @property
    def lost(self) -> bool:
        """Whether the platform has given up a part of it without an acknowledgement."""
        return any(one.finished.done() and not one.acknowledged for one in self.deliveries)


class Seat(ABC):
    """An account. `at` is a thread of a desk; None: in private."""

    account: str
    _last: Sent

    @property
    def ready(self) -> bool:
        """Slack keeps no order of what is on its way, so people there wait for their turn."""
        return self._last.done

    @abstractmethod
    def says(self, text: str, at: Any = None, reply_to: Any = None) -> Sent:
        """Write something."""

    @abstractmethod
    def sends(self, files: Sequence[bytes], caption: str, at: Any = None) -> Sent:
        """Send a file, or several at once."""

    @abstractmethod
    def presses(self, label: str, name: Any, *, private: bool = True) -> Sent:
        """Press a button of a certain message."""

    @abstractmethod
    def edits(self, sent: Sent, text: str, at: Any = None) -> Sent:
        """Change a message."""

    @property
    @abstractmethod
    def sees(self) -> list[Seen]:
        """What Parley shows in private, the oldest first."""


class TelegramSeat(Seat):
    """An account on Telegram."""

    def __init__(self, person: TelegramPerson, group: Group | None = None) -> None:
        self.person, self.group, self.account = person, group, str(person.id)
        self._last = Sent()

    def _place(self, at: Any) -> dict[str, Any]:
        return {} if at is None else {"to": self.group, "topic": at}

    def says(self, text: str, at: Any = None, reply_to: Any = None) -> Sent:
        """Write something."""
        more = {} if reply_to is None else {"reply_to": reply_to}
        return Sent(self.person.says(text, **self._place(at), **more))

    def sends(self, files: Sequence[bytes], caption: str, at: Any = None) -> Sent:
        """Send a file, or several at once."""
        if len(files) > 1:
            return Sent(self.person.sends_album(files, caption, **self._place(at))[0])
        return Sent(self.person.sends_document(files[0], "a.pdf", caption, **self._place(at)))

    def presses(self, label: str, name: Any, *, private: bool = True) -> Sent:
        """Press a button of a certain message."""
        self.person.presses(label, None if private else self.group, name)
        return Sent()

    def edits(self, sent: Sent, text: str, at: Any = None) -> Sent:
        """Change a message."""
        self.person.edits(sent.name, text, None if at is None else self.group)
        return Sent(sent.name)

    @property
    def sees(self) -> list[Seen]:
        """What Parley shows in private."""
        return [Seen(one.message_id, one.text, tuple(one.buttons)) for one in self.person.sees]


class SlackSeat(Seat):
    """An account on Slack."""

    def __init__(
        self, server: SlackServer, person: SlackPerson, channel: Channel | None = None
    ) -> None:
        self.server, self.person, self.channel = server, person, channel
        self.account = f"{person.profile.team}:{person.id}"
        self._last = Sent()

    def _sent(self, name: Any, before: int) -> Sent:
        new = self.server.deliveries.all[before:]
        self._last = Sent(name, [one for one in new if self.person.id in str(one.payload)])
        return self._last

    def says(self, text: str, at: Any = None, reply_to: Any = None) -> Sent:
        """Write something; in private a reply is a message in the thread of what it replies to."""
        before, place = len(self.server.deliveries.all), self.channel if at else None
        return self._sent(self.person.says(text, place, at or reply_to), before)

    def sends(self, files: Sequence[bytes], caption: str, at: Any = None) -> Sent:
        """Send a file, or several at once."""
        before, place = len(self.server.deliveries.all), self.channel if at else None
        named = [("a.pdf", one, "application/pdf") for one in files]
        return self._sent(self.person.uploads(named, caption, place, at), before)

    def presses(self, label: str, name: Any, *, private: bool = True) -> Sent:
        """Press a button of a certain message."""
        before = len(self.server.deliveries.all)
        self.person.presses(label, name)
        return self._sent(None, before)

    def edits(self, sent: Sent, text: str, at: Any = None) -> Sent:
        """Change a message."""
        before = len(self.server.deliveries.all)
        self.person.edits(sent.name, text)
        return self._sent(sent.name, before)

    @property
    def sees(self) -> list[Seen]:
        """What Parley shows in private."""
        shown = [one for one in self.person.sees if one.by_bot]
        return [Seen(one.ts, f"{one.text}\n{one.content}", one.buttons) for one in shown]


@dataclass
class Desk(ABC):
    """Where staff work on a platform, read as it fills.

    Attributes:
        threads: of tickets, by number; only those in which a card stands.
        offers: by number of the ticket: messages with a button that sends, and the message under
            which each stands, where the platform shows that.
    """

    threads: dict[int, Any] = field(default_factory=dict)
    offers: dict[int, list[tuple[Any, Any]]] = field(default_factory=dict)
    _read: int = 0

    def look(self) -> None:
        """Read what is new."""
        for thread, name, under, buttons, number in self._new():
            if number is not None and TAKE in buttons:
                self.threads[number] = thread
            if number is not None and SEND in buttons:
                self.offers.setdefault(number, []).append((name, under))

    @abstractmethod
    def _new(self) -> list[tuple[Any, Any, Any, tuple[str, ...], int | None]]:
        """Thread, name, message replied to, buttons and ticket of each new message of Parley's."""


@dataclass
class TelegramDesk(Desk):
    """A group with topics."""

    group: Any = None

    def _new(self) -> list[tuple[Any, Any, Any, tuple[str, ...], int | None]]:
        with self.group.world.lock:
            posts = list(self.group.chat.posts.values())[self._read :]
            self._read += len(posts)
            within = [one for one in posts if one.by_bot and one.raw.get("is_topic_message")]
            return [self._read_post(one) for one in within]

    def _read_post(self, post: Any) -> tuple[Any, Any, Any, tuple[str, ...], int | None]:
        topic = post.raw["message_thread_id"]
        found = TICKET.match(self.group.chat.topics.get(topic, ""))
        rows = post.markup.get("inline_keyboard", [])
        buttons = tuple(key["text"] for row in rows for key in row)
        under = post.raw.get("reply_to_message", {}).get("message_id")
        return topic, post.id, under, buttons, int(found[1]) if found else None


@dataclass
class SlackDesk(Desk):
    """A channel."""

    channel: Any = None
    _roots: dict[str, int] = field(default_factory=dict)

    def _new(self) -> list[tuple[Any, Any, Any, tuple[str, ...], int | None]]:
        with self.channel.world.changed:
            found = self.channel.messages[self._read :]
            self._read += len(found)
            return [self._read_message(one) for one in found if one.by_bot]

    def _read_message(self, one: Any) -> tuple[Any, Any, Any, tuple[str, ...], int | None]:
        root = one.thread_ts or one.ts
        number = TICKET.search(one.text)
        if root == one.ts and number:
            self._roots[root] = int(number[1])
        return root, one.ts, None, labels(one.blocks), self._roots.get(root)
