"""Tables of notices: what is held back, which digests were sent, and what rules have found."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

UNTOLD = text("told_at IS NULL")


class HeldNotice(SQLModel, table=True):
    """A notice to a member of staff that waits: for the end of quiet hours, a bundle, a digest.

    Attributes:
        event: what it is about, one of `store.notice_wishes.EVENTS`.
        payload_sealed: the reply as `handlers.replies` dumps it, under the person's key.
    """

    __tablename__ = "held_notices"
    __table_args__ = (
        Index("ix_held_notices_due", "due_at"),
        Index("ix_held_notices_staff", "staff_id", "id"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    event: str
    payload_sealed: Envelope = Field(sa_type=Sealed)
    created_at: datetime = Field(sa_type=UtcTime)
    due_at: datetime = Field(sa_type=UtcTime)


class DigestMark(SQLModel, table=True):
    """The last local days on which somebody got their digests: no day has two.

    Attributes:
        morning_on: of the morning digest.
        evening_on: of the evening digest.
        weekly_on: of a manager's digest.
    """

    __tablename__ = "digest_marks"
    staff_id: int = Field(
        primary_key=True,
        foreign_key="staff.id",
        sa_type=BigId,
        sa_column_kwargs={"autoincrement": False},
    )
    morning_on: date | None = None
    evening_on: date | None = None
    weekly_on: date | None = None


class Nudge(SQLModel, table=True):
    """Something that a rule found: somebody is told of it once, for as long as it stays so.

    Attributes:
        rule: one of `store.nudge_rules.RULES`.
        record_id: of the table that the rule looks at.
        state: what was found; when it changes, it is told again.
        told_at: None while it waits.
    """

    __tablename__ = "nudges"
    __table_args__ = (
        Index("uq_nudges_record", "rule", "record_id", "staff_id", unique=True),
        Index("ix_nudges_due", "due_at", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
        Index("ix_nudges_staff", "staff_id", "told_at"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    rule: str
    record_id: int = Field(sa_type=BigId)
    state: str
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigId)
    created_at: datetime = Field(sa_type=UtcTime)
    due_at: datetime = Field(sa_type=UtcTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcTime)
