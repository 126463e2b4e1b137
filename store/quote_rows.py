"""Quotes as they are read: with all that belongs to them, in one statement."""

from sqlalchemy import ColumnElement, exists, func, select
from sqlmodel import col

from store import subjects
from store.columns import table_of
from store.sessions import Session
from store.tables import Approval, Deal, Order, Quote, QuoteLine, SubjectKey

DISCOUNT = "discount"
"""The kind of approval that a discount beyond the limit needs."""

EVERY = table_of(Quote).alias("all_quotes")
_NEWEST = (
    select(func.max(EVERY.c.issue)).where(EVERY.c.deal_id == col(Quote.deal_id)).scalar_subquery()
)
"""The newest issue of a quote's deal, deleted ones included, as their numbers stay taken."""


_approvals, _orders = table_of(Approval).alias("all_approvals"), table_of(Order).alias("all_orders")
_WAITING = exists().where(
    _approvals.c.kind == DISCOUNT,
    _approvals.c.record_id == col(Quote.id),
    _approvals.c.status == "waiting",
)
_ORDERED = exists().where(_orders.c.quote_id == col(Quote.id), _orders.c.deleted_at.is_(None))
"""Whether somebody is asked about a quote, and whether it was ordered, whoever may see that."""


def with_lines(session: Session, condition: ColumnElement[bool]) -> list[Quote]:
    """Quotes with all that belongs to them, which the session keeps, in one statement."""
    query = (
        select(Quote, Deal, QuoteLine, _NEWEST, _WAITING, _ORDERED, col(SubjectKey.wrapped))
        .join(Deal, col(Deal.id) == col(Quote.deal_id))
        .join(SubjectKey, col(SubjectKey.id) == col(Quote.subject_id))
        .outerjoin(QuoteLine, col(QuoteLine.quote_id) == col(Quote.id))
        .where(condition)
        .order_by(col(Quote.id), col(QuoteLine.position), col(QuoteLine.id))
    )
    found: dict[int, Quote] = {}
    lines: dict[int, list[QuoteLine]] = {}
    for quote, deal, line, newest, waiting, ordered, wrapped in session.execute(query):
        if quote.id not in found:
            found[quote.id], lines[quote.id] = quote, []
            session.held["deal", deal.id] = deal
            session.held["newest issue", deal.id] = newest
            session.held["waiting", quote.id] = waiting
            session.held["ordered", quote.id] = ordered
            subjects.know(session, quote.subject_id, wrapped)
        lines[quote.id] += [line] if line else []
    session.held.update((("lines of quote", one), held) for one, held in lines.items())
    return list(found.values())
