"""Links of customers' accounts: to a contact, and to each other, once somebody has confirmed it."""

import secrets
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from store import customer_accounts, slas, ticket_messages, tickets
from store.errors import CrmError
from store.ids import new_id
from store.sessions import Session
from store.tables import (
    Contact,
    ContactPoint,
    CustomerAccount,
    CustomerCode,
    Identity,
    Ticket,
)

CODE_BYTES = 16
CODE_LIFE = timedelta(hours=1)


class OwnCode(CrmError):
    """The code was typed on the very account that asked for it."""


def invite(session: Session, account: CustomerAccount) -> str:
    """Make a one-time code to type on another account of the same person; only its index is kept."""
    code = secrets.token_urlsafe(CODE_BYTES)
    session.add(
        CustomerCode(
            id=new_id(),
            code_index=session.keys.blind("customer code", code),
            identity_id=account.identity_id,
            expires_at=session.now + CODE_LIFE,
        )
    )
    return code


def join(session: Session, identity_id: int, code: str) -> CustomerAccount | None:
    """Join an account to the one that asked for a code: both are one person's from now on.

    Returns:
        The account; None when the code does not work.

    Raises:
        OwnCode: it is the account's own.
    """
    look_up = session.keys.blind("customer code", code.strip())
    query = select(CustomerCode).where(col(CustomerCode.code_index) == look_up)
    held = session.scalars(query.with_for_update()).one_or_none()
    if held is None or held.used_at is not None or held.expires_at <= session.now:
        return None
    if held.identity_id == identity_id:
        raise OwnCode
    held.used_at = session.now
    account = customer_accounts.of(session, identity_id)
    _unite(session, customer_accounts.of(session, held.identity_id), account)
    return account


def _unite(session: Session, first: CustomerAccount, second: CustomerAccount) -> None:
    """Two accounts and whatever was joined to them become one person's; so does the contact."""
    theirs = [*customer_accounts.all_of(session, first), *customer_accounts.all_of(session, second)]
    contacts = {one.contact_id for one in theirs if one.contact_id}
    for one in theirs:
        one.holder_id = first.holder_id
        if len(contacts) == 1:
            one.contact_id = next(iter(contacts))
    session.flush()


def link(session: Session, ticket: Ticket, contact: Contact) -> bool:
    """Say whose ticket it is, and whose account asked: later requests are that contact's too.

    Accounts of one contact show each other's requests only where their holder has proved that both
    are theirs: by a code, or by the same number which the platforms vouch for.

    Args:
        session: of an actor who may work on the ticket.
        ticket: of an account that is nobody's yet, or of this contact's.
        contact: whose it is.

    Returns:
        False when it was linked so already.

    Raises:
        Denied: the right does not reach this ticket.
    """
    tickets.demand(session, ticket)
    account = customer_accounts.known(session, ticket.identity_id)
    same = ticket.contact_id == contact.id
    if same and (account is None or account.contact_id == contact.id):
        return False
    ticket.contact_id = contact.id
    ticket.company_id = ticket.company_id or contact.company_id
    ticket.updated_at = session.now
    slas.settle(session, ticket)
    ticket_messages.note_event(session, ticket, "linked", f"C-{contact.id}")
    if account is not None and not ticket.single:
        _link_account(session, account, contact)
    return True


def _link_account(session: Session, account: CustomerAccount, contact: Contact) -> None:
    for one in customer_accounts.all_of(session, account):
        one.contact_id = contact.id
    session.flush()
    with session.unscoped():
        others = list(
            session.scalars(
                select(CustomerAccount).where(
                    col(CustomerAccount.contact_id) == contact.id,
                    col(CustomerAccount.holder_id) != account.holder_id,
                )
            )
        )
    for other in others:
        if _one_number(session, account, other):
            _unite(session, other, account)


def _one_number(session: Session, first: CustomerAccount, second: CustomerAccount) -> bool:
    numbers = [_vouched(session, one.identity_id) for one in (first, second)]
    return numbers[0] is not None and numbers[0] == numbers[1]


def _vouched(session: Session, identity_id: int) -> bytes | None:
    if identity_id not in session.vouched:
        row = session.get(Identity, identity_id)
        session.vouched[identity_id] = row.phone_index if row else None
    return session.vouched[identity_id]


def candidate(session: Session, identity_id: int) -> Contact | None:
    """The only contact that has the number which an account's platform vouches for."""
    number = _vouched(session, identity_id)
    if number is None:
        return None
    points = select(col(ContactPoint.contact_id)).where(col(ContactPoint.look_up) == number)
    query = select(Contact).where(col(Contact.id).in_(points)).limit(2)
    with session.unscoped():
        found = list(session.scalars(query))
    return found[0] if len(found) == 1 else None
