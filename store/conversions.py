"""Conversions: a lead becomes a contact and a deal, and each knows of the other."""

from dataclasses import dataclass

from store import access, activities, contacts, deals, leads, staff, task_transfers
from store.moneys import Money
from store.refs import Ref
from store.rights import Right
from store.sessions import Session
from store.tables import Contact, Deal, Lead


@dataclass(frozen=True, slots=True)
class Plan:
    """What a lead becomes.

    Attributes:
        title: of the deal.
        amount: of the deal, if it is known.
        company_id: of both.
        contact: one that is there already; None makes one.
    """

    title: str
    amount: Money | None = None
    company_id: int | None = None
    contact: Contact | None = None


def draft_of(session: Session, lead: Lead, company_id: int | None) -> contacts.Draft:
    """The contact that a lead would become."""
    return contacts.Draft(
        name=lead.name,
        points=leads.points_of(session, lead),
        company_id=company_id,
        title=lead.title,
        source=lead.source,
    )


def owner_of(session: Session, lead: Lead) -> int | None:
    """Whose the contact and the deal will be: the lead's owner's, else the actor's."""
    return lead.owner_id or (session.actor.id if session.actor else None)


def convert(session: Session, lead: Lead, plan: Plan) -> tuple[Contact, Deal]:
    """Make contact and deal of a lead; the lead keeps what it became, its tasks go along.

    Args:
        session: of an actor with the rights to add contacts and deals.
        lead: an open one.
        plan: what it becomes.

    Raises:
        Denied, Ended: the lead cannot be worked on, or one of the rights is missing.
        Unready, RateMissing: the deal cannot be entered so.
    """
    leads.demand_open(session, lead)
    for right in (Right.CONTACTS_ADD, Right.DEALS_EDIT):
        staff.demand(session, right)
    contact = plan.contact or _contact(session, lead, plan)
    session.flush()
    draft = deals.Draft(
        title=plan.title,
        amount=plan.amount,
        company_id=plan.company_id or contact.company_id,
        contact_id=contact.id,
        source=lead.source,
    )
    deal = deals.add(session, draft, owner_id=owner_of(session, lead))
    session.flush()
    lead.status, lead.converted_at, lead.updated_at = "converted", session.now, session.now
    lead.contact_id, lead.company_id, lead.deal_id = contact.id, draft.company_id, deal.id
    task_transfers.move(session, Ref("lead", lead.id), Ref("deal", deal.id), contact.id)
    return contact, deal


def _contact(session: Session, lead: Lead, plan: Plan) -> Contact:
    """A new contact with the lead's first words in its timeline."""
    draft = draft_of(session, lead, plan.company_id)
    row = contacts.add(session, draft, owner_id=owner_of(session, lead))
    session.flush()
    note = leads.note_of(session, lead)
    if note and access.covers(session, Right.CONTACTS_EDIT, row):
        activities.log(session, row, "note", note)
    return row
