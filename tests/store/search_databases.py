"""Empty search indexes on both databases, and people to put into them."""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event, text

from store.search import Document, Hits, create_statements, look_up, put
from tests.databases import drop_postgres, fresh_postgres_url, fresh_sqlite_path

KEY = "PRAGMA key = \"x'" + "5a" * 32 + "'\""

Key = tuple[str, int]


def sqlite_engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", module=sqlcipher3.dbapi2)

    @event.listens_for(engine, "connect")
    def open_file(connection, _):
        for pragma in (KEY, "PRAGMA journal_mode = WAL", "PRAGMA trusted_schema = OFF"):
            connection.execute(pragma)

    return engine


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with an empty search index, once for each kind of database."""
    url = fresh_postgres_url() if request.param == "postgresql" else ""
    made = create_engine(url) if url else sqlite_engine(fresh_sqlite_path(tmp_path))
    with made.begin() as connection:
        for statement in create_statements(made.dialect.name):
            connection.execute(text(statement))
    yield made
    made.dispose()
    if url:
        drop_postgres(url)


@pytest.fixture
def book(engine: Engine) -> Iterator["Book"]:
    """Documents by name, on one connection."""
    with engine.connect() as connection:
        yield Book(connection)


class Book:
    """Documents that a test calls by name, and the loader of names that a caller brings along."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.names: dict[Key, str] = {}
        self.hidden: set[Key] = set()
        self.loads: list[int] = []
        self._ids = itertools.count(1)

    def add(self, *names: str, kind: str = "contact", words: Sequence[str] = (), owners=()) -> int:
        id_ = next(self._ids)
        self.write(Document(kind, id_, names, tuple(words), frozenset(owners)))
        return id_

    def write(self, *documents: Document) -> None:
        self.names |= {(each.kind, each.id): each.names[0] for each in documents}
        put(self.connection, documents)

    def load(self, keys: Sequence[Key]) -> dict[Key, str]:
        self.loads.append(len(keys))
        return {key: self.names[key] for key in keys if key not in self.hidden}

    def look_up(self, asked: str, *, kinds=("contact",), owners=None, **page: int) -> Hits:
        return look_up(self.connection, asked, kinds=kinds, owners=owners, names=self.load, **page)

    def find(self, asked: str, **options) -> list[str]:
        """The names that are found, in order."""
        return [self.names[key] for key in self.look_up(asked, **options).found]
