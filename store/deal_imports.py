"""Deal imports: writing deals as they were judged, many in few statements."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from store import imports, rates, subjects
from store.deal_entries import DealEntry
from store.deal_verdicts import DealVerdict
from store.deals import fold
from store.entries import Entry
from store.ids import new_id, reserve
from store.moneys import Money
from store.pipelines import Step
from store.sessions import Session
from store.tables import Deal, DealLine, StageMove

ONE = 1000
"""A quantity of one, in thousandths."""


def write(session: Session, judged: Sequence[DealVerdict]) -> int:
    """Add deals with their history and bring those up to date that are there already.

    Args:
        session: in which they were judged.
        judged: of one call of `judge`; every added one has its row afterwards.

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
    for number, key, verdict in zip(numbers, keys, added, strict=True):
        row = verdict.row = _deal(session, verdict, number, key)
        row.company_id = _place(verdict, places)
        _put_amount(session, row, verdict.entry.amount)
        _put_reason(session, row, verdict.entry)
        session.add(row)
        session.add_all(_moves(row, verdict.entry))
        if verdict.entry.product:
            session.add(_line(row, verdict.entry.product))


def _deal(session: Session, verdict: DealVerdict, number: int, key: int) -> Deal:
    entry = verdict.entry
    since = entry.closed or entry.opened or session.now
    return Deal(
        id=number,
        title=entry.title,
        folded=fold(entry.title),
        pipeline_id=entry.step.pipeline_id,
        stage_id=entry.step.id,
        probability=entry.step.probability,
        currency=rates.base(session),
        close_on=entry.close_on,
        closed_at=None if entry.step.kind == "open" else since,
        source=entry.source,
        competitor=entry.competitor,
        next_step=entry.next_step,
        contact_id=verdict.contact_id,
        owner_id=entry.owner_id,
        subject_id=key,
        stage_since=since,
        imported=True,
        outside_id=entry.outside_id,
        created_by=session.actor.id if session.actor else None,
        created_at=entry.opened or since,
        updated_at=session.now,
        version=1,
    )


def _place(verdict: DealVerdict, places: Mapping[str, int]) -> int | None:
    return places[verdict.place] if isinstance(verdict.place, str) else verdict.place


def _put_amount(session: Session, row: Deal, amount: Money | None) -> None:
    if amount is not None:
        row.amount_minor, row.currency = amount.minor, amount.currency
        row.base_minor = rates.convert(session, amount).minor


def _put_reason(session: Session, row: Deal, entry: DealEntry) -> None:
    if entry.lost:
        row.lost_reason = entry.lost.reason
        subjects.close(session, row, "lost_note_sealed", entry.lost.note or None)


def _moves(row: Deal, entry: DealEntry) -> Iterator[StageMove]:
    """The history that a file tells: where a deal began, and where it went from there."""
    if entry.began.id == entry.step.id:
        yield _move(row, None, entry.step, row.stage_since)
        return
    yield _move(row, None, entry.began, row.created_at)
    yield _move(row, entry.began, entry.step, row.stage_since, since=row.created_at)


def _move(
    row: Deal, before: Step | None, step: Step, at: datetime, since: datetime | None = None
) -> StageMove:
    """An entry into a stage, made by whoever owns the deal, as the file names nobody else."""
    return StageMove(
        id=new_id(),
        deal_id=row.id,
        from_stage_id=before.id if before else None,
        to_stage_id=step.id,
        staff_id=row.owner_id,
        at=at,
        seconds=max(0, int((at - since).total_seconds())) if since else 0,
    )


def _line(row: Deal, product: tuple[int, str, int]) -> DealLine:
    """What is sold: one of a product, for what the whole deal is worth, or for its price."""
    return DealLine(
        id=new_id(),
        deal_id=row.id,
        product_id=product[0],
        position=1,
        name=product[1],
        quantity_milli=ONE,
        price_minor=row.amount_minor or product[2],
    )


def _update(session: Session, verdict: DealVerdict, places: Mapping[str, int]) -> None:
    row, entry = verdict.row, verdict.entry
    assert row  # noqa: S101 (a deal that is updated is stored)
    changes: dict[str, Any] = dict(verdict.changes)
    if "company" in changes:
        changes.pop("company")
        row.company_id = _place(verdict, places)
    _put_amount(session, row, changes.pop("amount", None))
    if changes.pop("lost_reason", None):
        _put_reason(session, row, entry)
    step = changes.pop("stage", None)
    if step:
        _go_on(session, row, entry)
    for name, value in changes.items():
        setattr(row, name, value)
    row.folded = fold(row.title)
    row.updated_at = session.now


def _go_on(session: Session, row: Deal, entry: DealEntry) -> None:
    """A deal that has moved on where it comes from does so here."""
    at = max(entry.closed or session.now, row.stage_since)
    before = row.stage_id
    move = _move(row, None, entry.step, at, since=row.stage_since)
    move.from_stage_id = before
    session.add(move)
    row.pipeline_id, row.stage_id = entry.step.pipeline_id, entry.step.id
    row.probability, row.stage_since = entry.step.probability, at
    row.closed_at = None if entry.step.kind == "open" else at
    if entry.step.kind != "lost":
        row.lost_reason = row.lost_note_sealed = None
