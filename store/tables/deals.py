"""Tables of deals (opportunities): pipelines, their stages, deals and how they moved."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime, columns_of
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

OPEN = text("deleted_at IS NULL AND closed_at IS NULL")
NEVER_SET = ("closed_at", "deleted_at")
"""Columns that are empty in an index of open deals. They make it cover the whole statement: SQLite
looks up in the table what a statement names, even where the index has only rows that fit."""
ENDED = text("closed_at IS NOT NULL")
ALIVE = text("deleted_at IS NULL")
GONE = text("deleted_at IS NOT NULL")
NUMBERED = text("outside_id IS NOT NULL AND deleted_at IS NULL")


class Pipeline(SQLModel, table=True):
    """A way that deals take, stage by stage."""

    __tablename__ = "pipelines"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str
    folded: str = Field(unique=True)
    position: int


class Stage(SQLModel, table=True):
    """A stage of a pipeline.

    Attributes:
        kind: "open", "won" or "lost".
        probability: percent with which a deal in this stage is won.
        expected_days: how long a deal should stay; None: no expectation.
        required: fields that a deal needs to enter, separated by commas.
        movers: roles that may move deals here, separated by commas; empty: all who may edit.
    """

    __tablename__ = "stages"
    __table_args__ = (Index("uq_stages_name", "pipeline_id", "folded", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    pipeline_id: int = Field(foreign_key="pipelines.id", sa_type=BigId)
    name: str
    folded: str
    position: int
    kind: str
    probability: int
    expected_days: int | None = None
    required: str = ""
    movers: str = ""


class Deal(SQLModel, table=True):
    """A deal (opportunity).

    Attributes:
        amount_minor: in minor units of its currency.
        base_minor: the same in the company's currency, at the rate of the day it was entered.
        probability: percent; set by the stage.
        stage_since: when it entered its stage.
        closed_at: when it was won or lost.
        imported: it came with its history, without the rules that bind live changes.
        outside_id: what it is called where it was imported from, so that it comes in only once.
    """

    __tablename__ = "deals"
    __table_args__ = (
        Index(
            "ix_deals_open",
            *("owner_id", "close_on", "stage_id", "base_minor", "stage_since"),
            *("probability", "created_at", "next_at"),
            *NEVER_SET,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "ix_deals_sums",
            *("pipeline_id", "owner_id", "stage_id", "base_minor", "stage_since"),
            *NEVER_SET,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        # Of all deals: SQLite joins indexes by OR only where none of them is a partial one.
        Index(
            "ix_deals_owner",
            *("owner_id", "created_at", "id", "deleted_at", "base_minor", "pipeline_id"),
            "stage_id",
        ),
        Index(
            "ix_deals_owner_closed",
            *("owner_id", "closed_at", "stage_id", "base_minor", "created_at", "deleted_at"),
            sqlite_where=ENDED,
            postgresql_where=ENDED,
        ),
        Index("ix_deals_company", "company_id"),
        Index(
            "ix_deals_created",
            *("created_at", "owner_id", "base_minor", "deleted_at", "pipeline_id", "stage_id"),
        ),
        Index("ix_deals_deleted", "deleted_at", sqlite_where=GONE, postgresql_where=GONE),
        Index(
            "ix_deals_closed",
            *("closed_at", "owner_id", "stage_id", "base_minor", "created_at", "deleted_at"),
            sqlite_where=ENDED,
            postgresql_where=ENDED,
        ),
        Index("ix_deals_contact", "contact_id"),
        Index(
            "uq_deals_outside",
            "outside_id",
            unique=True,
            sqlite_where=NUMBERED,
            postgresql_where=NUMBERED,
        ),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    title: str
    folded: str
    pipeline_id: int = Field(foreign_key="pipelines.id", sa_type=BigId)
    stage_id: int = Field(foreign_key="stages.id", sa_type=BigId)
    probability: int
    amount_minor: int | None = Field(default=None, sa_type=BigId)
    currency: str
    base_minor: int | None = Field(default=None, sa_type=BigId)
    close_on: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    lost_reason: str | None = None
    lost_note_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    competitor: str | None = None
    source: str | None = None
    next_step: str | None = None
    next_at: datetime | None = Field(default=None, sa_type=UtcTime)
    company_id: int | None = Field(default=None, foreign_key="companies.id", sa_type=BigId)
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", sa_type=BigId)
    owner_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    stage_since: datetime = Field(sa_type=UtcTime)
    imported: bool = False
    outside_id: str | None = None
    created_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1

    @property
    def name(self) -> str:
        """What it is called, as with every other record."""
        return self.title

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """Two writers of one version never overwrite each other."""
        return {"version_id_col": columns_of(cls).version}


class StageMove(SQLModel, table=True):
    """A deal's entry into a stage: the history from which durations and conversion are told.

    Attributes:
        from_stage_id: None for a new deal.
        seconds: that the deal had spent in the stage before.
        note_sealed: words about it, under the deal's key.
    """

    __tablename__ = "stage_moves"
    __table_args__ = (
        Index("ix_stage_moves_deal", "deal_id", "at", "to_stage_id", "from_stage_id", "seconds"),
        Index("ix_stage_moves_at", "at", "to_stage_id", "from_stage_id", "deal_id"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    deal_id: int = Field(foreign_key="deals.id", sa_type=BigId)
    from_stage_id: int | None = Field(default=None, foreign_key="stages.id", sa_type=BigId)
    to_stage_id: int = Field(foreign_key="stages.id", sa_type=BigId)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId, index=True)
    at: datetime = Field(sa_type=UtcTime)
    seconds: int = Field(default=0, sa_type=BigId)
    note_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
