"""The session: one unit of work, for one actor, at one moment."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection, orm

from store import directories
from store.directories import Directory, Person
from store.ids import BLOCK, Blocks, new_id, reserve
from store.keys import KeyRing
from store.rights import Grants, Right, Scope

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Actor:
    """On whose behalf a session works: a member of staff, or Parley itself.

    Attributes:
        within: somebody else beyond whose rights nothing reaches either, such as whoever receives
            a report that this one has asked for.
    """

    person: Person | None
    grants: Grants
    team: frozenset[int]
    within: "Actor | None" = None

    @property
    def id(self) -> int | None:
        """Staff id, or None for Parley itself."""
        return self.person.id if self.person else None

    def scope(self, right: Right) -> Scope | None:
        """How far a right reaches, or None without it."""
        if right is Right.EVERYONE:
            return Scope.ALL
        own = self.grants.get(right)
        if self.within is None or own is None:
            return own
        other = self.within.scope(right)
        return None if other is None else min(own, other)

    @property
    def shared_with(self) -> int | None:
        """Whose shares and open tickets count; of two people nobody's, as each has their own."""
        return self.id if self.within is None else None


PARLEY = Actor(None, dict.fromkeys(Right, Scope.ALL), frozenset())
"""Parley itself: migrations, housekeeping, imports at set-up. It never speaks for a person."""


@dataclass(slots=True)
class Installation:
    """What all sessions of a process share."""

    keys: KeyRing
    dialect: str
    blocks: Blocks = field(default_factory=Blocks)
    directory: Directory | None = None
    touched: SimpleQueue[int] = field(default_factory=SimpleQueue)
    """Companies of which something was committed, until they are classified again."""
    anchors: Callable[[], Mapping[int, tuple[int, bytes]]] = dict
    has_rooms: bool = False
    """Whether somebody at a terminal reads along in the threads of tickets."""


@dataclass(slots=True)
class Origin:
    """What caused the changes of a session; they form one change set."""

    change_id: int
    command: str = ""
    inbox_id: int | None = None
    undoes: int | None = None


class NoActor(PermissionError):
    """A bug, not a refusal: something was written on behalf of nobody."""


class Session(orm.Session):
    """A unit of work. Queries see what the actor may see; without an actor, nothing."""

    def __init__(self, connection: Connection, installation: Installation, now: datetime) -> None:
        """Begin on a connection that is in a transaction already.

        Args:
            connection: its transaction is ended by whoever began it.
            installation: keys, id blocks and directory of this process.
            now: aware moment that counts as the present.
        """
        super().__init__(
            connection,
            autoflush=False,
            expire_on_commit=False,
            join_transaction_mode="rollback_only",
        )
        self.installation = installation
        self.now = now
        self.actor: Actor | None = None
        self.origin = Origin(new_id())
        self.unscoped_depth = 0
        self.deleted_depth = 0
        self.directory_changed = False
        self._directory: Directory | None = None
        self._directory_forgotten = False
        self._know_nothing()

    def _know_nothing(self) -> None:
        """A unit of work begins without anything read or changed.

        The records that it is about are at hand: the session alone would let go of them.
        """
        self.changes: list[dict[str, Any]] = []
        self.stale: dict[tuple[str, int], Any] = {}
        self.fresh: dict[tuple[str, int], Any] = {}
        self.parts: dict[int, list[Any]] = {}
        self.served: dict[int, bool] = {}
        self.moved: set[int] = set()
        self.opened: list[Any] = []
        self.happened: list[Any] = []
        self.brought: dict[int, list[int]] = {}
        self.customers: dict[int, Any] = {}
        self.account_names: dict[int, str] = {}
        self.accounts: dict[int, Any] = {}
        self.vouched: dict[int, bytes | None] = {}
        self.company_names: dict[int, str] = {}
        self.shares: dict[tuple[str, int], str | None] = {}
        self.renamed: set[int] = set()
        self.held: dict[tuple[str, int], Any] = {}
        self.at_hand: list[Any] = []
        self.beside: dict[int, Any] = {}
        self.company_tiers: dict[int, str | None] = {}
        self.touched: set[int] = set()
        self.reserved: dict[str, range] = {}
        self.subject_keys: dict[int, bytes] = {}

    @property
    def keys(self) -> KeyRing:
        """The secrets of this installation."""
        return self.installation.keys

    @property
    def directory(self) -> Directory:
        """Staff, teams, rights and settings as of this transaction."""
        if self._directory is None and self._directory_forgotten:
            self._directory = directories.read(self.connection(), "")
        if self._directory is None:
            version = self.connection().execute(directories.READ_VERSION).scalar_one()
            return self.know_directory(str(version))
        return self._directory

    def know_directory(self, version: str) -> Directory:
        """Use the directory of this version: the one in memory, or read anew."""
        held = self.installation.directory
        if held is None or held.version != version:
            held = directories.read(self.connection(), version)
            if not self.directory_changed:
                self.installation.directory = held
        self._directory = held
        return held

    def forget_directory(self) -> None:
        """Read the directory anew at the next use, as this session has changed it."""
        self.flush()
        self._directory, self._directory_forgotten = None, True

    def act_as(self, person: Person | None) -> None:
        """Work for a member of staff from here on, or for Parley itself."""
        self.actor = actor_of(self.directory, person) if person else PARLEY

    def take_number(self, kind: str) -> int:
        """Take the next short number of a kind, such as 42 for D-42."""
        block = self.reserved.get(kind)
        if block:
            self.reserved[kind] = block[1:]
            return block[0]
        number = self.installation.blocks.pop(kind)
        if number is None:
            block = reserve(self.connection(), kind, BLOCK)
            number, self.reserved[kind] = block[0], block[1:]
        return number

    def made_for(self, contact_id: int, table: type[Row]) -> list[Row] | None:
        """Rows of a contact that was made in this unit of work: all there are; None for others."""
        if ("contact", contact_id) not in self.fresh:
            return None
        made = self.parts.get(contact_id, ())
        return [row for row in made if isinstance(row, table) and row in self]

    @contextmanager
    def unscoped(self) -> Iterator[None]:
        """See every row, for checks whose answer says nothing about rows that may not be seen."""
        self.unscoped_depth += 1
        try:
            yield
        finally:
            self.unscoped_depth -= 1

    @contextmanager
    def with_deleted(self) -> Iterator[None]:
        """See deleted rows too."""
        self.deleted_depth += 1
        try:
            yield
        finally:
            self.deleted_depth -= 1


def actor_of(directory: Directory, person: Person) -> Actor:
    """The actor that a member of staff is; a suspended one has no right at all."""
    if person.suspended:
        return Actor(person, {}, frozenset())
    held: Actor | None = directory.known.get(person)
    if held is None:
        held = Actor(person, directory.grants(person.role), directory.subtree(person.id))
        directory.known[person] = held
    return held
