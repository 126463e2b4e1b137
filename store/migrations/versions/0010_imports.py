"""What an imported deal is called where it came from; indexes that cover sums of open deals."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN = sa.text("deleted_at IS NULL AND closed_at IS NULL")
NUMBERED = sa.text("outside_id IS NOT NULL AND deleted_at IS NULL")


def upgrade() -> None:
    """Apply the step."""
    op.add_column("deals", sa.Column("outside_id", sa.String(), nullable=True))
    op.create_index(
        "uq_deals_outside",
        "deals",
        ["outside_id"],
        unique=True,
        sqlite_where=NUMBERED,
        postgresql_where=NUMBERED,
    )
    _cover("ix_deals_open", "owner_id", "close_on", "stage_id")
    _cover("ix_deals_sums", "pipeline_id", "owner_id", "stage_id")


def _cover(name: str, *columns: str) -> None:
    """Make an index hold all that sums of open deals are made from."""
    covered = [*columns, "base_minor", "stage_since", "closed_at", "deleted_at"]
    op.drop_index(name, table_name="deals")
    op.create_index(name, "deals", covered, sqlite_where=OPEN, postgresql_where=OPEN)
