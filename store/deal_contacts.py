"""People of deals: who has a say in a deal beside its main contact, and in what role."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import BigInteger, Integer, Select, and_, bindparam, exists, func, or_, select
from sqlmodel import col

from store import access, transitions
from store.columns import columns_of
from store.errors import CrmError
from store.ids import new_id
from store.rights import Right
from store.sessions import Session
from store.tables import Company, Contact, Deal, DealContact

ROLES = ("decision maker", "champion", "user", "buyer", "technical", "finance", "other")
SHOWN = 3


class NotOnDeal(CrmError):
    """The contact has no part in the deal."""

    def __init__(self, deal: Deal, contact: Contact) -> None:
        """Keep who, and of which deal."""
        super().__init__(deal.id, contact.id)
        self.deal = deal
        self.contact = contact


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part in a deal.

    Attributes:
        contact_id: who.
        name: None when the actor may not see that contact.
        role: one of ROLES.
    """

    contact_id: int
    name: str | None
    role: str


def add(session: Session, deal: Deal, contact: Contact, role: str | None = None) -> bool:
    """Give a contact a part in a deal; False when that is how it is already.

    A deal without a main contact takes this one.

    Args:
        session: of an actor whose right to edit covers the deal.
        deal: which one.
        contact: that the actor may see.
        role: one of ROLES; None leaves the one that there is.

    Raises:
        Denied: the right does not reach this deal.
    """
    access.demand(session, Right.DEALS_EDIT, deal)
    held = _held(session, deal, contact)
    if held and role in (None, held.role):
        return False
    if held and role:
        held.role = role
    else:
        row = DealContact(id=new_id(), deal_id=deal.id, contact_id=contact.id, role=role or "other")
        session.add(row)
    if deal.contact_id is None:
        deal.contact_id, deal.updated_at = contact.id, session.now
    return True


def _held(session: Session, deal: Deal, contact: Contact) -> DealContact | None:
    pair = (col(DealContact.deal_id) == deal.id, col(DealContact.contact_id) == contact.id)
    return session.scalars(select(DealContact).where(*pair)).one_or_none()


def remove(session: Session, deal: Deal, contact: Contact) -> None:
    """Take a contact off a deal, its main contact too.

    Raises:
        Denied: the right does not reach this deal.
        NotOnDeal: the contact has no part in it.
        Unready: the deal's stage asks for a contact.
    """
    access.demand(session, Right.DEALS_EDIT, deal)
    held = _held(session, deal, contact)
    if held is None and deal.contact_id != contact.id:
        raise NotOnDeal(deal, contact)
    if held:
        session.delete(held)
    if deal.contact_id == contact.id:
        before = transitions.missing(session, deal)
        deal.contact_id, deal.updated_at = None, session.now
        transitions.demand_kept(session, deal, before)


_contacts = columns_of(Contact)
_ALIVE = exists(
    select(_contacts.id).where(
        _contacts.id == col(DealContact.contact_id), _contacts.deleted_at.is_(None)
    )
)
_NAME = select(col(Contact.name)).where(col(Contact.id) == col(DealContact.contact_id))
_MAIN = select(col(Contact.name)).where(col(Contact.id) == col(Deal.contact_id))
_PEOPLE = (
    select(
        _MAIN.correlate(Deal).scalar_subquery().label("main"),
        col(DealContact.contact_id),
        col(DealContact.role),
        _NAME.correlate(DealContact).scalar_subquery().label("name"),
    )
    .select_from(Deal)
    .outerjoin(DealContact, and_(col(DealContact.deal_id) == col(Deal.id), _ALIVE))
    .where(col(Deal.id) == bindparam("deal_id", type_=BigInteger))
    .order_by(
        col(DealContact.contact_id) != bindparam("main_id", type_=BigInteger), col(DealContact.id)
    )
)
"""Made once, as every card of a deal asks for it."""


def people(session: Session, deal: Deal) -> tuple[str | None, list[Part]]:
    """The name of a deal's main contact, and everybody's part in it, the main contact's first.

    Names are those of contacts that the actor may see.
    """
    wanted = {"deal_id": deal.id, "main_id": deal.contact_id}
    rows = list(session.execute(_PEOPLE, wanted))
    parts = [Part(row.contact_id, row.name, row.role) for row in rows if row.contact_id is not None]
    return (rows[0].main if rows else None), parts


@cache
def _open(kind: str) -> Select[Deal, int]:
    """Open deals of a contact or a company; made once, as every card asks for them."""
    whose = bindparam("whose", type_=BigInteger)
    theirs = col(Deal.company_id) == whose
    if kind == "contact":
        parts = select(col(DealContact.deal_id)).where(col(DealContact.contact_id) == whose)
        theirs = or_(col(Deal.contact_id) == whose, col(Deal.id).in_(parts))
    query = select(Deal, func.count().over()).where(theirs, col(Deal.closed_at).is_(None))
    ordered = query.order_by(col(Deal.close_on).is_(None), col(Deal.close_on), col(Deal.id).desc())
    return ordered.limit(bindparam("most", type_=Integer))


def open_deals(
    session: Session, row: Contact | Company, limit: int = SHOWN
) -> tuple[Sequence[Deal], int]:
    """Open deals of a contact or a company that the actor may see: the first, and how many.

    Args:
        session: of the actor.
        row: a contact counts with every deal that it has a part in.
        limit: rows at most: those that close first.
    """
    kind = "contact" if isinstance(row, Contact) else "company"
    is_new = (kind, row.id) in session.fresh
    if is_new or session.actor is None or session.actor.scope(Right.DEALS_SEE) is None:
        return (), 0
    found = session.execute(_open(kind), {"whose": row.id, "most": limit}).all()
    return [one[0] for one in found], (found[0][1] if found else 0)


def open_deals_of(session: Session, company_id: int) -> tuple[Sequence[Deal], int]:
    """Open deals of a company that the actor may see: the first, and how many."""
    if session.actor is None or session.actor.scope(Right.DEALS_SEE) is None:
        return (), 0
    found = session.execute(_open("company"), {"whose": company_id, "most": SHOWN}).all()
    return [one[0] for one in found], (found[0][1] if found else 0)
