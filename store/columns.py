"""Column types that refuse what the databases would silently bend."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Integer, LargeBinary, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from store.envelopes import Envelope

BigId = BigInteger().with_variant(Integer, "sqlite")
"""63-bit integers on both databases; SQLite only accepts INTEGER as a rowid alias."""


class UtcTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; naive ones are refused, as they would be guessed later."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Refuse naive moments; SQLite has no zones, so it gets the UTC wall time."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"naive time {value!r}"
            raise TypeError(msg)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[Envelope]):
    """An encrypted value; anything that is not an envelope is refused, never sniffed."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> bytes | None:
        """Refuse clear text."""
        if value is None:
            return None
        if not isinstance(value, Envelope):
            msg = "a sealed column takes an envelope only"
            raise TypeError(msg)
        return bytes(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Envelope | None:
        """Mark what was read as an envelope."""
        return None if value is None else Envelope(value)


def columns_of(table: type[SQLModel]) -> ReadOnlyColumnCollection[str, Column[Any]]:
    """The columns of a table as Core knows them; SQLModel's attributes are typed as plain values."""
    return table_of(table).c


def table_of(table: type[SQLModel]) -> Table:
    """The table behind a class, for statements through Core."""
    found: Table = vars(table)["__table__"]
    return found
