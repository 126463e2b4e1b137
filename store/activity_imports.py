"""Activity imports: history of calls, meetings and notes, each with a record that is there already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from store import access, activities
from store.activities import Kind, Logged
from store.columns import columns_of
from store.sessions import Session
from store.tables import Activity, Company, Contact, ContactPoint, Deal

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Happening:
    """An activity of a file.

    Attributes:
        line: 1-based line of the file.
        staff_id: who did it.
        points: phones and e-mails of whom it was with, as (kind, normal form).
        name, company, deal: folded, as records are found by; a deal's also by its number elsewhere.
        number: the deal's cell as the file has it.
    """

    line: int
    kind: Kind
    text: str
    at: datetime
    staff_id: int | None
    points: tuple[tuple[str, str], ...] = ()
    name: str = ""
    company: str = ""
    deal: str = ""
    number: str = ""


@dataclass(slots=True)
class Known:
    """Records that a batch may mean, by what names them; only those that the actor sees."""

    deals: Mapping[str, Sequence[Deal]]
    people: Mapping[str, Sequence[Contact]]
    points: Mapping[bytes, Sequence[Contact]]
    companies: Mapping[str, Sequence[Company]]


def place(session: Session, batch: Sequence[Happening]) -> dict[int, Logged | None]:
    """The record that each activity belongs to, by line; None where none or several fit.

    A deal comes before a person, who comes before a company. Four statements, whatever the batch.

    Args:
        session: of whoever imports; records that they may not change are none.
        batch: of a file.
    """
    known = _known(session, batch)
    found = {one.line: _meant(session, one, known) for one in batch}
    return {
        line: row if row and access.may_edit(session, row) else None for line, row in found.items()
    }


def _known(session: Session, batch: Sequence[Happening]) -> Known:
    deals, people, firms = columns_of(Deal), columns_of(Contact), columns_of(Company)
    numbers, titles = {one.number for one in batch}, {one.deal for one in batch}
    sold = _rows(session, Deal, deals.outside_id.in_(numbers) | deals.folded.in_(titles))
    looks = {session.keys.blind(*point) for one in batch for point in one.points}
    names = {one.name for one in batch if one.name}
    by_point = _by_point(session, looks)
    met = or_(people.folded.in_(names), people.id.in_({number for _, number in by_point}))
    rows = _rows(session, Contact, met)
    held = {row.id: row for row in rows}
    points = ((look, held[number]) for look, number in by_point if number in held)
    places = _rows(session, Company, firms.folded.in_({one.company for one in batch}))
    return Known(
        _lists([(row.outside_id or "", row) for row in sold] + [(row.folded, row) for row in sold]),
        _lists((row.folded, row) for row in rows),
        _lists(points),
        _lists((row.folded, row) for row in places),
    )


def _rows(session: Session, table: Any, met: ColumnElement[bool]) -> list[Any]:  # noqa: ANN401
    alive = columns_of(table).deleted_at.is_(None)
    return list(session.scalars(select(table).where(met, alive)))


def _by_point(session: Session, looks: Iterable[bytes]) -> list[tuple[bytes, int]]:
    query = select(col(ContactPoint.look_up), col(ContactPoint.contact_id))
    rows = session.execute(query.where(col(ContactPoint.look_up).in_(sorted(looks))))
    return [(look, number) for look, number in rows if look]


def _lists(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, row in pairs:
        if row not in found[key]:
            found[key].append(row)
    return found


def _meant(session: Session, one: Happening, known: Known) -> Logged | None:
    if one.deal:
        return _only(known.deals.get(one.number, ()) or known.deals.get(one.deal, ()))
    for point in one.points:
        reached = _only(known.points.get(session.keys.blind(*point), ()))
        if reached is not None:
            return reached
    companies = known.companies.get(one.company, ()) if one.company else ()
    if not one.name:
        return _only(companies)
    places = {row.id for row in companies}
    named = known.people.get(one.name, ())
    return _only([row for row in named if row.company_id in places] or named)


def _only(rows: Sequence[Row]) -> Row | None:
    return rows[0] if len(rows) == 1 else None


def fresh(
    session: Session, batch: Sequence[Happening], found: Mapping[int, Logged | None]
) -> list[Happening]:
    """Those of a batch that are not there yet.

    Args:
        session: in which they were placed.
        batch: whose record was found.
        found: as `place` gives it.
    """
    held, new = _held(session, batch), []
    for one in batch:
        row = found[one.line]
        key = (*_where(row), one.kind, one.at, one.text) if row else ()
        if key not in held:
            new.append(one)
            held.add(key)
    return new


def write(session: Session, batch: Sequence[Happening], found: Mapping[int, Logged | None]) -> None:
    """Keep activities, each with its record.

    Args:
        session: in which they were placed.
        batch: as `fresh` gives it.
        found: as `place` gives it.
    """
    for one in batch:
        row = found[one.line]
        assert row is not None  # noqa: S101 (only placed ones are fresh)
        activities.keep(session, row, one.kind, one.text, at=one.at, staff_id=one.staff_id)


def _held(session: Session, batch: Sequence[Happening]) -> set[tuple[object, ...]]:
    """What is there already of the moments of a batch."""
    moments = {one.at for one in batch}
    rows = list(session.scalars(select(Activity).where(col(Activity.at).in_(moments))))
    texts = activities.texts(session, rows)
    return {(*_of(row), row.kind, row.at, texts[row.id]) for row in rows}


def _of(row: Activity) -> tuple[str, int | None]:
    if row.deal_id:
        return "deal", row.deal_id
    return ("contact", row.contact_id) if row.contact_id else ("company", row.company_id)


def _where(row: Logged) -> tuple[str, int]:
    if isinstance(row, Deal):
        return "deal", row.id
    return "contact" if isinstance(row, Contact) else "company", row.id
