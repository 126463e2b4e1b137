"""Deals (opportunities): what is being sold, to whom, for how much, and how far it has come."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from store import access, pipelines, rates, subjects
from store.access import Denied, NotFound
from store.errors import CrmError
from store.ids import new_id
from store.moneys import Money
from store.pipelines import Step
from store.rights import Right
from store.sessions import Session
from store.tables import Deal, StageMove

PLAIN = ("title", "close_on", "company_id", "contact_id", "source", "competitor", "next_step",
         "next_at")  # fmt: skip


class Unready(CrmError):
    """A deal lacks what a stage asks for."""

    def __init__(self, step: Step, missing: Sequence[str]) -> None:
        """Keep the stage, and the names of the missing fields."""
        super().__init__(step.name, tuple(missing))
        self.step = step
        self.missing = tuple(missing)


class NotMover(CrmError):
    """The stage lets only some roles move deals there."""

    def __init__(self, step: Step) -> None:
        """Keep which one."""
        super().__init__(step.name)
        self.step = step


class Closed(CrmError):
    """The deal is won or lost; it has to be reopened first."""


class NotClosed(CrmError):
    """The deal is open already."""


class OtherPipeline(CrmError):
    """The stage belongs to another pipeline than the deal."""

    def __init__(self, step: Step) -> None:
        """Keep which one."""
        super().__init__(step.name)
        self.step = step


@dataclass(frozen=True, slots=True)
class Draft:
    """A deal before it is stored.

    Attributes:
        amount: with its currency; None: not known yet.
        stage_id: None for the entry of the pipeline, or of the first pipeline.
    """

    title: str
    amount: Money | None = None
    company_id: int | None = None
    contact_id: int | None = None
    stage_id: int | None = None
    pipeline_id: int | None = None
    close_on: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a deal ended badly: a reason from the list, and words about it."""

    reason: str
    note: str = ""


def fold(title: str) -> str:
    """The form by which titles are compared."""
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


def add(session: Session, draft: Draft, *, owner_id: int | None) -> Deal:
    """Add a deal; it enters its stage by the same rules as any move.

    Args:
        session: of an actor with the right to change deals.
        draft: checked values.
        owner_id: whose it will be.

    Raises:
        Unready, NotMover: the stage cannot be entered so.
    """
    pipeline_id = draft.pipeline_id or pipelines.first_pipeline(session)
    first = pipelines.entry(session, pipeline_id)
    deal = Deal(
        id=session.take_number("deal"),
        title=draft.title,
        folded=fold(draft.title),
        pipeline_id=pipeline_id,
        stage_id=first.id,
        probability=first.probability,
        currency=session.directory.setting("currency", "USD"),
        company_id=draft.company_id,
        contact_id=draft.contact_id,
        close_on=draft.close_on,
        source=draft.source,
        owner_id=owner_id,
        subject_id=subjects.create(session),
        stage_since=session.now,
        created_by=session.actor.id if session.actor else None,
        created_at=session.now,
        updated_at=session.now,
        version=1,
    )
    if draft.amount:
        _put_amount(session, deal, draft.amount)
    session.add(deal)
    wanted = pipelines.step(session, draft.stage_id) if draft.stage_id else first
    _demand_ready(session, deal, wanted, None)
    _enter(session, deal, wanted, before=None)
    return deal


def _put_amount(session: Session, deal: Deal, amount: Money) -> Money | None:
    old = amount_of(deal)
    deal.amount_minor, deal.currency = amount.minor, amount.currency
    deal.base_minor = rates.convert(session, amount).minor
    return old


def amount_of(deal: Deal) -> Money | None:
    """What a deal is worth, if that is known; ask `access.amounts` before it is shown."""
    return None if deal.amount_minor is None else Money(deal.amount_minor, deal.currency)


def get(session: Session, deal_id: int) -> Deal:
    """The deal of a number.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    found = session.scalars(select(Deal).where(col(Deal.id) == deal_id)).one_or_none()
    if found is None:
        raise NotFound("deal", f"D-{deal_id}")
    return found


def get_many(session: Session, ids: Sequence[int]) -> list[Deal]:
    """The deals of these numbers that the actor may see, in the given order."""
    if not ids:
        return []
    found = {row.id: row for row in session.scalars(select(Deal).where(col(Deal.id).in_(ids)))}
    return [found[one] for one in ids if one in found]


def edit(session: Session, deal: Deal, changes: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Change fields of a deal, and give old and new value of what really changed.

    Args:
        session: of the actor.
        deal: which one.
        changes: fields in PLAIN, or "amount" as Money.

    Raises:
        Denied: the right does not reach this deal.
        Unready: a stage that the deal has reached asks for what would be taken away.
    """
    access.demand(session, Right.DEALS_EDIT, deal)
    done = {}
    for name, value in changes.items():
        old = _put(session, deal, name, value)
        if old != value:
            done[name] = (old, value)
    if done:
        deal.updated_at = session.now
        _demand_ready(session, deal, pipelines.step(session, deal.stage_id), None)
    return done


def _put(session: Session, deal: Deal, name: str, value: Any) -> Any:  # noqa: ANN401
    if name == "amount":
        return _put_amount(session, deal, value)
    if name == "title":
        deal.folded = fold(value)
    old = getattr(deal, name)
    setattr(deal, name, value)
    return old


def move(session: Session, deal: Deal, step: Step, outcome: Outcome | None = None) -> Step:
    """Move a deal to a stage: the only way for any deal to enter any stage.

    The probability becomes that of the stage, the history gets an entry, and a won or lost deal
    gets its end.

    Args:
        session: of the actor.
        deal: an open deal.
        step: where it goes.
        outcome: why it was lost; needed for a stage of that kind and for no other.

    Returns:
        The stage that it was in.

    Raises:
        Denied: the right does not reach this deal.
        Closed: it has ended; `reopen` first.
        OtherPipeline, NotMover, Unready: the stage cannot be entered.
    """
    access.demand(session, Right.DEALS_EDIT, deal)
    if deal.closed_at is not None:
        raise Closed
    before = pipelines.step(session, deal.stage_id)
    if step.pipeline_id != deal.pipeline_id:
        raise OtherPipeline(step)
    if step.kind == "won" and deal.close_on is None:
        deal.close_on = _today(session)
    _demand_ready(session, deal, step, outcome)
    if step.id != before.id:
        _enter(session, deal, step, before)
        _end(session, deal, step, outcome)
    return before


def _today(session: Session) -> date:
    return session.now.date()


def _demand_ready(session: Session, deal: Deal, step: Step, outcome: Outcome | None) -> None:
    """What every entry into a stage asks for, whichever way it comes."""
    role = session.actor.person.role if session.actor and session.actor.person else None
    if step.movers and role is not None and role not in step.movers:
        raise NotMover(step)
    wanted = set(step.required)
    if step.kind == "won":
        wanted |= {"amount", "close"}
    held = {
        "amount": deal.amount_minor is not None,
        "close": deal.close_on is not None,
        "company": deal.company_id is not None,
        "contact": deal.contact_id is not None,
        "next": deal.next_step is not None or deal.next_at is not None,
        "reason": outcome is not None or deal.lost_reason is not None,
    }
    if step.kind == "lost":
        wanted.add("reason")
    missing = [name for name in held if name in wanted and not held[name]]
    if missing:
        raise Unready(step, missing)


def _enter(session: Session, deal: Deal, step: Step, before: Step | None) -> None:
    spent = (session.now - deal.stage_since).total_seconds() if before else 0
    session.add(
        StageMove(
            id=new_id(),
            deal_id=deal.id,
            from_stage_id=before.id if before else None,
            to_stage_id=step.id,
            staff_id=session.actor.id if session.actor else None,
            at=session.now,
            seconds=int(spent),
        )
    )
    deal.stage_id, deal.probability, deal.stage_since = step.id, step.probability, session.now
    deal.updated_at = session.now
    if before is None and step.kind != "open":
        deal.closed_at = session.now


def _end(session: Session, deal: Deal, step: Step, outcome: Outcome | None) -> None:
    """A deal that is won or lost ends now."""
    if step.kind == "open":
        return
    deal.closed_at = session.now
    if outcome and step.kind == "lost":
        deal.lost_reason = outcome.reason
        subjects.close(session, deal, "lost_note_sealed", outcome.note or None)


def reopen(session: Session, deal: Deal, step: Step | None = None) -> Step:
    """Take a won or lost deal up again, in the stage that it ended from or another open one.

    Raises:
        Denied: the right does not reach this deal.
        NotClosed: it is open.
        OtherPipeline, NotMover, Unready: the stage cannot be entered.
    """
    access.demand(session, Right.DEALS_EDIT, deal)
    if deal.closed_at is None:
        raise NotClosed
    before = pipelines.step(session, deal.stage_id)
    target = step or _left(session, deal)
    deal.closed_at = deal.lost_reason = deal.lost_note_sealed = None
    if target.pipeline_id != deal.pipeline_id:
        raise OtherPipeline(target)
    _demand_ready(session, deal, target, None)
    _enter(session, deal, target, before)
    return target


def _left(session: Session, deal: Deal) -> Step:
    """The open stage that a deal was in last."""
    known = {one.id: one for one in pipelines.of_pipeline(session, deal.pipeline_id)}
    for one in history(session, deal):
        if one.from_stage_id in known and known[one.from_stage_id].kind == "open":
            return known[one.from_stage_id]
    return pipelines.entry(session, deal.pipeline_id)


def history(session: Session, deal: Deal) -> list[StageMove]:
    """How a deal came through its stages, the newest move first."""
    query = select(StageMove).where(col(StageMove.deal_id) == deal.id)
    return list(session.scalars(query.order_by(col(StageMove.at).desc(), col(StageMove.id).desc())))


def lost_note(session: Session, deal: Deal) -> str | None:
    """Words about why a deal was lost."""
    return subjects.clear(session, deal, "lost_note_sealed")


def assign(session: Session, deal: Deal, staff_id: int) -> int | None:
    """Give a deal to a member of staff, and return the id of the owner before.

    Raises:
        Denied: the deal, or the person, is outside the actor's right to assign.
        NotFound: nobody who may own deals.
    """
    access.demand(session, Right.ASSIGN, deal)
    reach = access.owners(session.actor, Right.ASSIGN) if session.actor else frozenset()
    if reach is not None and staff_id not in reach:
        raise Denied(Right.ASSIGN, session.actor.scope(Right.ASSIGN) if session.actor else None)
    before, deal.owner_id = deal.owner_id, staff_id
    deal.updated_at = session.now
    return before


def delete(session: Session, deal: Deal) -> None:
    """Delete a deal; it keeps its number and history and can be restored.

    Raises:
        Denied: not one's own to delete.
    """
    access.demand(session, Right.BULK, deal)
    deal.deleted_at = session.now
