"""Files of tickets: what comes and goes with messages, kept as long as their words."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from store import files, subjects
from store.files import Held
from store.sessions import Session
from store.tables import Attachment, Ticket, TicketMessage

ON_CARD = 3


def keep(session: Session, message: TicketMessage, blob_ids: Sequence[int]) -> tuple[int, ...]:
    """Keep files with a message of a ticket, sealed under the ticket's key.

    Args:
        session: of whoever sent them.
        message: that brought them, or with which they go out.
        blob_ids: files that came in.

    Returns:
        The ids of the kept ones, in the same order, without those that are gone.
    """
    if not blob_ids:
        return ()
    session.flush()
    made = [files.keep(session, message, one) for one in blob_ids]
    kept = tuple(one.blob_id for one in made if one)
    session.brought.setdefault(message.id, []).extend(kept)
    return kept


def bringing(session: Session, ticket: Ticket) -> list[TicketMessage]:
    """Messages of this unit of work that have brought files to a ticket."""
    return [row for held, row, _ in session.happened if held is ticket and brought(session, row)]


def brought(session: Session, message: TicketMessage) -> list[int]:
    """Ids of the files that a message of this unit of work has brought, in their order."""
    return session.brought.get(message.id, [])


def of(session: Session, ticket: Ticket) -> list[Attachment]:
    """Files kept with a ticket or with those merged into it, the newest first."""
    rows = list(session.scalars(select(Attachment).where(_theirs(ticket)).order_by(_NEWEST)))
    subjects.load(session, (row.subject_id for row in rows))
    return rows


def on_card(session: Session, ticket: Ticket) -> tuple[list[str], int]:
    """The names of a ticket's newest files for its card, and how many it has."""
    query = select(Attachment, func.count().over()).where(_theirs(ticket)).order_by(_NEWEST)
    rows = session.execute(query.limit(ON_CARD)).all()
    subjects.load(session, (row[0].subject_id for row in rows))
    return [files.name_of(session, row[0]) for row in rows], rows[0][1] if rows else 0


def of_message(session: Session, message: TicketMessage) -> list[Held]:
    """The files that are kept with a message, in the order in which they came."""
    mine = select(col(Attachment.blob_id)).where(col(Attachment.message_id) == message.id)
    ids = list(session.execute(mine.order_by(col(Attachment.id))).scalars())
    found = {one.id: one for one in files.held(session, ids)} if ids else {}
    return [found[one] for one in ids if one in found]


def move(session: Session, message: TicketMessage) -> None:
    """Let the files of a message go with it to the ticket that it is in now."""
    mine = select(Attachment).where(col(Attachment.message_id) == message.id)
    for one in session.scalars(mine):
        one.ticket_id = message.ticket_id


def _theirs(ticket: Ticket) -> ColumnElement[bool]:
    merged = select(col(Ticket.id)).where(col(Ticket.merged_into) == ticket.id)
    return (col(Attachment.ticket_id) == ticket.id) | col(Attachment.ticket_id).in_(merged)


_NEWEST = col(Attachment.id).desc()
