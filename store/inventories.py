"""Inventories: reading what the company has of the people and companies in a file."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from store import access, shares, subjects
from store.columns import columns_of
from store.duplicates import Whose
from store.entries import Entry
from store.holdings import Holding, Holdings
from store.moneys import Money
from store.rights import Right
from store.row_rules import Party
from store.sessions import Session
from store.tables import Activity, Company, Contact, ContactPoint, Tag, Tagging

SEALED = {"contact": ("birthday", "address"), "company": ("phone", "address")}
PLAIN = {
    "contact": ("title", "tier", "source"),
    "company": ("industry", "employees", "founded", "country", "website", "parent_id"),
}


def read_contacts(session: Session, known: Holdings, entries: Sequence[Entry]) -> None:
    """Read the contacts that some of these entries may repeat, whoever has them.

    Args:
        session: of the actor by whom it is judged what may be shown and filled in.
        known: what is known already; grows by what is read.
        entries: of a batch; the statements are few, whatever its size.
    """
    looks = {look for entry in entries for look in entry.looks}
    columns = columns_of(Contact)
    having = select(col(ContactPoint.contact_id)).where(col(ContactPoint.look_up).in_(looks))
    with session.unscoped(), session.with_deleted():
        ids = set(session.scalars(having)) if looks else set()
        met = or_(columns.id.in_(ids), *_namesakes(entries))
        query = select(Contact).where(columns.merged_into.is_(None), met).order_by(columns.id)
        fresh = _hold(session, known, session.scalars(query).all())
        _read_looks(session, fresh)
        _read_words(session, [one for one in fresh if one.editable])
    for holding in fresh:
        known.know(holding)


def _namesakes(entries: Sequence[Entry]) -> Iterator[ColumnElement[bool]]:
    """Contacts of the same name at the same company, or at none: thousands share common names."""
    columns = columns_of(Contact)
    placed = [entry for entry in entries if isinstance(entry.place, int)]
    if placed:
        same = columns.folded.in_({entry.folded for entry in placed})
        yield same & columns.company_id.in_({entry.place for entry in placed})
    loose = {entry.folded for entry in entries if entry.place is None}
    if loose:
        yield columns.folded.in_(loose) & columns.company_id.is_(None)


def read_companies(session: Session, known: Holdings, entries: Sequence[Entry]) -> None:
    """Read the companies that some of these entries may repeat, whoever has them."""
    columns = columns_of(Company)
    query = select(Company).where(columns.folded.in_({entry.folded for entry in entries}))
    with session.unscoped(), session.with_deleted():
        fresh = _hold(session, known, session.scalars(query.order_by(columns.id)).all())
        _read_notes(session, [one for one in fresh if one.editable], "company_id")
    for holding in fresh:
        known.know(holding)


def _hold(session: Session, known: Holdings, rows: Sequence[Party]) -> list[Holding]:
    shares.know(session, rows)
    fresh = []
    for row in rows:
        if row.id in known.stored:
            continue
        level = shares.level(session, row)
        editable = access.covers(session, Right.CONTACTS_EDIT, row) or level == "edit"
        pending = Entry(0, row.name, row.folded, row.owner_id)
        whose = _whose(session, row, shared=level is not None)
        holding = Holding(pending, whose, editable and row.deleted_at is None, row)
        holding.place = row.company_id if isinstance(row, Contact) else None
        known.stored[row.id] = holding
        fresh.append(holding)
    _read_values(session, fresh)
    return fresh


def _whose(session: Session, row: Party, *, shared: bool) -> Whose:
    if row.deleted_at:
        return "deleted" if access.covers(session, Right.BULK, row) else "hidden"
    if row.owner_id is None:
        return "pool"
    if session.actor and row.owner_id == session.actor.id:
        return "mine"
    return "visible" if shared or access.covers(session, Right.CONTACTS_SEE, row) else "hidden"


def _read_values(session: Session, holdings: Sequence[Holding]) -> None:
    editable = [one for one in holdings if one.editable]
    subjects.load(session, [one.stored.subject_id for one in editable])
    for one in editable:
        row, kind = one.stored, kind_of(one.stored)
        if row.subject_id not in session.subject_keys:
            one.editable = False  # erased: nothing can be sealed for it any more
            continue
        for name in PLAIN[kind]:
            one.values[name] = getattr(row, name)
        for name in SEALED[kind]:
            one.values[name] = subjects.clear(session, row, f"{name}_sealed")
        if isinstance(row, Company) and row.revenue_minor is not None:
            one.values["revenue"] = Money(row.revenue_minor, str(row.revenue_currency))


def kind_of(row: Party) -> str:
    """Whether a row is a contact or a company."""
    return "contact" if isinstance(row, Contact) else "company"


def _read_looks(session: Session, holdings: Sequence[Holding]) -> None:
    held = {one.stored.id: one for one in holdings}
    columns = columns_of(ContactPoint)
    query = select(columns.contact_id, columns.kind, columns.look_up)
    if held:
        for row in session.execute(query.where(columns.contact_id.in_(held))):
            held[row.contact_id].looks[row.look_up] = row.kind


def _read_words(session: Session, holdings: Sequence[Holding]) -> None:
    """Read tags and notes of contacts that may be filled in."""
    held = {one.stored.id: one for one in holdings}
    tags, taggings = columns_of(Tag), columns_of(Tagging)
    query = select(taggings.contact_id, tags.folded).where(taggings.tag_id == tags.id)
    if held:
        for row in session.execute(query.where(taggings.contact_id.in_(held))):
            held[row.contact_id].tags.add(row.folded)
    _read_notes(session, holdings, "contact_id")


def _read_notes(session: Session, holdings: Sequence[Holding], column: str) -> None:
    """Read what was noted of records themselves; a contact's notes name its company too."""
    held = {one.stored.subject_id: one for one in holdings}
    if not held:
        return
    columns = columns_of(Activity)
    ids = [one.stored.id for one in holdings]
    query = select(Activity).where(columns.kind == "note", columns[column].in_(ids))
    for row in session.scalars(query):
        if row.subject_id in held:
            held[row.subject_id].notes.add(subjects.clear(session, row, "text_sealed") or "")
