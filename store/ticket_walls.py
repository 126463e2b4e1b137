"""Whose tickets are in a limited scope: conditions for the walls of `store.access`."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlmodel import SQLModel

from store import customers
from store.columns import columns_of, table_of
from store.directories import Person
from store.rights import Right, Scope
from store.sessions import Session
from store.tables import Contact, Deal, Ticket

KEEPERS: BindParameter[int] = bindparam("keeper_ids", expanding=True)
"""The staff whose contacts' tickets are in the actor's scope."""


def kept() -> ColumnElement[bool]:
    """Tickets of contacts in scope, and those that somebody in scope works on.

    A share shows a contact, not what the contact has asked for; and tickets have no pool.
    """
    tickets, contacts = columns_of(Ticket), columns_of(Contact)
    same = contacts.id == tickets.contact_id
    theirs = select(contacts.id).where(same, contacts.owner_id.in_(KEEPERS))
    of_contact = exists(theirs.correlate_except(table_of(Contact)))
    return or_(tickets.assignee_id.in_(KEEPERS), of_contact)


def of_ticket(table: type[SQLModel]) -> ColumnElement[bool]:
    """Rows that belong to a ticket are seen with it."""
    tickets = columns_of(Ticket)
    seen = select(tickets.id).where(tickets.id == columns_of(table).ticket_id, kept())
    return exists(seen.correlate_except(table_of(Ticket)))


def sold_to_served() -> ColumnElement[bool]:
    """Open deals of companies for which there is work to do on a ticket."""
    tickets, deals = columns_of(Ticket), columns_of(Deal)
    same = tickets.company_id == deals.company_id
    asks = select(tickets.id).where(same, tickets.ended_at.is_(None), tickets.deleted_at.is_(None))
    return and_(deals.closed_at.is_(None), exists(asks.correlate_except(table_of(Ticket))))


def served(staff_id: Any) -> Select[Any]:  # noqa: ANN401 (a number, or a parameter for one)
    """The contacts whose open tickets somebody works on."""
    tickets = columns_of(Ticket)
    return select(tickets.contact_id).where(
        tickets.assignee_id == staff_id,
        tickets.ended_at.is_(None),
        tickets.deleted_at.is_(None),
        tickets.contact_id.is_not(None),
    )


def know_served(session: Session, contacts: Iterable[Contact]) -> None:
    """Find out in one statement of whom the actor serves an open ticket."""
    unknown = [one.id for one in contacts if one.id not in session.served]
    if not unknown or session.actor is None:
        return
    mine = served(session.actor.shared_with).where(columns_of(Ticket).contact_id.in_(unknown))
    found = set(session.connection().execute(mine).scalars())
    session.served.update((one, one in found) for one in unknown)


def keeper(session: Session, ticket: Ticket) -> int | None:
    """Whose contact a ticket is of; None for nobody's."""
    found = customers.of(session, ticket)
    return found.owner_id if found else None


def sees(session: Session, person: Person, ticket: Ticket) -> bool:
    """Whether a member of staff may see a ticket, for what they are told without having asked."""
    scope = session.directory.grants(person.role).get(Right.TICKETS_SEE)
    if person.suspended or scope is None or scope is Scope.ALL:
        return not person.suspended and scope is not None
    staff = session.directory.subtree(person.id) if scope is Scope.TEAM else {person.id}
    return ticket.assignee_id in staff or keeper(session, ticket) in staff
