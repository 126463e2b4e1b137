"""Next steps: what contacts and deals say of the tasks about them, and what is to be closed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from store.columns import columns_of, table_of
from store.sessions import Session
from store.tables import Contact, Deal, Task

PAGE = 8
STEPPED: dict[str, type[Contact] | type[Deal]] = {"contact_id": Contact, "deal_id": Deal}
"""What keeps when its next step is due: the earliest open task about it."""


def come(session: Session, task: Task, row: Any) -> None:  # noqa: ANN401
    """Let a record say when a new task about it is due, if that is earlier than any other.

    Args:
        session: of any actor.
        task: a new one.
        row: the record that it is about, if any; only contacts and deals say it.
    """
    if isinstance(row, Contact | Deal):
        row.next_at = min(filter(None, (row.next_at, task.due_at)))
    if task.contact_id and not isinstance(row, Contact):
        settle_all(session, [task])


def settle_all(session: Session, rows: Iterable[Contact | Deal | Task]) -> None:
    """Let contacts and deals say when the next step is due, by a statement for each kind.

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
    tasks, records = columns_of(Task), columns_of(table)
    open_ = (tasks.done_at.is_(None), tasks.deleted_at.is_(None))
    first = select(func.min(tasks.due_at)).where(tasks[column] == records.id, *open_)
    stepped: Any = select(table, first.correlate(table_of(table)).scalar_subquery())
    with session.unscoped(), session.with_deleted():
        for row, due in session.execute(stepped.where(records.id.in_(ids))):
            if row.next_at != due:
                row.next_at = due


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
