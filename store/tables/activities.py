"""The table of what happened with a contact, a company, a lead or a deal."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

LOGGED = text("logged_at IS NOT NULL")


class Activity(SQLModel, table=True):
    """A call, meeting, visit, e-mail or note; its text is sealed under whom it speaks of.

    Attributes:
        at: when it happened; `logged_at`: when somebody said so.
    """

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_contact", "contact_id", "at"),
        Index("ix_activities_company", "company_id", "at"),
        Index("ix_activities_lead", "lead_id", "at"),
        Index("ix_activities_deal", "deal_id", "at"),
        Index("ix_activities_at", "at", "kind", "staff_id"),
        # With all that the walls ask of a row.
        Index(
            "ix_activities_staff",
            *("staff_id", "at", "kind", "contact_id", "company_id", "lead_id", "deal_id"),
        ),
        Index(
            "ix_activities_logged",
            *("logged_at", "at", "staff_id"),
            sqlite_where=LOGGED,
            postgresql_where=LOGGED,
        ),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    kind: str
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", sa_type=BigId)
    company_id: int | None = Field(default=None, foreign_key="companies.id", sa_type=BigId)
    lead_id: int | None = Field(default=None, foreign_key="leads.id", sa_type=BigId)
    deal_id: int | None = Field(default=None, foreign_key="deals.id", sa_type=BigId)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    text_sealed: Envelope = Field(sa_type=Sealed)
    at: datetime = Field(sa_type=UtcTime)
    next_at: datetime | None = Field(default=None, sa_type=UtcTime)
    logged_at: datetime | None = Field(default=None, sa_type=UtcTime)
