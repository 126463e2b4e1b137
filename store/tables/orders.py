"""Tables of orders: what was ordered, how far it has come, and what was paid."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime, columns_of
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

ALIVE = text("deleted_at IS NULL")
RUNNING = text("deleted_at IS NULL AND ended_at IS NULL")
OF_QUOTE = text("deleted_at IS NULL AND quote_id IS NOT NULL")


class Order(SQLModel, table=True):
    """An order. Who may see its deal may see it; its owner is the deal's.

    Attributes:
        quote_id: the quote that was accepted; None for an order without one.
        total_minor: what is to be paid, tax included, in minor units of its currency.
        base_minor: the same in the company's currency, at the rate of the day it was entered.
        paid_minor: the payments together, in minor units of its currency.
        status: see `store.orders.FOLLOWING`.
        status_at: when somebody last said how far it is.
        expected_on: the day on which the next step is expected.
        ended_at: when it was completed or cancelled.
        subject_id: that of the deal, under whose key notes are sealed.
    """

    __tablename__ = "orders"
    __table_args__ = (
        Index(
            "uq_orders_quote",
            "quote_id",
            unique=True,
            sqlite_where=OF_QUOTE,
            postgresql_where=OF_QUOTE,
        ),
        Index("ix_orders_deal", "deal_id", "id", sqlite_where=ALIVE, postgresql_where=ALIVE),
        Index("ix_orders_running", "status_at", sqlite_where=RUNNING, postgresql_where=RUNNING),
        Index("ix_orders_company", "company_id"),
        Index("ix_orders_contact", "contact_id"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    quote_id: int | None = Field(default=None, foreign_key="quotes.id", sa_type=BigId)
    deal_id: int = Field(foreign_key="deals.id", sa_type=BigId)
    company_id: int | None = Field(default=None, foreign_key="companies.id", sa_type=BigId)
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", sa_type=BigId)
    total_minor: int = Field(sa_type=BigId)
    currency: str
    base_minor: int = Field(sa_type=BigId)
    paid_minor: int = Field(default=0, sa_type=BigId)
    status: str = "confirmed"
    status_at: datetime = Field(sa_type=UtcTime)
    expected_on: date | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    created_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """Two writers of one version never overwrite each other."""
        return {"version_id_col": columns_of(cls).version}


class OrderStep(SQLModel, table=True):
    """What was said of how far an order is: the history of its status.

    Attributes:
        deal_id: the order's, so that the step is seen with its deal.
        before: the status until then; None for a new order.
        note_sealed: words about it, under the order's key.
    """

    __tablename__ = "order_steps"
    __table_args__ = (Index("ix_order_steps_order", "order_id", "at"),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    order_id: int = Field(foreign_key="orders.id", sa_type=BigId)
    deal_id: int = Field(foreign_key="deals.id", sa_type=BigId)
    before: str | None = None
    status: str
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    at: datetime = Field(sa_type=UtcTime)
    note_sealed: Envelope | None = Field(default=None, sa_type=Sealed)


class Payment(SQLModel, table=True):
    """Money that came in for an order.

    Attributes:
        deal_id: the order's, so that the payment is seen with its deal.
        amount_minor: in minor units of the order's currency.
        paid_on: the day on which it came in.
        note_sealed: a reference or words about it, under the order's key.
        staff_id: who noted it.
        reversed_at: when it was taken back; it counts no more from then on.
    """

    __tablename__ = "payments"
    __table_args__ = (Index("ix_payments_order", "order_id", "paid_on"),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    order_id: int = Field(foreign_key="orders.id", sa_type=BigId)
    deal_id: int = Field(foreign_key="deals.id", sa_type=BigId)
    amount_minor: int = Field(sa_type=BigId)
    currency: str
    paid_on: date
    note_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    at: datetime = Field(sa_type=UtcTime)
    reversed_at: datetime | None = Field(default=None, sa_type=UtcTime)
