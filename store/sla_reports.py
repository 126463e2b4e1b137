"""How well SLAs are kept: what is open now, and the last 30 days, within what the actor may see."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from store.columns import columns_of
from store.sessions import Session
from store.tables import Ticket

BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many promises of a kind came to their end, and how many of them were kept."""

    total: int
    met: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return self.met * 100 // self.total


@dataclass(frozen=True, slots=True)
class Now:
    """What is open, and how the last 30 days were."""

    open: int
    overdue: int
    waiting: int
    first: Kept
    resolve: Kept


def now(session: Session) -> Now:
    """Count the tickets that the actor may see."""
    columns = columns_of(Ticket)
    queue = select(
        func.count(),
        _sum(columns.due_at < session.now),
        _sum(columns.status == "waiting"),
    ).where(columns.deleted_at.is_(None), columns.ended_at.is_(None))
    # A ticket that ends without an answer is owed none from then on.
    stopped = func.coalesce(columns.first_response_at, columns.ended_at)
    late = or_(
        stopped > columns.first_due,
        and_(stopped.is_(None), columns.first_due < session.now),
    )
    first_over = or_(stopped.is_not(None), columns.first_due < session.now)
    solved = columns.resolved_at.is_not(None)
    past = select(
        _sum(first_over),
        _sum(and_(first_over, late)),
        _sum(solved),
        _sum(and_(solved, columns.resolved_at > columns.resolve_due)),
    ).where(columns.opened_at >= session.now - BACK, columns.status != "merged")
    open_, overdue, waiting = session.execute(queue.select_from(Ticket)).one()
    first, first_late, ended, ended_late = session.execute(past.select_from(Ticket)).one()
    return Now(
        open_,
        int(overdue or 0),
        int(waiting or 0),
        Kept(int(first or 0), int(first or 0) - int(first_late or 0)),
        Kept(int(ended or 0), int(ended or 0) - int(ended_late or 0)),
    )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
