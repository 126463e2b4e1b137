"""Tables of files: what people send to Parley or get from it, and what is kept with a record."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class Blob(SQLModel, table=True):
    """The content of a file, sealed; what no attachment keeps is thrown away after some days.

    Attributes:
        size: bytes, in clear.
        fault: why there is no content, such as "too big"; the sender is told.
    """

    __tablename__ = "blobs"
    __table_args__ = (Index("ix_blobs_message", "inbox_id", "position", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    inbox_id: int | None = Field(default=None, foreign_key="inbox.id", sa_type=BigId)
    position: int = 0
    name_sealed: Envelope = Field(sa_type=Sealed)
    media_type: str
    size: int
    content_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    fault: str | None = None
    created_at: datetime = Field(sa_type=UtcTime)


class Attachment(SQLModel, table=True):
    """A file kept with a contact, a company or a ticket, sealed under whom it speaks of.

    Attributes:
        message_id: the message of the ticket that brought it.
    """

    __tablename__ = "attachments"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    contact_id: int | None = Field(
        default=None, foreign_key="contacts.id", sa_type=BigId, index=True
    )
    company_id: int | None = Field(
        default=None, foreign_key="companies.id", sa_type=BigId, index=True
    )
    ticket_id: int | None = Field(default=None, foreign_key="tickets.id", sa_type=BigId, index=True)
    message_id: int | None = Field(
        default=None, foreign_key="ticket_messages.id", sa_type=BigId, index=True
    )
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId, index=True)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    blob_id: int = Field(foreign_key="blobs.id", sa_type=BigId, index=True)
    name_sealed: Envelope = Field(sa_type=Sealed)
    media_type: str
    size: int
    created_at: datetime = Field(sa_type=UtcTime)
