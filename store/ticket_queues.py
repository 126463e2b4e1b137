"""Queues: lists of tickets that the actor may see, what is due first at the top."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    union_all,
)

from store import access
from store.columns import columns_of, table_of
from store.rights import Right
from store.sessions import Session
from store.tables import Company, Contact, Ticket
from store.ticket_walls import KEEPERS

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
    names, limited = _names(filters), access.is_limited(session, Ticket)
    asked = _asked(session, filters)
    total = session.execute(_counted(names, limited), asked).scalar_one()
    if not total:
        return Page((), 0)
    few = limited and total <= MOST_COUNTED
    window = {"offset": offset, "limit": limit}
    rows = session.scalars(_listed(names, few), {**asked, **window})
    return Page(tuple(rows), min(total, MOST_COUNTED), more=total > MOST_COUNTED)


def owners(session: Session, filters: Filters) -> list[tuple[int, int | None]]:
    """Number of every ticket that such a list shows, in its order, and whose it is.

    A ticket is of whoever works on it and of whoever owns its contact: of the one in the scope of
    the actor's right to export, if there is one.
    """
    tickets, contacts, names = columns_of(Ticket), columns_of(Contact), _names(filters)
    query = select(tickets.id, tickets.assignee_id, contacts.owner_id).select_from(Ticket)
    joined = query.outerjoin(Contact, contacts.id == tickets.contact_id).where(*_conditions(names))
    rows = session.execute(joined.order_by(*_order(names)), _asked(session, filters))
    staff = access.owners(session.actor, Right.EXPORT) if session.actor else frozenset()
    return [
        (row.id, row.assignee_id if staff is None or row.assignee_id in staff else row.owner_id)
        for row in rows
    ]


_VALUES = ("assignee_id", "category_id", "priority", "contact_id")
Names = frozenset[str]
"""What a queue is narrowed by: statements are made once for each such set, as every look asks them."""


def _asked(session: Session, filters: Filters) -> Mapping[str, Any]:
    """What is bound to the statements of a queue."""
    given = {name: getattr(filters, name) for name in _names(filters) if name in _VALUES}
    return given | {
        "now": session.now,
        "statuses": sorted(filters.statuses or ()),
        "company_ids": sorted(filters.company_ids or ()),
    }


def _names(filters: Filters) -> Names:
    every = (one.name for one in fields(filters))
    return frozenset(one for one in every if getattr(filters, one) not in (None, False))


@cache
def _counted(names: Names, limited: bool) -> Select[int]:  # noqa: FBT001 (a cache key)
    """How many there are, counted no further than anybody wants to know."""
    # Ordered, lest it takes an index that does not hold what the queue is narrowed by.
    found = _within(names) if limited else _first(_ids(names).order_by(*_order(names)))
    return select(func.count()).select_from(found.limit(MOST_COUNTED + 1).subquery())


@cache
def _listed(names: Names, few: bool) -> Select[Ticket]:  # noqa: FBT001 (a cache key)
    """The tickets of a page, from the top of the queue, or put in order where there are few."""
    query = select(Ticket).where(*_conditions(names))
    if few:
        query = query.where(columns_of(Ticket).id.in_(_within(names)))
    return query.order_by(*_order(names)).offset(bindparam("offset")).limit(bindparam("limit"))


def _order(names: Names) -> tuple[ColumnElement[Any], ...]:
    columns = columns_of(Ticket)
    by_due = (columns.due_at.asc().nulls_last(), columns.id)
    return (columns.id.desc(),) if "statuses" in names else by_due


def _ids(names: Names) -> Select[int]:
    return select(columns_of(Ticket).id).select_from(Ticket).where(*_conditions(names))


def _within(names: Names) -> Select[int]:
    """The tickets in a limited scope by its sides, each found by an index of its own."""
    columns, contacts = columns_of(Ticket), table_of(Contact).c
    mine = columns.assignee_id.in_(KEEPERS)
    others = or_(columns.assignee_id.is_(None), columns.assignee_id.not_in(KEEPERS))
    asked = _ids(names).join(table_of(Contact), contacts.id == columns.contact_id)
    of_contact = asked.where(contacts.owner_id.in_(KEEPERS), others)
    sides = (
        _ids(names).where(mine).order_by(*_order(names)),
        of_contact.where(contacts.deleted_at.is_(None)),
        of_contact.where(contacts.deleted_at.is_not(None)),
    )
    both = union_all(*map(_first, sides)).subquery()
    return select(both.c.id)


def _first(ids: Select[int]) -> Select[int]:
    some = ids.limit(MOST_COUNTED + 1).subquery()
    return select(some.c.id)


def _conditions(names: Names) -> list[ColumnElement[bool]]:
    columns = columns_of(Ticket)
    # As the partial indexes say it.
    found: list[ColumnElement[bool]] = [columns.deleted_at.is_(None), columns.ended_at.is_(None)]
    if "statuses" in names:
        found = [columns.status.in_(bindparam("statuses", expanding=True))]
    if "unassigned" in names:
        found.append(columns.assignee_id.is_(None))
    if "overdue" in names:
        found.append(columns.due_at < bindparam("now"))
    if "company_ids" in names:
        found.append(columns.company_id.in_(bindparam("company_ids", expanding=True)))
    return found + [columns[name] == bindparam(name) for name in _VALUES if name in names]


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
