"""Lists of quotes, within what the actor may see."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlmodel import col

from store.columns import columns_of
from store.quotes import PASSING
from store.sessions import Session
from store.tables import Deal, Quote
from store.transitions import today

PAGE = 8


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of quotes is narrowed to; None does not narrow.

    Attributes:
        deal_id: of which deal.
        state: a status, or "expired"; None: all, but outside of one deal not those
            that were replaced.
        owner_ids: of whose deals.
    """

    deal_id: int | None = None
    state: str | None = None
    owner_ids: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: quotes with their deals, and how many there are in all."""

    rows: tuple[tuple[Quote, Deal], ...]
    total: int


def page(session: Session, filters: Filters, *, offset: int = 0, limit: int = PAGE) -> Page:
    """A page of quotes that the actor may see, the newest first."""
    where = [col(Quote.deal_id) == col(Deal.id), *_conditions(session, filters)]
    counting = select(func.count(col(Quote.id))).join(Deal, and_(*where))
    total = session.execute(counting).scalar_one()
    query = select(Quote, Deal).join(Deal, and_(*where)).order_by(col(Quote.id).desc())
    rows = session.execute(query.offset(offset).limit(limit)).all()
    return Page(tuple((quote, deal) for quote, deal in rows), total)


def _conditions(session: Session, filters: Filters) -> list[ColumnElement[bool]]:
    columns = columns_of(Quote)
    found = [_in_state(session, filters)]
    if filters.deal_id is not None:
        found.append(columns.deal_id == filters.deal_id)
    if filters.owner_ids is not None:
        found.append(col(Deal.owner_id).in_(sorted(filters.owner_ids)))
    return found


def _in_state(session: Session, filters: Filters) -> ColumnElement[bool]:
    columns, state = columns_of(Quote), filters.state
    passing = columns.status.in_(PASSING)
    if state is None:
        return true() if filters.deal_id else columns.status.not_in(("replaced",))
    if state == "expired":
        return and_(passing, columns.valid_until < today(session))
    if state in PASSING:
        return and_(columns.status == state, columns.valid_until >= today(session))
    same: ColumnElement[bool] = columns.status == state
    return same
