"""Merging two tickets of one customer, and making a ticket of its own of one message."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from store import (
    slas,
    task_transfers,
    ticket_files,
    ticket_messages,
    ticket_pauses,
    ticket_states,
    tickets,
)
from store.access import NotFound
from store.errors import CrmError
from store.exchanges import Closed
from store.merges import SameRecord
from store.refs import Ref
from store.sessions import Session
from store.tables import Contact, Ticket, TicketMessage
from store.tickets import Draft

MOST = 200


class DifferentCustomers(CrmError):
    """Tickets of different customers: what one wrote must not reach the other."""


class OnlyMessage(CrmError):
    """The customer's only message cannot leave its ticket."""


def merge(session: Session, kept: Ticket, given: Ticket) -> None:
    """Merge a ticket into another one of the same customer.

    What was written in it is shown with the kept one, and the customer's later messages go there.
    What is still to be done about it goes there too.

    Args:
        session: of an actor who may work on both.
        kept: goes on.
        given: its number leads to the kept one from now on.

    Raises:
        SameRecord: both are one.
        Denied: the right does not reach both.
        DifferentCustomers: they are of different customers.
        Closed: the kept one has ended.
    """
    if kept.id == given.id:
        raise SameRecord
    tickets.demand(session, kept)
    tickets.demand(session, given)
    if not _of_one_customer(kept, given):
        raise DifferentCustomers
    if kept.ended_at is not None:
        raise Closed(kept)
    for one in _merged_before(session, given):
        one.merged_into = kept.id
    _take_over(kept, given)
    task_transfers.move(session, Ref("ticket", given.id), Ref("ticket", kept.id))
    given.status, given.waiting_for = "merged", None
    given.merged_into, given.updated_at = kept.id, session.now
    if given.ended_at is None:
        ticket_pauses.begin(session, given, ticket_states.ENDED)
        given.ended_at = session.now
    given.paused_since = None
    for one in (kept, given):
        slas.settle(session, one)
    ticket_messages.note_event(session, kept, "merged", f"T-{given.id}")
    ticket_messages.note_event(session, given, "merged into", f"T-{kept.id}")


def _take_over(kept: Ticket, given: Ticket) -> None:
    """An answer that is owed on the one is owed on the other now, since the same moment."""
    owed = [one for one in (_owed_since(kept), _owed_since(given)) if one]
    if owed and kept.first_response_at is not None:
        kept.next_since, kept.answered_at = min(owed), None
    wrote = [one for one in (kept.last_customer_at, given.last_customer_at) if one]
    kept.last_customer_at = max(wrote, default=None)
    if kept.identity_id is None:
        kept.identity_id = given.identity_id


def _owed_since(ticket: Ticket) -> datetime | None:
    """Since when the customer waits for an answer; None: nothing is owed."""
    if ticket.ended_at is not None:
        return None
    if ticket.first_response_at is None:
        return ticket.opened_at
    return None if slas.answered(ticket) else ticket.next_since


def _of_one_customer(kept: Ticket, given: Ticket) -> bool:
    if kept.contact_id is not None or given.contact_id is not None:
        return kept.contact_id == given.contact_id
    return kept.identity_id is not None and kept.identity_id == given.identity_id


def _merged_before(session: Session, ticket: Ticket) -> list[Ticket]:
    """Tickets that were merged into one which is now merged itself."""
    with session.unscoped():
        return list(session.scalars(select(Ticket).where(col(Ticket.merged_into) == ticket.id)))


def split(session: Session, ticket: Ticket, message: TicketMessage) -> Ticket:
    """Make a ticket of its own of a customer's message.

    Args:
        session: of an actor who may work on the ticket.
        ticket: which the message leaves.
        message: one of it, but not its only one.

    Raises:
        Denied: the right does not reach this ticket.
        NotFound: the message is none of the customer's.
        OnlyMessage: nothing of the customer's would be left.
    """
    tickets.demand(session, ticket)
    if message.kind != "customer":
        raise NotFound("message", "")
    written, _ = ticket_messages.of(session, ticket, limit=MOST, events=False)
    left = [one for one in written if one.id != message.id]
    if not any(one.kind == "customer" for one in left):
        raise OnlyMessage
    text = ticket_messages.texts(session, [message])[message.id]
    made = tickets.made(session, _draft(session, ticket, text), opened_at=message.at)
    message.ticket_id = made.id
    session.flush()
    ticket_files.move(session, message)
    _owe(session, ticket, left)
    ticket_messages.note_event(session, ticket, "split off", f"T-{made.id}")
    ticket_messages.note_event(session, made, "split from", f"T-{ticket.id}")
    return made


def _draft(session: Session, ticket: Ticket, text: str) -> Draft:
    with session.unscoped():
        contact = session.get(Contact, ticket.contact_id) if ticket.contact_id else None
    return Draft(
        text,
        contact,
        identity_id=ticket.identity_id,
        subject_id=ticket.subject_id,
        locale=ticket.locale,
        source=ticket.source,
    )


def _owe(session: Session, ticket: Ticket, written: Sequence[TicketMessage]) -> None:
    """An answer is owed only to what is left of the customer's words; the newest come first."""
    theirs = [one.at for one in written if one.kind == "customer"]
    replied = max((one.at for one in written if one.kind == "reply"), default=None)
    ticket.last_customer_at = max(theirs)
    if ticket.next_since is not None and slas.answered(ticket) is None and replied is not None:
        ticket.next_since = min((one for one in theirs if one > replied), default=None)
    ticket.updated_at = session.now
    slas.settle(session, ticket)
