"""The table of tasks and reminders: what somebody has to do, and when they are told of it."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime, columns_of
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)
from store.refs import Ref

OPEN = text("done_at IS NULL AND deleted_at IS NULL")
RINGING = text("rings_at IS NOT NULL")
ABOUT = ("deal", "quote", "order", "ticket", "lead", "contact", "company")
"""What a task may be about; a deal's may name a contact too, so the deal comes first."""


_LINKS = tuple((kind, f"{kind}_id") for kind in ABOUT)


def _open(name: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=OPEN, postgresql_where=OPEN)


class Task(SQLModel, table=True):
    """Something that somebody has to do, at a time.

    Attributes:
        owner_id: who has to do it.
        subject_id: the key of the record that it is about, else of the owner.
        text_sealed: what is to be done; None: the next step with a record, without more words.
        due_at: when.
        exact: whether that time was named, not only its day.
        rule: an RRULE (RFC 5545) without DTSTART, if it repeats.
        wall: where the rule begins: local time as ISO 8601, without a zone.
        zone: IANA zone in which `wall` is read.
        rings_at: when its owner is told next; None: not again.
        told_at: when its owner was told last.
        origin: why it is there, see `tasks.Draft`.
        outcome_sealed: what came of it.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        Index(
            "ix_tasks_ringing",
            "rings_at",
            "owner_id",
            "id",
            sqlite_where=RINGING,
            postgresql_where=RINGING,
        ),
        # The last two are empty in it; with them SQLite counts what is overdue without the table.
        _open("ix_tasks_owner", "owner_id", "due_at", "id", "done_at", "deleted_at"),
        *(_open(f"ix_tasks_{kind}", f"{kind}_id", "due_at") for kind in ABOUT),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    owner_id: int = Field(foreign_key="staff.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    text_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    due_at: datetime = Field(sa_type=UtcTime)
    exact: bool = True
    rule: str | None = None
    wall: str | None = None
    zone: str | None = None
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", sa_type=BigId)
    company_id: int | None = Field(default=None, foreign_key="companies.id", sa_type=BigId)
    lead_id: int | None = Field(default=None, foreign_key="leads.id", sa_type=BigId)
    deal_id: int | None = Field(default=None, foreign_key="deals.id", sa_type=BigId)
    quote_id: int | None = Field(default=None, foreign_key="quotes.id", sa_type=BigId)
    order_id: int | None = Field(default=None, foreign_key="orders.id", sa_type=BigId)
    ticket_id: int | None = Field(default=None, foreign_key="tickets.id", sa_type=BigId)
    origin: str = "remind"
    rings_at: datetime | None = Field(default=None, sa_type=UtcTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcTime)
    done_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    outcome_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    created_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1

    @property
    def about(self) -> Ref | None:
        """The record that it is about."""
        held = vars(
            self
        )  # asked of every reminder several times, and the mapper's way costs ten times that
        for kind, column in _LINKS:
            number = held[column] if column in held else getattr(self, column)
            if number:
                return Ref(kind, number)
        return None

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """Two writers of one version never overwrite each other."""
        return {"version_id_col": columns_of(cls).version}
