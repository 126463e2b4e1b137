"""Rosters: who takes the next lead, in turn, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlmodel import col

from store import access, lead_routes, ownership
from store.directories import Person
from store.lead_routes import Route
from store.rights import Right, Role
from store.sessions import Session
from store.tables import Lead
from store.turns import NEVER, Turns, Why

CAP = 30


@dataclass(frozen=True, slots=True)
class Pick:
    """Who takes a lead.

    Attributes:
        person: None when nobody can take it now.
        route: the one that the lead took, if any.
        why: what kept everybody from taking it: there is nobody, all are away, all are full.
    """

    person: Person | None
    route: Route | None = None
    why: Why = ""


@dataclass(slots=True)
class Roster(Turns):
    """Whose turn it is to take a lead."""

    def pick(self, lead: Lead, without: Collection[int] = ()) -> Pick:
        """Who takes a lead: of those whom its route names the one who was given none for longest.

        Args:
            lead: which one.
            without: staff ids of those who do not get it again.
        """
        route = lead_routes.of(self.session, lead)
        named = [one for one in candidates(self.session, route) if one.id not in without]
        cap = int(self.session.directory.setting("lead_cap", CAP))
        free, why = self.free(named, cap)
        return Pick(min(free, key=self.turn) if free else None, route, why)

    def give(self, lead: Lead, person: Person) -> None:
        """Give a lead to somebody."""
        give(self.session, lead, person)
        self.count(person)


def open_roster(session: Session) -> Roster:
    """Read what everybody has, in one statement."""
    is_open = (col(Lead.deleted_at).is_(None)) & (col(Lead.status).in_(("new", "working")))
    query = select(
        col(Lead.owner_id),
        func.sum(case((is_open, 1), else_=0)),
        func.max(col(Lead.assigned_at)),
    ).where(col(Lead.owner_id).is_not(None))
    roster = Roster(session)
    with session.unscoped(), session.with_deleted():
        for owner_id, held, given in session.execute(query.group_by(col(Lead.owner_id))):
            roster.held[owner_id] = int(held)
            roster.given[owner_id] = given or NEVER
    return roster


def candidates(session: Session, route: Route | None) -> list[Person]:
    """Who may be given leads: of a route, or all reps; suspended people never."""
    people = session.directory.people.values()
    if route is None:
        named = [one for one in people if one.role is Role.REP]
    elif route.staff_id is not None:
        named = [one for one in people if one.id == route.staff_id]
    else:
        named = [one for one in people if one.team_id == route.team_id]
    return [one for one in named if _may_own(session, one)]


def _may_own(session: Session, person: Person) -> bool:
    rights = session.directory.grants(person.role)
    return not person.suspended and Right.LEADS_EDIT in rights


def give(session: Session, lead: Lead, person: Person) -> None:
    """Make a lead somebody's from now on."""
    lead.owner_id, lead.assigned_at = person.id, session.now
    lead.updated_at = session.now


def assign(session: Session, lead: Lead, person: Person | None = None) -> tuple[int | None, Pick]:
    """Give a lead to a member of staff, or to whom the rules name.

    Args:
        session: of an actor with the right to assign; it reaches leads that nobody has.
        lead: an open one.
        person: who gets it; None for whose turn it is: not who has it, nor who had it before
            while there is somebody else.

    Returns:
        The id of the owner before, and who has it now; nobody new when nobody can take it.

    Raises:
        Denied: the lead, or the person, is outside the actor's right to assign.
        CannotReceive: suspended, or a role that owns no leads.
    """
    before = lead.owner_id
    if before is not None:
        access.demand(session, Right.ASSIGN, lead)
    if person is None:
        pick = _by_turn(open_roster(session), lead)
    else:
        ownership.demand_reach(session, person)
        ownership.demand_receiver(session, person, Right.LEADS_EDIT)
        pick = Pick(person)
    if pick.person and pick.person.id != before:
        lead.passed, lead.alerted_at = with_holder(lead), None
        give(session, lead, pick.person)
    return before, pick


def _by_turn(roster: Roster, lead: Lead) -> Pick:
    pick = roster.pick(lead, had_by(lead))
    again = pick.why == "nobody" and lead.passed
    return roster.pick(lead, {lead.owner_id or 0}) if again else pick


def had_by(lead: Lead) -> set[int]:
    """Ids of those who have a lead or had it, so that it does not come back to them."""
    return {int(one) for one in with_holder(lead).split(",") if one}


def with_holder(lead: Lead) -> str:
    """Who had a lead, with who has it: it is not passed on to any of them again."""
    had = [one for one in lead.passed.split(",") if one]
    return ",".join([*had, *([str(lead.owner_id)] if lead.owner_id else [])])


def managers(session: Session, owner_id: int | None = None) -> Sequence[Person]:
    """Who is told of a lead that needs a manager: the owner's, else all of them, else the admins."""
    directory = session.directory
    owner = directory.people.get(owner_id or 0)
    above = directory.people.get(owner.manager_id or 0) if owner else None
    if above and not above.suspended:
        return [above]
    everybody = [one for one in directory.people.values() if not one.suspended]
    found = [one for one in everybody if one.role is Role.MANAGER]
    return found or directory.admins()
