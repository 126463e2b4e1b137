"""Next steps: what contacts and deals say of the tasks about them, and what is to be closed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, func, select
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
    session.beside.clear()
    if isinstance(row, Contact | Deal):
        row.next_at = min(filter(None, (row.next_at, task.due_at)))
    if task.contact_id and not isinstance(row, Contact):
        settle_all(session, [task])


def beside() -> list[Any]:
    """Columns for a SELECT of a task: when the earliest other one with its contact, its deal is due."""
    others = table_of(Task).alias("others")
    open_ = (others.c.done_at.is_(None), others.c.deleted_at.is_(None))
    tasks = columns_of(Task)
    return [
        select(func.min(others.c.due_at))
        .where(others.c[column] == tasks[column], others.c.id != tasks.id, *open_)
        .correlate(table_of(Task))
        .scalar_subquery()
        .label(f"beside_{column}")
        for column in STEPPED
    ]


def know(session: Session, task: Task, row: Any, read: Row[Any]) -> None:  # noqa: ANN401
    """Keep what `beside` has told of a task, so that it can be settled without another look.

    Args:
        session: of any actor.
        task: as it was read.
        row: the record that it is about, if the actor may see it.
        read: the row of the SELECT.
    """
    links = [column for column in STEPPED if getattr(task, column)]
    if len(links) == 1 and isinstance(row, STEPPED[links[0]]):
        session.beside[task.id] = row, getattr(read, f"beside_{links[0]}")


def settle(session: Session, task: Task, coming: Task | None = None) -> None:
    """Let a record say when its next step is due, as a task about it was changed.

    Args:
        session: of any actor.
        task: the only one of the record that this unit of work has changed.
        coming: the one that was made in its place.
    """
    if task.id not in session.beside:
        settle_all(session, [task])
        return
    row, first = session.beside[task.id]
    session.beside.clear()
    open_ = task.done_at is None and task.deleted_at is None
    dues = (first, task.due_at if open_ else None, coming.due_at if coming else None)
    due = min(filter(None, dues), default=None)
    if row.next_at != due:
        row.next_at = due


def settle_all(session: Session, rows: Iterable[Contact | Deal | Task]) -> None:
    """Let contacts and deals say when the next step is due, by a statement for each kind.

    Args:
        session: of any actor.
        rows: contacts, deals, and tasks about such.
    """
    session.beside.clear()
    rows = list(rows)
    about = [row.id for row in rows if isinstance(row, Task) and (row.contact_id or row.deal_id)]
    if about:
        _settle(session, _OF_TASKS, about)
    for table, query in _OF_RECORDS.items():
        ids = [row.id for row in rows if isinstance(row, table)]
        if ids:
            _settle(session, query, ids)


def _first(column: str, table: type[Contact] | type[Deal]) -> Any:  # noqa: ANN401 (a subquery)
    """When the earliest open task about a record is due."""
    tasks = table_of(Task).alias("about")
    open_ = (tasks.c.done_at.is_(None), tasks.c.deleted_at.is_(None))
    due = select(func.min(tasks.c.due_at)).where(tasks.c[column] == columns_of(table).id, *open_)
    return due.correlate(table_of(table)).scalar_subquery()


_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_OF_RECORDS: dict[type[Contact] | type[Deal], Any] = {
    table: select(table, _first(column, table)).where(columns_of(table).id.in_(_IDS))
    for column, table in STEPPED.items()
}
_OF_TASKS: Any = (
    select(Contact, _first("contact_id", Contact), Deal, _first("deal_id", Deal))
    .select_from(Task)
    .outerjoin(Contact, col(Task.contact_id) == col(Contact.id))
    .outerjoin(Deal, col(Task.deal_id) == col(Deal.id))
    .where(col(Task.id).in_(_IDS))
)


def _settle(session: Session, query: Any, ids: list[int]) -> None:  # noqa: ANN401 (one of the above)
    session.flush()
    with session.unscoped(), session.with_deleted():
        for found in session.execute(query, {"ids": sorted(ids)}):
            for row, due in zip(found[::2], found[1::2], strict=True):
                if row is not None and row.next_at != due:
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
