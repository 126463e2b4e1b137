"""Ticket rosters: who takes the next ticket, in turn, and why nobody does."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import col

from store import business_hours, calendars, categories, escalations
from store.columns import columns_of
from store.directories import Person
from store.rights import Role
from store.sessions import Session
from store.tables import Staff, Ticket
from store.turns import NEVER, Turns, Why

CAP = 20
BATCH = 100


@dataclass(frozen=True, slots=True)
class Pick:
    """Who takes a ticket; nobody, and why."""

    person: Person | None
    why: Why = ""


@dataclass(slots=True)
class Roster(Turns):
    """Whose turn it is to take a ticket."""

    def pick(self, ticket: Ticket) -> Pick:
        """Who takes a ticket: of those on duty who speak its language, whose turn it is.

        Where nobody on duty speaks it, it goes to whose turn it is all the same.
        """
        if not self._is_open(ticket):
            return Pick(None, "closed")
        cap = int(self.session.directory.setting("ticket_cap", CAP))
        free, why = self.free(candidates(self.session, ticket), cap)
        spoken = [one for one in free if self._speaks(one, ticket)]
        return Pick(min(spoken or free, key=self.turn), "") if free else Pick(None, why)

    def _is_open(self, ticket: Ticket) -> bool:
        """Whether its category is looked after at this hour."""
        kind = categories.find(self.session, ticket.category_id)
        if kind is not None and escalations.steps(kind)[0].always:
            return True
        hours = calendars.of_id(self.session, kind.calendar_id if kind else None)
        calendar = calendars.calendar(self.session, hours.id)
        return business_hours.is_open(calendar, self.session.now)

    def _speaks(self, person: Person, ticket: Ticket) -> bool:
        return (person.locale or self.session.directory.setting("locale")) == ticket.locale

    def give(self, ticket: Ticket, person: Person) -> None:
        """Give a ticket to somebody."""
        give(self.session, ticket, person.id)
        self.count(person)


def open_roster(session: Session) -> Roster:
    """Read what everybody has, in one statement."""
    tickets = columns_of(Ticket)
    mine = tickets.assignee_id == col(Staff.id)
    held = (
        select(func.count())
        .select_from(Ticket)
        .where(
            mine,
            tickets.ended_at.is_(None),
            tickets.deleted_at.is_(None),
            tickets.waiting_for.is_(None),
        )
    )
    given = select(func.max(tickets.assigned_at)).where(mine)
    query = select(
        col(Staff.id),
        held.scalar_subquery().label("held"),
        given.scalar_subquery().label("given"),
    )
    roster = Roster(session)
    with session.unscoped(), session.with_deleted():
        for row in session.execute(query.where(col(Staff.suspended_at).is_(None))):
            roster.held[row.id], roster.given[row.id] = row.held, row.given or NEVER
    return roster


def candidates(session: Session, ticket: Ticket) -> list[Person]:
    """Who may be given a ticket: its team, or all agents where it has none that works on tickets."""
    people = session.directory.people.values()
    able = [one for one in people if escalations.may_work(session.directory, one)]
    team = [one for one in able if ticket.team_id and one.team_id == ticket.team_id]
    return team or [one for one in able if one.role is Role.AGENT]


def is_on(session: Session) -> bool:
    """Whether new tickets are given out by themselves: unless the company does not want it."""
    return session.directory.settings.get("ticket_routing") is not False


def give(session: Session, ticket: Ticket, staff_id: int | None) -> None:
    """Make a ticket somebody's work from now on, or nobody's."""
    ticket.assignee_id = staff_id
    ticket.assigned_at = session.now if staff_id is not None else None
    ticket.updated_at = session.now


def route(session: Session, ticket: Ticket) -> Pick | None:
    """Give a new ticket to whose turn it is; None where tickets are not given out."""
    if not is_on(session):
        return None
    roster = open_roster(session)
    pick = roster.pick(ticket)
    if pick.person:
        roster.give(ticket, pick.person)
    return pick


def anybody_free(roster: Roster) -> bool:
    """Whether there is anybody to whom a ticket could go now."""
    directory = roster.session.directory
    able = [one for one in directory.people.values() if escalations.may_work(directory, one)]
    return bool(roster.free(able, int(directory.setting("ticket_cap", CAP)))[0])


def claim(session: Session, after: int = 0) -> list[Ticket]:
    """Take the next tickets of nobody; another process takes others meanwhile.

    Args:
        session: of Parley itself, which sees them all.
        after: number of the last one that was looked at.
    """
    columns = columns_of(Ticket)
    query = select(Ticket).where(
        columns.assignee_id.is_(None),
        columns.ended_at.is_(None),
        columns.waiting_for.is_(None),
        columns.outside_id.is_(None),
        columns.id > after,
    )
    some = query.order_by(columns.id).limit(BATCH)
    return list(session.scalars(some.with_for_update(skip_locked=True)))
