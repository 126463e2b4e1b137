"""Calendar feeds: a private address for each member of staff, which nobody can guess."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from store.directories import Person
from store.sessions import Session
from store.tables import CalendarFeed

TOKEN_BYTES = 32


def renew(session: Session, person: Person) -> str:
    """Make the secret part of somebody's address; the one before stops working.

    Only its blind index is kept, so it is told once.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    index = session.keys.blind("calendar", token)
    held = _held(session, person)
    if held is None:
        row = CalendarFeed(staff_id=person.id, token_index=index, created_at=session.now)
        session.add(row)
    else:
        held.token_index, held.created_at = index, session.now
    return token


def since(session: Session, person: Person) -> datetime | None:
    """When the address that somebody has was made; None where there is none."""
    held = _held(session, person)
    return held.created_at if held else None


def revoke(session: Session, person: Person) -> bool:
    """Let somebody's address work no longer; False when there was none."""
    held = _held(session, person)
    if held is not None:
        session.delete(held)
    return held is not None


def whose(session: Session, token: str) -> Person | None:
    """Whose calendar an address shows; None for one that does not work, or whose holder may not."""
    index = session.keys.blind("calendar", token)
    query = select(col(CalendarFeed.staff_id)).where(col(CalendarFeed.token_index) == index)
    person = session.directory.people.get(session.execute(query).scalar_one_or_none() or 0)
    return None if person is None or person.suspended else person


def _held(session: Session, person: Person) -> CalendarFeed | None:
    query = select(CalendarFeed).where(col(CalendarFeed.staff_id) == person.id)
    return session.scalars(query).one_or_none()
