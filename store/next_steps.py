"""Next steps: what contacts and deals say of the tasks about them, and what is to be closed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from store.columns import columns_of
from store.sessions import Session
from store.tables import Contact, Deal, Task

PAGE = 8
STEPPED: dict[str, type[Contact] | type[Deal]] = {"contact_id": Contact, "deal_id": Deal}
"""What keeps when its next step is due: the earliest open task about it."""


def settle_all(session: Session, rows: Iterable[Contact | Deal | Task]) -> None:
    """Let contacts and deals say when the next step is due, by two statements for each kind.

    Args:
        session: of any actor.
        rows: contacts, deals, and tasks about such.
    """
    rows = list(rows)
    for column, table in STEPPED.items():
        ids = {row.id for row in rows if isinstance(row, table)}
        ids |= {getattr(row, column) for row in rows if isinstance(row, Task)} - {None}
        if ids:
            _settle(session, column, table, sorted(ids))


def _settle(
    session: Session, column: str, table: type[Contact] | type[Deal], ids: list[int]
) -> None:
    session.flush()
    tasks = columns_of(Task)
    open_ = (tasks.done_at.is_(None), tasks.deleted_at.is_(None))
    query = select(tasks[column], func.min(tasks.due_at)).where(tasks[column].in_(ids), *open_)
    with session.unscoped(), session.with_deleted():
        rows = session.connection().execute(query.group_by(tasks[column]))
        due = {row[0]: row[1] for row in rows}
        stepped: Any = select(table).where(columns_of(table).id.in_(ids))
        for row in session.scalars(stepped):
            if row.next_at != due.get(row.id):
                row.next_at = due.get(row.id)


def closing(
    session: Session, owner_id: int, last: date, *, offset: int = 0, limit: int = PAGE
) -> tuple[list[Deal], int]:
    """A person's open deals that are to be closed by a day, and how many.

    Args:
        session: of an actor who may see them.
        owner_id: whose deals.
        last: the last day of closing that counts.
        offset: rows to leave out.
        limit: rows at most; those that should close first come first.
    """
    theirs = (
        col(Deal.owner_id) == owner_id, col(Deal.closed_at).is_(None), col(Deal.close_on) <= last,
    )  # fmt: skip
    total = session.execute(select(func.count()).select_from(Deal).where(*theirs)).scalar_one()
    if limit <= 0 or offset >= total:
        return [], total
    query = select(Deal).where(*theirs).order_by(col(Deal.close_on), col(Deal.id))
    return list(session.scalars(query.offset(offset).limit(limit))), total
