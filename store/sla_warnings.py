"""SLA warnings: of each clock it is told once that it is at risk, and once that it is breached."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from store import sla_courses, slas
from store.sessions import Session
from store.sla_clocks import Kind
from store.sla_courses import Course, What
from store.tables import Ticket

BATCH = 100


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told of a clock now."""

    kind: Kind
    what: What
    due: datetime


def claim(session: Session, after: int = 0) -> list[Ticket]:
    """Take the next tickets of which a clock is to be told; another process takes others.

    Args:
        session: of Parley itself, which sees them all.
        after: number of the last one that was looked at.
    """
    due = select(Ticket).where(col(Ticket.warn_at) < session.now, col(Ticket.id) > after)
    some = due.order_by(col(Ticket.id)).limit(BATCH)
    return list(session.scalars(some.with_for_update(skip_locked=True)))


def take(session: Session, ticket: Ticket) -> list[Notice]:
    """What is to be told of a ticket's clocks now; it is not told again.

    A clock that is breached already is not called at risk first.
    """
    found = []
    marks = sla_courses.read(ticket.warned)
    for one in slas.courses(session, ticket):
        what = _state(one, session.now)
        if what is None or one.due is None or one.mark(what) in marks:
            continue
        marks += [one.mark("risk"), one.mark(what)]
        found.append(Notice(one.kind, what, one.due))
    ticket.warned = sla_courses.write(marks)
    slas.settle(session, ticket)
    return found


def _state(course: Course, now: datetime) -> What | None:
    if course.due is not None and course.due < now:
        return "breach"
    return "risk" if course.risk_at is not None and course.risk_at < now else None
