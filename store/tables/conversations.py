"""Tables of the talk itself: chats and conversations, what came in and what goes out."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

WAITING_IN = text("done_at IS NULL")
WAITING_OUT = text("sent_at IS NULL AND failed_at IS NULL")
# By its bare name SQLite would rather look through all that was ever told to that person.
ANSWERS_OUT = text("sent_at IS NULL AND failed_at IS NULL AND coalesce(staff_id, 0) = 0")
FAILED = text("failed_at IS NOT NULL")


class Chat(SQLModel, table=True):
    """Where a platform's messages appear: a private chat, a group, a channel.

    Attributes:
        account: the platform's own id of it.
        shared: others read along.
        closed_at: the bot was removed or blocked; nothing can be sent until somebody writes.
        waits_until: the platform asked for patience, or failed.
        sender: the process that sends into it now, and until when it may.
    """

    __tablename__ = "chats"
    __table_args__ = (Index("uq_chats_account", "platform", "account", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    platform: str
    account: str
    shared: bool = False
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    waits_until: datetime | None = Field(default=None, sa_type=UtcTime)
    sender: str | None = None
    sender_until: datetime | None = Field(default=None, sa_type=UtcTime)


class Conversation(SQLModel, table=True):
    """One person in one chat (and thread): what was asked of them or shown to them last."""

    __tablename__ = "conversations"
    __table_args__ = (Index("uq_conversations_place", "platform", "place", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    platform: str
    place: str
    chat_id: int | None = Field(default=None, foreign_key="chats.id", sa_type=BigId, index=True)
    identity_id: int | None = Field(default=None, foreign_key="identities.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    state_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    used_at: datetime = Field(sa_type=UtcTime)


class Inbox(SQLModel, table=True):
    """A payload as the platform delivered it, stored before it is acknowledged.

    Attributes:
        command: the one that it was understood as.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_waiting",
            "conversation_id",
            "id",
            sqlite_where=WAITING_IN,
            postgresql_where=WAITING_IN,
        ),
        Index("ix_inbox_received", "received_at", "conversation_id"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    key: str = Field(unique=True)
    conversation_id: int = Field(foreign_key="conversations.id", sa_type=BigId)
    payload_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    received_at: datetime = Field(sa_type=UtcTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcTime)
    incident: str | None = None
    command: str | None = None


class Outbox(SQLModel, table=True):
    """A message on its way out; it is kept, as its buttons are answered from here.

    Attributes:
        chat_id: where it goes; None until a letter to a member of staff is routed.
        platform: which one they would rather read it on; None: the one used last.
        sent_as: the platform's own id of the message, once it is sent.
        parts: how many pieces of a long message have arrived.
        reason: why it failed, in the platform's words.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "due_at",
            "chat_id",
            "staff_id",
            sqlite_where=WAITING_OUT,
            postgresql_where=WAITING_OUT,
        ),
        Index(
            "ix_outbox_answers",
            "due_at",
            "chat_id",
            sqlite_where=ANSWERS_OUT,
            postgresql_where=ANSWERS_OUT,
        ),
        Index(
            "ix_outbox_chat",
            "chat_id",
            "id",
            sqlite_where=WAITING_OUT,
            postgresql_where=WAITING_OUT,
        ),
        Index("ix_outbox_inbox", "inbox_id"),
        Index("ix_outbox_told", "staff_id", "created_at"),
        Index("ix_outbox_sent_as", "sent_as"),
        Index("ix_outbox_failed", "failed_at", sqlite_where=FAILED, postgresql_where=FAILED),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    conversation_id: int | None = Field(
        default=None, foreign_key="conversations.id", sa_type=BigId, index=True
    )
    chat_id: int | None = Field(default=None, foreign_key="chats.id", sa_type=BigId)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    inbox_id: int | None = Field(default=None, foreign_key="inbox.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    payload_sealed: Envelope = Field(sa_type=Sealed)
    created_at: datetime = Field(sa_type=UtcTime)
    due_at: datetime = Field(sa_type=UtcTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)
    failed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    attempts: int = 0
    parts: int = 0
    platform: str | None = None
    sent_as: str | None = None
    reason: str | None = None
