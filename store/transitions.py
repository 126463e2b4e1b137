"""Transitions: the one way for a deal into a stage, and the rules that guard it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import col

from store import access, pipelines, subjects
from store.errors import CrmError
from store.ids import new_id
from store.pipelines import Step
from store.rights import Right
from store.sessions import Session
from store.tables import Deal, StageMove


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

    def __init__(self, deal: Deal, step: Step) -> None:
        """Keep which deal, and the stage that it ended in."""
        super().__init__(deal.id, step.name)
        self.deal = deal
        self.step = step


class NotClosed(CrmError):
    """The deal is open already."""

    def __init__(self, deal: Deal, step: Step) -> None:
        """Keep which deal, and the stage that it is in."""
        super().__init__(deal.id, step.name)
        self.deal = deal
        self.step = step


class NotOpen(CrmError):
    """A deal cannot be reopened into a stage where deals end."""

    def __init__(self, step: Step) -> None:
        """Keep which one."""
        super().__init__(step.name)
        self.step = step


class OtherPipeline(CrmError):
    """The stage belongs to another pipeline than the deal."""

    def __init__(self, step: Step) -> None:
        """Keep which one."""
        super().__init__(step.name)
        self.step = step


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a deal ended badly: a reason from the list, and words about it."""

    reason: str
    note: str = ""


def move(
    session: Session, deal: Deal, step: Step, outcome: Outcome | None = None, *, note: str = ""
) -> Step:
    """Move a deal to a stage: the only way for any deal to enter any stage.

    The probability becomes that of the stage, the history gets an entry, and a won or lost deal
    gets its end.

    Args:
        session: of the actor.
        deal: an open deal.
        step: where it goes.
        outcome: why it was lost; needed for a stage of that kind and for no other.
        note: words about the move, kept with it.

    Returns:
        The stage that it was in.

    Raises:
        Denied: the right does not reach this deal.
        Closed: it has ended; `reopen` first.
        OtherPipeline, NotMover, Unready: the stage cannot be entered.
    """
    before = demand_movable(session, deal, step)
    if step.id == before.id:
        return before
    if step.kind == "won" and deal.close_on is None:
        deal.close_on = today(session)
    demand_ready(session, deal, step, outcome)
    enter(session, deal, step, before, note)
    _end(session, deal, step, outcome)
    return before


def demand_movable(session: Session, deal: Deal, step: Step) -> Step:
    """Check that a deal may leave its stage for another one, and give the one that it is in.

    Raises:
        Denied, Closed, OtherPipeline: as with `move`.
    """
    access.demand(session, Right.DEALS_EDIT, deal)
    before = pipelines.step(session, deal.stage_id)
    if deal.closed_at is not None:
        raise Closed(deal, before)
    if step.pipeline_id != deal.pipeline_id:
        raise OtherPipeline(step)
    return before


def today(session: Session) -> date:
    """The day where the actor is."""
    person = session.actor.person if session.actor else None
    zone = (person and person.timezone) or session.directory.setting("timezone", "UTC")
    return session.now.astimezone(ZoneInfo(zone)).date()


def demand_ready(session: Session, deal: Deal, step: Step, outcome: Outcome | None) -> None:
    """What every entry into a stage asks for, whichever way it comes."""
    role = session.actor.person.role if session.actor and session.actor.person else None
    if step.movers and role is not None and role not in step.movers:
        raise NotMover(step)
    lacking = _missing(deal, step, outcome)
    if lacking:
        raise Unready(step, lacking)


def missing(session: Session, deal: Deal) -> list[str]:
    """What a deal lacks in the stage that it is in: one that asks for more since it entered."""
    return _missing(deal, pipelines.step(session, deal.stage_id), None)


def demand_kept(session: Session, deal: Deal, before: Sequence[str]) -> None:
    """Let nothing be emptied that a deal's stage asks for.

    Args:
        session: of the actor.
        deal: as it is now.
        before: what `missing` said before it was changed.

    Raises:
        Unready: it lacks more than before.
    """
    lost = [one for one in missing(session, deal) if one not in before]
    if lost:
        raise Unready(pipelines.step(session, deal.stage_id), lost)


def _missing(deal: Deal, step: Step, outcome: Outcome | None) -> list[str]:
    """What a deal lacks to be in a stage."""
    wanted = set(step.required)
    if step.kind == "won":
        wanted |= {"amount", "close"}
    if step.kind == "lost":
        wanted.add("reason")
    held = {
        "amount": deal.amount_minor is not None,
        "close": deal.close_on is not None,
        "company": deal.company_id is not None,
        "contact": deal.contact_id is not None,
        "next": deal.next_step is not None or deal.next_at is not None,
        "reason": outcome is not None or deal.lost_reason is not None,
    }
    return [name for name in held if name in wanted and not held[name]]


def settle(session: Session, deal: Deal) -> None:
    """Hold a deal that an undo has changed to the rules of the stage that it is in now.

    What came with its history never had to keep them.

    Raises:
        Unready: what its stage asks for was taken from it.
    """
    step = pipelines.step(session, deal.stage_id)
    lacking = _missing(deal, step, None)
    if lacking and deal.deleted_at is None and not deal.imported:
        raise Unready(step, lacking)
    deal.probability = step.probability


def enter(session: Session, deal: Deal, step: Step, before: Step | None, note: str = "") -> None:
    """Write that a deal enters a stage now; callers have asked `demand_ready`."""
    spent = (session.now - deal.stage_since).total_seconds() if before else 0
    entry = StageMove(
        id=new_id(),
        deal_id=deal.id,
        from_stage_id=before.id if before else None,
        to_stage_id=step.id,
        staff_id=session.actor.id if session.actor else None,
        at=session.now,
        seconds=int(spent),
    )
    if note:
        where = subjects.place("stage_moves", "note_sealed", entry.id)
        entry.note_sealed = subjects.envelope(session, note, where, deal.subject_id)
    session.add(entry)
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
        NotOpen: deals end in that stage.
        OtherPipeline, NotMover, Unready: the stage cannot be entered.
    """
    access.demand(session, Right.DEALS_EDIT, deal)
    before = pipelines.step(session, deal.stage_id)
    if deal.closed_at is None:
        raise NotClosed(deal, before)
    target = step or _left(session, deal)
    if target.kind != "open":
        raise NotOpen(target)
    if target.pipeline_id != deal.pipeline_id:
        raise OtherPipeline(target)
    demand_ready(session, deal, target, None)
    deal.closed_at = deal.lost_reason = deal.lost_note_sealed = None
    enter(session, deal, target, before)
    return target


def _left(session: Session, deal: Deal) -> Step:
    """The open stage that a deal was in last."""
    known = {one.id: one for one in pipelines.of_pipeline(session, deal.pipeline_id)}
    for one in history(session, deal):
        if one.from_stage_id in known and known[one.from_stage_id].kind == "open":
            return known[one.from_stage_id]
    return pipelines.entry(session, deal.pipeline_id)


def note_of(session: Session, deal: Deal, entry: StageMove) -> str | None:
    """Words about a move."""
    if entry.note_sealed is None:
        return None
    place = ("stage_moves", "note_sealed", entry.id, deal.subject_id)
    return subjects.open_envelope(session, entry.note_sealed, *place)


def history(session: Session, deal: Deal) -> list[StageMove]:
    """How a deal came through its stages, the newest move first."""
    query = select(StageMove).where(col(StageMove.deal_id) == deal.id)
    return list(session.scalars(query.order_by(col(StageMove.at).desc(), col(StageMove.id).desc())))


def lost_note(session: Session, deal: Deal) -> str | None:
    """Words about why a deal was lost."""
    return subjects.clear(session, deal, "lost_note_sealed")
