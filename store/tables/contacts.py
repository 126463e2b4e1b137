"""Tables of contacts: people, their phones and e-mails."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime, columns_of
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

ALIVE = text("deleted_at IS NULL")
GONE = text("deleted_at IS NOT NULL")


class Contact(SQLModel, table=True):
    """A person outside the company; without an owner it is in the pool."""

    __tablename__ = "contacts"
    __table_args__ = (
        Index("ix_contacts_folded", "folded"),
        Index("ix_contacts_company", "company_id"),
        Index("ix_contacts_created", "created_at", "owner_id", "deleted_at"),
        Index("ix_contacts_owner", "owner_id", "id", sqlite_where=ALIVE, postgresql_where=ALIVE),
        Index("ix_contacts_gone", "owner_id", "id", sqlite_where=GONE, postgresql_where=GONE),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str
    folded: str
    company_id: int | None = Field(default=None, foreign_key="companies.id", sa_type=BigId)
    owner_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    title: str | None = None
    tier: str | None = None
    source: str | None = None
    birthday_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    address_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    next_at: datetime | None = Field(default=None, sa_type=UtcTime)
    touched_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    merged_into: int | None = Field(default=None, foreign_key="contacts.id", sa_type=BigId)
    version: int = 1

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """Two writers of one version never overwrite each other."""
        return {"version_id_col": columns_of(cls).version}


class ContactPoint(SQLModel, table=True):
    """A phone or an e-mail of a contact, found again by the blind index of its normal form."""

    __tablename__ = "contact_points"
    __table_args__ = (
        Index("ix_contact_points_contact", "contact_id"),
        Index("ix_contact_points_look_up", "look_up"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    contact_id: int = Field(foreign_key="contacts.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    kind: str
    label: str
    position: int
    value_sealed: Envelope = Field(sa_type=Sealed)
    look_up: bytes | None = None
    plausible: bool = True
