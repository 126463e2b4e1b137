"""Files of tickets: what customers send, kept with the request and sealed under its key."""

from sqlalchemy import select
from sqlmodel import col

from store import files, subjects
from store.ids import new_id
from store.sessions import Session
from store.tables import Attachment, Ticket, TicketMessage


def keep(session: Session, message: TicketMessage, blob_id: int) -> Attachment | None:
    """Keep a file with a message of a ticket, sealed anew under the ticket's key.

    Args:
        session: of whoever sent it.
        message: that brought it.
        blob_id: a file that came in.

    Returns:
        None when the file is gone.
    """
    file = files.open_file(session, blob_id)
    if file is None:
        return None
    made_id = new_id()
    place = subjects.place("attachments", "name_sealed", made_id)
    made = Attachment(
        id=made_id,
        ticket_id=message.ticket_id,
        message_id=message.id,
        staff_id=session.actor.id if session.actor else None,
        subject_id=message.subject_id,
        blob_id=files.put(session, message.subject_id, file),
        name_sealed=subjects.envelope(session, file.name, place, message.subject_id),
        media_type=file.media_type,
        size=file.size,
        created_at=session.now,
    )
    session.add(made)
    session.brought.setdefault(message.id, []).append(made.blob_id)
    return made


def bringing(session: Session, ticket: Ticket) -> list[TicketMessage]:
    """Messages of this unit of work that have brought files to a ticket."""
    return [row for held, row, _ in session.happened if held is ticket and brought(session, row)]


def brought(session: Session, message: TicketMessage) -> list[int]:
    """Ids of the files that a message of this unit of work has brought, in their order."""
    return session.brought.get(message.id, [])


def of(session: Session, ticket: Ticket) -> list[Attachment]:
    """Files kept with a ticket or with those merged into it, the newest first."""
    merged = select(col(Ticket.id)).where(col(Ticket.merged_into) == ticket.id)
    theirs = (col(Attachment.ticket_id) == ticket.id) | col(Attachment.ticket_id).in_(merged)
    rows = list(
        session.scalars(select(Attachment).where(theirs).order_by(col(Attachment.id).desc()))
    )
    subjects.load(session, (row.subject_id for row in rows))
    return rows
