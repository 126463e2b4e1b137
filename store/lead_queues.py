"""Queues of leads that wait for somebody: without an owner, or with one who does not touch them."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import col

from store import nudge_rules
from store.rosters import Roster, with_holder
from store.sessions import Session
from store.tables import Lead

MOST_PASSES = 3
BATCH = 100


def hours(session: Session) -> int:
    """Within how many hours somebody gets in touch with a new lead; 0: nobody looks after it."""
    directory = session.directory
    off = nudge_rules.days(directory, nudge_rules.RULES["lead"]) is None
    return 0 if off else nudge_rules.lead_hours(directory)


def claim(session: Session, after: int = 0) -> list[Lead]:
    """Take the next leads that wait too long; another process takes others meanwhile.

    Args:
        session: of Parley itself, which sees them all.
        after: number of the last one that was looked at.
    """
    conditions = [col(Lead.status) == "new", col(Lead.id) > after, _waits(session)]
    query = select(Lead).where(*conditions).order_by(col(Lead.id)).limit(BATCH)
    return list(session.scalars(query.with_for_update(skip_locked=True)))


def _waits(session: Session) -> ColumnElement[bool]:
    unassigned = col(Lead.owner_id).is_(None)
    limit = hours(session)
    if not limit:
        return unassigned
    since = session.now - timedelta(hours=limit)
    late = and_(col(Lead.assigned_at) <= since, col(Lead.alerted_at).is_(None))
    return or_(unassigned, and_(col(Lead.owner_id).is_not(None), late))


def passes(lead: Lead) -> int:
    """How often it was passed on already."""
    return len([one for one in lead.passed.split(",") if one])


def pass_on(lead: Lead, roster: Roster, staff_id: int) -> None:
    """Give a lead to the next person, and remember who had it.

    Args:
        lead: one that somebody did not touch.
        roster: counts along.
        staff_id: who gets it.
    """
    lead.passed, lead.alerted_at = with_holder(lead), None
    roster.give(lead, roster.session.directory.people[staff_id])
