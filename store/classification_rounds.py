"""Rounds of classification: every night each company is looked at once, some at a time."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlmodel import col

from store.sessions import Session
from store.tables import Round

NAME = "classification"
AT_NIGHT = time(2)
EVERY = 0
"""Stands among touched companies for all of them."""


def begin_again(session: Session) -> None:
    """Look at every company as soon as may be, as what they are held against has changed."""
    due = update(Round).where(col(Round.name) == NAME).values(due_at=session.now)
    if not session.connection().execute(due).rowcount:
        session.add(Round(name=NAME, due_at=session.now))
    session.touched.add(EVERY)


def _held(session: Session) -> Round:
    row = session.get(Round, NAME)
    if row is None:
        row = Round(name=NAME, due_at=session.now)
        session.add(row)
        session.flush()
    return row


def is_due(session: Session) -> bool:
    """Whether a round waits, or has begun and not come to its end."""
    row = session.get(Round, NAME)
    return row is None or row.after_id is not None or row.due_at <= session.now


def take(session: Session) -> int | None:
    """The company after which the round goes on, and the row is this unit's; None: nothing is due.

    Two processes never take the same place: the second one waits for the first and goes on there.
    """
    query = select(Round).where(col(Round.name) == NAME).with_for_update()
    row = session.scalars(query).one_or_none() or _held(session)
    if row.after_id is None and row.due_at <= session.now:
        row.after_id, row.due_at = 0, next_night(session)
    return row.after_id


def note(session: Session, after_id: int | None) -> None:
    """Keep how far the round has come; None when it has come to its end."""
    session.get_one(Round, NAME).after_id = after_id


def next_night(session: Session) -> datetime:
    """The next night's hour, where the company is."""
    zone = ZoneInfo(session.directory.setting("timezone", "UTC"))
    local = session.now.astimezone(zone)
    tonight = datetime.combine(local.date(), AT_NIGHT, zone)
    return tonight if tonight > local else tonight + timedelta(days=1)
