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


def replay_sqlite(
    path: Path, commands: Sequence[Sequence[Statement]], key: bytes | None = None
) -> list[float]:
    """Replay commands, each in a transaction of its own.

    Args:
        path: a copy of the database from before the commands ran.
        commands: the statements of each.
        key: of an encrypted file; None for a plain one.

    Returns:
        Microseconds by command.
    """
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    with closing(connection):
        if key:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        begin, commit = "BEGIN IMMEDIATE", "COMMIT"
        return _replay(
            connection.cursor(),
            lambda cursor: cursor.execute(begin),
            lambda cursor: cursor.execute(commit),
            commands,
        )


def replay_postgresql(url: str, commands: Sequence[Sequence[Statement]]) -> list[float]:
    """The same through psycopg; `url` names a copy of the database from before."""
    with psycopg.connect(url) as connection:
        return _replay(
            connection.cursor(), lambda _: None, lambda _: connection.commit(), commands
        )


def _replay(
    cursor: Any,  # noqa: ANN401
    begin: Callable[[Any], object],
    commit: Callable[[Any], object],
    commands: Sequence[Sequence[Statement]],
) -> list[float]:
    taken = []
    for statements in commands:
        began = time.perf_counter()
        begin(cursor)
        for statement in statements:
            statement.run(cursor)
        commit(cursor)
        taken.append((time.perf_counter() - began) * 1e6)
    return taken


def decrypt(path: Path, key: bytes, into: Path) -> None:
    """Copy an encrypted file into a plain one."""
    with closing(sqlcipher3.dbapi2.connect(str(path), isolation_level=None)) as connection:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("ATTACH ? AS plain KEY ''", (str(into),))
        connection.execute("SELECT sqlcipher_export('plain')").fetchall()
        connection.execute("DETACH plain")
