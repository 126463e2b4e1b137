"""Tables of leads: people who may become customers, and the rules that score and assign them."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime, columns_of
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

OPEN = text("deleted_at IS NULL AND status IN ('new', 'working')")
CONVERTED = text("converted_at IS NOT NULL")
UNTOUCHED = text("deleted_at IS NULL AND status = 'new'")


class Lead(SQLModel, table=True):
    """Somebody who may become a customer; without an owner it waits for being assigned.

    Attributes:
        status: "new" until somebody got in touch, then "working"; "converted" or "dropped" ends it.
        score: points of the rules together; `store.lead_scores` keeps it.
        assigned_at: when its owner got it.
        touched_at: when somebody last got in touch.
        passed: ids of those who had it and did not touch it, separated by commas.
        alerted_at: when managers were told that it needs them; they are told once.
        note_sealed: the first words.
        identity_id: the account that wrote, when it came from a chat.
        contact_id, company_id, deal_id: what it became.
    """

    __tablename__ = "leads"
    __table_args__ = (
        Index("ix_leads_open", "owner_id", "score", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_leads_given", "owner_id", "assigned_at"),
        Index("ix_leads_owner", "owner_id", "created_at", "converted_at", "deleted_at"),
        Index(
            "ix_leads_untouched",
            "assigned_at",
            sqlite_where=UNTOUCHED,
            postgresql_where=UNTOUCHED,
        ),
        Index("ix_leads_deal", "deal_id"),
        Index("ix_leads_created", "created_at", "owner_id", "deleted_at"),
        Index(
            "ix_leads_converted",
            *("converted_at", "owner_id", "deleted_at"),
            sqlite_where=CONVERTED,
            postgresql_where=CONVERTED,
        ),
        Index("ix_leads_identity", "identity_id"),
        Index("ix_leads_phone", "phone_index"),
        Index("ix_leads_email", "email_index"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str
    folded: str
    company_name: str | None = None
    title: str | None = None
    source: str | None = None
    industry: str | None = None
    territory: str | None = None
    language: str | None = None
    status: str = "new"
    score: int = 0
    owner_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    assigned_at: datetime | None = Field(default=None, sa_type=UtcTime)
    touched_at: datetime | None = Field(default=None, sa_type=UtcTime)
    passed: str = ""
    alerted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    drop_reason: str | None = None
    drop_note_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    converted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", sa_type=BigId)
    company_id: int | None = Field(default=None, foreign_key="companies.id", sa_type=BigId)
    deal_id: int | None = Field(default=None, foreign_key="deals.id", sa_type=BigId)
    identity_id: int | None = Field(default=None, foreign_key="identities.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    phone_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    phone_index: bytes | None = None
    email_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    email_index: bytes | None = None
    note_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    created_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """Two writers of one version never overwrite each other."""
        return {"version_id_col": columns_of(cls).version}


class ScoreRule(SQLModel, table=True):
    """Points for leads of which something is known, or known to be so.

    Attributes:
        what: the field that is looked at, such as "source".
        value: what it has to say; None: anything.
        points: may be negative.
    """

    __tablename__ = "score_rules"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    what: str
    value: str | None = None
    points: int


class AssignmentRule(SQLModel, table=True):
    """Who gets the leads of a territory, industry, language or source: a team or a person."""

    __tablename__ = "assignment_rules"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    what: str
    value: str
    team_id: int | None = Field(default=None, foreign_key="teams.id", sa_type=BigId)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
