"""Tables of classification: the rules of tiers, and how far a look at every company has come."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.columns import BigId, UtcTime
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class TierRule(SQLModel, table=True):
    """What makes a company one of a tier.

    Attributes:
        tier: A to D.
        measure: "won", "open" or "activities".
        least: minor units of the company's currency, or a number of activities.
        span: months of won amounts, days of activities; 0 for open amounts.
    """

    __tablename__ = "tier_rules"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    tier: str
    measure: str
    least: int = Field(sa_type=BigId)
    span: int


class Round(SQLModel, table=True):
    """A work that goes over all records of a kind, some at a time.

    Attributes:
        due_at: when it begins again.
        after_id: the last record that it has seen; None between two rounds.
    """

    __tablename__ = "rounds"
    name: str = Field(primary_key=True)
    due_at: datetime = Field(sa_type=UtcTime)
    after_id: int | None = Field(default=None, sa_type=BigId)
