"""Bells: when the owner of a task is told of it next."""

from collections.abc import Iterable
from datetime import datetime

from store import recurrences
from store.tables import Task


def settle(task: Task) -> None:
    """Let the bell of a task follow from when it is due, and from what its owner was told."""
    task.rings_at = next_ring(task)


def settle_all(tasks: Iterable[Task]) -> None:
    """The same for several."""
    for task in tasks:
        settle(task)


def next_ring(task: Task) -> datetime | None:
    """When the owner of a task is told next; None: not again.

    Whoever was told of a time is not told of it twice, even if a clock is put back meanwhile.
    """
    if task.done_at is not None or task.deleted_at is not None:
        return None
    if task.told_at is None or task.due_at > task.told_at:
        return task.due_at
    return following(task, task.told_at)


def following(task: Task, moment: datetime) -> datetime | None:
    """When a task comes round after a moment; None if it does not repeat."""
    if not (task.rule and task.wall and task.zone):
        return None
    return recurrences.after(task.rule, task.wall, task.zone, moment)
