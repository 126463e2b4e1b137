"""Lists of activities: what was logged, by whom and when, within what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from store.columns import columns_of
from store.sessions import Session
from store.tables import Activity

PAGE = 8


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of activities is narrowed to; None does not narrow.

    Attributes:
        owner_ids: who logged them.
        kind: "call", "meeting", "visit", "email" or "note".
        since, before: when they happened: from then on, and before then.
    """

    owner_ids: frozenset[int] | None = None
    kind: str | None = None
    since: datetime | None = None
    before: datetime | None = None


def page(
    session: Session, filters: Filters, *, offset: int = 0, limit: int = PAGE
) -> tuple[list[Activity], int]:
    """A page of activities, the newest first, and how many there are."""
    where = _conditions(filters)
    total = session.execute(select(func.count()).select_from(Activity).where(*where)).scalar_one()
    query = select(Activity).where(*where).order_by(*_newest()).offset(offset).limit(limit)
    return list(session.scalars(query)), int(total)


def owners(session: Session, filters: Filters) -> list[tuple[int, int | None]]:
    """Number of every activity that such a list shows, and who logged it, newest first."""
    columns = columns_of(Activity)
    query = select(columns.id, columns.staff_id).select_from(Activity).where(*_conditions(filters))
    return [(row.id, row.staff_id) for row in session.execute(query.order_by(*_newest()))]


def _newest() -> Sequence[ColumnElement[int]]:
    columns = columns_of(Activity)
    return columns.at.desc(), columns.id.desc()


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    columns = columns_of(Activity)
    found: list[ColumnElement[bool]] = []
    if filters.owner_ids is not None:
        found.append(columns.staff_id.in_(sorted(filters.owner_ids)))
    if filters.kind is not None:
        found.append(columns.kind == filters.kind)
    if filters.since is not None:
        found.append(columns.at >= filters.since)
    if filters.before is not None:
        found.append(columns.at < filters.before)
    return found
