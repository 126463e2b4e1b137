"""Plans: the one next step with a record, as it is said along with something else."""

from datetime import datetime

from sqlalchemy import select

from store import access, next_steps, task_subjects, tasks
from store.columns import columns_of
from store.refs import Ref
from store.rights import Right
from store.sessions import Session
from store.tables import Company, Contact, Deal, Lead, Task

Planned = Contact | Company | Deal | Lead


def put(
    session: Session,
    row: Planned,
    due_at: datetime | None,
    *,
    text: str | None = None,
    exact: bool = True,
    contact_id: int | None = None,
) -> Task | None:
    """Say when the next step with a record is due: there is one, and it is put off or taken away.

    Args:
        session: of an actor who may change the record.
        row: the record; the step is its owner's, where the actor may give them tasks.
        due_at: None takes the step away.
        text: what is to be done; None leaves it as it is.
        exact: whether the time was named, not only the day.
        contact_id: of a deal: the contact with whom it is the next step, too.

    Returns:
        The task that the step is; None when there is none now.
    """
    session.flush()
    ref = task_subjects.ref_of(row)
    # What says no next step has no open task about it, so that nothing has to be looked for.
    known_none = isinstance(row, Contact | Deal) and row.next_at is None
    held = None if known_none else _held(session, row, ref)
    if due_at is None:
        if held:
            tasks.delete(session, held)
        return None
    if held:
        words = {"text": text} if text else {}
        tasks.edit(session, held, {"due_at": due_at, "exact": exact, **words})
        return held
    owner_id = _stepper(session, row)
    if owner_id is None:
        return None
    draft = tasks.Draft(text, due_at, owner_id, ref, "log", exact=exact, contact_id=contact_id)
    return tasks.add(session, draft, row)


def _held(session: Session, row: Planned, ref: Ref) -> Task | None:
    """The next step with a record that stands, if the actor may change it."""
    columns = columns_of(Task)
    stands = (columns.done_at.is_(None), columns.origin == "log")
    query = select(Task, *next_steps.beside())
    query = query.where(columns[f"{ref.kind}_id"] == ref.id, *stands)
    for read in session.execute(query.order_by(columns.due_at)):
        task: Task = read.Task
        if task.about == ref and access.covers(session, Right.TASKS_EDIT, task):
            next_steps.know(session, task, row, read)
            return task
    return None


def _stepper(session: Session, row: Planned) -> int | None:
    """Who takes the next step: the record's owner, or the actor where they are out of reach."""
    own = session.actor.id if session.actor else None
    staff = access.owners(session.actor, Right.TASKS_EDIT) if session.actor else frozenset()
    person = session.directory.people.get(row.owner_id or 0)
    if person is None or person.suspended or (staff is not None and person.id not in staff):
        return own
    held = session.directory.grants(person.role)
    return person.id if Right.TASKS_EDIT in held else own
