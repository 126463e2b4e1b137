"""Hours of categories, and indexes for the files and the queues of tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    # In place: rebuilding a table on SQLite would copy every row of it.
    op.execute(
        f"ALTER TABLE categories ADD COLUMN calendar_id {big} CONSTRAINT "
        "fk_categories_calendar_id_business_calendars REFERENCES business_calendars (id)"
    )
    op.create_index("ix_attachments_blob_id", "attachments", ["blob_id"])
    gone = sa.text("deleted_at IS NOT NULL")
    op.create_index(
        "ix_contacts_gone",
        "contacts",
        ["owner_id", "id"],
        sqlite_where=gone,
        postgresql_where=gone,
    )
    kept = sa.text("ended_at IS NOT NULL AND erased_at IS NULL")
    words = ["ended_at", "id", "single", "identity_id", "merged_into"]
    op.create_index("ix_tickets_kept", "tickets", words, sqlite_where=kept, postgresql_where=kept)
    queued = sa.text("deleted_at IS NULL AND ended_at IS NULL")
    asked = ["contact_id", "due_at", "id", "assignee_id", "priority", "category_id", "company_id"]
    op.create_index(
        "ix_tickets_asked", "tickets", asked, sqlite_where=queued, postgresql_where=queued
    )
