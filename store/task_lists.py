"""Task lists: what is to be done, by whom and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from store.columns import columns_of
from store.refs import Ref
from store.sessions import Session
from store.tables import Task

PAGE = 8


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of open tasks is narrowed to.

    Attributes:
        owner_ids: whose; None: everybody's that the actor sees.
        since, before: due from then on, and before then.
        about: the record.
    """

    owner_ids: frozenset[int] | None = None
    since: datetime | None = None
    before: datetime | None = None
    about: Ref | None = None


def page(
    session: Session, filters: Filters, *, offset: int = 0, limit: int = PAGE
) -> tuple[list[Task], int]:
    """Open tasks that the actor sees, those due first at the top, and how many there are."""
    theirs = _conditions(filters)
    total = session.execute(select(func.count()).select_from(Task).where(*theirs)).scalar_one()
    if limit <= 0 or offset >= total:
        return [], int(total)
    query = select(Task).where(*theirs).order_by(col(Task.due_at), col(Task.id))
    return list(session.scalars(query.offset(offset).limit(limit))), int(total)


def _conditions(filters: Filters) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [col(Task.done_at).is_(None), col(Task.deleted_at).is_(None)]
    if filters.owner_ids is not None:
        found.append(col(Task.owner_id).in_(sorted(filters.owner_ids)))
    if filters.since:
        found.append(col(Task.due_at) >= filters.since)
    if filters.before:
        found.append(col(Task.due_at) < filters.before)
    if filters.about:
        found.append(columns_of(Task)[f"{filters.about.kind}_id"] == filters.about.id)
    return found


def owners(session: Session, filters: Filters) -> list[tuple[int, int | None]]:
    """Number and owner of every task that such a list shows, in its order."""
    query = select(col(Task.id), col(Task.owner_id)).where(*_conditions(filters))
    rows = session.execute(query.order_by(col(Task.due_at), col(Task.id)))
    return [(row.id, row.owner_id) for row in rows]
