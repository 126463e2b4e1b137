"""Payments: money that came in for an order, in parts, and taken back when it was a mistake."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from store import access, orders, subjects, transitions
from store.errors import CrmError
from store.ids import new_id
from store.moneys import Money
from store.rights import Right
from store.sessions import Session
from store.tables import Order, Payment


class NotPositive(CrmError):
    """A payment is above zero."""


class OtherCurrency(CrmError):
    """The order is paid in another currency."""

    def __init__(self, order: Order, currency: str) -> None:
        """Keep which order, and the ISO 4217 code that was given."""
        super().__init__(order.id, currency)
        self.order = order
        self.currency = currency


class Overpaid(CrmError):
    """More than what is open."""

    def __init__(self, order: Order, amount: Money) -> None:
        """Keep which order, and what was to be paid."""
        super().__init__(order.id, amount)
        self.order = order
        self.amount = amount


class NotPayable(CrmError):
    """Nothing is paid for a cancelled order."""

    def __init__(self, order: Order) -> None:
        """Keep which one."""
        super().__init__(order.id)
        self.order = order


class NotYetPaid(CrmError):
    """A payment of a day that is still to come."""

    def __init__(self, day: date) -> None:
        """Keep the day."""
        super().__init__(day)
        self.day = day


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment before it is stored.

    Attributes:
        paid_on: the day on which it came in; None: today, where the actor is.
        note: a reference or words about it.
    """

    amount: Money
    paid_on: date | None = None
    note: str = ""


def check(session: Session, order: Order, receipt: Receipt) -> None:
    """Check that a payment can be noted, whatever is open.

    Raises:
        Denied: the right does not reach this order.
        NotPayable: it was cancelled.
        OtherCurrency: it is not paid in that currency.
        NotPositive, NotYetPaid: such a payment did not come in.
    """
    access.demand(session, Right.ORDERS_EDIT, orders.deal_of(session, order))
    if order.status == "cancelled":
        raise NotPayable(order)
    if receipt.amount.currency != order.currency:
        raise OtherCurrency(order, receipt.amount.currency)
    if receipt.amount.minor <= 0:
        raise NotPositive
    if receipt.paid_on and receipt.paid_on > transitions.today(session):
        raise NotYetPaid(receipt.paid_on)


def beyond_open(order: Order, amount: Money) -> bool:
    """Whether a payment is more than what is open."""
    return order.paid_minor + amount.minor > order.total_minor


def add(session: Session, order: Order, receipt: Receipt, *, beyond: bool = False) -> Payment:
    """Note a payment.

    Args:
        session: of the actor.
        order: what is paid.
        receipt: how much, when.
        beyond: it may be more than what is open.

    Raises:
        Overpaid: it is more than what is open.
        Denied, NotPayable, OtherCurrency, NotPositive, NotYetPaid: see `check`.
    """
    check(session, order, receipt)
    if beyond_open(order, receipt.amount) and not beyond:
        raise Overpaid(order, receipt.amount)
    made = Payment(
        id=new_id(),
        order_id=order.id,
        deal_id=order.deal_id,
        amount_minor=receipt.amount.minor,
        currency=receipt.amount.currency,
        paid_on=receipt.paid_on or transitions.today(session),
        staff_id=session.actor.id if session.actor else None,
        at=session.now,
    )
    if receipt.note:
        where = subjects.place("payments", "note_sealed", made.id)
        made.note_sealed = subjects.envelope(session, receipt.note, where, order.subject_id)
    session.add(made)
    order.paid_minor += made.amount_minor
    order.updated_at = session.now
    return made


def reverse(session: Session, payment: Payment) -> None:
    """Take a payment back; it stays in the books, and counts no more."""
    if payment.reversed_at is None:
        order = session.get_one(Order, payment.order_id)
        payment.reversed_at = order.updated_at = session.now
        order.paid_minor -= payment.amount_minor


def of_order(session: Session, order: Order) -> list[Payment]:
    """Payments of an order that count, the latest first."""
    query = select(Payment).where(
        col(Payment.order_id) == order.id, col(Payment.reversed_at).is_(None)
    )
    return list(
        session.scalars(query.order_by(col(Payment.paid_on).desc(), col(Payment.id).desc()))
    )


def amount_of(payment: Payment) -> Money:
    """What came in; ask `access.amounts` of its deal before it is shown."""
    return Money(payment.amount_minor, payment.currency)
