"""Customers of tickets: what a ticket tells of its contact, read together with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm.util import identity_key
from sqlmodel import col

from store import subjects
from store.columns import columns_of
from store.sessions import Session
from store.tables import Company, Contact, Identity, SubjectKey, Ticket

_contacts, _companies, _keys = columns_of(Contact), columns_of(Company), columns_of(SubjectKey)
_identities = columns_of(Identity)
_MANY = select(_contacts.id, _contacts.name, _contacts.tier, _contacts.owner_id).where(
    _contacts.id.in_(bindparam("contact_ids", expanding=True))
)

BATCH = 5_000  # parameters of one statement; databases have limits


@dataclass(frozen=True, slots=True)
class Customer:
    """What is known of a ticket's contact; whoever sees the ticket sees who has asked."""

    name: str
    tier: str | None
    owner_id: int | None


def _of_contact(name: str) -> Any:  # noqa: ANN401
    mine = _contacts.id == col(Ticket.contact_id)
    return select(_contacts[name]).where(mine).scalar_subquery().label(f"customer_{name}")


FACTS = (
    *map(_of_contact, ("name", "tier", "owner_id")),
    select(_companies.name)
    .where(_companies.id == col(Ticket.company_id))
    .scalar_subquery()
    .label("place"),
    select(_identities.name)
    .where(_identities.id == col(Ticket.identity_id))
    .scalar_subquery()
    .label("account_name"),
    select(_keys.wrapped)
    .where(_keys.id == col(Ticket.subject_id))
    .scalar_subquery()
    .label("wrapped"),
)
"""Columns of a SELECT of one ticket, for `know`."""


def know(session: Session, ticket: Ticket, row: Any) -> None:  # noqa: ANN401 (a row with FACTS)
    """Keep what was read together with a ticket."""
    if ticket.contact_id is not None:
        facts = (row.customer_name, row.customer_tier, row.customer_owner_id)
        session.customers[ticket.contact_id] = Customer(*facts)
    if ticket.company_id is not None:
        session.company_names.setdefault(ticket.company_id, row.place)
    if ticket.identity_id is not None:
        session.account_names[ticket.identity_id] = row.account_name
    if row.wrapped is not None:
        subjects.know(session, ticket.subject_id, row.wrapped)


def load(session: Session, tickets: Iterable[Any]) -> None:
    """Read the customers of several tickets, or of rows with their contacts, in few statements."""
    ids = sorted({one.contact_id for one in tickets if one.contact_id} - session.customers.keys())
    for first in range(0, len(ids), BATCH):
        some = {"contact_ids": ids[first : first + BATCH]}
        rows = session.connection().execute(_MANY, some)
        session.customers.update(
            {row.id: Customer(row.name, row.tier, row.owner_id) for row in rows}
        )


def load_accounts(session: Session, tickets: Iterable[Ticket]) -> None:
    """Read what the accounts are called that asked for tickets of nobody known, in one statement."""
    nameless = {one.identity_id for one in tickets if one.contact_id is None and one.identity_id}
    ids = sorted(nameless - session.account_names.keys())
    if ids:
        query = select(_identities.id, _identities.name).where(_identities.id.in_(ids))
        session.account_names.update(
            {row.id: row.name for row in session.connection().execute(query)}
        )


def account_name(session: Session, ticket: Ticket) -> str | None:
    """What the account is called that asked; None where none did."""
    if ticket.identity_id is None:
        return None
    load_accounts(session, [ticket])
    return session.account_names.get(ticket.identity_id)


def at_hand(session: Session, ticket: Ticket) -> Contact | None:
    """The contact of a ticket, if this unit of work has read it."""
    if ticket.contact_id is None:
        return None
    found: Contact | None = session.identity_map.get(identity_key(Contact, ticket.contact_id))
    return found


def of(session: Session, ticket: Ticket) -> Customer | None:
    """The customer of a ticket as this unit of work has left it; None where none is known."""
    if ticket.contact_id is None:
        return None
    row = at_hand(session, ticket)
    if row is not None:
        return Customer(row.name, row.tier, row.owner_id)
    load(session, [ticket])
    return session.customers.get(ticket.contact_id)


def name(session: Session, ticket: Ticket) -> str | None:
    """What the customer of a ticket is called: as a contact, or as their account is."""
    found = of(session, ticket)
    return found.name if found else account_name(session, ticket)


def tier(session: Session, ticket: Ticket) -> str | None:
    """The customer's tier."""
    found = of(session, ticket)
    return found.tier if found else None
