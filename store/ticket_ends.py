"""Ends of tickets: why one came up, how it was rated, and the complaint about it that waits."""

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlmodel import col

from store import causes
from store.causes import Reason
from store.sessions import Session
from store.tables import Complaint, Ticket, TicketCause, TicketRating


@dataclass(frozen=True, slots=True)
class End:
    """What is known of a ticket that has ended, as far as the actor may see it."""

    cause: Reason | None = None
    rating: TicketRating | None = None
    complaint: Complaint | None = None


def of(session: Session, ticket: Ticket) -> End:
    """What is known of a ticket that the actor sees, in one statement."""
    waits = and_(col(Complaint.ticket_id) == col(Ticket.id), col(Complaint.settled_at).is_(None))
    query = (
        select(TicketCause, TicketRating, Complaint)
        .select_from(Ticket)
        .outerjoin(TicketCause, col(TicketCause.ticket_id) == col(Ticket.id))
        .outerjoin(TicketRating, col(TicketRating.ticket_id) == col(Ticket.id))
        .outerjoin(Complaint, waits)
        .where(col(Ticket.id) == ticket.id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return End()
    cause, rating, complaint = row
    return End(causes.find(session, cause.cause_id) if cause else None, rating, complaint)
