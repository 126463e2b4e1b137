"""How a ticket comes to its end: it waits, goes on, is resolved, closed, taken up again."""

from typing import Literal

from store import slas, ticket_messages, ticket_pauses, tickets
from store.errors import CrmError
from store.exchanges import Closed
from store.sessions import Session
from store.tables import Ticket

Awaited = Literal["customer", "third party"]
ENDED = "ended"


class NotWaiting(CrmError):
    """The ticket waits for nobody."""

    def __init__(self, ticket: Ticket) -> None:
        """Keep which one."""
        super().__init__(ticket.id)
        self.ticket = ticket


class NotEnded(CrmError):
    """The ticket is open already."""

    def __init__(self, ticket: Ticket) -> None:
        """Keep which one."""
        super().__init__(ticket.id)
        self.ticket = ticket


def wait(session: Session, ticket: Ticket, awaited: Awaited) -> bool:
    """Let a ticket wait, and its clocks stand still; False when it waited for them already.

    Raises:
        Denied: the right does not reach this ticket.
        Closed: it has ended.
    """
    tickets.demand(session, ticket)
    _refuse_ended(ticket)
    if ticket.waiting_for == awaited:
        return False
    ticket_pauses.begin(session, ticket, awaited)
    _become(session, ticket, "waiting", "waits", awaited)
    ticket.waiting_for = awaited
    slas.settle(session, ticket)
    return True


def _refuse_ended(ticket: Ticket) -> None:
    if ticket.ended_at is not None:
        raise Closed(ticket)


def _become(
    session: Session, ticket: Ticket, status: str, event: str, detail: str = "", text: str = ""
) -> None:
    ticket.status, ticket.waiting_for = status, None
    ticket.updated_at = session.now
    ticket_messages.note_event(session, ticket, event, detail or None, text)


def resume(session: Session, ticket: Ticket) -> None:
    """Go on with a ticket that waited.

    Raises:
        Denied: the right does not reach this ticket.
        NotWaiting: it does not wait.
    """
    tickets.demand(session, ticket)
    if ticket.status != "waiting":
        raise NotWaiting(ticket)
    ticket_pauses.end(session, ticket)
    _become(session, ticket, "open", "resumed")
    slas.settle(session, ticket)


def resolve(session: Session, ticket: Ticket, text: str = "") -> None:
    """Call a ticket solved, with internal words about how.

    Raises:
        Denied: the right does not reach this ticket.
        Closed: it has ended already.
    """
    tickets.demand(session, ticket)
    _refuse_ended(ticket)
    ticket.resolved_at = session.now
    _end(session, ticket)
    _become(session, ticket, "resolved", "resolved", text=text)


def close(session: Session, ticket: Ticket) -> None:
    """Close a ticket for good, resolved or not.

    Raises:
        Denied: the right does not reach this ticket.
        Closed: it is closed already.
    """
    tickets.demand(session, ticket)
    if ticket.status == "closed":
        raise Closed(ticket)
    ticket.closed_at = session.now
    if ticket.ended_at is None:
        _end(session, ticket)
    _become(session, ticket, "closed", "closed")


def _end(session: Session, ticket: Ticket) -> None:
    """No time runs from here on; should it be reopened, this stretch does not count."""
    ticket_pauses.begin(session, ticket, ENDED)
    ticket.paused_since = None
    ticket.ended_at = session.now
    slas.settle(session, ticket)


def reopen(session: Session, ticket: Ticket) -> None:
    """Take up a resolved or closed ticket again; its clocks go on where they stood.

    Raises:
        Denied: the right does not reach this ticket.
        NotEnded: it is open.
    """
    tickets.demand(session, ticket)
    if ticket.ended_at is None:
        raise NotEnded(ticket)
    ticket_pauses.end(session, ticket)
    ticket.ended_at = ticket.resolved_at = ticket.closed_at = None
    ticket.reopened += 1
    _become(session, ticket, "open", "reopened")
    slas.settle(session, ticket)
