"""Saved views of lists, and what was exported."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "views",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("arguments", sa.String(), nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_views_staff_id_staff"),
    )
    op.create_index("uq_views_name", "views", ["staff_id", "folded"], unique=True)
    op.create_table(
        "exports",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("filters", sa.String(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_exports_staff_id_staff"),
    )
    op.create_index("ix_exports_staff_id", "exports", ["staff_id"])
