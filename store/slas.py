"""SLAs: what is promised to whom, and the due times of tickets that follow from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from store import business_hours, calendars, customers, sla_clocks, ticket_pauses
from store.business_hours import Calendar
from store.categories import PRIORITIES, Priority, priority
from store.ids import new_id
from store.sessions import Session
from store.sla_clocks import Clock, Kind, Pause
from store.tables import SlaPolicy, Ticket

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
        found = [_policy(row) for row in session.scalars(select(SlaPolicy))]
        found.sort(key=lambda one: (-PRIORITIES.index(one.priority), one.tier or ""))
        session.directory.known["policies"] = held = found
    return held


def _policy(row: SlaPolicy) -> Policy:
    first, next_, resolve = (
        timedelta(minutes=one) for one in (row.first_minutes, row.next_minutes, row.resolve_minutes)
    )
    return Policy(row.id, priority(row.priority), row.tier, first, next_, resolve, row.calendar_id)


def policy(session: Session, ticket_priority: str, tier: str | None) -> Policy:
    """What is promised: by priority and tier, or by priority alone."""
    ours = [one for one in policies(session) if one.priority == ticket_priority]
    return next((one for one in ours if one.tier == tier), ours[0])


def edit(
    session: Session, of: Priority, tier: str | None, changes: Mapping[str, timedelta]
) -> Policy:
    """Change what is promised, and with it what is owed on every open ticket.

    Args:
        session: of an actor with the right to change settings.
        of: priority.
        tier: whose contacts; None for all that have no policy of their own.
        changes: working time by "first", "next" and "resolve".

    Raises:
        NeverOpen: there is not so much working time in the years ahead.
    """
    held = policy(session, of, tier)
    minutes = {f"{kind}_minutes": _minutes(changes.get(kind, held.budget(kind))) for kind in KINDS}
    if held.tier == tier:
        row = session.get_one(SlaPolicy, held.id)
        for name, value in minutes.items():
            setattr(row, name, value)
    else:
        calendar_id = held.calendar_id
        session.add(
            SlaPolicy(id=new_id(), priority=of, tier=tier, calendar_id=calendar_id, **minutes)
        )
    session.forget_directory()
    demand_time(session)
    settle_open(session, priority=of)
    return policy(session, of, tier)


def demand_time(session: Session) -> None:
    """Check that everything that is promised can be due.

    Raises:
        NeverOpen: a calendar has not so much working time in the years ahead.
    """
    for one in policies(session):
        longest = max(one.first, one.next, one.resolve)
        business_hours.after(calendars.calendar(session, one.calendar_id), session.now, longest)


def _minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)


def policy_of(session: Session, ticket: Ticket) -> Policy:
    """What is promised on a ticket."""
    return policy(session, ticket.priority, customers.tier(session, ticket))


def settle(session: Session, ticket: Ticket) -> None:
    """Work out what is due when; every verb that changes a ticket's course ends with it."""
    _settle(session, ticket, policy_of(session, ticket))


def _settle(session: Session, ticket: Ticket, promised: Policy) -> None:
    held = ticket_pauses.of(ticket)
    calendar = calendars.calendar(session, promised.calendar_id)
    owed = []
    for kind in KINDS:
        start, stopped = _course(ticket, kind)
        if start is not None and stopped is None:
            due = sla_clocks.due(calendar, start, promised.budget(kind), held)
            _put(ticket, f"{kind}_due", due)
            owed.append(due)
        elif start is None:
            _put(ticket, f"{kind}_due", None)
    nearest = min((one for one in owed if one), default=None)
    due_at = None if ticket.paused_since or ticket.ended_at else nearest
    _put(ticket, "due_at", due_at)


def _put(ticket: Ticket, name: str, due: datetime | None) -> None:
    """Only what differs is written, so that nothing else becomes a change."""
    if getattr(ticket, name) != due:
        setattr(ticket, name, due)


def _course(ticket: Ticket, kind: Kind) -> tuple[datetime | None, datetime | None]:
    """When a clock of a ticket began, and when it was stopped; nothing for one that never began."""
    if kind == "first":
        return ticket.opened_at, ticket.first_response_at or ticket.ended_at
    if kind == "resolve":
        return ticket.opened_at, ticket.ended_at
    if ticket.next_since is None:
        return None, None
    return ticket.next_since, answered(ticket) or ticket.ended_at


def answered(ticket: Ticket) -> datetime | None:
    """When the customer's last words were answered; None: not yet, or there is nothing to answer."""
    return ticket.answered_at if ticket.next_since is not None else None


def settle_contact(session: Session, contact_id: int) -> None:
    """Work out what is due on the open tickets of a contact, whose tier has changed."""
    settle_open(session, contact_id=contact_id)


def settle_open(
    session: Session, *, priority: str | None = None, contact_id: int | None = None
) -> None:
    """Work out what is due on all open tickets, of a priority or of a contact if one is given."""
    query = select(Ticket).where(col(Ticket.ended_at).is_(None))
    if priority is not None:
        query = query.where(col(Ticket.priority) == priority)
    if contact_id is not None:
        query = query.where(col(Ticket.contact_id) == contact_id)
    with session.unscoped():
        rows = list(session.scalars(query.order_by(col(Ticket.id))))
    customers.load(session, rows)
    for row in rows:
        _settle(session, row, policy_of(session, row))


def clocks(session: Session, ticket: Ticket) -> list[Clock]:
    """The clocks of a ticket, and how each stands now."""
    promised = policy_of(session, ticket)
    calendar = calendars.calendar(session, promised.calendar_id)
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
    calendar = calendars.calendar(session, promised.calendar_id)
    left = business_hours.between(calendar, session.now, due)
    budget = promised.budget(kind)
    state = sla_clocks.state(due, budget, budget - left, session.now, None)
    return Glance(kind, due, left, state)
