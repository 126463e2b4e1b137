"""Tables of who has what: records shown to colleagues, and how records went through the pool."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import BigId, UtcTime
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class Share(SQLModel, table=True):
    """A contact shown to a colleague; `level` is read or edit."""

    __tablename__ = "shares"
    __table_args__ = (Index("uq_shares_pair", "contact_id", "staff_id", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    contact_id: int = Field(foreign_key="contacts.id", sa_type=BigId)
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigId, index=True)
    level: str


class CompanyShare(SQLModel, table=True):
    """A company shown to a colleague, as `Share` does with contacts."""

    __tablename__ = "company_shares"
    __table_args__ = (Index("uq_company_shares_pair", "company_id", "staff_id", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    company_id: int = Field(foreign_key="companies.id", sa_type=BigId)
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigId, index=True)
    level: str


class DealShare(SQLModel, table=True):
    """A deal shown to a colleague, as `Share` does with contacts; its amounts are shown too."""

    __tablename__ = "deal_shares"
    __table_args__ = (Index("uq_deal_shares_pair", "deal_id", "staff_id", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    deal_id: int = Field(foreign_key="deals.id", sa_type=BigId)
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigId, index=True)
    level: str


class PoolMove(SQLModel, table=True):
    """A step of a contact or company into the pool, out of it, or towards it.

    Attributes:
        kind: "claimed", "released", "returned" (by Parley) or "warned" (that it will be).
        staff_id: who had it then; of a claim, who has it from then on.
        by_id: who decided; None: Parley.
        days: of a warning, how long before the return.
        change_id: of the change set; what is undone leaves no step behind.
    """

    __tablename__ = "pool_moves"
    __table_args__ = (
        Index("ix_pool_moves_contact", "contact_id", "at"),
        Index("ix_pool_moves_company", "company_id", "at"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", sa_type=BigId)
    company_id: int | None = Field(default=None, foreign_key="companies.id", sa_type=BigId)
    kind: str
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    by_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    days: int | None = None
    at: datetime = Field(sa_type=UtcTime)
    change_id: int = Field(sa_type=BigId, index=True)
