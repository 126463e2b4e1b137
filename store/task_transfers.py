"""Task transfers: open tasks go along when what they are about becomes something else."""

from sqlalchemy import select

from store import next_steps
from store.columns import columns_of
from store.refs import Ref
from store.sessions import Session
from store.tables import Task


def move(session: Session, begun: Ref, became: Ref, contact_id: int | None = None) -> int:
    """Let what is still to be done about a record be about the one that it has become.

    Whose it is stays as it is, and so does the key under which the words are sealed: it is that of
    whom they speak of.

    Args:
        session: of an actor who may change both records.
        begun: the record that the tasks were about.
        became: what they are about from now on.
        contact_id: of a deal: the contact with whom it is the next step, too.

    Returns:
        How many have moved.
    """
    columns = columns_of(Task)
    query = select(Task).where(columns[f"{begun.kind}_id"] == begun.id, columns.done_at.is_(None))
    with session.unscoped():
        rows = list(session.scalars(query))
    for task in rows:
        setattr(task, f"{begun.kind}_id", None)
        setattr(task, f"{became.kind}_id", became.id)
        task.contact_id = contact_id or task.contact_id
        task.updated_at = session.now
    next_steps.settle_all(session, rows)
    return len(rows)
