"""Exchanges with the customer, and notes that stay inside: note, reply, receive."""

from collections.abc import Sequence

from store import slas, ticket_messages, ticket_pauses, tickets
from store.errors import CrmError
from store.sessions import Session
from store.tables import Ticket, TicketMessage


class Closed(CrmError):
    """The ticket has ended; it has to be reopened first."""

    def __init__(self, ticket: Ticket) -> None:
        """Keep which one."""
        super().__init__(ticket.id)
        self.ticket = ticket


def note(session: Session, ticket: Ticket, text: str, files: Sequence[int] = ()) -> TicketMessage:
    """Keep internal words with a ticket; no way leads from here to the customer.

    Args:
        session: of an actor who may work on the ticket.
        ticket: which one.
        text: to the letter.
        files: that colleagues are shown along with it.

    Raises:
        Denied: the right does not reach this ticket.
    """
    tickets.demand(session, ticket)
    return ticket_messages.write(session, ticket, "note", text, files=files)


def reply(session: Session, ticket: Ticket, text: str, files: Sequence[int] = ()) -> TicketMessage:
    """Keep what the customer shall be told; it stops the clock of the answer that is owed.

    Args:
        session: of an actor who may work on the ticket.
        ticket: not closed.
        text: to the letter.
        files: that go along.

    Returns:
        The message; `handlers.ticket_replies` sends it.

    Raises:
        Denied: the right does not reach this ticket.
        Closed: it is closed.
    """
    tickets.demand(session, ticket)
    if ticket.status == "closed":
        raise Closed(ticket)
    if ticket.first_response_at is None:
        ticket.first_response_at = session.now
    if ticket.next_since is not None and slas.answered(ticket) is None:
        ticket.answered_at = session.now
    ticket.updated_at = session.now
    slas.settle(session, ticket)
    return ticket_messages.write(session, ticket, "reply", text, files=files)


def receive(
    session: Session,
    ticket: Ticket,
    text: str,
    *,
    identity_id: int | None = None,
    files: Sequence[int] = (),
) -> TicketMessage:
    """Keep what a customer writes; whoever waited for it waits no more, and an answer is owed.

    Args:
        session: of the customer, or of whoever enters the customer's words.
        ticket: a merged one passes it on to the one in which it goes on.
        text: to the letter.
        identity_id: the account from which it came.
        files: that came with it.

    Raises:
        Closed: it is closed.
    """
    ticket = _survivor(session, ticket)
    if ticket.status == "closed":
        raise Closed(ticket)
    if ticket.status == "resolved":
        ticket.ended_at = ticket.resolved_at = None
        ticket.reopened += 1
    if ticket.status != "open":
        ticket_pauses.end(session, ticket)
        ticket.status, ticket.waiting_for = "open", None
        ticket_messages.note_event(session, ticket, "customer wrote")
    owed = ticket.first_response_at is None or (
        ticket.next_since is not None and slas.answered(ticket) is None
    )
    if not owed:
        ticket.next_since, ticket.answered_at = session.now, None
    ticket.last_customer_at = ticket.updated_at = session.now
    slas.settle(session, ticket)
    return ticket_messages.write(
        session, ticket, "customer", text, identity_id=identity_id, files=files
    )


def _survivor(session: Session, ticket: Ticket) -> Ticket:
    while ticket.merged_into is not None:
        with session.unscoped():
            ticket = session.get_one(Ticket, ticket.merged_into)
    return ticket
