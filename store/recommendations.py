"""Recommendations (NPS): customers say at most once a quarter whether they would recommend us."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlmodel import col

from store import customer_accounts, subjects
from store.errors import CrmError
from store.ids import new_id
from store.ratings import BATCH, ENDED
from store.sessions import Session
from store.tables import CustomerAccount, Recommendation, Ticket

SCORES = range(11)
PROMOTERS, DETRACTORS = 9, 6
"""From here on up, and up to here: Reichheld, The One Number You Need to Grow (2003)."""
AFTER = timedelta(days=1)
FORGOTTEN = timedelta(days=8)
APART = timedelta(days=91)
ANSWERABLE = timedelta(days=30)
SETTING = "nps"


class NotAsked(CrmError):
    """The customer was not asked lately."""


def is_on(session: Session) -> bool:
    """Whether customers are asked at all."""
    return bool(session.directory.setting(SETTING, "on") == "on")


def quarter(moment: datetime) -> int:
    """The quarter of a moment, counted from the year 0."""
    return moment.year * 4 + (moment.month - 1) // 3


def claim(session: Session, after: int = 0) -> list[Ticket]:
    """Tickets after which their customers are to be asked, one for each customer.

    Only those are asked who have agreed to the notice and have a request that has ended.

    Args:
        session: of Parley itself, which sees them all.
        after: number of the last one that was looked at.
    """
    lately = exists().where(
        customer_accounts.of_one(col(Recommendation.identity_id), col(Ticket.identity_id)),
        (col(Recommendation.asked_at) > session.now - APART)
        | (col(Recommendation.quarter) == quarter(session.now)),
    )
    query = select(Ticket).where(
        col(Ticket.id) > after,
        col(Ticket.ended_at) <= session.now - AFTER,
        col(Ticket.ended_at) > session.now - FORGOTTEN,
        col(Ticket.status).in_(ENDED),
        col(Ticket.identity_id).is_not(None),
        col(Ticket.single).is_(False),
        ~lately,
    )
    ordered = query.order_by(col(Ticket.id)).limit(BATCH)
    return list(session.scalars(ordered.with_for_update(skip_locked=True, of=Ticket)))


def ask(session: Session, ticket: Ticket) -> Recommendation:
    """Note that a customer is asked."""
    assert ticket.identity_id is not None  # noqa: S101 (see `claim`)
    row = Recommendation(
        id=new_id(),
        identity_id=ticket.identity_id,
        ticket_id=ticket.id,
        subject_id=ticket.subject_id,
        quarter=quarter(session.now),
        asked_at=session.now,
    )
    session.add(row)
    return row


def of_customer(session: Session, account: CustomerAccount | None) -> Recommendation:
    """What a customer was asked last.

    Raises:
        NotAsked: nothing in the last 30 days.
    """
    if account is None:
        raise NotAsked
    query = select(Recommendation).where(
        col(Recommendation.identity_id).in_(customer_accounts.identities_of(account)),
        col(Recommendation.asked_at) > session.now - ANSWERABLE,
    )
    with session.unscoped():
        held = session.scalars(query.order_by(col(Recommendation.asked_at).desc()).limit(1)).first()
    if held is None:
        raise NotAsked
    return held


def answer(session: Session, row: Recommendation, score: int, reason: str = "") -> None:
    """Keep what a customer says: from 0 to 10, and why."""
    row.score, row.answered_at = score, session.now
    if reason:
        subjects.close(session, row, "reason_sealed", reason)
