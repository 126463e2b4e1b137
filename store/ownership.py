"""Who owns a contact: assigning, the pool, claiming, releasing, sharing."""

from store import access, pools, shares
from store.access import Denied
from store.directories import Person
from store.errors import CrmError
from store.rights import Right
from store.row_rules import SEEN_BY, Owned
from store.sessions import Session
from store.shares import Level, Shared
from store.tables import Company, Contact


class NotFree(CrmError):
    """The record has an owner already."""

    def __init__(self, owner: Person | None, *, mine: bool) -> None:
        """Keep whose it is."""
        super().__init__()
        self.owner = owner
        self.mine = mine


class CannotUse(CrmError):
    """A member of staff whose role may not see or change what is shared with them."""

    def __init__(self, person: Person, level: Level) -> None:
        """Keep who it is, and what the share was for."""
        super().__init__()
        self.person = person
        self.level = level


class CannotReceive(CrmError):
    """A member of staff who may not own such records."""

    def __init__(self, person: Person) -> None:
        """Keep who it is."""
        super().__init__()
        self.person = person


def assign(session: Session, row: Shared, person: Person) -> int | None:
    """Give a record to a member of staff, and return the id of the owner before.

    Raises:
        Denied: the record, or the person, is outside the actor's right to assign.
        CannotReceive: suspended, or a role that owns nothing.
    """
    access.demand(session, Right.ASSIGN, row)
    demand_reach(session, person)
    demand_receiver(session, person, access.editing(row))
    before, row.owner_id = row.owner_id, person.id
    row.updated_at = session.now
    return before


def demand_reach(session: Session, person: Person) -> None:
    """Check that the actor may assign to and from a member of staff.

    Raises:
        Denied: they are outside the actor's right to assign.
    """
    staff = access.owners(session.actor, Right.ASSIGN) if session.actor else frozenset()
    if staff is not None and person.id not in staff:
        raise Denied(Right.ASSIGN, session.actor.scope(Right.ASSIGN) if session.actor else None)


def demand_receiver(session: Session, person: Person, owning: Right) -> None:
    """Check that a member of staff may own what takes a right to change.

    Raises:
        CannotReceive: suspended, or a role without that right.
    """
    if person.suspended or owning not in session.directory.grants(person.role):
        raise CannotReceive(person)


def claim(session: Session, row: Contact | Company) -> None:
    """Take a record out of the pool; of two who claim at once, one gets it.

    Raises:
        NotFree: somebody owns it.
        Denied: no right to own contacts.
        QuotaReached, TooSoon: the rules of the pool forbid it.
    """
    if row.owner_id is not None:
        mine = session.actor is not None and session.actor.id == row.owner_id
        raise NotFree(session.directory.people.get(row.owner_id), mine=mine)
    if session.actor is None or session.actor.scope(Right.CONTACTS_EDIT) is None:
        raise Denied(Right.CONTACTS_EDIT)
    pools.demand_claimable(session, row)
    row.owner_id = session.actor.id
    row.updated_at = session.now
    pools.note(session, [row], "claimed")


def release(session: Session, row: Contact | Company) -> None:
    """Put a record into the pool.

    Raises:
        Denied: not one's own to release; a share to edit does not reach so far.
    """
    if not access.covers(session, Right.CONTACTS_EDIT, row):
        scope = session.actor.scope(Right.CONTACTS_EDIT) if session.actor else None
        raise Denied(Right.CONTACTS_EDIT, scope)
    pools.note(session, [row], "released")
    row.owner_id = None
    row.updated_at = session.now


def share(session: Session, row: Shared, person: Person, level: Level) -> bool:
    """Show a record to a colleague; False when they see it so already.

    Raises:
        Denied: not one's own to share; a share is not passed on.
        CannotUse: suspended, or a role that may not see or change such records.
    """
    _demand_own(session, row)
    needed = access.editing(row) if level == "edit" else SEEN_BY[type(row)]
    if person.suspended or needed not in session.directory.grants(person.role):
        raise CannotUse(person, level)
    if person.id == row.owner_id:
        return False
    return shares.put(session, row, person.id, level)


def unshare(session: Session, row: Shared, person: Person) -> bool:
    """Show a record to a colleague no longer; False when it was not shared with them.

    Raises:
        Denied: not one's own to take back.
    """
    _demand_own(session, row)
    return shares.remove(session, row, person.id)


def _demand_own(session: Session, row: Owned) -> None:
    right = access.editing(row)
    if not access.covers(session, right, row):
        raise Denied(right)
