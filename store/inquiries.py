"""Inquiries: the leads that accounts of strangers have become."""

from sqlalchemy import func, select
from sqlmodel import col

from store.sessions import Session
from store.tables import Activity, Lead

MOST = 30
"""Messages of one account that join its lead; those behind them are not kept."""


def last_of(session: Session, identity_id: int | None) -> Lead | None:
    """The newest lead of an account; only the account itself is told of it."""
    if identity_id is None:
        return None
    query = select(Lead).where(col(Lead.identity_id) == identity_id)
    with session.unscoped():
        return session.scalars(query.order_by(col(Lead.id).desc()).limit(1)).first()


def count(session: Session, lead: Lead) -> int:
    """How many activities a lead has."""
    query = select(func.count()).select_from(Activity).where(col(Activity.lead_id) == lead.id)
    with session.unscoped():
        return int(session.execute(query).scalar_one())
