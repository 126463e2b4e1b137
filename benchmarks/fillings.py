"""Filling a database with millions of made-up rows, below the session: no audit, no walls."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, text
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import SQLModel

from store.columns import table_of
from store.engines import Database

BATCH: Final = 20_000
Row = dict[str, Any]


@contextmanager
def bare(database: Database, tables: Sequence[type[SQLModel]]) -> Iterator[None]:
    """Within a block those tables have no indexes; building them once is faster by far."""
    indexes = [index for one in tables for index in sorted(table_of(one).indexes, key=str)]
    with database.engine.begin() as connection:
        for index in indexes:
            index.drop(connection)
    yield
    with database.engine.begin() as connection:
        for index in indexes:
            index.create(connection)


def put(database: Database, of: type[SQLModel], rows: Iterable[Row]) -> None:
    """Insert rows; columns that they leave out get their defaults.

    Args:
        database: that nobody else writes to.
        of: the class of their table.
        rows: by names of columns, the same ones in each.
    """
    table, made = table_of(of), iter(rows)
    with database.engine.begin() as connection:
        while batch := list(islice(made, BATCH)):
            if database.is_sqlite:
                connection.execute(insert(table), batch)
            else:
                _copy(connection, table, batch)


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """As PostgreSQL takes rows fastest: it does not look after each reference."""
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    defaults = {one.name: one.default.arg for one in table.c
                if isinstance(one.default, ScalarElementColumnDefault)}  # fmt: skip
    names = list(defaults | rows[0])
    driver: Any = connection.connection.driver_connection
    with driver.cursor().copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row.get(name, defaults.get(name)) for name in names])
