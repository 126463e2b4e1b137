"""Lists of orders, within what the actor may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from store import access, deals
from store.columns import columns_of
from store.orders import FRESH_FOR
from store.rights import Right
from store.sessions import Session
from store.tables import Deal, Order

PAGE = 8


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of orders is narrowed to; None and False do not narrow.

    Attributes:
        owner_ids: of whose deals.
        status: None: those that have not ended.
        unpaid: those with something open, ended or not.
        stale: those whose status should have been brought up to date.
    """

    owner_ids: frozenset[int] | None = None
    status: str | None = None
    unpaid: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, how many there are in all, and what they are worth together.

    Attributes:
        deals: of these orders, by number, as far as the actor may see them.
        sum_minor: in the company's currency; None unless the actor may read all these amounts.
    """

    rows: tuple[Order, ...]
    deals: Mapping[int, Deal]
    total: int
    sum_minor: int | None


def page(session: Session, filters: Filters, *, offset: int = 0, limit: int = PAGE) -> Page:
    """A page of orders: those whose next step is expected first, then the newest."""
    columns = columns_of(Order)
    conditions = _conditions(session, filters)
    counting = select(func.count(), func.sum(columns.base_minor)).select_from(Order)
    total, minor = session.execute(counting.where(*conditions)).one()
    query = select(Order).where(*conditions)
    ordered = query.order_by(columns.expected_on.is_(None), columns.expected_on, columns.id.desc())
    rows = tuple(session.scalars(ordered.offset(offset).limit(limit)))
    told = access.all_amounts(session, Right.ORDERS_SEE)
    return Page(rows, _deals(session, rows), total, int(minor or 0) if told else None)


def _deals(session: Session, rows: Sequence[Order]) -> dict[int, Deal]:
    """The deals of orders; what was ordered is owed although its deal was deleted meanwhile."""
    with session.with_deleted():
        return {one.id: one for one in deals.get_many(session, [row.deal_id for row in rows])}


def _conditions(session: Session, filters: Filters) -> list[ColumnElement[bool]]:
    columns = columns_of(Order)
    found: list[ColumnElement[bool]] = []
    if filters.status is not None:
        found.append(columns.status == filters.status)
    elif not filters.unpaid:
        found.append(columns.ended_at.is_(None))
    if filters.unpaid:
        found += [columns.paid_minor < columns.total_minor, columns.status != "cancelled"]
    if filters.stale:
        found += [columns.ended_at.is_(None), columns.status_at < session.now - FRESH_FOR]
    if filters.owner_ids is not None:
        theirs = columns_of(Deal)
        owned = select(theirs.id).where(theirs.owner_id.in_(sorted(filters.owner_ids)))
        found.append(columns.deal_id.in_(owned))
    return found


def owners(session: Session, filters: Filters) -> list[tuple[int, int | None]]:
    """Number of every order that such a list shows, and the owner of its deal, in its order."""
    columns, theirs = columns_of(Order), columns_of(Deal)
    conditions = _conditions(session, filters)
    query = select(columns.id, columns.deal_id).select_from(Order).where(*conditions)
    rows = session.execute(
        query.order_by(columns.expected_on.is_(None), columns.expected_on, columns.id.desc())
    ).all()
    with session.with_deleted():
        sold = select(columns.deal_id).select_from(Order).where(*conditions)
        asked = select(theirs.id, theirs.owner_id).select_from(Deal).where(theirs.id.in_(sold))
        owned = {row.id: row.owner_id for row in session.execute(asked)}
    return [(row.id, owned.get(row.deal_id)) for row in rows]


def get_many(session: Session, ids: Sequence[int]) -> tuple[list[Order], Mapping[int, Deal]]:
    """Those of some orders that the actor may see, in the order of the ids, and their deals."""
    columns = columns_of(Order)
    held = {one.id: one for one in session.scalars(select(Order).where(columns.id.in_(ids)))}
    rows = [held[one] for one in ids if one in held]
    return rows, _deals(session, rows)
