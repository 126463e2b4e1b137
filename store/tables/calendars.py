"""The table of private addresses at which people's calendars are read."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.columns import BigId, UtcTime
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class CalendarFeed(SQLModel, table=True):
    """Somebody's address; only the blind index of its secret part is kept."""

    __tablename__ = "calendar_feeds"
    staff_id: int = Field(
        primary_key=True,
        foreign_key="staff.id",
        sa_type=BigId,
        sa_column_kwargs={"autoincrement": False},
    )
    token_index: bytes = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcTime)
