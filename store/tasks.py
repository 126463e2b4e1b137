"""Tasks and reminders: what somebody has to do, and when they are told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlmodel import col

from store import (
    access,
    bells,
    next_steps,
    notice_times,
    ownership,
    recurrences,
    subjects,
    task_subjects,
    task_zones,
)
from store.access import Denied, NotFound
from store.directories import Person
from store.errors import CrmError
from store.refs import Ref
from store.rights import Right
from store.row_rules import SEEN_BY
from store.sessions import Session
from store.tables import Company, Contact, Deal, Lead, Task

Origin = Literal["remind", "log", "visit", "meeting", "call", "rule", "feedback"]
APPOINTMENTS: tuple[Origin, ...] = ("visit", "meeting", "call")
"""Activities that are agreed upon before they happen."""
OWNED = (Contact, Company, Deal, Lead)
"""Records that are seen by whoever's right to see reaches their owner."""
PLAIN = ("due_at", "exact", "rule", "wall", "zone")


class Finished(CrmError):
    """A task that is done already."""

    def __init__(self, task: Task) -> None:
        """Keep which one."""
        super().__init__(task.id)
        self.task = task


class NotFinished(CrmError):
    """A task that is not done yet."""

    def __init__(self, task: Task) -> None:
        """Keep which one."""
        super().__init__(task.id)
        self.task = task


class OwnerSeesNot(CrmError):
    """A task would be about a record that whoever is to do it may not see."""

    def __init__(self, person: Person, about: Ref) -> None:
        """Keep who it is, and the record."""
        super().__init__(person.id, about)
        self.person = person
        self.about = about


@dataclass(frozen=True, slots=True)
class Draft:
    """A task before it is stored.

    Attributes:
        text: what is to be done, sealed under the key of what it is about, else of the owner;
            None: the next step with a record.
        due_at: aware moment.
        owner_id: who has to do it.
        about: a contact, company, lead, deal, quote, order or ticket.
        origin: "remind": asked for; "log": a next step; one of APPOINTMENTS: such an activity, to
            come; "rule": by a rule; "feedback".
        rule: an RRULE without DTSTART, if it repeats; it begins at `due_at`.
        zone: IANA zone by whose wall clock it repeats.
        exact: whether the time was named, not only the day.
        contact_id: of a deal's task: the contact with whom it is the next step, too.
    """

    text: str | None
    due_at: datetime
    owner_id: int
    about: Ref | None = None
    origin: Origin = "remind"
    rule: str | None = None
    zone: str | None = None
    exact: bool = True
    contact_id: int | None = None


def add(session: Session, draft: Draft, row: Any = None) -> Task:  # noqa: ANN401
    """Add a task.

    Args:
        session: of an actor whose right to change tasks covers the owner's.
        draft: checked values.
        row: the record that it is about, where the actor has been given it already.

    Raises:
        Denied: the right does not reach the owner's tasks.
        CannotReceive: the owner is suspended, or has no tasks.
        NotFound: there is no such record, or none that the actor may see.
        OwnerSeesNot: the owner may not see that record.
    """
    person = session.directory.people[draft.owner_id]
    _demand_owner(session, person)
    if draft.about:
        row = row or task_subjects.get(session, draft.about)
        _demand_seen(session, person, draft.about, row)
    task = _made(session, draft, row, person)
    bells.settle(task)
    session.add(task)
    next_steps.come(session, task, row)
    return task


def _made(session: Session, draft: Draft, row: Any, person: Person) -> Task:  # noqa: ANN401
    links: dict[str, Any] = {f"{draft.about.kind}_id": draft.about.id} if draft.about else {}
    if draft.contact_id:
        links["contact_id"] = draft.contact_id
    repeats = bool(draft.rule and draft.zone)
    task = Task(
        id=session.take_number("task"),
        owner_id=person.id,
        subject_id=row.subject_id if row else person.subject_id,
        due_at=draft.due_at,
        exact=draft.exact,
        rule=draft.rule if repeats else None,
        wall=recurrences.wall_of(draft.due_at, str(draft.zone)) if repeats else None,
        zone=draft.zone if repeats else None,
        origin=draft.origin,
        created_by=session.actor.id if session.actor else None,
        created_at=session.now,
        updated_at=session.now,
        version=1,
        **links,
    )
    subjects.close(session, task, "text_sealed", draft.text)
    return task


def _demand_owner(session: Session, person: Person) -> None:
    staff = access.owners(session.actor, Right.TASKS_EDIT) if session.actor else frozenset()
    if staff is not None and person.id not in staff:
        scope = session.actor.scope(Right.TASKS_EDIT) if session.actor else None
        raise Denied(Right.TASKS_EDIT, scope)
    ownership.demand_receiver(session, person, Right.TASKS_EDIT)


def _demand_seen(session: Session, person: Person, about: Ref, row: Any) -> None:  # noqa: ANN401
    """Nobody has to do what they may not know of."""
    if session.actor and session.actor.id == person.id:
        return
    with task_subjects.as_seen_by(session, person):
        if isinstance(row, OWNED) and access.covers(session, SEEN_BY[type(row)], row):
            return  # what is theirs, or their team's, need not be looked for
        if about not in task_subjects.load(session, [about]):
            raise OwnerSeesNot(person, about)


def get(session: Session, task_id: int) -> Task:
    """The task of a number, done or not.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    found = task_subjects.task(session, task_id)
    if found is None:
        raise NotFound("task", f"R-{task_id}")
    return found


def get_many(session: Session, ids: Sequence[int]) -> list[Task]:
    """The tasks of these numbers that the actor may see, in the given order."""
    if not ids:
        return []
    found = {row.id: row for row in session.scalars(select(Task).where(col(Task.id).in_(ids)))}
    return [found[one] for one in ids if one in found]


def texts(session: Session, tasks: Sequence[Task]) -> dict[int, str | None]:
    """What is to be done, of tasks whose records the actor may see."""
    subjects.load(session, (one.subject_id for one in tasks))
    return {one.id: subjects.clear(session, one, "text_sealed") for one in tasks}


def complete(session: Session, task: Task, outcome: str | None = None) -> Task | None:
    """Note that a task is done; of one that repeats the next is made.

    Args:
        session: of an actor whose right to change tasks covers it.
        task: which one.
        outcome: what came of it, sealed as the task is.

    Returns:
        The next one, if it repeats.

    Raises:
        Denied: the right does not reach it.
        Finished: it is done already.
    """
    _demand_open(session, task)
    task.done_at = task.updated_at = session.now
    task.done_by = session.actor.id if session.actor else None
    task.rings_at = None
    if outcome:
        subjects.close(session, task, "outcome_sealed", outcome)
    coming = _successor(session, task)
    next_steps.settle(session, task, coming)
    return coming


def _demand_open(session: Session, task: Task) -> None:
    access.demand(session, Right.TASKS_EDIT, task)
    if task.done_at is not None:
        raise Finished(task)


def _successor(session: Session, task: Task) -> Task | None:
    due_at = bells.following(task, max(task.due_at, session.now))
    if due_at is None:
        return None
    kept = ("owner_id", "subject_id", "exact", "rule", "zone", "origin", "created_by")
    links = [f"{kind}_id" for kind in task_subjects.TABLES]
    values = {name: getattr(task, name) for name in (*kept, *links)}
    values |= {"due_at": due_at, "rings_at": due_at, "created_at": session.now}
    values |= {"wall": recurrences.wall_of(due_at, str(task.zone)), "updated_at": session.now}
    coming = Task(id=session.take_number("task"), version=1, **values)
    subjects.close(session, coming, "text_sealed", subjects.clear(session, task, "text_sealed"))
    session.add(coming)
    return coming


def snooze(session: Session, task: Task, due_at: datetime, *, exact: bool = True) -> None:
    """Put a task off; one that repeats comes round all the same.

    Raises:
        Denied: the right does not reach it.
        Finished: it is done already.
    """
    edit(session, task, {"due_at": due_at, "exact": exact})


def reassign(session: Session, task: Task, person: Person) -> int:
    """Give a task to a colleague, by whose clock it repeats from then on; gives who had it.

    Raises:
        Denied: the right does not reach it, or not the colleague's tasks.
        Finished: it is done already.
        CannotReceive: the colleague is suspended, or has no tasks.
        OwnerSeesNot: the colleague may not see what it is about.
    """
    _demand_open(session, task)
    _demand_owner(session, person)
    if task.about:
        _demand_seen(session, person, task.about, task_subjects.of(session, [task]).get(task.about))
    before, task.owner_id = task.owner_id, person.id
    task.updated_at = session.now
    task_zones.move(session, task, notice_times.zone_of(session.directory, person).key)
    return before


def reopen(session: Session, task: Task) -> None:
    """Take up a task again that was done.

    Raises:
        Denied: the right does not reach it.
        NotFinished: it is not done.
    """
    access.demand(session, Right.TASKS_EDIT, task)
    if task.done_at is None:
        raise NotFinished(task)
    task.done_at = task.done_by = task.outcome_sealed = None
    task.updated_at = session.now
    bells.settle(task)
    next_steps.settle(session, task)


def put_outcome(session: Session, task: Task, outcome: str) -> None:
    """Note what came of a task that is done.

    Raises:
        Denied: the right does not reach it.
    """
    access.demand(session, Right.TASKS_EDIT, task)
    subjects.close(session, task, "outcome_sealed", outcome)
    task.updated_at = session.now


def edit(session: Session, task: Task, changes: Mapping[str, Any]) -> None:
    """Change "text", or fields in PLAIN.

    Raises:
        Denied: the right does not reach it.
        Finished: it is done already.
    """
    _demand_open(session, task)
    for name, value in changes.items():
        if name == "text":
            subjects.close(session, task, "text_sealed", value)
        else:
            setattr(task, name, value)
    task.updated_at = session.now
    bells.settle(task)
    next_steps.settle(session, task)


def delete(session: Session, task: Task) -> None:
    """Take a task off the list.

    Raises:
        Denied: the right does not reach it.
    """
    access.demand(session, Right.TASKS_EDIT, task)
    task.deleted_at = task.updated_at = session.now
    task.rings_at = None
    next_steps.settle(session, task)
