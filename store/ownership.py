"""Who owns a contact: assigning, the pool, claiming, releasing, sharing."""

from typing import Literal

from sqlalchemy import select
from sqlmodel import col

from store import access
from store.access import Denied
from store.directories import Person
from store.errors import CrmError
from store.ids import new_id
from store.rights import Right
from store.sessions import Session
from store.tables import Company, Contact, Deal, Share

Level = Literal["read", "edit"]


class NotFree(CrmError):
    """The record has an owner already."""

    def __init__(self, owner: Person | None, *, mine: bool) -> None:
        """Keep whose it is."""
        super().__init__()
        self.owner = owner
        self.mine = mine


class CannotReceive(CrmError):
    """A member of staff who may not own such records."""

    def __init__(self, person: Person) -> None:
        """Keep who it is."""
        super().__init__()
        self.person = person


def assign(session: Session, row: Contact | Company | Deal, person: Person) -> int | None:
    """Give a record to a member of staff, and return the id of the owner before.

    Raises:
        Denied: the record, or the person, is outside the actor's right to assign.
        CannotReceive: suspended, or a role that owns nothing.
    """
    access.demand(session, Right.ASSIGN, row)
    demand_receiver(session, type(row), person)
    before, row.owner_id = row.owner_id, person.id
    row.updated_at = session.now
    return before


def demand_receiver(
    session: Session, table: type[Contact | Company | Deal], person: Person
) -> None:
    """Check that records of a table may be given to somebody.

    Raises:
        Denied, CannotReceive: as with `assign`.
    """
    _demand_reach(session, person)
    owning = Right.DEALS_EDIT if table is Deal else Right.CONTACTS_EDIT
    if person.suspended or session.directory.grants(person.role).get(owning) is None:
        raise CannotReceive(person)


def _demand_reach(session: Session, person: Person) -> None:
    staff = access.owners(session.actor, Right.ASSIGN) if session.actor else frozenset()
    if staff is not None and person.id not in staff:
        raise Denied(Right.ASSIGN, session.actor.scope(Right.ASSIGN) if session.actor else None)


def claim(session: Session, row: Contact | Company) -> None:
    """Take a record out of the pool; of two who claim at once, one gets it.

    Raises:
        NotFree: somebody owns it.
        Denied: no right to own contacts.
    """
    if row.owner_id is not None:
        mine = session.actor is not None and session.actor.id == row.owner_id
        raise NotFree(session.directory.people.get(row.owner_id), mine=mine)
    if session.actor is None or session.actor.scope(Right.CONTACTS_EDIT) is None:
        raise Denied(Right.CONTACTS_EDIT)
    row.owner_id = session.actor.id
    row.updated_at = session.now


def release(session: Session, row: Contact | Company) -> None:
    """Put a record into the pool.

    Raises:
        Denied: not one's own to release; a share to edit does not reach so far.
    """
    if not access.covers(session, Right.CONTACTS_EDIT, row):
        scope = session.actor.scope(Right.CONTACTS_EDIT) if session.actor else None
        raise Denied(Right.CONTACTS_EDIT, scope)
    row.owner_id = None
    row.updated_at = session.now


def share(session: Session, contact: Contact, person: Person, level: Level) -> bool:
    """Show a contact to a colleague; False when it was shared so already.

    Raises:
        Denied: not one's own to share; a share is not passed on.
    """
    if not access.covers(session, Right.CONTACTS_EDIT, contact):
        raise Denied(Right.CONTACTS_EDIT)
    query = select(Share).where(
        col(Share.contact_id) == contact.id, col(Share.staff_id) == person.id
    )
    held = session.scalars(query).one_or_none()
    if held is None:
        session.add(Share(id=new_id(), contact_id=contact.id, staff_id=person.id, level=level))
        return True
    before, held.level = held.level, level
    return before != level
