"""Insertions: many rows by one statement, their values prepared for the driver column by column.

SQLAlchemy prepares them one by one, which takes longer than SQLite takes to write them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import SQLModel

from store.columns import Sealed, table_of

Prepare = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Column:
    """How the values of a column go to the driver.

    Attributes:
        prepare: makes a value what the driver takes; None where it takes them as they are.
        missing: stands in every row, as the rows do not tell it; only where `told` is False.
    """

    name: str
    prepare: Prepare | None
    told: bool = True
    missing: Any = None

    def values(self, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Its values in all rows, as the driver takes them."""
        name, prepare = self.name, self.prepare
        found = [row[name] for row in rows] if self.told else [self.missing] * len(rows)
        return found if prepare is None else list(_prepared(found, prepare))


def _prepared(values: Iterable[Any], prepare: Prepare) -> Iterator[Any]:
    """Prepare values; one that is the same object as that before it is prepared once."""
    last = made = None
    for value in values:
        if value is not last:
            last, made = value, prepare(value)
        yield made


@dataclass(frozen=True, slots=True)
class _Statement:
    """An INSERT and the columns that it writes, in its order."""

    sql: str
    columns: tuple[_Column, ...]


def insert_many(
    connection: Connection, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows by one statement.

    Args:
        connection: in the transaction.
        table: where they go.
        rows: values by column, the same columns in all of them; others take their defaults.
    """
    if not rows:
        return
    dialect = connection.dialect
    statement = _statement(table_of(table), tuple(rows[0]), dialect)
    values = zip(*(column.values(rows) for column in statement.columns), strict=True)
    if dialect.positional:
        connection.exec_driver_sql(statement.sql, list(values))
    else:
        names = [column.name for column in statement.columns]
        named = [dict(zip(names, row, strict=True)) for row in values]
        connection.exec_driver_sql(statement.sql, named)


@lru_cache(maxsize=128)
def _statement(table: Table, told: tuple[str, ...], dialect: Dialect) -> _Statement:
    defaults = {
        column.name: column.default.arg
        for column in table.c
        if column.name not in told and isinstance(column.default, ScalarElementColumnDefault)
    }
    compiled = insert(table).compile(dialect=dialect, column_keys=[*told, *defaults])
    order = getattr(compiled, "positiontup", None) or [*told, *defaults]
    columns = (_column(table, name, dialect, defaults) for name in order)
    return _Statement(str(compiled), tuple(columns))


def _column(table: Table, name: str, dialect: Dialect, defaults: Mapping[str, Any]) -> _Column:
    kind = table.c[name].type
    prepare = kind.dialect_impl(dialect).bind_processor(dialect)
    if isinstance(kind, Sealed):
        prepare = partial(kind.process_bind_param, dialect=dialect)
    elif isinstance(kind, LargeBinary):
        prepare = None  # drivers take bytes as they are
    return _Column(name, prepare, name not in defaults, defaults.get(name))
