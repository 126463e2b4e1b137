"""Indexes that hold all that reports count, so that no row has to be looked up."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OPEN_DEALS = "deleted_at IS NULL AND closed_at IS NULL"
OPEN_TASKS = "done_at IS NULL AND deleted_at IS NULL"
QUEUED = "deleted_at IS NULL AND ended_at IS NULL"
COUNTED = ("status", "assignee_id", "contact_id", "deleted_at")
INDEXES: Mapping[str, tuple[str, Sequence[str], str]] = {
    "ix_deals_open": (
        "deals",
        (
            *("owner_id", "close_on", "stage_id", "base_minor", "stage_since"),
            *("probability", "created_at", "next_at", "closed_at", "deleted_at"),
        ),
        OPEN_DEALS,
    ),
    "ix_deals_owner": ("deals", ("owner_id", "id", "deleted_at"), ""),
    "ix_deals_created": (
        "deals",
        ("created_at", "owner_id", "base_minor", "deleted_at", "pipeline_id", "stage_id"),
        "",
    ),
    "ix_stage_moves_deal": (
        "stage_moves",
        ("deal_id", "at", "to_stage_id", "from_stage_id", "seconds"),
        "",
    ),
    "ix_leads_created": ("leads", ("created_at", "owner_id", "deleted_at"), ""),
    "ix_tasks_owner": ("tasks", ("owner_id", "due_at", "id", "done_at", "deleted_at"), OPEN_TASKS),
    "ix_tickets_queue": (
        "tickets",
        (
            *("due_at", "id", "assignee_id", "priority", "category_id", "contact_id"),
            *("company_id", "opened_at", "ended_at", "deleted_at"),
        ),
        QUEUED,
    ),
    "ix_tickets_opened": ("tickets", ("opened_at", *COUNTED, "category_id"), ""),
    "ix_tickets_resolved": (
        "tickets",
        ("resolved_at", "opened_at", "resolve_due", *COUNTED),
        "resolved_at IS NOT NULL",
    ),
    "ix_tickets_answered": (
        "tickets",
        ("first_response_at", "opened_at", "first_due", *COUNTED),
        "first_response_at IS NOT NULL",
    ),
    "ix_activities_staff": ("activities", ("staff_id", "at", "kind"), ""),
    "ix_activities_logged": (
        "activities",
        ("logged_at", "at", "staff_id"),
        "logged_at IS NOT NULL",
    ),
    "ix_deals_deleted": ("deals", ("deleted_at",), "deleted_at IS NOT NULL"),
    "ix_leads_converted": (
        "leads",
        ("converted_at", "owner_id", "deleted_at"),
        "converted_at IS NOT NULL",
    ),
}
NEW = ("ix_activities_staff", "ix_activities_logged", "ix_deals_deleted", "ix_leads_converted")


def upgrade() -> None:
    """Widen some indexes, and add others."""
    op.drop_index("ix_activities_staff_id", table_name="activities")
    for name, (table, columns, where) in INDEXES.items():
        if name not in NEW:
            op.drop_index(name, table_name=table)
        held = sa.text(where) if where else None
        op.create_index(name, table, list(columns), sqlite_where=held, postgresql_where=held)
