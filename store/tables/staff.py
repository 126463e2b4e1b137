"""Tables of the people who work with Parley: staff, teams, their accounts and rights."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class Team(SQLModel, table=True):
    """A team of staff."""

    __tablename__ = "teams"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str
    folded: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcTime)


class Staff(SQLModel, table=True):
    """A member of staff; `manager_id` builds the tree that a manager sees.

    Attributes:
        days_off: as `store.availabilities` writes them.
        notices: as `store.notice_wishes` writes them.
        digest: as `store.digest_times` writes them.
    """

    __tablename__ = "staff"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str
    folded: str
    handle: str = Field(unique=True)
    role: str
    manager_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId, index=True)
    team_id: int | None = Field(default=None, foreign_key="teams.id", sa_type=BigId, index=True)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    email_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    email_index: bytes | None = Field(default=None, unique=True)
    locale: str | None = None
    timezone: str | None = None
    quiet: str | None = None
    days_off: str | None = None
    notices: str | None = None
    digest: str | None = None
    tutorial: int = 0
    suspended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_at: datetime = Field(sa_type=UtcTime)


class Identity(SQLModel, table=True):
    """An account on a platform and the member of staff that it was linked to.

    Attributes:
        phone_sealed: the account's own number, shared by its holder and vouched for by the platform.
        subject_id: the key of that number: the one of the account's own conversation.
    """

    __tablename__ = "identities"
    __table_args__ = (Index("uq_identities_account", "platform", "account", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    platform: str
    account: str
    name: str
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId, index=True)
    locale: str | None = None
    timezone: str | None = None
    failed_links: int = 0
    barred_until: datetime | None = Field(default=None, sa_type=UtcTime)
    created_at: datetime = Field(sa_type=UtcTime)
    linked_at: datetime | None = Field(default=None, sa_type=UtcTime)
    subject_id: int | None = Field(default=None, foreign_key="subject_keys.id", sa_type=BigId)
    phone_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    phone_index: bytes | None = Field(default=None, index=True)


class LinkCode(SQLModel, table=True):
    """A one-time code that joins an account to a member of staff; only its blind index is kept."""

    __tablename__ = "link_codes"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    code_index: bytes = Field(unique=True)
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigId, index=True)
    expires_at: datetime = Field(sa_type=UtcTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcTime)


class RoleRight(SQLModel, table=True):
    """A right of a role where an admin changed the default; scope 0 takes it away."""

    __tablename__ = "role_rights"
    role: str = Field(primary_key=True)
    right: str = Field(primary_key=True)
    scope: int
