"""Next steps: what was promised to contacts, and when it is due."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from store.sessions import Session
from store.tables import Contact

PAGE = 8


def due(
    session: Session, owner_id: int, until: datetime, *, offset: int = 0, limit: int = PAGE
) -> tuple[list[Contact], int]:
    """A person's contacts whose next step is due before a moment, oldest first, and how many.

    Args:
        session: of an actor who may see them.
        owner_id: whose contacts.
        until: aware moment; what is due then is not counted any more.
        offset: rows to leave out.
        limit: rows at most.
    """
    theirs = (col(Contact.owner_id) == owner_id, col(Contact.next_at) < until)
    total = session.execute(select(func.count()).select_from(Contact).where(*theirs)).scalar_one()
    query = select(Contact).where(*theirs).order_by(col(Contact.next_at), col(Contact.id))
    return list(session.scalars(query.offset(offset).limit(limit))), total
