"""Next steps: what was promised to contacts and of deals, and when it is due."""

from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlmodel import col

from store.sessions import Session
from store.tables import Contact, Deal

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


def deals_due(
    session: Session,
    owner_id: int,
    until: datetime,
    last: date,
    *,
    offset: int = 0,
    limit: int = PAGE,
) -> tuple[list[Deal], int]:
    """A person's open deals that are to be closed, or have a next step due, and how many.

    Args:
        session: of an actor who may see them.
        owner_id: whose deals.
        until: aware moment; a step that is due then is not counted any more.
        last: the last day of closing that counts.
        offset: rows to leave out.
        limit: rows at most; those that should close first come first.
    """
    due_now = or_(col(Deal.next_at) < until, col(Deal.close_on) <= last)
    theirs = (col(Deal.owner_id) == owner_id, col(Deal.closed_at).is_(None), due_now)
    total = session.execute(select(func.count()).select_from(Deal).where(*theirs)).scalar_one()
    if limit <= 0 or offset >= total:
        return [], total
    query = (
        select(Deal)
        .where(*theirs)
        .order_by(col(Deal.close_on).is_(None), col(Deal.close_on), col(Deal.next_at), col(Deal.id))
    )
    return list(session.scalars(query.offset(offset).limit(limit))), total
