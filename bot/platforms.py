"""Platforms: what a messenger must be able to do, and the ways in which sending ends badly."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from store.destinations import Target
from store.files import File
from store.outboxes import Due


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery of a platform, as far as it must be understood before it is stored.

    Attributes:
        key: the same at each delivery of the same thing.
        raw: the payload as it came.
        place: the conversation; empty when nothing in it says whose it is.
        chat: the platform's own id of the chat.
        shared: whether others read along.
        account: who speaks.
        name: as the platform shows them.
        locale: "en" or "zh", if the platform knows.
        album: messages of the same one belong together.
        files: whether something has to be fetched first.
        thread: for what people say to each other: the platform's name of the thread. It is stored
            only if that is a ticket's.
        private: place and chat of the speaker's private chat, where it can be written to unasked.
    """

    platform: str
    key: str
    raw: dict[str, Any]
    place: str = ""
    chat: str = ""
    shared: bool = False
    account: str = ""
    name: str = ""
    locale: str | None = None
    album: str = ""
    files: bool = False
    thread: str = ""
    private: tuple[str, str] = ("", "")


class Patience(Exception):
    """The platform asks to wait, or fails for now.

    Attributes:
        seconds: as the platform says; None when it does not.
        parts: how many pieces of the message have arrived before.
    """

    def __init__(self, reason: str, seconds: float | None = None, parts: int = 0) -> None:
        """Keep why, and how long."""
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds
        self.parts = parts


class Undeliverable(Exception):
    """The platform will never take this message."""


class ChatClosed(Exception):
    """The platform takes nothing for this chat: the bot was blocked or removed."""


class ChatMoved(Exception):
    """The chat has another account now."""

    def __init__(self, account: str) -> None:
        """Keep the new one."""
        super().__init__(account)
        self.account = account


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way out.

    Attributes:
        target: the chat.
        letter: the message.
        edits: the platform's name of the message that it takes the place of, if it was sent.
        files: with their contents.
        thread: the platform's name of the thread's first message, if that has arrived.
    """

    target: Target
    letter: Due
    edits: str | None = None
    files: Sequence[File] = field(default=())
    thread: str = ""


class Platform(Protocol):
    """A messenger."""

    @property
    def name(self) -> str:
        """Such as "telegram"."""

    def read(self, raw: dict[str, Any], /) -> dict[str, Any]:
        """What a stored payload says, in the form of Payload; it raises on what makes no sense."""

    def arrival(self, raw: dict[str, Any], /) -> Arrival:
        """Whose a stored payload is; it never raises."""

    async def deliver(self, outgoing: Outgoing) -> str:
        """Send or edit a message, and give the platform's name of it.

        Raises:
            Patience, Undeliverable, ChatClosed, ChatMoved: it did not arrive, or not as a whole.
        """

    async def fetch(self, raw: dict[str, Any]) -> list[File]:
        """The files that came with a message; one that cannot be had carries its fault."""

    async def work(self, raw: dict[str, Any]) -> None:
        """Show that work on a message takes longer than a moment."""

    async def pace(self, target: Target) -> None:
        """Wait until the platform's limits allow another message there."""
