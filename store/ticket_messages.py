"""What was written in tickets and what happened to them: the one place that writes it down."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Literal

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from store import escalations, subjects, ticket_files
from store.access import NotFound
from store.ids import new_id
from store.sessions import Session
from store.subjects import SubjectErased
from store.tables import Ticket, TicketMessage

Kind = Literal["customer", "reply", "note", "event"]
PAGE = 8


def write(
    session: Session,
    ticket: Ticket,
    kind: Kind,
    text: str,
    *,
    identity_id: int | None = None,
    files: Sequence[int] = (),
) -> TicketMessage:
    """Write words into a ticket, sealed under its key.

    Args:
        session: of whoever writes.
        ticket: where.
        kind: to or from the customer, or internal.
        text: to the letter.
        identity_id: the account from which it came.
        files: that go along; they are kept as long as the words.
    """
    row = _row(session, ticket, kind)
    row.identity_id = identity_id
    subjects.close(session, row, "text_sealed", text)
    session.add(row)
    escalations.follow(session, ticket)
    session.happened.append((ticket, row, ticket_files.keep(session, row, files)))
    return row


def rewrite(session: Session, message: TicketMessage, text: str) -> None:
    """Let a note say something else, as its author has changed it where it was written."""
    subjects.close(session, message, "text_sealed", text)


def note_event(
    session: Session, ticket: Ticket, event: str, detail: object = None, text: str = ""
) -> None:
    """Note that something happened to a ticket, by whom and when.

    Args:
        session: of whoever did it.
        ticket: which one.
        event: what, such as "assigned".
        detail: to whom or into what.
        text: words about it, sealed.
    """
    row = _row(session, ticket, "event")
    row.event, row.detail = event, None if detail is None else str(detail)
    if text:
        subjects.close(session, row, "text_sealed", text)
    session.add(row)
    escalations.follow(session, ticket)
    session.happened.append((ticket, row, ()))


def _row(session: Session, ticket: Ticket, kind: Kind) -> TicketMessage:
    return TicketMessage(
        id=new_id(),
        ticket_id=ticket.id,
        kind=kind,
        staff_id=session.actor.id if session.actor else None,
        subject_id=ticket.subject_id,
        at=session.now,
    )


def noted(session: Session, ticket: Ticket, event: str) -> str | None:
    """The detail of what happened to a ticket last of a kind; None: it never did."""
    query = select(col(TicketMessage.detail)).where(
        col(TicketMessage.ticket_id) == ticket.id, col(TicketMessage.event) == event
    )
    newest = query.order_by(col(TicketMessage.at).desc()).limit(1)
    return session.execute(newest).scalar_one_or_none()


def of(
    session: Session, ticket: Ticket, *, offset: int = 0, limit: int = PAGE, events: bool = True
) -> tuple[list[TicketMessage], int]:
    """A page of a ticket's messages, newest first, with those of the tickets merged into it.

    Args:
        session: of the actor.
        ticket: which one.
        offset: how many newer ones are left out.
        limit: of the page.
        events: whether what happened counts too, or only what was written.
    """
    merged = select(col(Ticket.id)).where(col(Ticket.merged_into) == ticket.id)
    theirs: list[ColumnElement[bool]] = [
        (col(TicketMessage.ticket_id) == ticket.id) | col(TicketMessage.ticket_id).in_(merged)
    ]
    if not events:
        theirs.append(col(TicketMessage.kind) != "event")
    query = select(TicketMessage, func.count().over()).where(*theirs)
    newest = query.order_by(col(TicketMessage.at).desc(), col(TicketMessage.id).desc())
    rows = session.execute(newest.offset(offset).limit(limit)).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def texts(session: Session, messages: Sequence[TicketMessage]) -> dict[int, str]:
    """The words of messages that the actor has been given to see."""
    subjects.load(session, (one.subject_id for one in messages))
    return {one.id: _text(session, one) for one in messages}


def _text(session: Session, message: TicketMessage) -> str:
    """The words of a message; nothing where they were erased."""
    with suppress(SubjectErased):
        return subjects.clear(session, message, "text_sealed") or ""
    return ""


def numbered(session: Session, ticket: Ticket, number: int) -> TicketMessage:
    """The so-many-th of a ticket's messages, events left out, counted from the oldest.

    Raises:
        NotFound: there are not so many.
    """
    query = select(TicketMessage).where(
        col(TicketMessage.ticket_id) == ticket.id, col(TicketMessage.kind) != "event"
    )
    oldest = query.order_by(col(TicketMessage.at), col(TicketMessage.id))
    found = session.scalars(oldest.offset(max(number - 1, 0)).limit(1)).one_or_none()
    if found is None or number < 1:
        raise NotFound("message", str(number))
    return found


def noted_as(session: Session, ticket_id: int, named: str) -> TicketMessage | None:
    """The actor's own note that was written in a message of this name, if there is one."""
    query = select(TicketMessage).where(
        col(TicketMessage.ticket_id) == ticket_id,
        col(TicketMessage.kind) == "note",
        col(TicketMessage.named) == named,
        col(TicketMessage.staff_id) == (session.actor and session.actor.id),
    )
    return session.scalars(query.limit(1)).first()


def get(session: Session, ticket: Ticket, message_id: int) -> TicketMessage:
    """A message of a ticket, or of one that was merged into it.

    Raises:
        NotFound: there is none.
    """
    found = session.get(TicketMessage, message_id)
    merged = select(col(Ticket.id)).where(col(Ticket.merged_into) == ticket.id)
    if found is None or (
        found.ticket_id != ticket.id and found.ticket_id not in session.scalars(merged).all()
    ):
        raise NotFound("message", str(message_id))
    return found
