"""Tables of service: tickets, what was written in them, and their categories."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime, columns_of
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

QUEUED = text("deleted_at IS NULL AND ended_at IS NULL")
RESOLVED = text("resolved_at IS NOT NULL")
ANSWERED = text("first_response_at IS NOT NULL")
ENDED = text("ended_at IS NOT NULL")
KEPT = text("ended_at IS NOT NULL AND erased_at IS NULL")
ESCALATES = text("escalate_at IS NOT NULL")
WARNS = text("warn_at IS NOT NULL")
FOREIGN = text("outside_id IS NOT NULL AND deleted_at IS NULL")
SENT = text("letter_id IS NOT NULL")
IN_QUEUE = ("due_at", "id", "assignee_id", "priority", "category_id", "contact_id", "company_id",
            "opened_at", "ended_at", "deleted_at")  # fmt: skip
"""The order of the queue, and what it is narrowed by, so that a page is found in the index; and
what it is counted by. The last two are empty: SQLite looks up what a statement names all the same."""
COUNTED = ("status", "assignee_id", "contact_id", "deleted_at")
"""By what tickets of a period are narrowed, so that they are counted in an index."""

OF_CONTACT = ("contact_id", "due_at", "id", "assignee_id", "priority", "category_id", "company_id")
"""The same for the queue of whoever looks after some contacts."""

OF_WORDS = ("ended_at", "id", "single", "identity_id", "merged_into")
"""What tells whether the words of a ticket that has ended may stay."""


class Category(SQLModel, table=True):
    """What a ticket is about, and how it is recognised.

    Attributes:
        keywords: words of both languages by which it is recognised, separated by commas.
        priority: that its tickets begin with.
        team_id: that its tickets go to.
        calendar_id: the hours of those who work on them; None for those of the priority.
        position: the first one takes what no keyword fits.
        steps: when its tickets are escalated, as `store.escalation_steps` reads it.
    """

    __tablename__ = "categories"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str
    folded: str = Field(unique=True)
    keywords: str = ""
    priority: str
    team_id: int | None = Field(default=None, foreign_key="teams.id", sa_type=BigId)
    calendar_id: int | None = Field(
        default=None, foreign_key="business_calendars.id", sa_type=BigId
    )
    position: int
    steps: str = "240,240,240"


class Ticket(SQLModel, table=True):
    """A customer's request.

    Attributes:
        title: the first words of it.
        status: "open", "waiting", "resolved", "closed" or "merged".
        waiting_for: "customer" or "third party" while it waits.
        identity_id: the customer's account, if the customer writes from one.
        last_customer_at: when the customer wrote last.
        next_since: since when an answer to the customer's next words is owed.
        answered_at: when it was given; None: not yet.
        paused_since: since when its clocks stand still.
        pauses: all such stretches, as `store.ticket_pauses` reads them.
        ended_at: when it was resolved, closed or merged; None while there is work to do.
        first_due, next_due, resolve_due: set by `slas.settle`; None while a clock stands still.
        due_at: the nearest due time of what is still owed.
        single: asked without consent; its words are erased some days after its end.
        erased_at: when that was done.
        merged_into: where it goes on.
        because: the words by which it came into its category, separated by commas; None when a
            person chose it.
        assigned_at: when it was given to whoever works on it.
        escalate_at: when somebody is told next that nobody does anything; None: not to be expected.
        escalated: how many levels were told since somebody did something.
        warn_at: when one of its clocks comes to be at risk or breached next.
        warned: of which clocks people were told, as `store.sla_warnings` reads it.
        outside_id: its number where it was imported from.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_queue", *IN_QUEUE, sqlite_where=QUEUED, postgresql_where=QUEUED),
        Index(
            "ix_tickets_assignee",
            "assignee_id",
            "due_at",
            "id",
            sqlite_where=QUEUED,
            postgresql_where=QUEUED,
        ),
        Index("ix_tickets_asked", *OF_CONTACT, sqlite_where=QUEUED, postgresql_where=QUEUED),
        Index("ix_tickets_contact", "contact_id", "id"),
        Index("ix_tickets_company", "company_id", "id"),
        Index("ix_tickets_identity", "identity_id", "id"),
        Index("ix_tickets_merged", "merged_into"),
        Index("ix_tickets_opened", "opened_at", *COUNTED, "category_id"),
        Index(
            "ix_tickets_resolved",
            *("resolved_at", "opened_at", "resolve_due"),
            *COUNTED,
            sqlite_where=RESOLVED,
            postgresql_where=RESOLVED,
        ),
        Index(
            "ix_tickets_answered",
            *("first_response_at", "opened_at", "first_due"),
            *COUNTED,
            sqlite_where=ANSWERED,
            postgresql_where=ANSWERED,
        ),
        Index("ix_tickets_kept", *OF_WORDS, sqlite_where=KEPT, postgresql_where=KEPT),
        Index("ix_tickets_ended", "ended_at", sqlite_where=ENDED, postgresql_where=ENDED),
        Index("ix_tickets_status", "status", "id"),
        Index("ix_tickets_given", "assignee_id", "assigned_at"),
        Index(
            "ix_tickets_escalate",
            "escalate_at",
            "id",
            sqlite_where=ESCALATES,
            postgresql_where=ESCALATES,
        ),
        Index("ix_tickets_warn", "warn_at", "id", sqlite_where=WARNS, postgresql_where=WARNS),
        Index(
            "uq_tickets_outside_id",
            "outside_id",
            unique=True,
            sqlite_where=FOREIGN,
            postgresql_where=FOREIGN,
        ),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    title: str
    status: str = "open"
    waiting_for: str | None = None
    priority: str
    category_id: int | None = Field(default=None, foreign_key="categories.id", sa_type=BigId)
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", sa_type=BigId)
    company_id: int | None = Field(default=None, foreign_key="companies.id", sa_type=BigId)
    deal_id: int | None = Field(default=None, foreign_key="deals.id", sa_type=BigId)
    identity_id: int | None = Field(default=None, foreign_key="identities.id", sa_type=BigId)
    team_id: int | None = Field(default=None, foreign_key="teams.id", sa_type=BigId)
    assignee_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    locale: str | None = None
    source: str | None = None
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    opened_at: datetime = Field(sa_type=UtcTime)
    first_response_at: datetime | None = Field(default=None, sa_type=UtcTime)
    last_customer_at: datetime | None = Field(default=None, sa_type=UtcTime)
    next_since: datetime | None = Field(default=None, sa_type=UtcTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    paused_since: datetime | None = Field(default=None, sa_type=UtcTime)
    pauses: str = "[]"
    resolved_at: datetime | None = Field(default=None, sa_type=UtcTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    first_due: datetime | None = Field(default=None, sa_type=UtcTime)
    next_due: datetime | None = Field(default=None, sa_type=UtcTime)
    resolve_due: datetime | None = Field(default=None, sa_type=UtcTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reopened: int = 0
    single: bool = False
    erased_at: datetime | None = Field(default=None, sa_type=UtcTime)
    merged_into: int | None = Field(default=None, foreign_key="tickets.id", sa_type=BigId)
    because: str | None = None
    assigned_at: datetime | None = Field(default=None, sa_type=UtcTime)
    escalate_at: datetime | None = Field(default=None, sa_type=UtcTime)
    escalated: int = 0
    warn_at: datetime | None = Field(default=None, sa_type=UtcTime)
    warned: str = ""
    outside_id: str | None = None
    created_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    updated_at: datetime = Field(sa_type=UtcTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1

    @property
    def name(self) -> str:
        """What it is called, as with every other record."""
        return self.title

    @property
    def folded(self) -> str:
        """The form by which titles are compared."""
        return " ".join(self.title.casefold().split())

    @property
    def owner_id(self) -> int | None:
        """Whose work it is, as with every other record."""
        return self.assignee_id

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """Two writers of one version never overwrite each other."""
        return {"version_id_col": columns_of(cls).version}


class TicketMessage(SQLModel, table=True):
    """Something that was written in a ticket, or that happened to it.

    Attributes:
        kind: "customer", "reply" (to the customer), "note" (internal) or "event".
        staff_id, identity_id: who wrote it.
        event: what happened, such as "assigned".
        detail: to whom, into what: a number or a word of the code.
        subject_id: the key under which its text is sealed.
        letter_id: of the outbox, for a reply that was sent to the customer.
        undelivered_at: when it was told that the letter did not arrive.
        note_id: the note that a reply was a draft in.
        named: the platform's name of the message in which a note was written.
    """

    __tablename__ = "ticket_messages"
    __table_args__ = (
        Index("ix_ticket_messages_ticket", "ticket_id", "at"),
        Index(
            "ix_ticket_messages_letter",
            "letter_id",
            sqlite_where=SENT,
            postgresql_where=SENT,
        ),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    ticket_id: int = Field(foreign_key="tickets.id", sa_type=BigId)
    kind: str
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId, index=True)
    identity_id: int | None = Field(default=None, foreign_key="identities.id", sa_type=BigId)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    text_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    event: str | None = None
    detail: str | None = None
    letter_id: int | None = Field(default=None, sa_type=BigId)
    undelivered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    note_id: int | None = Field(default=None, foreign_key="ticket_messages.id", sa_type=BigId)
    named: str | None = None
    at: datetime = Field(sa_type=UtcTime)
