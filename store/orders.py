"""Orders: what was sold, how far it has come, and by when the next step is expected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from store import access, rates, subjects, transitions
from store.access import NotFound
from store.errors import CrmError
from store.ids import new_id
from store.moneys import Money
from store.rights import Right
from store.sessions import Session
from store.tables import Deal, Order, OrderStep, Quote, SubjectKey

FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "confirmed": ("in production", "shipped", "delivered", "cancelled"),
    "in production": ("shipped", "delivered", "cancelled"),
    "shipped": ("delivered", "cancelled"),
    "delivered": ("completed",),
    "completed": (),
    "cancelled": (),
}
"""Which status may follow which; those that nothing follows are final."""

STATUSES = tuple(FOLLOWING)
FRESH_FOR = timedelta(hours=24)
"""A status is brought up to date within this time."""


class WrongStatus(CrmError):
    """One status does not follow the other."""

    def __init__(self, order: Order, status: str) -> None:
        """Keep which order, and the status that it was to get."""
        super().__init__(order.id, status)
        self.order = order
        self.status = status


class PastExpectation(CrmError):
    """What is expected cannot lie in the past."""

    def __init__(self, day: date) -> None:
        """Keep the day."""
        super().__init__(day)
        self.day = day


class NothingOrdered(CrmError):
    """An order is worth something."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An order before it is stored.

    Attributes:
        total: what is to be paid, tax included.
        expected_on: the day on which the next step is expected.
    """

    total: Money
    quote_id: int | None = None
    expected_on: date | None = None


def add(session: Session, deal: Deal, draft: Draft) -> Order:
    """Enter a confirmed order of a deal.

    Raises:
        Denied: the right does not reach this deal.
        NothingOrdered: the amount is not above zero.
        PastExpectation: the day has gone by.
        RateMissing: the amount's currency has no rate.
    """
    access.demand(session, Right.ORDERS_EDIT, deal)
    if draft.total.minor <= 0:
        raise NothingOrdered
    _demand_ahead(session, draft.expected_on)
    made = Order(
        id=session.take_number("order"),
        quote_id=draft.quote_id,
        deal_id=deal.id,
        company_id=deal.company_id,
        contact_id=deal.contact_id,
        total_minor=draft.total.minor,
        currency=draft.total.currency,
        base_minor=rates.convert(session, draft.total).minor,
        status="confirmed",
        status_at=session.now,
        expected_on=draft.expected_on,
        subject_id=deal.subject_id,
        created_by=session.actor.id if session.actor else None,
        created_at=session.now,
        updated_at=session.now,
        version=1,
    )
    session.add(made)
    session.flush()
    _write(session, made, None, "")
    return made


def from_quote(session: Session, quote: Quote) -> Order:
    """The order of an accepted quote, over its total; a quote is ordered once.

    Args:
        session: of an actor who may enter orders of the quote's deal.
        quote: which one; whether it was accepted is for the caller to know.

    Returns:
        The one that was made of it before, if there is one.

    Raises:
        Denied, NothingOrdered, RateMissing: as in `add`.
    """
    session.flush()
    held = None
    if session.held.pop(("ordered", quote.id), None) is not False:
        query = select(Order).where(col(Order.quote_id) == quote.id)
        held = session.scalars(query).one_or_none()
    if held is not None:
        return held
    deal = deal_of(session, quote)
    return add(session, deal, Draft(Money(quote.total_minor, quote.currency), quote.id))


def deal_of(session: Session, row: Order | Quote) -> Deal:
    """The deal that an order or a quote belongs to; a deleted one too."""
    kept = ("deal", row.deal_id)  # by itself a session forgets rows that nobody holds
    if kept not in session.info:
        with session.unscoped(), session.with_deleted():
            session.info[kept] = session.get_one(Deal, row.deal_id)
    found: Deal = session.info[kept]
    return found


def _write(session: Session, order: Order, before: str | None, note: str) -> None:
    """Write into the history what is said of an order now."""
    step = OrderStep(
        id=new_id(),
        order_id=order.id,
        deal_id=order.deal_id,
        before=before,
        status=order.status,
        staff_id=session.actor.id if session.actor else None,
        at=session.now,
    )
    if note:
        where = subjects.place("order_steps", "note_sealed", step.id)
        step.note_sealed = subjects.envelope(session, note, where, order.subject_id)
    session.add(step)


def advance(
    session: Session, order: Order, status: str, note: str = "", on: date | None = None
) -> str:
    """Say how far an order is; the same status once more says that it still is there.

    Args:
        session: of the actor.
        order: which one.
        status: one of STATUSES.
        note: words about it, kept with the history.
        on: the day on which the next step is expected.

    Returns:
        The status until now.

    Raises:
        Denied: the right does not reach this order.
        WrongStatus: it does not follow, or the order has ended.
        PastExpectation: the day has gone by.
    """
    access.demand(session, Right.ORDERS_EDIT, deal_of(session, order))
    before = order.status
    if order.ended_at is not None or (status != before and status not in FOLLOWING[before]):
        raise WrongStatus(order, status)
    _demand_ahead(session, on)
    order.status, order.status_at, order.updated_at = status, session.now, session.now
    order.expected_on = on or _still_ahead(session, order, moved=status != before)
    if not FOLLOWING[status]:
        order.ended_at, order.expected_on = session.now, None
    _write(session, order, before, note)
    return before


def _still_ahead(session: Session, order: Order, *, moved: bool) -> date | None:
    """The expectation that stands; a step that was taken fulfils what was expected by today."""
    held = order.expected_on
    return None if moved and held and held <= transitions.today(session) else held


def _demand_ahead(session: Session, day: date | None) -> None:
    if day is not None and day < transitions.today(session):
        raise PastExpectation(day)


def expect(session: Session, order: Order, day: date) -> date | None:
    """Set the day on which the next step is expected, and give the one before.

    Raises:
        Denied: the right does not reach this order.
        WrongStatus: the order has ended.
        PastExpectation: the day has gone by.
    """
    access.demand(session, Right.ORDERS_EDIT, deal_of(session, order))
    if order.ended_at is not None:
        raise WrongStatus(order, order.status)
    _demand_ahead(session, day)
    before, order.expected_on = order.expected_on, day
    order.updated_at = session.now
    return before


def retract(session: Session, order: Order) -> None:
    """Take an order away that was entered by mistake; it keeps its number."""
    order.deleted_at = session.now


def get(session: Session, order_id: int) -> Order:
    """The order of a number.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    found = _read(session, col(Order.id) == order_id)
    if not found:
        raise NotFound("order", f"S-{order_id}")
    return found[0]


def _read(session: Session, condition: ColumnElement[bool]) -> list[Order]:
    """Orders with the keys of their notes, the newest first."""
    same = col(SubjectKey.id) == col(Order.subject_id)
    query = select(Order, col(SubjectKey.wrapped)).join(SubjectKey, same).where(condition)
    rows = session.execute(query.order_by(col(Order.id).desc())).all()
    for order, wrapped in rows:
        subjects.know(session, order.subject_id, wrapped)
    return [order for order, _ in rows]


def of_deals(session: Session, deal_ids: Sequence[int]) -> list[Order]:
    """The orders of deals that the actor may see, the newest first."""
    return _read(session, col(Order.deal_id).in_(sorted(deal_ids)))


def history(session: Session, order: Order) -> list[OrderStep]:
    """What was said of an order's status, the newest first."""
    query = select(OrderStep).where(col(OrderStep.order_id) == order.id)
    return list(session.scalars(query.order_by(col(OrderStep.at).desc(), col(OrderStep.id).desc())))


def note_of(session: Session, order: Order, step: Any) -> str | None:  # noqa: ANN401 (a step or a payment)
    """Words about a step or a payment of an order."""
    if step.note_sealed is None:
        return None
    place = (subjects.table_of(step), "note_sealed", step.id, order.subject_id)
    return subjects.open_envelope(session, step.note_sealed, *place)


def stale_for(session: Session, order: Order) -> timedelta | None:
    """How old the status is, when it should have been brought up to date; None while it is fresh."""
    age = session.now - order.status_at
    return age if order.ended_at is None and age > FRESH_FOR else None


def total_of(order: Order) -> Money:
    """What is to be paid; ask `access.amounts` of its deal before it is shown."""
    return Money(order.total_minor, order.currency)


def open_of(order: Order) -> Money:
    """What is still to be paid: nothing for a cancelled order or one that was paid too much."""
    left = 0 if order.status == "cancelled" else order.total_minor - order.paid_minor
    return Money(max(0, left), order.currency)


def titles(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Titles of the deals of these orders, of those that the actor may see, by the order's id."""
    query = select(col(Order.id), col(Deal.title)).join(Deal, col(Deal.id) == col(Order.deal_id))
    rows = session.execute(query.where(col(Order.id).in_(ids)))
    return {row.id: row.title for row in rows}
