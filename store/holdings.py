"""Holdings: what the company has already, as far as an import must know it to repeat nothing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from store import access, subjects
from store.access import Owned
from store.columns import columns_of
from store.duplicates import Whose
from store.entries import Entry
from store.moneys import Money
from store.rights import Right
from store.sessions import Actor, Session
from store.tables import Activity, Company, Contact, ContactPoint, Share, Tag, Tagging

SEALED = {"contact": ("birthday", "address"), "company": ("phone", "address")}
PLAIN = {
    "contact": ("title", "tier", "source"),
    "company": ("industry", "employees", "founded", "country", "website", "parent_id"),
}


@dataclass(slots=True, eq=False)
class Holding:
    """A record that a row may repeat: a stored one, or a row further up in the file.

    Attributes:
        pending: what the file adds to it; for a row of the file, all of it.
        whose: as for a contact that is entered by chat.
        editable: whether the actor may fill in what is missing.
        row: the stored record.
        place: where a contact works, as in an entry.
        looks: kinds of its phones and e-mails by blind index.
        values, tags, notes: what is known of it; read for editable ones only.
    """

    pending: Entry
    whose: Whose
    editable: bool
    row: Owned | None = None
    values: dict[str, Any] = field(default_factory=dict)
    looks: dict[bytes, str] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    place: int | str | None = None

    @property
    def may_be_shown(self) -> bool:
        """Whether the actor may be told which record it is."""
        return self.whose != "hidden"


@dataclass(slots=True)
class Holdings:
    """Holdings, found by phone, e-mail and name."""

    by_point: dict[bytes, list[Holding]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Holding]] = field(default_factory=lambda: defaultdict(list))
    stored: dict[int, Holding] = field(default_factory=dict)

    def know(self, holding: Holding) -> None:
        """Find it from now on by its name, phones and e-mails."""
        lists = [self.by_name[holding.pending.folded]]
        lists += [self.by_point[look] for look in holding.looks]
        for found in lists:
            if holding not in found:
                found.append(holding)


def read_contacts(session: Session, known: Holdings, entries: Sequence[Entry]) -> None:
    """Read the contacts that some of these entries may repeat, whoever has them, by few statements."""
    looks = {look for entry in entries for look in entry.looks}
    columns = columns_of(Contact)
    having = select(ContactPoint.contact_id).where(columns_of(ContactPoint).look_up.in_(looks))  # type: ignore[call-overload]
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


def _hold(session: Session, known: Holdings, rows: Sequence[Contact | Company]) -> list[Holding]:
    shares = _shares(session, [row.id for row in rows if isinstance(row, Contact)])
    fresh = []
    for row in rows:
        if row.id in known.stored:
            continue
        level = shares.get(row.id) if isinstance(row, Contact) else None
        editable = access.covers(session, Right.CONTACTS_EDIT, row) or level == "edit"
        pending = Entry(0, row.name, row.folded, row.owner_id)
        whose = _whose(session, row, shared=level is not None)
        holding = Holding(pending, whose, editable and row.deleted_at is None, row)
        holding.place = row.company_id if isinstance(row, Contact) else None
        known.stored[row.id] = holding
        fresh.append(holding)
    _read_values(session, fresh)
    return fresh


def _whose(session: Session, row: Contact | Company, *, shared: bool) -> Whose:
    if row.deleted_at:
        return "deleted" if access.covers(session, Right.BULK, row) else "hidden"
    if row.owner_id is None:
        return "pool"
    if session.actor and row.owner_id == session.actor.id:
        return "mine"
    return "visible" if shared or access.covers(session, Right.CONTACTS_SEE, row) else "hidden"


def _shares(session: Session, contact_ids: Sequence[int]) -> dict[int, str]:
    """Level by contact that was shared with the actor."""
    if not contact_ids or session.actor is None:
        return {}
    columns = columns_of(Share)
    query = select(Share).where(
        columns.staff_id == session.actor.id, columns.contact_id.in_(contact_ids)
    )
    return {row.contact_id: row.level for row in session.scalars(query)}


def _read_values(session: Session, holdings: Sequence[Holding]) -> None:
    editable = [one for one in holdings if one.editable and one.row]
    subjects.load(session, [one.row.subject_id for one in editable if one.row])
    for one in editable:
        row, kind = one.row, kind_of(one.row)
        if row is None or row.subject_id not in session.subject_keys:
            one.editable = False  # erased: nothing can be sealed for it any more
            continue
        for name in PLAIN[kind]:
            one.values[name] = getattr(row, name)
        for name in SEALED[kind]:
            one.values[name] = subjects.clear(session, row, f"{name}_sealed")
        if isinstance(row, Company) and row.revenue_minor is not None:
            one.values["revenue"] = Money(row.revenue_minor, str(row.revenue_currency))


def kind_of(row: object) -> str:
    """Whether a row is a contact or a company."""
    return "contact" if isinstance(row, Contact) else "company"


def _read_looks(session: Session, holdings: Sequence[Holding]) -> None:
    held = {one.row.id: one for one in holdings if one.row}
    columns = columns_of(ContactPoint)
    query = select(ContactPoint.contact_id, ContactPoint.kind, ContactPoint.look_up)  # type: ignore[call-overload]
    if held:
        for row in session.execute(query.where(columns.contact_id.in_(held))):
            held[row.contact_id].looks[row.look_up] = row.kind


def _read_words(session: Session, holdings: Sequence[Holding]) -> None:
    """Read tags and notes of contacts that may be filled in."""
    held = {one.row.id: one for one in holdings if one.row}
    query = select(Tagging.contact_id, Tag.folded).where(  # type: ignore[call-overload]
        Tagging.tag_id == Tag.id,
        Tagging.contact_id.in_(held),  # type: ignore[attr-defined]
    )
    if held:
        for row in session.execute(query):
            held[row.contact_id].tags.add(row.folded)
    _read_notes(session, holdings, "contact_id")


def _read_notes(session: Session, holdings: Sequence[Holding], column: str) -> None:
    """Read what was noted of records themselves; a contact's notes name its company too."""
    held = {one.row.subject_id: one for one in holdings if one.row}
    if not held:
        return
    columns = columns_of(Activity)
    ids = [one.row.id for one in held.values() if one.row]
    query = select(Activity).where(columns.kind == "note", columns[column].in_(ids))
    for row in session.scalars(query):
        if row.subject_id in held:
            held[row.subject_id].notes.add(subjects.clear(session, row, "text_sealed") or "")


def of_file(actor: Actor, entry: Entry) -> Holding:
    """A row of the file as something that rows below may repeat."""
    staff = access.owners(actor, Right.CONTACTS_EDIT)
    editable = staff is None or entry.owner_id in staff
    whose: Whose = "mine" if entry.owner_id == actor.id else "visible"
    return Holding(
        entry,
        whose,
        editable,
        values=dict(entry.values),
        looks={look: point.kind for look, point in entry.looks.items()},
        tags=set(entry.tags),
        notes=set(entry.notes),
        place=entry.place,
    )
