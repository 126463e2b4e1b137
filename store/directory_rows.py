"""Directory rows: all that is small and that any message may need, read by one statement."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    String,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlmodel import SQLModel

from store.columns import Sealed, columns_of
from store.tables import (
    AssignmentRule,
    BusinessCalendar,
    Category,
    Cause,
    Field,
    Pipeline,
    RoleRight,
    ScoreRule,
    Setting,
    SlaPolicy,
    Staff,
    Stage,
    Team,
    TierRule,
)

TABLES: Final = (
    AssignmentRule, BusinessCalendar, Category, Cause, Field, Pipeline, RoleRight, ScoreRule, Setting,
    SlaPolicy, Staff, Stage, Team, TierRule,
)  # fmt: skip
"""A change of a row of these makes every process read them anew."""


def _held(table: type[SQLModel]) -> list[Column[Any]]:
    """The columns that are kept: what is sealed or hashed is nothing for every message."""
    return [one for one in columns_of(table) if not isinstance(one.type, LargeBinary | Sealed)]


_HELD: Final = {str(table.__tablename__): _held(table) for table in TABLES}
_WIDTH: Final = max(map(len, _HELD.values()))
# Both databases want parts of the same width and type, so that everything travels as text.
_READ: Final = union_all(
    *(
        select(
            literal(name, String).label("kind"),
            *(cast(one, String).label(f"value{place}") for place, one in enumerate(held)),
            *(cast(null(), String).label(f"value{place}") for place in range(len(held), _WIDTH)),
        )
        for name, held in _HELD.items()
    )
)


def read(connection: Connection) -> Mapping[str, Sequence[Any]]:
    """The rows of TABLES by table and in the order of their ids; moments stay text."""
    found: dict[str, list[Any]] = {name: [] for name in _HELD}
    for kind, *values in connection.execute(_READ):
        pairs = zip(_HELD[kind], values, strict=False)
        held = {column.key: _value(column, value) for column, value in pairs}
        found[kind].append(SimpleNamespace(**held))
    for rows in found.values():
        rows.sort(key=lambda row: getattr(row, "id", 0))
    return found


def _value(column: Column[Any], text: str | None) -> Any:  # noqa: ANN401 (what the column holds)
    return int(text) if text is not None and column.type.python_type is int else text
