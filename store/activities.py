"""Activities: what happened with a contact, company, lead or deal; when the next step is due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import ColumnElement, exists, func, select

from store import access, deals, leads, plans, subjects
from store.columns import columns_of
from store.ids import new_id
from store.sessions import Session
from store.tables import Activity, Company, Contact, Deal, Lead

Logged = Contact | Company | Deal | Lead

Kind = Literal["call", "meeting", "visit", "email", "note"]
KINDS: tuple[Kind, ...] = get_args(Kind)
PAGE = 8


def log(
    session: Session,
    row: Logged,
    kind: Kind,
    text: str,
    *,
    next_at: datetime | None = None,
    exact: bool = True,
    at: datetime | None = None,
) -> Activity:
    """Log what happened.

    Args:
        session: of an actor whose right to edit covers the record.
        row: with whom, or about what; a deal's contact counts as touched.
        kind: one of KINDS.
        text: sealed under the key of whom it speaks of.
        next_at: when the next step is due: it becomes a task about the record.
        exact: whether that time was named, not only its day.
        at: when it happened; None for now.

    Raises:
        Denied: the right does not reach this record.
    """
    access.demand(session, access.editing(row), row)
    if isinstance(row, Lead):
        leads.touch(session, row)
    activity = _written(session, row, kind, text, next_at=next_at, at=at)
    if next_at:
        plans.put(session, row, next_at, exact=exact)
    return activity


def keep(
    session: Session, row: Logged, kind: Kind, text: str, *, at: datetime, staff_id: int | None
) -> Activity:
    """Keep what somebody did in the past, as a file tells it; nobody is reminded of anything.

    Raises:
        Denied: the right does not reach this record.
    """
    access.demand(session, access.editing(row), row)
    activity = _written(session, row, kind, text, at=at)
    activity.staff_id = staff_id
    return activity


def receive(session: Session, lead: Lead, text: str) -> Activity:
    """Keep what a lead wrote; the actor is Parley itself, for whoever wrote has no rights here."""
    return _written(session, lead, "note", text)


def _written(
    session: Session,
    row: Logged,
    kind: Kind,
    text: str,
    *,
    next_at: datetime | None = None,
    at: datetime | None = None,
) -> Activity:
    person = _person(session, row)
    subject_id = person.subject_id if person else row.subject_id
    row_id = new_id()
    where = subjects.place("activities", "text_sealed", row_id)
    activity = Activity(
        id=row_id,
        kind=kind,
        contact_id=row.contact_id if isinstance(row, Deal) else person.id if person else None,
        company_id=_company_of(row),
        lead_id=row.id if isinstance(row, Lead) else None,
        deal_id=row.id if isinstance(row, Deal) else None,
        staff_id=session.actor.id if session.actor else None,
        subject_id=subject_id,
        at=at or session.now,
        logged_at=session.now,
        next_at=next_at,
        text_sealed=subjects.envelope(session, text, where, subject_id),
    )
    session.add(activity)
    if person:
        person.touched_at = max(activity.at, person.touched_at or activity.at)
    return activity


def _company_of(row: Logged) -> int | None:
    if isinstance(row, Lead):
        return None
    return row.id if isinstance(row, Company) else row.company_id


def _person(session: Session, row: Logged) -> Contact | None:
    """The contact that something was logged with: of a deal only one whom the actor may change."""
    if not isinstance(row, Deal):
        return row if isinstance(row, Contact) else None
    seen = deals.contact_of(session, row)
    return seen if seen is not None and access.may_edit(session, seen) else None


def of(
    session: Session, row: Contact | Company | Lead, *, offset: int = 0, limit: int = PAGE
) -> tuple[list[Activity], int]:
    """A page of a record's activities, newest first, and how many there are."""
    columns = columns_of(Activity)
    column = columns.contact_id if isinstance(row, Contact) else columns.company_id
    column = columns.lead_id if isinstance(row, Lead) else column
    theirs = (column == row.id, _of_nobody_deleted())
    query = select(Activity).where(*theirs)
    total = session.execute(select(func.count()).select_from(Activity).where(*theirs))
    newest = query.order_by(columns.at.desc(), columns.id.desc()).offset(offset).limit(limit)
    return list(session.scalars(newest)), total.scalar_one()


def _of_nobody_deleted() -> ColumnElement[bool]:
    """A deleted contact takes its activities out of its company's timeline."""
    contacts, contact_id = columns_of(Contact), columns_of(Activity).contact_id
    gone = select(contacts.id).where(contacts.id == contact_id, contacts.deleted_at.is_not(None))
    return ~exists(gone)


def some(session: Session, numbers: Sequence[int]) -> list[Activity]:
    """Those of some numbers that the actor may see, in their order."""
    rows = session.scalars(select(Activity).where(columns_of(Activity).id.in_(numbers)))
    held = {one.id: one for one in rows}
    return [held[number] for number in numbers if number in held]


def texts(session: Session, activities: Sequence[Activity]) -> dict[int, str]:
    """Texts of activities that the actor has been given to see."""
    subjects.load(session, (one.subject_id for one in activities))
    return {one.id: subjects.clear(session, one, "text_sealed") or "" for one in activities}
