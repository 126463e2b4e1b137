"""Deal imports: writing deals as they were judged, many in few statements."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from store import bulk_rows, imports, indexes, rates, subjects
from store.deal_entries import DealEntry
from store.deal_verdicts import DealVerdict
from store.deals import fold
from store.entries import Entry
from store.envelopes import Envelope
from store.ids import new_id, reserve
from store.moneys import Money
from store.pipelines import Step
from store.sessions import Session
from store.tables import Deal, DealLine, StageMove

Row = dict[str, Any]
ONE = 1000
"""A quantity of one, in thousandths."""


def write(session: Session, judged: Sequence[DealVerdict]) -> int:
    """Add deals with their history and bring those up to date that are there already.

    Args:
        session: in which they were judged.
        judged: of one call of `judge`.

    Returns:
        How many companies were made.
    """
    wanted = [one for one in judged if one.outcome in ("added", "updated")]
    places = imports.make_places(session, map(_company, wanted))
    _add(session, [one for one in wanted if one.outcome == "added"], places)
    for verdict in wanted:
        if verdict.outcome == "updated":
            _update(session, verdict, places)
    return len(places)


def _company(verdict: DealVerdict) -> Entry:
    """A deal as something that its company is made from."""
    entry = verdict.entry
    place = Entry(entry.line, entry.title, fold(entry.title), entry.owner_id)
    place.company, place.place = entry.company, verdict.place
    return place


def _add(session: Session, added: Sequence[DealVerdict], places: Mapping[str, int]) -> None:
    if not added:
        return
    numbers = reserve(session.connection(), "deal", len(added))
    keys = subjects.create_many(session, len(added))
    rows: list[Row] = []
    moves: list[Row] = []
    sold: list[Row] = []
    for number, key, verdict in zip(numbers, keys, added, strict=True):
        row = _deal(session, verdict, number, key)
        row["company_id"] = _place(verdict, places)
        rows.append(row)
        moves += _moves(row, verdict.entry)
        if verdict.entry.product:
            sold.append(_line(row, verdict.entry.product))
    session.flush()  # the companies come first
    bulk_rows.add(session, Deal, rows)
    bulk_rows.add(session, StageMove, moves)
    bulk_rows.add(session, DealLine, sold)
    indexes.put_deals(session, rows)


def _deal(session: Session, verdict: DealVerdict, number: int, key: int) -> Row:
    entry = verdict.entry
    since = entry.closed or entry.opened or session.now
    amount = entry.amount
    return {
        "id": number,
        "title": entry.title,
        "folded": fold(entry.title),
        "pipeline_id": entry.step.pipeline_id,
        "stage_id": entry.step.id,
        "probability": entry.step.probability,
        "amount_minor": amount.minor if amount else None,
        "currency": amount.currency if amount else rates.base(session),
        "base_minor": rates.convert(session, amount).minor if amount else None,
        "close_on": entry.close_on,
        "closed_at": None if entry.step.kind == "open" else since,
        "lost_reason": entry.lost.reason if entry.lost else None,
        "lost_note_sealed": _lost_note(session, number, key, entry),
        "source": entry.source,
        "competitor": entry.competitor,
        "next_step": entry.next_step,
        "contact_id": verdict.contact_id,
        "owner_id": entry.owner_id,
        "subject_id": key,
        "stage_since": since,
        "imported": True,
        "outside_id": entry.outside_id,
        "created_by": session.actor.id if session.actor else None,
        "created_at": entry.opened or since,
        "updated_at": session.now,
        "version": 1,
    }


def _lost_note(session: Session, number: int, key: int, entry: DealEntry) -> Envelope | None:
    if entry.lost is None or not entry.lost.note:
        return None
    where = subjects.place("deals", "lost_note_sealed", number)
    return subjects.envelope(session, entry.lost.note, where, key)


def _place(verdict: DealVerdict, places: Mapping[str, int]) -> int | None:
    return places[verdict.place] if isinstance(verdict.place, str) else verdict.place


def _moves(row: Row, entry: DealEntry) -> Iterator[Row]:
    """The history that a file tells: where a deal began, and where it went from there."""
    since, at = row["created_at"], row["stage_since"]
    if entry.began.id == entry.step.id:
        yield _move(row, entry.step, at)
        return
    yield _move(row, entry.began, since)
    spent = int((at - since).total_seconds())
    yield _move(row, entry.step, at) | {"from_stage_id": entry.began.id, "seconds": spent}


def _move(row: Row, step: Step, at: datetime) -> Row:
    """An entry into a stage, made by whoever owns the deal, as the file names nobody else."""
    return {
        "id": new_id(),
        "deal_id": row["id"],
        "from_stage_id": None,
        "to_stage_id": step.id,
        "staff_id": row["owner_id"],
        "at": at,
        "seconds": 0,
    }


def _line(row: Row, product: tuple[int, str, int]) -> Row:
    """What is sold: one of a product, for what the whole deal is worth, or for its price."""
    return {
        "id": new_id(),
        "deal_id": row["id"],
        "product_id": product[0],
        "position": 1,
        "name": product[1],
        "quantity_milli": ONE,
        "price_minor": row["amount_minor"] or product[2],
        "discount_bp": 0,
    }


def _update(session: Session, verdict: DealVerdict, places: Mapping[str, int]) -> None:
    row, entry = verdict.row, verdict.entry
    assert row  # noqa: S101 (a deal that is updated is stored)
    changes: dict[str, Any] = dict(verdict.changes)
    if "company" in changes:
        changes.pop("company")
        row.company_id = _place(verdict, places)
    amount: Money | None = changes.pop("amount", None)
    if amount:
        row.amount_minor, row.currency = amount.minor, amount.currency
        row.base_minor = rates.convert(session, amount).minor
    if changes.pop("lost_reason", None) and entry.lost:
        row.lost_reason = entry.lost.reason
        subjects.close(session, row, "lost_note_sealed", entry.lost.note or None)
    step: Step | None = changes.pop("stage", None)
    if step:
        _go_on(session, row, step, entry.closed)
    for name, value in changes.items():
        setattr(row, name, value)
    row.folded = fold(row.title)
    row.updated_at = session.now


def _go_on(session: Session, row: Deal, step: Step, closed: datetime | None) -> None:
    """A deal that has moved on where it comes from does so here."""
    at = max(closed or session.now, row.stage_since)
    spent = int((at - row.stage_since).total_seconds())
    values = _move({"id": row.id, "owner_id": row.owner_id}, step, at)
    session.add(StageMove(**values | {"from_stage_id": row.stage_id, "seconds": spent}))
    row.pipeline_id, row.stage_id = step.pipeline_id, step.id
    row.probability, row.stage_since = step.probability, at
    row.closed_at = None if step.kind == "open" else at
    if step.kind != "lost":
        row.lost_reason = row.lost_note_sealed = None
