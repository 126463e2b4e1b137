"""The table of records that were looked at by hand to see whether they are right."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import BigId, UtcTime
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class QualityReview(SQLModel, table=True):
    """What somebody found when a record was drawn as a sample.

    Attributes:
        passed: all that it says is right.
    """

    __tablename__ = "quality_reviews"
    __table_args__ = (Index("ix_quality_reviews_contact", "contact_id", "at"),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    contact_id: int = Field(foreign_key="contacts.id", sa_type=BigId)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    passed: bool
    at: datetime = Field(sa_type=UtcTime)
