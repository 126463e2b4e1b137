"""Rings: tasks whose time has come are taken, by one process each, and marked as told of."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import col

from store import bells
from store.columns import table_of
from store.sessions import Session
from store.tables import Task

BATCH = 500
MISSED = timedelta(minutes=5)
"""What comes later than that was missed."""
SINGLY = 3
"""More missed ones than that come in one message."""
MOST_MISSED = 2000

_tasks: Any = table_of(Task)
_these = _tasks.c.id.in_(bindparam("ids", expanding=True))
_TOLD = update(_tasks).where(_these).values(told_at=bindparam("now"), rings_at=None)
_HELD = update(_tasks).where(_these).values(rings_at=bindparam("until"))
_AGAIN = (
    update(_tasks)
    .where(_these, _tasks.c.owner_id == bindparam("owner"))
    .where(_tasks.c.done_at.is_(None), _tasks.c.deleted_at.is_(None))
    .values(rings_at=_tasks.c.due_at)
)
_ROUND = (
    update(_tasks)
    .where(_tasks.c.id == bindparam("task_id"))
    .values(told_at=bindparam("now"), rings_at=bindparam("coming"), due_at=bindparam("due"))
)


def claim(session: Session) -> list[Task]:
    """Take the next tasks of which their owners are to be told; others take others meanwhile."""
    query = select(Task).where(col(Task.rings_at) <= session.now)
    query = query.order_by(col(Task.rings_at), col(Task.id)).limit(BATCH)
    return list(session.scalars(query.with_for_update(skip_locked=True)))


def who_missed(session: Session) -> list[int]:
    """Those who were not told in time of more than SINGLY tasks."""
    query = (
        select(col(Task.owner_id))
        .where(col(Task.rings_at) <= session.now - MISSED)
        .group_by(col(Task.owner_id))
        .having(func.count() > SINGLY)
    )
    return sorted(session.scalars(query))


def claim_missed(session: Session, owner_id: int) -> list[Task]:
    """Take all that somebody was not told of, the oldest first."""
    query = select(Task).where(col(Task.owner_id) == owner_id, col(Task.rings_at) <= session.now)
    query = query.order_by(col(Task.rings_at), col(Task.id)).limit(MOST_MISSED)
    return list(session.scalars(query.with_for_update(skip_locked=True)))


def come_round(tasks: Sequence[Task]) -> None:
    """Let tasks that repeat and were not done stand at the time that has come now."""
    for task in tasks:
        if task.rings_at is not None and task.rings_at > task.due_at:
            task.due_at = task.rings_at


def told(session: Session, tasks: Sequence[Task]) -> None:
    """Note that the owners of tasks are told now; those that repeat ring again.

    That is nobody's decision, so it stands in no audit: the outbox keeps what was said.
    """
    once = [one.id for one in tasks if one.rule is None]
    connection = session.connection()
    if once:
        connection.execute(_TOLD, {"ids": once, "now": session.now})
    rounds = [
        {
            "task_id": task.id,
            "now": session.now,
            "coming": bells.following(task, max(session.now, task.due_at)),
            "due": task.due_at,
        }
        for task in tasks
        if task.rule is not None
    ]
    if rounds:
        connection.execute(_ROUND, rounds)
    _let_go(session, tasks)


def _let_go(session: Session, tasks: Sequence[Task]) -> None:
    """What is noted here goes round the audit, so the session must not write it as well."""
    for task in session.dirty.intersection(tasks):
        session.expunge(task)


def hold(session: Session, tasks: Sequence[Task], until: datetime) -> None:
    """Let tasks ring later, when the quiet hours of their owner are over."""
    if not tasks:
        return
    held = {"ids": [one.id for one in tasks], "until": until}
    session.connection().execute(_HELD, held)
    _let_go(session, tasks)


def again(session: Session, owner_id: int | None, task_ids: Sequence[int]) -> None:
    """Let somebody's open tasks ring once more, as what was said of them could not be delivered."""
    if task_ids:
        session.connection().execute(_AGAIN, {"ids": task_ids, "owner": owner_id})


def next_after(session: Session, moment: datetime) -> datetime | None:
    """When a task rings next after a moment."""
    query = select(func.min(col(Task.rings_at))).where(col(Task.rings_at) > moment)
    found: datetime | None = session.execute(query).scalar_one()
    return found
