"""Shares: records that are shown to a colleague, to read or to edit."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

from sqlalchemy import BindParameter, ColumnElement, Select, String, bindparam, cast, null, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NULLTYPE

from store.columns import columns_of
from store.ids import new_id
from store.sessions import Session
from store.tables import Company, CompanyShare, Contact, Deal, DealShare, Lead, Share, Task, Ticket

Level = Literal["read", "edit"]
Shared = Contact | Company | Deal
Unshared = Lead | Ticket | Task
AnyShare = Share | CompanyShare | DealShare
ACTING: BindParameter[int] = bindparam("acting_id")
"""The actor."""
TABLES: Mapping[type[Shared], type[AnyShare]] = {
    Contact: Share,
    Company: CompanyShare,
    Deal: DealShare,
}
COLUMNS: Mapping[type[AnyShare], str] = {
    Share: "contact_id",
    CompanyShare: "company_id",
    DealShare: "deal_id",
}
"""The shares of each kind of record, and how they name theirs."""


class among(FunctionElement[Any]):  # noqa: N801 (reads as SQL where it is used)
    """A column that is one of the values of a small SELECT, so that an index is used for it.

    PostgreSQL cannot look a subselect up in an index beside an OR, but an array it can. Of a
    boolean type it would be compared with 1 on SQLite, and then no index would be used there.
    """

    type = NULLTYPE
    inherit_cache = True


@compiles(among)
def _in_values(element: among, compiler: Any, **more: Any) -> str:  # noqa: ANN401
    column, values = (compiler.process(one, **more) for one in element.clauses)
    return f"{column} IN {values}"


@compiles(among, "postgresql")
def _in_array(element: among, compiler: Any, **more: Any) -> str:  # noqa: ANN401
    column, values = (compiler.process(one, **more) for one in element.clauses)
    return f"{column} = ANY (ARRAY{values})"


def with_actor(table: type[Shared]) -> ColumnElement[bool]:
    """Rows of a table that are shared with the actor; ACTING is filled in when it runs."""
    mine = _with(table, ACTING).with_only_columns(_record(TABLES[table]))
    return among(columns_of(table).id, mine.scalar_subquery())


def _with(table: type[Shared], staff_id: Any) -> Select[Any]:  # noqa: ANN401
    shares = columns_of(TABLES[table])
    return select(_record(TABLES[table]), shares.level).where(shares.staff_id == staff_id)


def _record(shares: type[AnyShare]) -> Any:  # noqa: ANN401 (a column)
    return columns_of(shares)[COLUMNS[shares]]


def with_whom(table: type[Shared], ids: Any) -> Select[Any]:  # noqa: ANN401 (a parameter)
    """Whom records are shared with: `id`, `staff_id`, and columns for names that stay empty."""
    shares = TABLES[table]
    query = select(
        _record(shares).label("id"),
        columns_of(shares).staff_id,
        cast(null(), String).label("tag"),
        cast(null(), String).label("place"),
    )
    return query.where(_record(shares).in_(ids))


def record_of(share: AnyShare) -> tuple[str, int]:
    """Kind and id of the record that a share shows."""
    column = COLUMNS[type(share)]
    return column.removesuffix("_id"), getattr(share, column)


@cache
def _levels(table: type[Shared]) -> Select[Any]:
    ids: BindParameter[int] = bindparam("shared_ids", expanding=True)
    return _with(table, ACTING).where(_record(TABLES[table]).in_(ids))


def know(session: Session, rows: Iterable[Shared | Unshared]) -> None:
    """Read how rows of one kind are shared with the actor, in one statement; some never are."""
    shared = [row for row in rows if not isinstance(row, Unshared)]
    unknown = [row for row in shared if _key(row) not in session.shares]
    if not unknown:
        return
    table = type(unknown[0])
    asked = {
        "shared_ids": [row.id for row in unknown],
        ACTING.key: session.actor.shared_with if session.actor else None,
    }
    held = {row[0]: row[1] for row in session.connection().execute(_levels(table), asked)}
    session.shares.update((_key(row), held.get(row.id)) for row in unknown)


def _key(row: Shared) -> tuple[str, int]:
    return COLUMNS[TABLES[type(row)]].removesuffix("_id"), row.id


def level(session: Session, row: Shared | Unshared) -> str | None:
    """How a record is shared with the actor: "read", "edit", or None."""
    know(session, [row])
    return None if isinstance(row, Unshared) else session.shares[_key(row)]


def of(session: Session, row: Shared) -> list[AnyShare]:
    """With whom a record is shared, the first one first."""
    shares = TABLES[type(row)]
    query = select(shares).where(_record(shares) == row.id).order_by(columns_of(shares).id)
    return list(session.scalars(query))


def put(session: Session, row: Shared, staff_id: int, level: Level) -> bool:
    """Show a record to a colleague; False when it was shared so already."""
    held = _held(session, row, staff_id)
    if held is None:
        made = TABLES[type(row)]
        values: dict[str, Any] = {COLUMNS[made]: row.id, "staff_id": staff_id, "level": level}
        session.add(made(id=new_id(), **values))
        return True
    before, held.level = held.level, level
    return before != level


def _held(session: Session, row: Shared, staff_id: int) -> AnyShare | None:
    return next((one for one in of(session, row) if one.staff_id == staff_id), None)


def remove(session: Session, row: Shared, staff_id: int) -> bool:
    """Show a record to a colleague no longer; False when it was not shared with them."""
    held = _held(session, row, staff_id)
    if held is not None:
        session.delete(held)
    return held is not None
