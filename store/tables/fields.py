"""Tables of what a company adds itself: tags and custom fields."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field as Column
from sqlmodel import SQLModel

from store.columns import BigId, Sealed, UtcTime
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class Tag(SQLModel, table=True):
    """A word that groups contacts."""

    __tablename__ = "tags"
    id: int = Column(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str
    folded: str = Column(unique=True)
    created_at: datetime = Column(sa_type=UtcTime)


class Tagging(SQLModel, table=True):
    """A tag on a contact."""

    __tablename__ = "taggings"
    __table_args__ = (Index("uq_taggings_pair", "contact_id", "tag_id", unique=True),)
    id: int = Column(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    contact_id: int = Column(foreign_key="contacts.id", sa_type=BigId)
    tag_id: int = Column(foreign_key="tags.id", sa_type=BigId, index=True)


class Field(SQLModel, table=True):
    """A custom field of contacts; `kind` is text, number, money, date, choice or yesno."""

    __tablename__ = "fields"
    id: int = Column(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str
    folded: str = Column(unique=True)
    kind: str
    choices: str = "[]"
    created_at: datetime = Column(sa_type=UtcTime)


class FieldValue(SQLModel, table=True):
    """The value of a custom field, sealed, as it may be anything about a person."""

    __tablename__ = "field_values"
    __table_args__ = (Index("uq_field_values_pair", "contact_id", "field_id", unique=True),)
    id: int = Column(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    field_id: int = Column(foreign_key="fields.id", sa_type=BigId)
    contact_id: int = Column(foreign_key="contacts.id", sa_type=BigId)
    subject_id: int = Column(foreign_key="subject_keys.id", sa_type=BigId)
    value_sealed: Envelope = Column(sa_type=Sealed)
    look_up: bytes = Column(index=True)
