"""The table of companies (accounts)."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime, columns_of
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

ALIVE = text("deleted_at IS NULL")


class Company(SQLModel, table=True):
    """A company; `folded` is its name without legal suffix, by which duplicates are found.

    Attributes:
        tier: A to D, given by the rules or by hand.
        lifecycle: one of `store.lifecycles.LIFECYCLES`, since `lifecycle_at`.
        lost_at: when somebody marked it as lost.
        potential_minor: what could be sold to it a year, in the company's currency.
    """

    __tablename__ = "companies"
    __table_args__ = (
        Index("ix_companies_folded", "folded"),
        Index(
            "ix_companies_owner",
            "owner_id",
            "id",
            sqlite_where=ALIVE,
            postgresql_where=ALIVE,
        ),
        Index("ix_companies_tier", "tier", "id", sqlite_where=ALIVE, postgresql_where=ALIVE),
        Index(
            "ix_companies_lifecycle", "lifecycle", "id", sqlite_where=ALIVE, postgresql_where=ALIVE
        ),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str
    folded: str
    owner_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    parent_id: int | None = Field(default=None, foreign_key="companies.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    industry: str | None = None
    employees: int | None = None
    founded: int | None = None
    revenue_minor: int | None = Field(default=None, sa_type=BigId)
    revenue_currency: str | None = None
    country: str | None = None
    website: str | None = None
    source: str | None = None
    tier: str | None = None
    tier_by_hand: bool = False
    lifecycle: str = "lead"
    lifecycle_at: datetime | None = Field(default=None, sa_type=UtcTime)
    lost_at: datetime | None = Field(default=None, sa_type=UtcTime)
    potential_minor: int | None = Field(default=None, sa_type=BigId)
    phone_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    address_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
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
