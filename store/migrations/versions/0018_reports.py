"""Targets, and indexes for what reports count by moments."""

import sqlalchemy as sa
from alembic import op

import store.columns

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "targets",
        sa.Column("id", store.columns.BigId, autoincrement=False, nullable=False),
        sa.Column("staff_id", store.columns.BigId, nullable=True),
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("amount_minor", store.columns.BigId, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_targets_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    op.create_index("uq_targets_staff", "targets", ["staff_id", "since"], unique=True)
    nobody = sa.text("staff_id IS NULL")
    op.create_index(
        "uq_targets_all",
        "targets",
        ["since"],
        unique=True,
        sqlite_where=nobody,
        postgresql_where=nobody,
    )
    op.create_table(
        "quality_reviews",
        sa.Column("id", store.columns.BigId, autoincrement=False, nullable=False),
        sa.Column("contact_id", store.columns.BigId, nullable=False),
        sa.Column("staff_id", store.columns.BigId, nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("at", store.columns.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_quality_reviews_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_quality_reviews_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_reviews")),
    )
    op.create_index("ix_quality_reviews_contact", "quality_reviews", ["contact_id", "at"])
    op.add_column("inbox", sa.Column("command", sa.String(), nullable=True))
    op.create_index("ix_inbox_received", "inbox", ["received_at", "conversation_id"])
    op.add_column("activities", sa.Column("logged_at", store.columns.UtcTime(), nullable=True))
    _indexes()


def _indexes() -> None:
    """What reports count by moments is found, and read, in an index."""
    op.create_index("ix_activities_at", "activities", ["at", "kind", "staff_id"])
    created = ["created_at", "owner_id", "base_minor", "deleted_at"]
    op.create_index("ix_deals_created", "deals", created)
    closed = ["closed_at", "owner_id", "stage_id", "base_minor", "created_at", "deleted_at"]
    _partial("ix_deals_closed", "deals", closed)
    moved = ["at", "to_stage_id", "from_stage_id", "deal_id"]
    op.create_index("ix_stage_moves_at", "stage_moves", moved)
    op.create_index("ix_leads_created", "leads", ["created_at"])
    op.create_index("ix_contacts_created", "contacts", ["created_at", "owner_id", "deleted_at"])
    rest = ["status", "assignee_id", "deleted_at"]
    _partial("ix_tickets_resolved", "tickets", ["resolved_at", "opened_at", "resolve_due", *rest])
    answered = ["first_response_at", "opened_at", "first_due", *rest]
    _partial("ix_tickets_answered", "tickets", answered)


def _partial(name: str, table: str, columns: list[str]) -> None:
    """An index of the rows that have its first column."""
    held = sa.text(f"{columns[0]} IS NOT NULL")
    op.create_index(name, table, columns, sqlite_where=held, postgresql_where=held)
