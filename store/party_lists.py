"""Whole lists of contacts and companies: which records they show, and whose these are."""

from sqlalchemy import select
from sqlmodel import col

from store import companies, contact_lists
from store.contact_lists import Filters
from store.sessions import Session
from store.tables import Company, Contact

Owners = list[tuple[int, int | None]]


def of_contacts(session: Session, filters: Filters) -> Owners:
    """Number and owner of every contact that such a list shows, newest first."""
    query = select(col(Contact.id), col(Contact.owner_id)).where(
        *contact_lists.conditions(session, filters)
    )
    return [
        (row.id, row.owner_id) for row in session.execute(query.order_by(col(Contact.id).desc()))
    ]


def of_companies(session: Session, filters: companies.Filters) -> Owners:
    """Number and owner of every company that such a list shows, newest first."""
    query = select(col(Company.id), col(Company.owner_id)).where(*companies.conditions(filters))
    return [
        (row.id, row.owner_id) for row in session.execute(query.order_by(col(Company.id).desc()))
    ]
