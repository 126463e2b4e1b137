"""Tickets with their messages, categories, SLA policies and business calendars."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, Sealed, UtcTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

QUEUED = sa.text("deleted_at IS NULL AND ended_at IS NULL")
ANY_TIER = sa.text("tier IS NULL")
WEEK = "|".join(["09:00-18:00"] * 5 + ["", ""])
POLICIES = (
    ("low", 480, 960, 2700),
    ("normal", 240, 480, 1620),
    ("high", 120, 240, 960),
    ("urgent", 60, 120, 480),
)
"""Priority, and minutes of working time to the first and the next answer and to the solution."""
FAULTS = (
    "wrong data,wrong number,wrong amount,incorrect,missing data,data missing,mismatch,"
    "duplicate,corrupt,data loss,数据错误,数据不对,数据有误,金额不对,数字不对,不一致,缺失,丢失,重复"
)
OUTAGES = (
    "down,outage,offline,unreachable,not reachable,cannot log in,can't log in,crash,crashed,"
    "stopped working,not working,宕机,瘫痪,无法访问,打不开,登录不了,无法登录,崩溃,停机,不能用"
)
CATEGORIES = (
    ("general", "normal", ""),
    ("data fault", "high", FAULTS),
    ("outage", "urgent", OUTAGES),
)
"""Name, priority, keywords."""


def upgrade() -> None:
    """Apply the step."""
    _add_promises()
    _add_categories()
    _add_tickets()
    _add_messages()
    _fill()


def _references(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _add_promises() -> None:
    op.create_table(
        "business_calendars",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_calendars")),
    )
    op.create_table(
        "sla_policies",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("first_minutes", sa.Integer(), nullable=False),
        sa.Column("next_minutes", sa.Integer(), nullable=False),
        sa.Column("resolve_minutes", sa.Integer(), nullable=False),
        sa.Column("calendar_id", BigId, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_policies")),
        _references("sla_policies", "calendar_id", "business_calendars"),
    )
    op.create_index("uq_sla_policies_tier", "sla_policies", ["priority", "tier"], unique=True)
    op.create_index(
        "uq_sla_policies_priority",
        "sla_policies",
        ["priority"],
        unique=True,
        sqlite_where=ANY_TIER,
        postgresql_where=ANY_TIER,
    )


def _add_categories() -> None:
    op.create_table(
        "categories",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("keywords", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("team_id", BigId, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("folded", name=op.f("uq_categories_folded")),
        _references("categories", "team_id", "teams"),
    )


def _add_tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("waiting_for", sa.String(), nullable=True),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("category_id", BigId, nullable=True),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("company_id", BigId, nullable=True),
        sa.Column("deal_id", BigId, nullable=True),
        sa.Column("identity_id", BigId, nullable=True),
        sa.Column("team_id", BigId, nullable=True),
        sa.Column("assignee_id", BigId, nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("first_response_at", UtcTime(), nullable=True),
        sa.Column("last_customer_at", UtcTime(), nullable=True),
        sa.Column("next_since", UtcTime(), nullable=True),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("paused_since", UtcTime(), nullable=True),
        sa.Column("pauses", sa.String(), nullable=False),
        sa.Column("resolved_at", UtcTime(), nullable=True),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("first_due", UtcTime(), nullable=True),
        sa.Column("next_due", UtcTime(), nullable=True),
        sa.Column("resolve_due", UtcTime(), nullable=True),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("merged_into", BigId, nullable=True),
        sa.Column("created_by", BigId, nullable=True),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        _references("tickets", "category_id", "categories"),
        _references("tickets", "contact_id", "contacts"),
        _references("tickets", "company_id", "companies"),
        _references("tickets", "deal_id", "deals"),
        _references("tickets", "identity_id", "identities"),
        _references("tickets", "team_id", "teams"),
        _references("tickets", "assignee_id", "staff"),
        _references("tickets", "subject_id", "subject_keys"),
        _references("tickets", "merged_into", "tickets"),
        _references("tickets", "created_by", "staff"),
    )
    _queue(
        "ix_tickets_queue",
        ["due_at", "id", "assignee_id", "priority", "category_id", "contact_id", "company_id"],
    )
    _queue("ix_tickets_assignee", ["assignee_id", "due_at", "id"])
    for column in ("contact", "company", "identity"):
        op.create_index(f"ix_tickets_{column}", "tickets", [f"{column}_id", "id"])
    op.create_index("ix_tickets_merged", "tickets", ["merged_into"])
    op.create_index("ix_tickets_opened", "tickets", ["opened_at"])
    op.create_index("ix_tickets_status", "tickets", ["status", "id"])


def _queue(name: str, columns: list[str]) -> None:
    """An index of the tickets on which there is work to do."""
    op.create_index(name, "tickets", columns, sqlite_where=QUEUED, postgresql_where=QUEUED)


def _add_messages() -> None:
    op.create_table(
        "ticket_messages",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("identity_id", BigId, nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("text_sealed", Sealed(), nullable=True),
        sa.Column("event", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_messages")),
        _references("ticket_messages", "ticket_id", "tickets"),
        _references("ticket_messages", "staff_id", "staff"),
        _references("ticket_messages", "identity_id", "identities"),
        _references("ticket_messages", "subject_id", "subject_keys"),
    )
    op.create_index("ix_ticket_messages_ticket", "ticket_messages", ["ticket_id", "at"])
    op.create_index(op.f("ix_ticket_messages_staff_id"), "ticket_messages", ["staff_id"])


def _fill() -> None:
    """What every company begins with; ids of inner rows begin far above these."""
    _insert("business_calendars", [{"id": 1, "name": "Service", "week": WEEK, "days": "{}"}])
    policies = [
        {
            "id": number,
            "priority": priority,
            "first_minutes": first,
            "next_minutes": following,
            "resolve_minutes": solution,
            "calendar_id": 1,
        }
        for number, (priority, first, following, solution) in enumerate(POLICIES, 1)
    ]
    _insert("sla_policies", policies)
    kinds = [
        {
            "id": number,
            "name": name,
            "folded": name,
            "keywords": keywords,
            "priority": priority,
            "position": number,
        }
        for number, (name, priority, keywords) in enumerate(CATEGORIES, 1)
    ]
    _insert("categories", kinds)


def _insert(name: str, rows: list[dict[str, object]]) -> None:
    op.bulk_insert(sa.table(name, *map(sa.column, rows[0])), rows)
