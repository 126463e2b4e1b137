"""SLAs: what is promised to whom, and the due times of tickets that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from store import (
    business_hours,
    calendars,
    categories,
    customers,
    sla_clocks,
    sla_courses,
    ticket_pauses,
)
from store.business_hours import Calendar
from store.calendars import Hours
from store.categories import PRIORITIES, Priority, priority
from store.sessions import Session
from store.sla_clocks import Clock, Kind, Pause
from store.sla_courses import Course
from store.tables import Ticket

TIERS = ("A", "B", "C", "D")
KINDS: tuple[Kind, ...] = ("first", "next", "resolve")


@dataclass(frozen=True, slots=True)
class Policy:
    """What is promised for a priority, and perhaps a tier, in working time."""

    id: int
    priority: Priority
    tier: str | None
    first: timedelta
    next: timedelta
    resolve: timedelta
    calendar_id: int

    def budget(self, kind: Kind) -> timedelta:
        """The working time of one of its clocks."""
        return {"first": self.first, "next": self.next, "resolve": self.resolve}[kind]


@dataclass(frozen=True, slots=True)
class Glance:
    """How the most pressing clock of a ticket in a list stands."""

    kind: Kind
    due: datetime
    left: timedelta
    state: sla_clocks.State


def policies(session: Session) -> Sequence[Policy]:
    """All policies, the most urgent first."""
    held: Sequence[Policy] | None = session.directory.known.get("policies")
    if held is None:
        found = [_policy(row) for row in session.directory.rows["sla_policies"]]
        found.sort(key=lambda one: (-PRIORITIES.index(one.priority), one.tier or ""))
        session.directory.known["policies"] = held = found
    return held


def _policy(row: Any) -> Policy:  # noqa: ANN401 (a row of the directory)
    first, next_, resolve = (
        timedelta(minutes=one) for one in (row.first_minutes, row.next_minutes, row.resolve_minutes)
    )
    return Policy(row.id, priority(row.priority), row.tier, first, next_, resolve, row.calendar_id)


def policy(session: Session, ticket_priority: str, tier: str | None) -> Policy:
    """What is promised: by priority and tier, or by priority alone."""
    ours = [one for one in policies(session) if one.priority == ticket_priority]
    return next((one for one in ours if one.tier == tier), ours[0])


def policy_of(session: Session, ticket: Any) -> Policy:  # noqa: ANN401 (see dues)
    """What is promised on a ticket."""
    return policy(session, ticket.priority, customers.tier(session, ticket))


def hours_of(session: Session, ticket: Any) -> Hours:  # noqa: ANN401 (see dues)
    """The hours in which a ticket's time runs: the most particular ones that somebody has chosen.

    Those of a promise to the customer's tier come before those of the ticket's category, these
    before those of its priority; last come the company's.
    """
    kind, promised = categories.find(session, ticket.category_id), policy_of(session, ticket)
    company = calendars.first(session).id
    chosen = (
        promised.calendar_id if promised.tier else company,
        (kind and kind.calendar_id) or company,
        policy(session, ticket.priority, None).calendar_id,
    )
    return calendars.of_id(session, next((one for one in chosen if one != company), None))


def calendar_of(session: Session, ticket: Any) -> Calendar:  # noqa: ANN401 (see dues)
    """The working time in which a ticket's clocks run."""
    return calendars.calendar(session, hours_of(session, ticket).id)


def settle(session: Session, ticket: Ticket) -> None:
    """Work out what is due when; every verb that changes a ticket's course ends with it."""
    for name, value in dues(session, ticket).items():
        # Only what differs is written, so that nothing else becomes a change.
        if getattr(ticket, name) != value:
            setattr(ticket, name, value)


def dues(session: Session, ticket: Any) -> dict[str, datetime | None]:  # noqa: ANN401
    """What is due when, by column; a clock that was stopped keeps what it had.

    Args:
        session: whose calendars and policies count.
        ticket: a ticket, or a row with its columns.
    """
    running = courses(session, ticket)
    found: dict[str, datetime | None] = {f"{one.kind}_due": one.due for one in running}
    if ticket.next_since is None:
        found["next_due"] = None
    nearest = min((one for one in found.values() if one), default=None)
    found["due_at"] = None if ticket.paused_since or ticket.ended_at else nearest
    found["warn_at"] = sla_courses.next_at(ticket.warned, running)
    return found


def courses(session: Session, ticket: Any) -> list[Course]:  # noqa: ANN401
    """The clocks of a ticket that were not stopped, as dues takes it."""
    promised, calendar = policy_of(session, ticket), calendar_of(session, ticket)
    pauses = ticket_pauses.of(ticket)
    found = []
    for kind in KINDS:
        start, stopped = _course(ticket, kind)
        if start is not None and stopped is None:
            budget = promised.budget(kind)
            risk_at, due = (
                sla_clocks.due(calendar, start, part, pauses)
                for part in (budget * sla_clocks.AT_RISK, budget)
            )
            found.append(Course(kind, start, risk_at, due))
    return found


def _course(
    ticket: Any,  # noqa: ANN401 (see dues)
    kind: Kind,
) -> tuple[datetime | None, datetime | None]:
    """When a clock of a ticket began, and when it was stopped; nothing for one that never began."""
    if kind == "first":
        return ticket.opened_at, ticket.first_response_at or ticket.ended_at
    if kind == "resolve":
        return ticket.opened_at, ticket.ended_at
    if ticket.next_since is None:
        return None, None
    return ticket.next_since, answered(ticket) or ticket.ended_at


def answered(ticket: Any) -> datetime | None:  # noqa: ANN401 (see dues)
    """When the customer's last words were answered; None: not yet, or there is nothing to answer."""
    return ticket.answered_at if ticket.next_since is not None else None


def clocks(session: Session, ticket: Ticket) -> list[Clock]:
    """The clocks of a ticket, and how each stands now."""
    promised, calendar = policy_of(session, ticket), calendar_of(session, ticket)
    held = ticket_pauses.of(ticket)
    return [
        _clock(session, ticket, kind, promised.budget(kind), calendar, held)
        for kind in KINDS
        if _course(ticket, kind)[0] is not None
    ]


def _clock(
    session: Session,
    ticket: Ticket,
    kind: Kind,
    budget: timedelta,
    calendar: Calendar,
    held: Sequence[Pause],
) -> Clock:
    start, stopped = _course(ticket, kind)
    assert start is not None  # noqa: S101 (its caller has asked)
    due = getattr(ticket, f"{kind}_due")
    spent = timedelta(0)
    if stopped is None:
        spent = sla_clocks.used(calendar, start, session.now, held)
    state = sla_clocks.state(due, budget, spent, session.now, stopped)
    return Clock(kind, due, budget, spent, stopped, ticket.paused_since is not None, state)


def glances(session: Session, tickets: Sequence[Ticket]) -> dict[int, Glance]:
    """How the most pressing clock of each of these tickets stands, of those that run."""
    found = {}
    for row in tickets:
        if row.due_at is not None and row.ended_at is None:
            promised = policy_of(session, row)
            found[row.id] = _glance(session, row, row.due_at, promised)
    return found


def _glance(session: Session, ticket: Ticket, due: datetime, promised: Policy) -> Glance:
    kind = next(
        one
        for one in KINDS
        if getattr(ticket, f"{one}_due") == due and _course(ticket, one)[1] is None
    )
    calendar = calendar_of(session, ticket)
    left = business_hours.between(calendar, session.now, due)
    budget = promised.budget(kind)
    state = sla_clocks.state(due, budget, budget - left, session.now, None)
    return Glance(kind, due, left, state)
