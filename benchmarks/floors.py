"""The floor of a command: its own statements, replayed through the plain driver."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg
import sqlcipher3.dbapi2
from sqlalchemy import Engine, event

from store.engines import PRAGMAS

CONTROL: Final = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as the driver got it."""

    sql: str
    parameters: Any
    many: bool

    def run(self, cursor: Any) -> None:  # noqa: ANN401
        """Run it again and fetch what it gives."""
        (cursor.executemany if self.many else cursor.execute)(self.sql, self.parameters)
        if cursor.description:
            cursor.fetchall()


@dataclass(slots=True)
class Recorder:
    """Notes what an engine sends to its driver, transaction control excepted."""

    engine: Engine
    statements: list[Statement] = field(default_factory=list)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Note within a block."""
        event.listen(self.engine, "before_cursor_execute", self._note)
        try:
            yield
        finally:
            event.remove(self.engine, "before_cursor_execute", self._note)

    def take(self) -> list[Statement]:
        """What was noted since the last time."""
        noted, self.statements = self.statements, []
        return noted

    def _note(self, *heard: Any) -> None:  # noqa: ANN401
        _, _, sql, parameters, _, many = heard
        if not sql.lstrip().startswith(CONTROL):
            self.statements.append(Statement(sql, parameters, many))


@dataclass(slots=True)
class Floor:
    """A plain connection to a copy of the database from before the commands ran."""

    cursor: Any
    begin: Callable[[], object]
    commit: Callable[[], object]

    def replay(self, statements: Sequence[Statement]) -> float:
        """Run a command's statements again in one transaction; gives the microseconds it took."""
        began = time.perf_counter()
        self.begin()
        for statement in statements:
            statement.run(self.cursor)
        self.commit()
        return (time.perf_counter() - began) * 1e6


@contextmanager
def sqlite(path: Path, key: bytes | None = None) -> Iterator[Floor]:
    """The driver of SQLite on a plain file, or on an encrypted one with its key."""
    with closing(sqlcipher3.dbapi2.connect(str(path), isolation_level=None)) as connection:
        if key:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        cursor = connection.cursor()
        yield Floor(
            cursor,
            begin=lambda: cursor.execute("BEGIN IMMEDIATE"),
            commit=lambda: cursor.execute("COMMIT"),
        )


@contextmanager
def postgresql(url: str) -> Iterator[Floor]:
    """psycopg, which begins a transaction by itself."""
    with psycopg.connect(url) as connection:
        yield Floor(connection.cursor(), begin=lambda: None, commit=connection.commit)


def decrypt(path: Path, key: bytes, into: Path) -> None:
    """Copy an encrypted file into a plain one."""
    with closing(sqlcipher3.dbapi2.connect(str(path), isolation_level=None)) as connection:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("ATTACH ? AS plain KEY ''", (str(into),))
        connection.execute("SELECT sqlcipher_export('plain')").fetchall()
        connection.execute("DETACH plain")
