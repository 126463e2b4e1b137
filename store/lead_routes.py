"""Routes of leads: which team, or which person, gets those of a territory, industry or language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from store import lead_scores
from store.access import NotFound
from store.sessions import Session
from store.tables import AssignmentRule, Lead

FIELDS = ("territory", "industry", "language", "source")
"""What routes look at."""


@dataclass(frozen=True, slots=True)
class Route:
    """A route as every message knows it: to a team or to a person."""

    id: int
    what: str
    value: str
    team_id: int | None
    staff_id: int | None


def routes(session: Session) -> Sequence[Route]:
    """All routes, in the order in which they were made; the first that fits a lead counts."""
    held: Sequence[Route] | None = session.directory.known.get("lead routes")
    if held is None:
        held = [_route(row) for row in session.directory.rows["assignment_rules"]]
        session.directory.known["lead routes"] = held
    return held


def _route(row: Any) -> Route:  # noqa: ANN401 (a row of the directory)
    return Route(row.id, row.what, row.value, row.team_id, row.staff_id)


def of(session: Session, lead: Lead) -> Route | None:
    """The route that a lead takes."""
    for one in routes(session):
        if lead_scores.fold(getattr(lead, one.what) or "") == lead_scores.fold(one.value):
            return one
    return None


def add(
    session: Session,
    what: str,
    value: str,
    *,
    team_id: int | None = None,
    staff_id: int | None = None,
) -> int:
    """Add a route behind the others, and give its number.

    Args:
        session: of an actor with the right to change settings.
        what: one of FIELDS.
        value: what the field says.
        team_id: who gets the lead: somebody of this team,
        staff_id: or this person.
    """
    number = session.take_number("lead route")
    row = AssignmentRule(id=number, what=what, value=value, team_id=team_id, staff_id=staff_id)
    session.add(row)
    session.forget_directory()
    return number


def remove(session: Session, number: int) -> Route:
    """Take a route away.

    Raises:
        NotFound: there is none of this number.
    """
    row = session.get(AssignmentRule, number)
    if row is None:
        raise NotFound("rule", str(number))
    gone = _route(row)
    session.delete(row)
    session.forget_directory()
    return gone
