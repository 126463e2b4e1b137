"""Tables of lists: filters that are kept under a name, and what was exported."""

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
