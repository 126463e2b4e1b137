"""Tables of what customers are promised: policies, and the hours in which their time runs."""

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from store.columns import BigId
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

ANY_TIER = text("tier IS NULL")


class BusinessCalendar(SQLModel, table=True):
    """When the service works; `store.calendars` reads and writes its texts.

    Attributes:
        zone: IANA zone of its times; None for the company's.
        week: hours of Monday to Sunday.
        days: single dates that differ, as JSON.
        country: whose holidays it keeps; None for the company's.
    """

    __tablename__ = "business_calendars"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str
    zone: str | None = None
    week: str
    days: str = "{}"
    country: str | None = None


class SlaPolicy(SQLModel, table=True):
    """What is promised for a priority, in minutes of working time.

    Attributes:
        tier: of the contact; None for every tier that has no policy of its own.
    """

    __tablename__ = "sla_policies"
    __table_args__ = (
        Index("uq_sla_policies_tier", "priority", "tier", unique=True),
        Index(
            "uq_sla_policies_priority",
            "priority",
            unique=True,
            sqlite_where=ANY_TIER,
            postgresql_where=ANY_TIER,
        ),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    priority: str
    tier: str | None = None
    first_minutes: int
    next_minutes: int
    resolve_minutes: int
    calendar_id: int = Field(foreign_key="business_calendars.id", sa_type=BigId)
