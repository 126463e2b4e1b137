"""Task zones: what repeats goes by the clock of the zone in which its owner lives."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import col

from store import bells, notice_times
from store.directories import Person
from store.sessions import Session
from store.tables import Task
from store.wall_times import instant

MINUTE = timedelta(minutes=1)


def follow(session: Session, people: Iterable[Person]) -> int:
    """Let what some people repeat go by the clock of where they live now.

    Args:
        session: of any actor.
        people: as they are known since they have moved.

    Returns:
        How many tasks go by another clock than before.
    """
    homes = {one.id: notice_times.zone_of(session.directory, one).key for one in people}
    repeats = (col(Task.rule).is_not(None), col(Task.done_at).is_(None))
    query = select(Task).where(col(Task.owner_id).in_(sorted(homes)), *repeats)
    with session.unscoped():
        rows = list(session.scalars(query))
    return sum(move(session, one, homes[one.owner_id]) for one in rows)


def move(session: Session, task: Task, zone: str) -> bool:
    """Let a task come round by the clock of a zone; False where it does so already.

    A time that is still to come keeps its wall clock; one that would have passed there is the next
    of its rule. What was put off to another time stays there, and so does what is due already.

    Args:
        session: of any actor.
        task: one that repeats or does not.
        zone: IANA zone.
    """
    if not (task.rule and task.wall and task.zone) or task.zone == zone:
        return False
    there = _same_wall(task, zone)
    ahead, on_time = task.due_at > session.now, _by_rule(task)
    task.zone, task.updated_at = zone, session.now
    if ahead and on_time:
        coming = there if there > session.now else bells.following(task, session.now)
        task.due_at = coming or task.due_at
    bells.settle(task)
    if task.told_at and not ahead:  # of a time that was told here nobody is told again there
        task.rings_at = bells.following(task, max(there, task.told_at))
    return True


def _same_wall(task: Task, zone: str) -> datetime:
    """The moment at which clocks there show what they show here when the task is due."""
    local = task.due_at.astimezone(ZoneInfo(str(task.zone)))
    return instant(local.date(), local.time(), ZoneInfo(zone))


def _by_rule(task: Task) -> bool:
    """Whether it is due when its rule says so, and was not put off."""
    return bells.following(task, task.due_at - MINUTE) == task.due_at
