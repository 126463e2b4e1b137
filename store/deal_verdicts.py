"""Deal verdicts: which deals of a file are new, and which are there already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import select
from sqlmodel import col

from store import access, pipelines, rates, staff, verdicts
from store.columns import columns_of
from store.deal_entries import DealEntry
from store.deals import amount_of
from store.pipelines import Step
from store.rights import Right
from store.sessions import Session
from store.tables import AuditEntry, Contact, Deal

IMPORT = "import"
"""The command under which imports stand in the audit."""

Why = Literal["", "same", "changed here", "hidden", "deleted", "rate"]


@dataclass(slots=True)
class DealVerdict:
    """What becomes of a deal of a file.

    Attributes:
        row: the stored deal that it is.
        why: what hinders it: nothing is new, somebody has changed the deal here, the actor may not
            see it or it was deleted, or there is no rate for its currency.
        place: its company's number, or folded name while that is not stored.
        changes: what the file says anew, by field; "company" and "amount" for these.
    """

    entry: DealEntry
    outcome: Literal["added", "updated", "duplicate", "rejected"]
    row: Deal | None = None
    why: Why = ""
    place: int | str | None = None
    contact_id: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)


def judge(session: Session, entries: Sequence[DealEntry]) -> list[DealVerdict]:
    """Decide what becomes of deals; nothing is written.

    A deal is known by what it is called where it comes from. One that is there already follows the
    file as long as nobody has changed it here.

    Args:
        session: of an actor with the right to change deals.
        entries: of a batch, each `outside_id` once; the statements are few, whatever its size.

    Raises:
        Denied: no right to change deals.
    """
    staff.demand(session, Right.DEALS_EDIT)
    held = _held(session, [entry.outside_id for entry in entries])
    changed = _changed_here(session, [row.id for rows in held.values() for row in rows])
    places = verdicts.company_ids(session, (entry.company[1] for entry in entries if entry.company))
    people = _contacts(session, {entry.contact for entry in entries if entry.contact})
    convertible = rates.all_rates(session).keys()
    found = []
    for entry in entries:
        verdict = DealVerdict(entry, "added", place=_place(entry, places))
        verdict.contact_id = _contact(entry, verdict.place, people)
        if entry.amount and entry.amount.currency not in convertible:
            verdict.outcome, verdict.why = "rejected", "rate"
        else:
            _recognise(session, verdict, held[entry.outside_id], changed)
        found.append(verdict)
    return found


def _held(session: Session, outside_ids: Sequence[str]) -> dict[str, list[Deal]]:
    """Stored deals of these names, whoever has them; the living one first."""
    columns = columns_of(Deal)
    query = select(Deal).where(columns.outside_id.in_(outside_ids))
    found: dict[str, list[Deal]] = defaultdict(list)
    with session.unscoped(), session.with_deleted():
        for row in session.scalars(query.order_by(columns.deleted_at.is_not(None), columns.id)):
            found[str(row.outside_id)].append(row)
    return found


def _changed_here(session: Session, deal_ids: Sequence[int]) -> dict[int, set[str]]:
    """The commands that have changed deals since they were imported."""
    found: dict[int, set[str]] = defaultdict(set)
    if not deal_ids:
        return found
    columns = columns_of(AuditEntry)
    query = select(columns.subject_row, columns.command).where(
        columns.subject_table == "deals",
        columns.subject_row.in_([str(one) for one in deal_ids]),
        columns.command != IMPORT,
    )
    for row in session.connection().execute(query.distinct()):
        found[int(row.subject_row)].add(row.command)
    return found


def _contacts(session: Session, names: Iterable[str]) -> dict[str, list[Contact]]:
    """Contacts of these names that the actor may see."""
    wanted = sorted(names)
    found: dict[str, list[Contact]] = defaultdict(list)
    if wanted:
        for row in session.scalars(select(Contact).where(col(Contact.folded).in_(wanted))):
            found[row.folded].append(row)
    return found


def _place(entry: DealEntry, places: Mapping[str, int]) -> int | str | None:
    return places.get(entry.company[1], entry.company[1]) if entry.company else None


def _contact(
    entry: DealEntry, place: int | str | None, people: Mapping[str, Sequence[Contact]]
) -> int | None:
    """The one of a name at the deal's company, or the only one where none is named."""
    named = people.get(entry.contact, ()) if entry.contact else ()
    fitting = [one for one in named if place is None or one.company_id == place]
    return fitting[0].id if len(fitting) == 1 else None


def _recognise(
    session: Session, verdict: DealVerdict, held: Sequence[Deal], changed: Mapping[int, set[str]]
) -> None:
    for row in held:
        if row.deleted_at is None:
            _compare(session, verdict, row, untouched=not changed.get(row.id))
            return
        if changed.get(row.id, set()) - {"undo"}:  # an import that was taken back may be repeated
            shown = access.covers(session, Right.DEALS_SEE, row)
            verdict.outcome, verdict.row = "duplicate", row
            verdict.why = "deleted" if shown else "hidden"
            return


def _compare(session: Session, verdict: DealVerdict, row: Deal, *, untouched: bool) -> None:
    verdict.outcome, verdict.row = "duplicate", row
    if not access.covers(session, Right.DEALS_EDIT, row):
        seen = access.covers(session, Right.DEALS_SEE, row)
        verdict.why = "same" if seen else "hidden"
        return
    changes = _changes(verdict, row, _here(session, row, verdict.entry.step))
    if not changes:
        verdict.why = "same"
    elif untouched:
        verdict.outcome, verdict.changes = "updated", changes
    else:
        verdict.why, verdict.changes = "changed here", changes


def _here(session: Session, row: Deal, step: Step) -> Step:
    """The stage of a deal's own pipeline that is meant, if it has such a one."""
    same = (
        one
        for one in pipelines.of_pipeline(session, row.pipeline_id)
        if one.kind == step.kind and (step.kind != "open" or one.folded == step.folded)
    )
    return next(same, step)


def _changes(verdict: DealVerdict, row: Deal, step: Step) -> dict[str, Any]:
    """What an entry says otherwise than the stored deal; what it leaves out stays."""
    entry = verdict.entry
    said = {
        "title": entry.title,
        "stage": step,
        "owner_id": entry.owner_id,
        "amount": entry.amount,
        "close_on": entry.close_on,
        "closed_at": entry.closed if entry.step.kind != "open" else None,
        "company": verdict.place,
        "contact_id": verdict.contact_id,
        "source": entry.source,
        "competitor": entry.competitor,
        "next_step": entry.next_step,
        "lost_reason": entry.lost.reason if entry.lost else None,
    }
    return {
        name: value
        for name, value in said.items()
        if value is not None and value != _stored(row, name, value)
    }


def _stored(row: Deal, name: str, said: Any) -> Any:  # noqa: ANN401
    if name == "stage":
        return said if row.stage_id == said.id else row.stage_id
    if name == "amount":
        return amount_of(row)
    return row.company_id if name == "company" else getattr(row, name)
