"""What an imported deal is called where it came from."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0006"
branch_labels = None
depends_on = None

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
