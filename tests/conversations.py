"""Conversations for tests: people who speak to the real dispatcher on a real database."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clocks import Clock
from bot.terminals import Message, Speaker, Terminal
from store import installations, staff
from store.engines import Database
from store.files import File
from store.rights import Role
from store.sessions import PARLEY
from tests import databases, templates

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
COMPANY = {"name": "Acme", "locale": "en", "timezone": "UTC", "currency": "USD", "region": "US",
           "ticket_routing": False}  # fmt: skip


@dataclass
class Somebody:
    """Somebody in a conversation."""

    chat: "Chat"
    speaker: Speaker

    def says(self, text: str) -> str:
        """Say something; gives what was answered to them."""
        return self._told({"say": text})

    def presses(self, label: str) -> str:
        """Press the newest button with a label."""
        payload = self.chat.terminal.pressed(self.speaker, label)
        assert payload, f"no button {label!r}, only {self.buttons}"
        return self._told(payload)

    def fills(self, **values: str) -> str:
        """Fill in the open form."""
        return self._told({"fill": values})

    def replies_to(self, message: Message, text: str) -> str:
        """Reply to a message."""
        return self._told({"say": text, "replied_to": list(message.shows)})

    def sends(self, *files: File, say: str = "", replying: Message | None = None) -> str:
        """Send files, perhaps with words or as a reply to a message."""
        payload: dict[str, object] = {"say": say}
        if replying:
            payload["replied_to"] = list(replying.shows)
        return self._told(payload, files)

    def _told(self, payload: dict[str, object], files: Sequence[File] = ()) -> str:
        messages = self.chat.terminal.say(self.speaker, payload, files)
        self.chat.terminal.confirm(messages)
        self.chat.arrived.extend(messages)
        return "\n".join(str(one.text) for one in messages if one.to == self.speaker.name)

    @property
    def last(self) -> Message:
        """The last message that reached them."""
        return next(one for one in reversed(self.chat.arrived) if one.to == self.speaker.name)

    @property
    def buttons(self) -> tuple[str, ...]:
        """Buttons of the last message."""
        return self.last.buttons

    @property
    def inbox(self) -> list[str]:
        """Texts of all messages that reached them."""
        return [str(one.text) for one in self.chat.arrived if one.to == self.speaker.name]


@dataclass
class Chat:
    """A company in which people speak."""

    url: str
    key_file: Path
    database: Database
    clock: Clock
    terminal: Terminal
    arrived: list[Message] = field(default_factory=list)

    def staff(self, name: str, role: Role, manager: "Somebody | None" = None) -> Somebody:
        """Somebody of the staff, made at the first mention of the name."""
        known = self.database.read(lambda session: session.directory, self.clock.now()).people
        if name not in {person.name for person in known.values()}:
            above = manager.speaker.staff_id if manager else None

            def add(session):
                session.actor = PARLEY
                staff.add(session, name, role, manager_id=above)

            self.database.write(add, self.clock.now())
        return Somebody(self, self.terminal.become(name))

    def rep(self, name: str, manager: "Somebody | None" = None) -> Somebody:
        return self.staff(name, Role.REP, manager)

    def agent(self, name: str) -> Somebody:
        return self.staff(name, Role.AGENT)

    def marketer(self, name: str) -> Somebody:
        return self.staff(name, Role.MARKETER)

    def manager(self, name: str, manager: "Somebody | None" = None) -> Somebody:
        return self.staff(name, Role.MANAGER, manager)

    def admin(self, name: str = "Root Admin") -> Somebody:
        return self.staff(name, Role.ADMIN)

    def customer(self, name: str) -> Somebody:
        return Somebody(self, self.terminal.become(f"customer {name}"))

    def passes(self, **length: float) -> None:
        """Let time pass; what falls due runs."""
        messages = self.terminal.later(timedelta(**length))
        self.terminal.confirm(messages)
        self.arrived.extend(messages)

    def restarts(self) -> None:
        """Close the database and open it again, as after a restart of the program."""
        self.database.close()
        self.database = installations.open_installation(self.url, self.key_file)
        self.terminal.database = self.database


@dataclass(frozen=True)
class Talk:
    """What is said in a company before it is copied for each test that begins with it."""

    talk: Callable[[Chat], object]

    def __call__(self, url: str, key_file: Path) -> None:
        """Have it in a database."""
        chat = _opened(url, key_file)
        try:
            self.talk(chat)
        finally:
            chat.database.close()


def _opened(url: str, key_file: Path) -> Chat:
    clock = Clock(MONDAY)
    database = installations.open_installation(url, key_file)
    return Chat(url, key_file, database, clock, Terminal(database, clock, everybody=True))


def open_chat(
    dialect: str, folder: Path, before: Callable[[Chat], object] | None = None, **company: str
) -> Iterator[Chat]:
    """A new company in which people speak.

    Args:
        dialect: of its database, "sqlite" or "postgresql".
        folder: where its files go.
        before: a function at the top of a module by which people speak in it before the test does.
            It is called once; each test gets a copy of the company, in which time has not passed
            and whose people are named anew.
        company: its settings, where they differ from COMPANY.
    """
    talk = Talk(before) if before else None
    url, key_file = templates.copied(dialect, folder, COMPANY | company, MONDAY, talk)
    chat = _opened(url, key_file)
    try:
        yield chat
    finally:
        chat.database.close()
        if dialect == "postgresql":
            databases.drop_postgres(url)
