"""Lists of quotes, within what the actor may see."""

from collections.abc import Sequence
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


def owners(session: Session, filters: Filters) -> list[tuple[int, int | None]]:
    """Number of every quote that such a list shows, and the owner of its deal, in its order."""
    where = [col(Quote.deal_id) == col(Deal.id), *_conditions(session, filters)]
    query = select(col(Quote.id), col(Deal.owner_id)).join(Deal, and_(*where))
    rows = session.execute(query.order_by(col(Quote.id).desc()))
    return [(row.id, row.owner_id) for row in rows]


def get_many(session: Session, ids: Sequence[int]) -> list[tuple[Quote, Deal]]:
    """Those of some quotes that the actor may see, with their deals, in the order of the ids."""
    query = select(Quote, Deal).join(Deal, col(Quote.deal_id) == col(Deal.id))
    rows = session.execute(query.where(col(Quote.id).in_(ids))).all()
    held = {quote.id: (quote, deal) for quote, deal in rows}
    return [held[one] for one in ids if one in held]
