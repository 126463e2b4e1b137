"""Escalations: who is told, level by level, that nobody does anything about a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from store import business_hours, calendars, categories, ticket_walls
from store.categories import Kind
from store.directories import Directory, Person
from store.rights import Right, Role
from store.sessions import Session
from store.tables import Category, Ticket

LEVELS = 3
BATCH = 100
ALWAYS = "*"
"""Behind the minutes of a level whose time runs round the clock."""


@dataclass(frozen=True, slots=True)
class Step:
    """A level: how long nobody may do anything before it is told, and by which clock."""

    length: timedelta
    always: bool = False

    def written(self) -> str:
        """The form that is kept."""
        return f"{round(self.length.total_seconds() / 60)}{ALWAYS if self.always else ''}"


def steps(kind: Kind) -> tuple[Step, ...]:
    """The levels of a category."""
    return tuple(_read(one) for one in kind.steps.split(","))


def _read(text: str) -> Step:
    return Step(timedelta(minutes=int(text.removesuffix(ALWAYS))), text.endswith(ALWAYS))


def edit(
    session: Session,
    kind: Kind,
    *,
    level: int | None = None,
    length: timedelta | None = None,
    always: bool | None = None,
) -> Kind:
    """Change when tickets of a category are escalated; it counts from each ticket's next level on.

    Args:
        session: of an actor with the right to change settings.
        kind: the category.
        level: 1 to 3; None for all of them.
        length: how long nobody may do anything.
        always: whether nights and weekends count.

    Raises:
        NeverOpen: there is not so much working time in the years ahead.
    """
    held = list(steps(kind))
    for index in range(LEVELS) if level is None else (level - 1,):
        before = held[index]
        held[index] = Step(length or before.length, before.always if always is None else always)
    for one in held:
        _due(session, one, kind)
    session.get_one(Category, kind.id).steps = ",".join(one.written() for one in held)
    session.forget_directory()
    return next(one for one in categories.every(session) if one.id == kind.id)


def _due(session: Session, step: Step, kind: Kind) -> datetime:
    """When a level is told if nobody does anything from now on."""
    if step.always:
        return session.now + step.length
    calendar = calendars.calendar(session, calendars.of_id(session, kind.calendar_id).id)
    return business_hours.after(calendar, session.now, step.length)


def follow(session: Session, ticket: Ticket) -> None:
    """Count from now on where staff did something, and stop where there is nothing to do.

    Args:
        session: of whoever did something; what a customer writes does not begin it anew.
        ticket: as it stands now.
    """
    by_staff = session.actor is not None and session.actor.id is not None
    if ticket.ended_at is not None or ticket.paused_since is not None:
        _put(ticket, 0 if by_staff else ticket.escalated, None)
    elif by_staff:
        _put(ticket, 0, _next(session, ticket, 0))
    elif ticket.escalate_at is None and ticket.escalated < LEVELS:
        _put(ticket, ticket.escalated, _next(session, ticket, ticket.escalated))


def _put(ticket: Ticket, level: int, due: datetime | None) -> None:
    """Only what differs is written, so that nothing else becomes a change."""
    if ticket.escalated != level:
        ticket.escalated = level
    if ticket.escalate_at != due:
        ticket.escalate_at = due


def _next(session: Session, ticket: Ticket, told: int) -> datetime | None:
    """When the next level is told; None after the last."""
    kind = categories.find(session, ticket.category_id) or categories.every(session)[0]
    return _due(session, steps(kind)[told], kind) if told < LEVELS else None


def claim(session: Session, after: int = 0) -> list[Ticket]:
    """Take the next tickets of which a level is due; another process takes others meanwhile.

    Args:
        session: of Parley itself, which sees them all.
        after: number of the last one that was looked at.
    """
    due = select(Ticket).where(col(Ticket.escalate_at) <= session.now, col(Ticket.id) > after)
    some = due.order_by(col(Ticket.id)).limit(BATCH)
    return list(session.scalars(some.with_for_update(skip_locked=True)))


def raise_level(session: Session, ticket: Ticket) -> int:
    """Go one level up, and give it; after a standstill the next one counts from now."""
    level = ticket.escalated + 1
    _put(ticket, level, _next(session, ticket, level))
    return level


def told(session: Session, ticket: Ticket, level: int) -> list[Person]:
    """Who is told at a level: who works on it, then who leads them, then who is above those.

    Somebody who may not see the ticket is not told of it; where nobody is left, admins are.
    """
    found = _workers(session, ticket)
    for _ in range(level - 1):
        found = _above(session, ticket, found)
    return found or session.directory.admins()


def _workers(session: Session, ticket: Ticket) -> list[Person]:
    """The assignee; of a ticket without one, its team, or all agents."""
    people = [one for one in session.directory.people.values() if not one.suspended]
    mine = [one for one in people if one.id == ticket.assignee_id]
    team = [one for one in people if ticket.team_id and one.team_id == ticket.team_id]
    for some in (mine, team, [one for one in people if one.role is Role.AGENT]):
        found = [one for one in some if may_work(session.directory, one)]
        if found:
            return _seeing(session, ticket, found)
    return []


def may_work(directory: Directory, person: Person) -> bool:
    """Whether somebody can be given tickets."""
    return not person.suspended and Right.TICKETS_WORK in directory.grants(person.role)


def _above(session: Session, ticket: Ticket, below: Sequence[Person]) -> list[Person]:
    """The managers of some people, each once; those of nobody are the admins."""
    directory = session.directory
    ids = dict.fromkeys(one.manager_id for one in below if one.manager_id)
    found = [directory.people[one] for one in ids if not directory.people[one].suspended]
    return _seeing(session, ticket, found) or directory.admins()


def _seeing(session: Session, ticket: Ticket, people: Sequence[Person]) -> list[Person]:
    return [one for one in people if ticket_walls.sees(session, one, ticket)]
