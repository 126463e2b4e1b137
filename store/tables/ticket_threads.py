"""Table of threads: where staff work on a ticket, in a channel or a group."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import BigId, UtcTime
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class TicketThread(SQLModel, table=True):
    """A ticket's thread or topic in a desk.

    Attributes:
        chat_id: of the desk.
        name: the platform's name of its first message; None until that has arrived.
    """

    __tablename__ = "ticket_threads"
    __table_args__ = (
        Index("uq_ticket_threads_chat", "ticket_id", "chat_id", unique=True),
        Index("ix_ticket_threads_name", "name"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    ticket_id: int = Field(foreign_key="tickets.id", sa_type=BigId)
    chat_id: int = Field(foreign_key="chats.id", sa_type=BigId)
    name: str | None = None
    opened_at: datetime = Field(sa_type=UtcTime)
