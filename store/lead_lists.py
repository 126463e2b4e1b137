"""Lists of leads, within what the actor may see."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from store.columns import columns_of
from store.leads import OPEN
from store.sessions import Session
from store.tables import Lead

PAGE = 8


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of leads is narrowed to; None does not narrow.

    Attributes:
        owner_ids: whose leads.
        unassigned: only those that nobody has.
        status: one of them; None: the open ones.
        source: as it was entered, whatever its case.
    """

    owner_ids: frozenset[int] | None = None
    unassigned: bool = False
    status: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and how many there are in all."""

    rows: tuple[Lead, ...]
    total: int


def page(session: Session, filters: Filters, *, offset: int = 0, limit: int = PAGE) -> Page:
    """A page of leads that the actor may see: those with most points first, then the oldest."""
    conditions = _conditions(filters)
    counting = select(func.count()).select_from(Lead).where(*conditions)
    total = session.execute(counting).scalar_one()
    columns = columns_of(Lead)
    query = select(Lead).where(*conditions).order_by(columns.score.desc(), columns.id)
    return Page(tuple(session.scalars(query.offset(offset).limit(limit))), total)


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    columns = columns_of(Lead)
    wanted = OPEN if filters.status is None else (filters.status,)
    found: list[ColumnElement[bool]] = [columns.status.in_(wanted)]
    if filters.owner_ids is not None:
        found.append(columns.owner_id.in_(sorted(filters.owner_ids)))
    if filters.unassigned:
        found.append(columns.owner_id.is_(None))
    if filters.source is not None:
        found.append(func.lower(columns.source) == filters.source.lower())
    return found


def owners(session: Session, filters: Filters) -> list[tuple[int, int | None]]:
    """Number and owner of every lead that such a list shows, in its order."""
    columns = columns_of(Lead)
    query = select(columns.id, columns.owner_id).select_from(Lead).where(*_conditions(filters))
    rows = session.execute(query.order_by(columns.score.desc(), columns.id))
    return [(row.id, row.owner_id) for row in rows]
