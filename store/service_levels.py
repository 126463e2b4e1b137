"""Service levels: changing what is promised, and with it what is owed on open tickets."""

from collections.abc import Mapping
from datetime import timedelta

from store import business_hours, calendars, sla_rounds, slas
from store.categories import Priority
from store.ids import new_id
from store.sessions import Session
from store.slas import KINDS, Policy
from store.tables import SlaPolicy


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
    held = slas.policy(session, of, tier)
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
    sla_rounds.settle_open(session)
    return slas.policy(session, of, tier)


def _minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)


def demand_time(session: Session) -> None:
    """Check that everything that is promised can be due.

    Raises:
        NeverOpen: a calendar has not so much working time in the years ahead.
    """
    for one in slas.policies(session):
        longest = max(one.first, one.next, one.resolve)
        business_hours.after(calendars.calendar(session, one.calendar_id), session.now, longest)
