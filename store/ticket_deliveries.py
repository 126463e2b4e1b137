"""What became of the replies to customers: sent, not arrived, sent once more."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from store import changes, deliveries, tickets
from store.changes import ChangeSet
from store.columns import columns_of
from store.errors import CrmError
from store.sessions import Session
from store.tables import Outbox, Ticket, TicketMessage

COLLISION = timedelta(minutes=5)
MOST = 50


class LeftTheHouse(CrmError):
    """A reply went to the customer: nobody can take it back."""

    def __init__(self, ticket_id: int, change_id: int) -> None:
        """Keep on which ticket, and in which change."""
        super().__init__(ticket_id, change_id)
        self.ticket_id = ticket_id
        self.change_id = change_id


class SentAlready(CrmError):
    """A draft was sent before; it goes out once."""

    def __init__(self, ticket_id: int) -> None:
        """Keep on which ticket."""
        super().__init__(ticket_id)
        self.ticket_id = ticket_id


@dataclass(frozen=True, slots=True)
class Failure:
    """A reply that did not reach its customer, and why, in the platform's words."""

    ticket: Ticket
    message: TicketMessage
    reason: str


def failures(session: Session) -> list[Failure]:
    """Replies that could not be delivered and of which nobody was told yet; they count as told.

    Args:
        session: of Parley itself.
    """
    outbox = columns_of(Outbox)
    query = (
        select(TicketMessage, Ticket, outbox.reason)
        .join(Outbox, outbox.id == col(TicketMessage.letter_id))
        .join(Ticket, col(Ticket.id) == col(TicketMessage.ticket_id))
        .where(outbox.failed_at.is_not(None), col(TicketMessage.undelivered_at).is_(None))
        .order_by(outbox.id)
        .limit(MOST)
        .with_for_update(of=TicketMessage, skip_locked=True)  # another process may look as well
    )
    found = [Failure(row[1], row[0], row.reason or "") for row in session.execute(query)]
    for one in found:
        one.message.undelivered_at = session.now
    return found


def waiting(session: Session) -> bool:
    """Whether a reply failed of which nobody was told."""
    outbox = columns_of(Outbox)
    query = (
        select(outbox.id)
        .join(TicketMessage, col(TicketMessage.letter_id) == outbox.id)
        .where(outbox.failed_at.is_not(None), col(TicketMessage.undelivered_at).is_(None))
    )
    with session.unscoped():
        return session.execute(query.limit(1)).first() is not None


def again(session: Session, ticket: Ticket, message: TicketMessage) -> bool:
    """Send a reply once more that did not arrive; False when it is on its way or has arrived.

    Raises:
        Denied: the right does not reach this ticket.
    """
    tickets.demand(session, ticket)
    if message.letter_id is None or message.undelivered_at is None:
        return False
    tried = deliveries.retry(session, message.letter_id) > 0
    if tried:
        message.undelivered_at = None
    return tried


def last_failed(session: Session, ticket: Ticket) -> TicketMessage | None:
    """The newest reply that did not arrive, if there is one."""
    query = select(TicketMessage).where(
        col(TicketMessage.ticket_id) == ticket.id, col(TicketMessage.undelivered_at).is_not(None)
    )
    return session.scalars(query.order_by(col(TicketMessage.id).desc()).limit(1)).first()


def was_sent(session: Session, ticket: Ticket, note: TicketMessage) -> bool:
    """Whether a draft went out already, on its ticket or on the one that this was merged into."""
    query = select(col(TicketMessage.id)).where(
        col(TicketMessage.ticket_id).in_([ticket.id, note.ticket_id]),
        col(TicketMessage.note_id) == note.id,
    )
    return session.execute(query.limit(1)).first() is not None


def just_answered(session: Session, ticket: Ticket) -> TicketMessage | None:
    """What a colleague has answered within COLLISION and after the actor; None: nobody has."""
    query = select(TicketMessage).where(
        col(TicketMessage.ticket_id) == ticket.id,
        col(TicketMessage.kind) == "reply",
        col(TicketMessage.at) >= session.now - COLLISION,
    )
    newest = query.order_by(col(TicketMessage.at).desc(), col(TicketMessage.id).desc())
    found = session.scalars(newest.limit(1)).first()
    own = session.actor is not None and found is not None and found.staff_id == session.actor.id
    return None if own else found


def written_since(session: Session, ticket: Ticket, version: int) -> TicketMessage | None:
    """What the customer wrote last, if that was after a version of the ticket had been shown."""
    if "last_customer_at" not in changes.since(session, ticket, version):
        return None
    query = select(TicketMessage).where(
        col(TicketMessage.ticket_id) == ticket.id, col(TicketMessage.kind) == "customer"
    )
    newest = query.order_by(col(TicketMessage.at).desc(), col(TicketMessage.id).desc())
    return session.scalars(newest.limit(1)).first()


def refuse_sent(session: Session, change: ChangeSet) -> None:
    """Nothing is undone that went to a customer.

    Raises:
        LeftTheHouse: the change has sent something.
    """
    written = (one for one in change.entries if one.table == TicketMessage.__tablename__)
    rows = [int(one.row_id) for one in written if one.action == "add"]
    if not rows:
        return
    query = select(col(TicketMessage.ticket_id)).where(
        col(TicketMessage.id).in_(rows), col(TicketMessage.letter_id).is_not(None)
    )
    found = session.execute(query.limit(1)).scalar_one_or_none()
    if found is not None:
        raise LeftTheHouse(found, change.id)


def age(session: Session, message: TicketMessage) -> int:
    """Whole minutes since a message, at least one."""
    return max(1, round((session.now - message.at).total_seconds() / 60))
