"""Tables of lists and reports: views, what was exported, and what is sent again and again."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import BigId, UtcTime
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class View(SQLModel, table=True):
    """Filters of a list under a name; whoever runs it sees what they may see.

    Attributes:
        staff_id: who saved it.
        audience: "me", "team" (whoever is below them) or "all".
        command: whose list it is, such as "deals".
        arguments: raw texts by argument, as JSON.
    """

    __tablename__ = "views"
    __table_args__ = (Index("uq_views_name", "staff_id", "folded", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigId)
    audience: str
    name: str
    folded: str
    command: str
    arguments: str
    created_at: datetime = Field(sa_type=UtcTime)


class Export(SQLModel, table=True):
    """A list that left the house as a file.

    Attributes:
        kind: "contacts", "companies" or "deals".
        filters: what the list was narrowed to, as it was typed; None: to nothing.
        rows: how many records.
        format: "csv" or "xlsx".
        way: "chat" or "command line".
    """

    __tablename__ = "exports"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigId, index=True)
    kind: str
    filters: str | None = None
    rows: int
    format: str
    way: str
    at: datetime = Field(sa_type=UtcTime)


class ReportSchedule(SQLModel, table=True):
    """A report that is sent again and again: the wish for it, never what it told.

    Attributes:
        staff_id: who wants it sent; it tells what this person may see when it goes out.
        receiver_id: to whom; it tells no more than this person may see either.
        chat_id: of the channel that it goes to instead; None at a terminal.
        channel: how the channel is called.
        command: of the report, such as "summary".
        arguments: raw texts by argument, as JSON; they are read anew each time.
        format: "csv", "xlsx" or "pdf" if a file goes along.
        rule: an RRULE (RFC 5545) without DTSTART.
        wall: where the rule begins: local time as ISO 8601, without a zone.
        next_at: when it goes out next.
        failing: why it was not sent the last time; somebody was told of it.
    """

    __tablename__ = "report_schedules"
    __table_args__ = (Index("ix_report_schedules_next", "next_at"),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigId, index=True)
    receiver_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId, index=True)
    chat_id: int | None = Field(default=None, foreign_key="chats.id", sa_type=BigId)
    channel: str | None = None
    command: str
    arguments: str
    format: str | None = None
    rule: str
    wall: str
    next_at: datetime = Field(sa_type=UtcTime)
    failing: str | None = None
    created_at: datetime = Field(sa_type=UtcTime)
