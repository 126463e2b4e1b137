"""Ratings: customers say once, from 1 to 5, how they were served in a ticket."""

from datetime import timedelta

from sqlalchemy import exists, select
from sqlmodel import col

from store import customer_accounts, subjects
from store.errors import CrmError
from store.ids import new_id
from store.sessions import Session
from store.tables import CustomerAccount, Ticket, TicketRating

SCORES = range(1, 6)
LOW = 2
"""Whoever gives no more is unhappy."""
AFTER = timedelta(minutes=10)
FORGOTTEN = timedelta(days=3)
"""Nobody is asked about what ended longer ago."""
CHANGEABLE = timedelta(days=1)
ENDED = ("resolved", "closed")
BATCH = 100


class NothingToRate(CrmError):
    """None of the customer's tickets has ended."""


class RatedLongAgo(CrmError):
    """The rating stands since more than a day."""


def claim(session: Session, after: int = 0) -> list[Ticket]:
    """Tickets whose customers are to be asked; another process takes others meanwhile.

    Args:
        session: of Parley itself, which sees them all.
        after: number of the last one that was looked at.
    """
    asked = exists().where(col(TicketRating.ticket_id) == col(Ticket.id))
    query = select(Ticket).where(
        col(Ticket.id) > after,
        col(Ticket.ended_at) <= session.now - AFTER,
        col(Ticket.ended_at) > session.now - FORGOTTEN,
        col(Ticket.status).in_(ENDED),
        col(Ticket.identity_id).is_not(None),
        ~asked,
    )
    ordered = query.order_by(col(Ticket.id)).limit(BATCH)
    return list(session.scalars(ordered.with_for_update(skip_locked=True, of=Ticket)))


def ask(session: Session, ticket: Ticket) -> TicketRating:
    """Note that the customer is asked about a ticket, which has an account of theirs."""
    assert ticket.identity_id is not None  # noqa: S101 (see `claim`)
    row = TicketRating(
        id=new_id(),
        ticket_id=ticket.id,
        identity_id=ticket.identity_id,
        staff_id=ticket.assignee_id,
        subject_id=ticket.subject_id,
        asked_at=session.now,
    )
    session.add(row)
    return row


def of_customer(
    session: Session, account: CustomerAccount | None, ticket_id: int | None = None
) -> TicketRating:
    """The rating that a customer's words are about: of a ticket, or the one asked for last.

    Args:
        session: of the customer, who sees nothing else by it.
        account: from which the customer speaks; what was asked at another one of theirs counts too.
        ticket_id: one of the customer's tickets; None for the last one.

    Raises:
        NothingToRate: nothing of theirs has ended, or it is somebody else's.
    """
    if account is None:
        raise NothingToRate
    theirs = customer_accounts.identities_of(account)
    query = select(TicketRating).where(col(TicketRating.identity_id).in_(theirs))
    if ticket_id is not None:
        query = query.where(col(TicketRating.ticket_id) == ticket_id)
    with session.unscoped():
        held = session.scalars(query.order_by(col(TicketRating.asked_at).desc()).limit(1)).first()
    return held or ask(session, _last_ended(session, account, ticket_id))


def _last_ended(session: Session, account: CustomerAccount, ticket_id: int | None) -> Ticket:
    """The ticket of a customer that ended last, or one of them that has ended.

    Raises:
        NothingToRate: there is none.
    """
    theirs = customer_accounts.identities_of(account)
    query = select(Ticket).where(col(Ticket.identity_id).in_(theirs), col(Ticket.status).in_(ENDED))
    if ticket_id is not None:
        query = query.where(col(Ticket.id) == ticket_id)
    with session.unscoped():
        found = session.scalars(query.order_by(col(Ticket.ended_at).desc()).limit(1)).first()
    if found is None:
        raise NothingToRate
    return found


def rate(session: Session, row: TicketRating, score: int, comment: str = "") -> None:
    """Keep what a customer says; it can be changed for a day.

    Args:
        session: of the customer.
        row: as `of_customer` gives it.
        score: from 1 to 5.
        comment: to the letter; empty leaves what there is.

    Raises:
        RatedLongAgo: it was rated more than a day ago.
    """
    _refuse_late(session, row)
    row.rated_at = row.rated_at or session.now
    row.score = score
    if comment:
        subjects.close(session, row, "comment_sealed", comment)


def comment(session: Session, row: TicketRating, text: str) -> None:
    """Keep why a customer has rated so.

    Raises:
        RatedLongAgo: it was rated more than a day ago.
    """
    _refuse_late(session, row)
    subjects.close(session, row, "comment_sealed", text)


def _refuse_late(session: Session, row: TicketRating) -> None:
    if row.rated_at is not None and session.now - row.rated_at > CHANGEABLE:
        raise RatedLongAgo


def ticket_of(session: Session, row: TicketRating) -> Ticket:
    """The ticket that a customer has rated."""
    with session.unscoped():
        return session.get_one(Ticket, row.ticket_id)
