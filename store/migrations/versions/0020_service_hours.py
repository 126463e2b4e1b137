"""Hours for tiers and categories, and indexes for the files and the queues of tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_index("ix_attachments_blob_id", "attachments", ["blob_id"])
    gone = sa.text("deleted_at IS NOT NULL")
    op.create_index(
        "ix_contacts_gone",
        "contacts",
        ["owner_id", "id"],
        sqlite_where=gone,
        postgresql_where=gone,
    )
    queued = sa.text("deleted_at IS NULL AND ended_at IS NULL")
    asked = ["contact_id", "due_at", "id", "assignee_id", "priority", "category_id", "company_id"]
    op.create_index(
        "ix_tickets_asked", "tickets", asked, sqlite_where=queued, postgresql_where=queued
    )
