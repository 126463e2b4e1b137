"""Tables of what is offered: the price list, products on deals, quotes and their lines."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime, columns_of
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

SOLD = text("retired_at IS NULL")


class Product(SQLModel, table=True):
    """Something that the company sells.

    Attributes:
        code: the company's own number for it (SKU), in capitals.
        series: the line of products that it belongs to.
        price_minor: of one, in minor units of its currency, before tax.
        tax_bp: the usual tax in hundredths of a percent; None: what the company has set.
        retired_at: from when on it is not sold any more; old quotes keep it.
    """

    __tablename__ = "products"
    __table_args__ = (
        Index(
            "uq_products_folded", "folded", unique=True, sqlite_where=SOLD, postgresql_where=SOLD
        ),
        Index("uq_products_code", "code", unique=True, sqlite_where=SOLD, postgresql_where=SOLD),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str
    folded: str
    code: str | None = None
    series: str | None = None
    price_minor: int = Field(sa_type=BigId)
    currency: str
    tax_bp: int | None = None
    retired_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)
    version: int = 1

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """Two writers of one version never overwrite each other."""
        return {"version_id_col": columns_of(cls).version}


class DealLine(SQLModel, table=True):
    """A product on a deal.

    Attributes:
        position: counted from 1.
        name: the product's when it was put there.
        quantity_milli: thousandths, so that 1.5 hours can be sold.
        price_minor: of one, in minor units of the deal's currency.
        discount_bp: hundredths of a percent off this line.
    """

    __tablename__ = "deal_lines"
    __table_args__ = (Index("ix_deal_lines_deal", "deal_id", "position"),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    deal_id: int = Field(foreign_key="deals.id", sa_type=BigId)
    product_id: int = Field(foreign_key="products.id", sa_type=BigId)
    position: int
    name: str
    quantity_milli: int = Field(sa_type=BigId)
    price_minor: int = Field(sa_type=BigId)
    discount_bp: int = 0


class Quote(SQLModel, table=True):
    """An offer to a customer. Who may see its deal may see it; its owner is the deal's.

    Attributes:
        issue: counted from 1 within the deal; a revised quote is the next issue.
        replaces_id: the quote that this one revises.
        status: draft, waiting (for approval), approved, refused, sent, accepted, rejected (by the
            customer) or replaced. That it has expired is seen from valid_until.
        discount_bp: hundredths of a percent off the whole, on top of what the lines have.
        tax_bp: hundredths of a percent on lines that have no tax of their own.
        valid_until: the last day on which it can be accepted.
        locale: the customer's language, "en" or "zh"; the paper is written in it.
        net_minor: what is to be paid before tax, by `quote_sums`.
        total_minor: the same with tax.
        subject_id: that of the deal, under whose key the note is sealed.
        reason_sealed: why the customer rejected it.
        sent_at: when it went out.
        decided_at: when the customer accepted or rejected it.
    """

    __tablename__ = "quotes"
    __table_args__ = (Index("uq_quotes_issue", "deal_id", "issue", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    deal_id: int = Field(foreign_key="deals.id", sa_type=BigId)
    issue: int
    replaces_id: int | None = Field(default=None, foreign_key="quotes.id", sa_type=BigId)
    status: str = "draft"
    currency: str
    discount_bp: int = 0
    tax_bp: int = 0
    valid_until: date
    locale: str
    net_minor: int = Field(default=0, sa_type=BigId)
    total_minor: int = Field(default=0, sa_type=BigId)
    note_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    reason_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    created_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """Two writers of one version never overwrite each other."""
        return {"version_id_col": columns_of(cls).version}


class QuoteLine(SQLModel, table=True):
    """A line of a quote: what was offered, as it was then.

    Attributes:
        deal_id: the quote's, so that the line is seen with its deal.
        product_id: None for what is not on the price list.
        position: counted from 1.
        quantity_milli: thousandths.
        list_minor: of one by the price list, in the quote's currency; None if it is not on it.
        price_minor: of one as offered, in minor units of the quote's currency.
        discount_bp: hundredths of a percent off this line.
        tax_bp: hundredths of a percent; None: the quote's.
    """

    __tablename__ = "quote_lines"
    __table_args__ = (Index("ix_quote_lines_quote", "quote_id", "position"),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    quote_id: int = Field(foreign_key="quotes.id", sa_type=BigId)
    deal_id: int = Field(foreign_key="deals.id", sa_type=BigId)
    product_id: int | None = Field(default=None, foreign_key="products.id", sa_type=BigId)
    position: int
    name: str
    quantity_milli: int = Field(sa_type=BigId)
    list_minor: int | None = Field(default=None, sa_type=BigId)
    price_minor: int = Field(sa_type=BigId)
    discount_bp: int = 0
    tax_bp: int | None = None
