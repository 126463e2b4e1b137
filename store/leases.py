"""Leases: what one process at a time does, in a row instead of a lock."""

from datetime import datetime

from sqlalchemy import insert, or_, select, update
from sqlmodel import col

from store.sessions import Session
from store.tables import Lease


def take(session: Session, name: str, holder: str, until: datetime) -> bool:
    """Take or renew a lease.

    Args:
        session: of any actor.
        name: of what is leased.
        holder: names this process.
        until: when it falls free unless it is renewed.

    Returns:
        False when another process holds it.
    """
    free = or_(col(Lease.holder) == holder, col(Lease.until) <= session.now)
    change = update(Lease).where(col(Lease.name) == name, free)
    renewed = session.connection().execute(change.values(holder=holder, until=until))
    if renewed.rowcount:
        return True
    held = session.connection().execute(select(col(Lease.name)).where(col(Lease.name) == name))
    if held.first():
        return False
    row = {"name": name, "holder": holder, "until": until}
    session.connection().execute(insert(Lease), row)
    return True


def release(session: Session, name: str, holder: str) -> None:
    """Give a lease back before its time."""
    change = update(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder)
    session.connection().execute(change.values(until=session.now))
