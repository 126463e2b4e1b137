"""Tables of feedback: ratings, recommendations, complaints and the causes of tickets."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

UNSETTLED = text("settled_at IS NULL")


class TicketRating(SQLModel, table=True):
    """How a customer rates what was done for a ticket, from 1 to 5; asked once.

    Attributes:
        staff_id: who worked on the ticket when it was asked.
        score: None: not answered yet.
        subject_id: the key under which the comment is sealed.
    """

    __tablename__ = "ticket_ratings"
    __table_args__ = (
        Index("uq_ticket_ratings_ticket", "ticket_id", unique=True),
        Index("ix_ticket_ratings_identity", "identity_id", "asked_at"),
        Index("ix_ticket_ratings_rated", "rated_at"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    ticket_id: int = Field(foreign_key="tickets.id", sa_type=BigId)
    identity_id: int = Field(foreign_key="identities.id", sa_type=BigId)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    asked_at: datetime = Field(sa_type=UtcTime)
    score: int | None = None
    comment_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    rated_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Recommendation(SQLModel, table=True):
    """How likely a customer is to recommend the company, from 0 to 10, and why (NPS).

    Attributes:
        ticket_id: the request after which it was asked.
        quarter: in which it was asked, counted from the year 0: nobody is asked twice in one.
        score: None: not answered.
    """

    __tablename__ = "recommendations"
    __table_args__ = (
        Index("uq_recommendations_quarter", "identity_id", "quarter", unique=True),
        Index("ix_recommendations_answered", "answered_at"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    identity_id: int = Field(foreign_key="identities.id", sa_type=BigId)
    ticket_id: int = Field(foreign_key="tickets.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    quarter: int
    asked_at: datetime = Field(sa_type=UtcTime)
    score: int | None = None
    reason_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Complaint(SQLModel, table=True):
    """What a customer is unhappy with, until somebody has told them what came of it.

    Attributes:
        kind: "rating" (a low one) or "complaint" (by words or by button).
        staff_id: who follows it up.
        due_at: by when.
        task_id: the task by which they are reminded of it.
        settled_at: when the customer was told what came of it; the ticket has the words.
    """

    __tablename__ = "complaints"
    __table_args__ = (
        Index(
            "uq_complaints_ticket",
            "ticket_id",
            unique=True,
            sqlite_where=UNSETTLED,
            postgresql_where=UNSETTLED,
        ),
        Index("ix_complaints_due", "due_at", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    ticket_id: int = Field(foreign_key="tickets.id", sa_type=BigId)
    kind: str
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    words_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    at: datetime = Field(sa_type=UtcTime)
    due_at: datetime = Field(sa_type=UtcTime)
    task_id: int | None = Field(default=None, foreign_key="tasks.id", sa_type=BigId, index=True)
    settled_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Cause(SQLModel, table=True):
    """Why customers had to ask: a root cause that tickets are counted by."""

    __tablename__ = "causes"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str
    folded: str = Field(unique=True)
    position: int


class TicketCause(SQLModel, table=True):
    """The root cause of a ticket; it has one at most."""

    __tablename__ = "ticket_causes"
    __table_args__ = (Index("uq_ticket_causes_ticket", "ticket_id", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    ticket_id: int = Field(foreign_key="tickets.id", sa_type=BigId)
    cause_id: int = Field(foreign_key="causes.id", sa_type=BigId, index=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    at: datetime = Field(sa_type=UtcTime)
