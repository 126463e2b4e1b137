"""Importing: writing what was judged, many records in few statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from store import subjects, verdicts
from store.entries import Entry
from store.holdings import SEALED, Holding
from store.ids import new_id, reserve
from store.moneys import Money
from store.sessions import Session
from store.staff import fold
from store.tables import Activity, Company, Contact, ContactPoint, Tag, Tagging
from store.verdicts import Verdict


def write_contacts(session: Session, judged: Sequence[Verdict]) -> int:
    """Add and fill in contacts as they were judged, and make the companies that are missing.

    Args:
        session: in which they were judged.
        judged: verdicts of one call of `judge_contacts`; added ones know their row afterwards.

    Returns:
        How many companies were made.
    """
    added = [one.entry for one in judged if one.outcome == "added"]
    touched = [one for one in _filled(judged) if isinstance(one.row, Contact)]
    pending = [*added, *(one.pending for one in touched)]
    places = _make_places(session, pending)
    rows = _new_contacts(session, added, places)
    for holding in touched:
        _fill(session, holding)
        if holding.pending.place is not None:
            holding.row.company_id = _place(holding.pending, places)  # type: ignore[union-attr]
    session.flush()
    pairs = [*zip(rows, added, strict=True), *((one.row, one.pending) for one in touched)]
    _hang_on(session, pairs, {one.row.id: len(one.looks) for one in touched if one.row})
    return len(places)


def write_companies(session: Session, judged: Sequence[Verdict]) -> dict[int, Company]:
    """Add and fill in companies as they were judged, and give the rows by line of the file."""
    added = [one.entry for one in judged if one.outcome == "added"]
    rows = _new_companies(session, added)
    touched = _filled(judged)
    for holding in touched:
        _fill(session, holding)
    session.flush()
    pairs = [*zip(rows, added, strict=True), *((one.row, one.pending) for one in touched)]
    _note(session, pairs)
    made = {entry.line: row for row, entry in zip(rows, added, strict=True)}
    repeated = {
        one.entry.line: one.repeats.row
        for one in judged
        if one.repeats and one.repeats.editable and isinstance(one.repeats.row, Company)
    }
    return made | repeated


def _filled(judged: Iterable[Verdict]) -> list[Holding]:
    """Stored records to which something is added, each once."""
    found = {
        id(one.repeats): one.repeats
        for one in judged
        if one.outcome == "updated" and one.repeats and one.repeats.row
    }
    return list(found.values())


def _make_places(session: Session, entries: Iterable[Entry]) -> dict[str, int]:
    """Make the companies that are not stored yet, and give their ids by folded name."""
    wanted: dict[str, Entry] = {}
    for entry in entries:
        if isinstance(entry.place, str) and entry.company:
            website = {"website": entry.website} if entry.website else {}
            company = Entry(entry.line, *entry.company, entry.owner_id, website)
            wanted.setdefault(entry.place, company).values.update(website)
    rows = _new_companies(session, list(wanted.values()))
    session.flush()
    return {row.folded: row.id for row in rows}


def _place(entry: Entry, places: Mapping[str, int]) -> int | None:
    return places[entry.place] if isinstance(entry.place, str) else entry.place


def _new_contacts(
    session: Session, entries: Sequence[Entry], places: Mapping[str, int]
) -> list[Contact]:
    rows = []
    for common, entry in zip(_common(session, "contact", entries), entries, strict=True):
        plain = {name: entry.values.get(name) for name in ("title", "tier", "source")}
        row = Contact(**common, **plain, company_id=_place(entry, places))
        if entry.notes:
            row.touched_at = session.now
        _seal(session, row, "contact", entry.values)
        rows.append(row)
    session.add_all(rows)
    return rows


def _new_companies(session: Session, entries: Sequence[Entry]) -> list[Company]:
    rows = []
    for common, entry in zip(_common(session, "company", entries), entries, strict=True):
        row = Company(**common)
        _put(session, row, "company", entry.values)
        rows.append(row)
    session.add_all(rows)
    return rows


def _common(session: Session, kind: str, entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    """What all new records have, with numbers and keys taken for all of them at once."""
    if not entries:
        return
    numbers = reserve(session.connection(), kind, len(entries))
    keys = subjects.create_many(session, len(entries))
    for number, key, entry in zip(numbers, keys, entries, strict=True):
        yield {
            "id": number,
            "name": entry.name,
            "folded": entry.folded,
            "owner_id": entry.owner_id,
            "subject_id": key,
            "created_by": session.actor.id if session.actor else None,
            "created_at": session.now,
            "updated_at": session.now,
            "version": 1,
        }


def _fill(session: Session, holding: Holding) -> None:
    row = holding.row
    assert row  # noqa: S101 (only stored records are filled in)
    _put(session, row, "contact" if isinstance(row, Contact) else "company", holding.pending.values)
    if isinstance(row, Contact) and holding.pending.notes:
        row.touched_at = session.now
    row.updated_at = session.now


def _put(session: Session, row: Contact | Company, kind: str, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(value, Money):
            row.revenue_minor, row.revenue_currency = value.minor, value.currency  # type: ignore[union-attr]
        elif name not in SEALED[kind]:
            setattr(row, name, value)
    _seal(session, row, kind, values)


def _seal(session: Session, row: Contact | Company, kind: str, values: Mapping[str, Any]) -> None:
    for name in SEALED[kind]:
        if values.get(name) is not None:
            subjects.close(session, row, f"{name}_sealed", str(values[name]))


def _hang_on(session: Session, pairs: Sequence[tuple[Any, Entry]], first: Mapping[int, int]) -> None:
    """Add phones, e-mails, tags and notes of contacts that are stored now."""
    for row, entry in pairs:
        start = first.get(row.id, len(entry.looks)) - len(entry.looks)
        for position, (look, point) in enumerate(entry.looks.items(), start):
            made = ContactPoint(
                id=new_id(),
                contact_id=row.id,
                subject_id=row.subject_id,
                kind=point.kind,
                label=point.label,
                position=position,
                look_up=look,
                plausible=point.plausible,
            )
            subjects.close(session, made, "value_sealed", point.value)
            session.add(made)
    _tag(session, pairs)
    _note(session, pairs)


def _tag(session: Session, pairs: Sequence[tuple[Any, Entry]]) -> None:
    names = {folded: tag for _, entry in pairs for folded, tag in entry.tags.items()}
    if not names:
        return
    columns = Tag.__table__.c  # type: ignore[attr-defined]
    held = {row.folded: row for row in session.scalars(select(Tag).where(columns.folded.in_(names)))}
    for folded, name in names.items():
        if folded not in held:
            held[folded] = Tag(id=new_id(), name=name, folded=folded, created_at=session.now)
            session.add(held[folded])
    session.flush()
    for row, entry in pairs:
        for folded in entry.tags:
            session.add(Tagging(id=new_id(), contact_id=row.id, tag_id=held[folded].id))


def _note(session: Session, pairs: Sequence[tuple[Any, Entry]]) -> None:
    for row, entry in pairs:
        for text in entry.notes:
            of_contact = isinstance(row, Contact)
            activity = Activity(
                id=new_id(),
                kind="note",
                contact_id=row.id if of_contact else None,
                company_id=row.company_id if of_contact else row.id,
                staff_id=session.actor.id if session.actor else None,
                subject_id=row.subject_id,
                at=session.now,
            )
            subjects.close(session, activity, "text_sealed", text)
            session.add(activity)


def fold_tag(name: str) -> str:
    """What tags are compared by."""
    return fold(name)


def link_parents(session: Session, wishes: Mapping[int, tuple[int, str]]) -> dict[int, str]:
    """Put companies under their parents; a parent that a company has already stays.

    Args:
        session: of an actor who may change them.
        wishes: by line of the file: the company's id and the folded name of its parent.

    Returns:
        By line: "linked", "there" (it has one), "unknown" (no such company), or "circle" (it would
        be above itself).
    """
    ids = verdicts.company_ids(session, (folded for _, folded in wishes.values()))
    with session.unscoped():
        rows = {row.id: row for row in _companies(session, [one for one, _ in wishes.values()])}
        return {
            line: _link(session, rows[company_id], ids.get(folded))
            for line, (company_id, folded) in wishes.items()
        }


def _companies(session: Session, ids: Sequence[int]) -> Sequence[Company]:
    columns = Company.__table__.c  # type: ignore[attr-defined]
    return session.scalars(select(Company).where(columns.id.in_(ids))).all()


def _link(session: Session, row: Company, parent_id: int | None) -> str:
    if parent_id is None:
        return "unknown"
    if row.parent_id is not None:
        return "there"
    if row.id in _above(session, parent_id):
        return "circle"
    row.parent_id = parent_id
    row.updated_at = session.now
    return "linked"


def _above(session: Session, company_id: int) -> set[int]:
    """A company and everything above it; a circle that is there already ends."""
    seen: set[int] = set()
    at: int | None = company_id
    while at is not None and at not in seen:
        seen.add(at)
        held = session.get(Company, at)
        at = held.parent_id if held else None
    return seen
