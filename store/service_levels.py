"""Service levels: changing what is promised, and with it what is owed on open tickets."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from store import business_hours, calendars, sla_rounds, slas
from store.calendars import Hours
from store.categories import Priority
from store.ids import new_id
from store.sessions import Session
from store.slas import KINDS, Policy
from store.tables import SlaPolicy


def edit(
    session: Session,
    of: Sequence[Priority],
    tier: str | None,
    changes: Mapping[str, timedelta],
    hours: Hours | None = None,
) -> list[Policy]:
    """Change what is promised, and with it what is owed on every open ticket.

    Args:
        session: of an actor with the right to change settings.
        of: priorities.
        tier: whose contacts; None for all that have no policy of their own.
        changes: working time by "first", "next" and "resolve".
        hours: in which its time runs; None for the same as before.

    Raises:
        NeverOpen: there is not so much working time in the years ahead.
    """
    rows = {(row.priority, row.tier): row for row in session.scalars(select(SlaPolicy))}
    for one in of:
        _edit(session, slas.policy(session, one, tier), rows.get((one, tier)), tier, changes, hours)
    session.forget_directory()
    demand_time(session)
    sla_rounds.settle_open(session)
    return [slas.policy(session, one, tier) for one in of]


def _edit(
    session: Session,
    held: Policy,
    row: SlaPolicy | None,
    tier: str | None,
    changes: Mapping[str, timedelta],
    hours: Hours | None,
) -> None:
    values: dict[str, int] = {
        f"{kind}_minutes": _minutes(changes.get(kind, held.budget(kind))) for kind in KINDS
    }
    values["calendar_id"] = hours.id if hours else held.calendar_id
    if row is None:
        session.add(SlaPolicy(id=new_id(), priority=held.priority, tier=tier, **values))
        return
    for name, value in values.items():
        setattr(row, name, value)


def _minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)


def demand_time(session: Session) -> None:
    """Check that everything that is promised can be due.

    Raises:
        NeverOpen: a calendar has not so much working time in the years ahead.
    """
    promised = slas.policies(session)
    longest = max(max(one.first, one.next, one.resolve) for one in promised)
    for hours in calendars.every(session):
        business_hours.after(calendars.calendar(session, hours.id), session.now, longest)
