"""Tickets are routed, escalated, warned of, and imported."""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ESCALATES = sa.text("escalate_at IS NOT NULL")
WARNS = sa.text("warn_at IS NOT NULL")
FOREIGN = sa.text("outside_id IS NOT NULL AND deleted_at IS NULL")
STEPS = {"data fault": "120,120,120", "outage": "60*,60*,60*"}
"""Minutes for each of three levels; a star counts them round the clock."""


def upgrade() -> None:
    """Apply the step."""
    steps = sa.Column("steps", sa.String(), nullable=False, server_default="240,240,240")
    op.add_column("categories", steps)
    kinds = sa.table("categories", sa.column("folded"), sa.column("steps"))
    for name, written in STEPS.items():
        op.execute(kinds.update().where(kinds.c.folded == name).values(steps=written))
    for column in (
        sa.Column("because", sa.String(), nullable=True),
        sa.Column("assigned_at", UtcTime(), nullable=True),
        sa.Column("escalate_at", UtcTime(), nullable=True),
        sa.Column("escalated", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("warn_at", UtcTime(), nullable=True),
        sa.Column("warned", sa.String(), nullable=False, server_default=""),
        sa.Column("outside_id", sa.String(), nullable=True),
    ):
        op.add_column("tickets", column)
    op.create_index("ix_tickets_given", "tickets", ["assignee_id", "assigned_at"])
    _some("ix_tickets_escalate", ["escalate_at", "id"], ESCALATES)
    _some("ix_tickets_warn", ["warn_at", "id"], WARNS)
    _some("uq_tickets_outside_id", ["outside_id"], FOREIGN, unique=True)


def _some(name: str, columns: list[str], where: sa.TextClause, *, unique: bool = False) -> None:
    """An index of some of the tickets."""
    op.create_index(
        name, "tickets", columns, unique=unique, sqlite_where=where, postgresql_where=where
    )
