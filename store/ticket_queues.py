"""Queues: lists of tickets that the actor may see, what is due first at the top."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, select

from store import access
from store.columns import columns_of
from store.rights import Right
from store.sessions import Session
from store.tables import Company, Contact, Ticket

PAGE = 8
MOST_COUNTED = 500
MOST_ON_CARD = 3


@dataclass(frozen=True, slots=True)
class Filters:
    """What a queue is narrowed to; None does not narrow.

    Attributes:
        statuses: None for tickets on which there is work to do, waiting ones included.
        unassigned: only those of nobody.
        overdue: only those of which something is due already.
    """

    statuses: frozenset[str] | None = None
    assignee_id: int | None = None
    unassigned: bool = False
    overdue: bool = False
    category_id: int | None = None
    priority: str | None = None
    contact_id: int | None = None
    company_ids: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a queue, and how many there are in all.

    Attributes:
        more: there are more than `total`; nobody counts them on the way to the first eight.
    """

    rows: tuple[Ticket, ...]
    total: int
    more: bool = False


def page(session: Session, filters: Filters, *, offset: int = 0, limit: int = PAGE) -> Page:
    """A page of tickets: what is due first at the top, what waits below, then the oldest."""
    conditions, order = _conditions(session, filters), _order(filters)
    columns = columns_of(Ticket)
    # Ordered, lest it takes an index that does not hold what the queue is narrowed by.
    some = select(columns.id).select_from(Ticket).where(*conditions).order_by(*order)
    counted = some.limit(MOST_COUNTED + 1).subquery()
    total = session.execute(select(func.count()).select_from(counted)).scalar_one()
    query = select(Ticket).where(*conditions).order_by(*order)
    rows = session.scalars(query.offset(offset).limit(limit))
    return Page(tuple(rows), min(total, MOST_COUNTED), more=total > MOST_COUNTED)


def _order(filters: Filters) -> tuple[ColumnElement[Any], ...]:
    columns = columns_of(Ticket)
    if filters.statuses is not None:
        return (columns.id.desc(),)
    return columns.due_at.asc().nulls_last(), columns.id


def owners(session: Session, filters: Filters) -> list[tuple[int, int | None]]:
    """Number of every ticket that such a list shows, in its order, and whose it is.

    A ticket is of whoever works on it and of whoever owns its contact: of the one in the scope of
    the actor's right to export, if there is one.
    """
    tickets, contacts = columns_of(Ticket), columns_of(Contact)
    query = select(tickets.id, tickets.assignee_id, contacts.owner_id).select_from(Ticket)
    joined = query.outerjoin(Contact, contacts.id == tickets.contact_id)
    rows = session.execute(joined.where(*_conditions(session, filters)).order_by(*_order(filters)))
    staff = access.owners(session.actor, Right.EXPORT) if session.actor else frozenset()
    return [
        (row.id, row.assignee_id if staff is None or row.assignee_id in staff else row.owner_id)
        for row in rows
    ]


def _conditions(session: Session, filters: Filters) -> list[ColumnElement[bool]]:
    columns = columns_of(Ticket)
    found: list[ColumnElement[bool]] = []
    if filters.statuses is None:
        # As the partial indexes say it.
        found += [columns.deleted_at.is_(None), columns.ended_at.is_(None)]
    else:
        found.append(columns.status.in_(sorted(filters.statuses)))
    if filters.unassigned:
        found.append(columns.assignee_id.is_(None))
    if filters.overdue:
        found.append(columns.due_at < session.now)
    if filters.company_ids is not None:
        found.append(columns.company_id.in_(sorted(filters.company_ids)))
    for name in ("assignee_id", "category_id", "priority", "contact_id"):
        wanted = getattr(filters, name)
        found += [columns[name] == wanted] if wanted is not None else []
    return found


@dataclass(frozen=True, slots=True)
class Load:
    """How many open tickets somebody has, of which something is due already, or soon."""

    held: int
    overdue: int
    soon: int


def load(session: Session, staff_id: int, until: datetime) -> Load:
    """What somebody has to answer and to solve, and what of it by a moment, in one statement."""
    columns = columns_of(Ticket)
    late = columns.due_at < session.now
    counts = (
        func.count(),
        func.sum(case((late, 1), else_=0)),
        func.sum(case((and_(~late, columns.due_at < until), 1), else_=0)),
    )
    mine = (columns.assignee_id == staff_id, columns.ended_at.is_(None))
    held, overdue, soon = session.execute(select(*counts).select_from(Ticket).where(*mine)).one()
    return Load(held, int(overdue or 0), int(soon or 0))


@cache
def _on_card(kind: str) -> Select[Ticket, int]:
    """Made once, as every card asks it; it needs no more than the id of a contact or a company."""
    columns = columns_of(Ticket)
    theirs = columns[f"{kind}_id"] == bindparam("whose")
    query = select(Ticket, func.count().over()).where(theirs, columns.ended_at.is_(None))
    newest = query.order_by(columns.due_at.asc().nulls_last(), columns.id)
    return newest.limit(MOST_ON_CARD)


def on_card(session: Session, row: Contact | Company) -> tuple[list[Ticket], int]:
    """The open tickets of a contact or a company for its card, and how many there are."""
    kind = "contact" if isinstance(row, Contact) else "company"
    if (kind, row.id) in session.fresh:
        return [], 0  # it was made in this unit of work
    rows = session.execute(_on_card(kind), {"whose": row.id}).all()
    return [one[0] for one in rows], rows[0][1] if rows else 0
