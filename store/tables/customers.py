"""Tables of the customer's side: accounts, what they agreed to, and words that wait."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class CustomerAccount(SQLModel, table=True):
    """What is kept of somebody who writes to the company from an account.

    Attributes:
        subject_id: the key for their words; destroying it forgets them.
        holder_id: the account that stands for all those of one person; its own, until they are
            joined.
        contact_id: whose account it is, once somebody has confirmed it.
        agreed_version: of the privacy notice; None: did not agree, or does not any more.
        chose_language: by a command, so that words do not change it.
        phone_sealed, email_sealed: as typed by whoever holds the account.
    """

    __tablename__ = "customer_accounts"
    __table_args__ = (
        Index("ix_customer_accounts_holder", "holder_id"),
        Index("ix_customer_accounts_contact", "contact_id"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    identity_id: int = Field(foreign_key="identities.id", sa_type=BigId, unique=True)
    holder_id: int = Field(sa_type=BigId)
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    agreed_version: int | None = None
    agreed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    chose_language: bool = False
    phone_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    email_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    created_at: datetime = Field(sa_type=UtcTime)


class Consent(SQLModel, table=True):
    """What an account answered to the privacy notice; rows are added, never changed.

    Attributes:
        version: of the notice.
        answer: "agreed", "declined", "withdrawn" or "forgotten".
        how: "button" or "words".
    """

    __tablename__ = "consents"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    identity_id: int = Field(foreign_key="identities.id", sa_type=BigId, index=True)
    version: int
    answer: str
    how: str
    at: datetime = Field(sa_type=UtcTime)


class HeldWord(SQLModel, table=True):
    """A message that waits: for consent, or until it is known which request it belongs to.

    Attributes:
        why: "consent" or "choice".
        inbox_id: the message; its files are found by it.
        subject_id: the key of the conversation in which it came.
    """

    __tablename__ = "held_words"
    __table_args__ = (Index("ix_held_words_at", "at"),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    identity_id: int = Field(foreign_key="identities.id", sa_type=BigId, index=True)
    inbox_id: int | None = Field(default=None, foreign_key="inbox.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    text_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    why: str
    at: datetime = Field(sa_type=UtcTime)


class CustomerCode(SQLModel, table=True):
    """A one-time code by which somebody joins another account of theirs."""

    __tablename__ = "customer_codes"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    code_index: bytes = Field(unique=True)
    identity_id: int = Field(foreign_key="identities.id", sa_type=BigId, index=True)
    expires_at: datetime = Field(sa_type=UtcTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcTime)
