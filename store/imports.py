"""Importing: writing what was judged, many records in few statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from store import bulk_rows, indexes, subjects
from store.columns import columns_of
from store.entries import Entry
from store.envelopes import Envelope
from store.holdings import Holding, Reference
from store.ids import new_id, reserve
from store.inventories import PLAIN, SEALED, kind_of
from store.moneys import Money
from store.points import Point
from store.sessions import Session
from store.tables import Activity, Company, Contact, ContactPoint, Tag, Tagging
from store.verdicts import Verdict


def write_contacts(session: Session, judged: Sequence[Verdict]) -> int:
    """Add and fill in contacts as they were judged, and make the companies that are missing.

    Args:
        session: in which they were judged.
        judged: verdicts of one call of `judge_contacts`; every holding is `written` afterwards.

    Returns:
        How many companies were made.
    """
    added = [one.holding for one in judged if one.outcome == "added"]
    touched = _filled(judged)
    places = make_places(session, [one.pending for one in (*added, *touched)])
    _new_contacts(session, added, places)
    for holding in touched:
        _fill(session, holding)
        if holding.pending.place is not None and isinstance(holding.row, Contact):
            holding.row.company_id = _place(holding.pending, places)
    session.flush()
    _add_points(session, added, touched)
    _tag(session, [*added, *touched])
    _note(session, [*added, *touched])
    return len(places)


def write_companies(session: Session, judged: Sequence[Verdict]) -> None:
    """Add and fill in companies as they were judged; every holding has its row afterwards."""
    added = [one.holding for one in judged if one.outcome == "added"]
    touched = _filled(judged)
    for holding, row in zip(
        added, _new_companies(session, [one.pending for one in added]), strict=True
    ):
        holding.row = row
    for holding in touched:
        _fill(session, holding)
    session.flush()
    _note(session, [*added, *touched])


def _filled(judged: Iterable[Verdict]) -> list[Holding]:
    """Stored records to which something is added, each once."""
    updated = (one.holding for one in judged if one.outcome == "updated")
    return list({id(one): one for one in updated if one.row}.values())


def make_places(session: Session, entries: Iterable[Entry]) -> dict[str, int]:
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


def _new_contacts(session: Session, added: Sequence[Holding], places: Mapping[str, int]) -> None:
    entries = [one.pending for one in added]
    rows = []
    for holding, common in zip(added, _common(session, "contact", entries), strict=True):
        entry = holding.pending
        row = common | {"company_id": _place(entry, places)}
        row |= {name: entry.values.get(name) for name in PLAIN["contact"]}
        row["touched_at"] = session.now if entry.notes else None
        for name in SEALED["contact"]:
            row[f"{name}_sealed"] = _sealed(session, row, name, entry.values.get(name))
        holding.made = Reference(row["id"], row["company_id"], row["subject_id"])
        rows.append(row)
    bulk_rows.add(session, Contact, rows)
    indexes.put_contacts(session, rows)


def _sealed(session: Session, row: Mapping[str, Any], name: str, value: Any) -> Envelope | None:  # noqa: ANN401
    if value is None:
        return None
    where = subjects.place("contacts", f"{name}_sealed", row["id"])
    return subjects.envelope(session, str(value), where, row["subject_id"])


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
    row = holding.stored
    _put(session, row, kind_of(row), holding.pending.values)
    if isinstance(row, Contact) and holding.pending.notes:
        row.touched_at = session.now
    row.updated_at = session.now


def _put(session: Session, row: Contact | Company, kind: str, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(value, Money):
            _put(session, row, kind, {"revenue_minor": value.minor})
            _put(session, row, kind, {"revenue_currency": value.currency})
        elif name not in SEALED[kind]:
            setattr(row, name, value)
    _seal(session, row, kind, values)


def _seal(session: Session, row: Contact | Company, kind: str, values: Mapping[str, Any]) -> None:
    for name in SEALED[kind]:
        if values.get(name) is not None:
            subjects.close(session, row, f"{name}_sealed", str(values[name]))


def _add_points(session: Session, added: Iterable[Holding], touched: Iterable[Holding]) -> None:
    """Add phones and e-mails, behind those that a contact has."""
    first = {id(one): len(one.looks) - len(one.pending.looks) for one in touched}
    rows = []
    for holding in (*added, *touched):
        start, row = first.get(id(holding), 0), holding.written
        for position, (look, point) in enumerate(holding.pending.looks.items(), start):
            rows.append(_point(session, row, point) | {"look_up": look, "position": position})
    bulk_rows.add(session, ContactPoint, rows)


def _point(session: Session, row: Reference, point: Point) -> dict[str, Any]:
    row_id = new_id()
    where = subjects.place("contact_points", "value_sealed", row_id)
    return {
        "id": row_id,
        "contact_id": row.contact_id,
        "subject_id": row.subject_id,
        "kind": point.kind,
        "label": point.label,
        "value_sealed": subjects.envelope(session, point.value, where, row.subject_id),
        "plausible": point.plausible,
    }


def _tag(session: Session, tagged: Sequence[Holding]) -> None:
    names = {folded: tag for one in tagged for folded, tag in one.pending.tags.items()}
    if not names:
        return
    query = select(Tag).where(columns_of(Tag).folded.in_(names))
    held = {row.folded: row.id for row in session.scalars(query)}
    for folded, name in names.items():
        if folded not in held:
            held[folded] = new_id()
            session.add(Tag(id=held[folded], name=name, folded=folded, created_at=session.now))
    session.flush()
    for one in tagged:
        number = one.written.contact_id
        assert number  # noqa: S101 (companies have no tags)
        for folded in one.pending.tags:
            session.add(Tagging(id=new_id(), contact_id=number, tag_id=held[folded]))


def _note(session: Session, noted: Iterable[Holding]) -> None:
    for one in noted:
        for text in one.pending.notes:
            session.add(_activity(session, one.written, text))


def _activity(session: Session, row: Reference, text: str) -> Activity:
    row_id = new_id()
    where = subjects.place("activities", "text_sealed", row_id)
    return Activity(
        id=row_id,
        kind="note",
        contact_id=row.contact_id,
        company_id=row.company_id,
        staff_id=session.actor.id if session.actor else None,
        subject_id=row.subject_id,
        text_sealed=subjects.envelope(session, text, where, row.subject_id),
        at=session.now,
    )
