"""What the other tables lean on: id blocks, settings and the keys of subjects."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class IdBlock(SQLModel, table=True):
    """The next free number of a kind that people name (C-1, O-1, ...)."""

    __tablename__ = "id_blocks"
    kind: str = Field(primary_key=True)
    next: int = Field(sa_type=BigId)


class Setting(SQLModel, table=True):
    """A setting of the company, as JSON."""

    __tablename__ = "settings"
    name: str = Field(primary_key=True)
    value: str


class SubjectKey(SQLModel, table=True):
    """The key of somebody or something that data speak of; without it they are gone."""

    __tablename__ = "subject_keys"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    wrapped: Envelope = Field(sa_type=Sealed)
    created_at: datetime = Field(sa_type=UtcTime)


class Lease(SQLModel, table=True):
    """What one process at a time does, such as polling Telegram: who holds it, until when."""

    __tablename__ = "leases"
    name: str = Field(primary_key=True)
    holder: str
    until: datetime = Field(sa_type=UtcTime)
