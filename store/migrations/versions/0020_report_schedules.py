"""Reports that are sent again and again."""

import sqlalchemy as sa
from alembic import op

import store.columns

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = "report_schedules"


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        TABLE,
        sa.Column("id", store.columns.BigId, autoincrement=False, nullable=False),
        sa.Column("staff_id", store.columns.BigId, nullable=False),
        sa.Column("receiver_id", store.columns.BigId, nullable=True),
        sa.Column("chat_id", store.columns.BigId, nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("arguments", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("wall", sa.String(), nullable=False),
        sa.Column("next_at", store.columns.UtcTime(), nullable=False),
        sa.Column("failing", sa.String(), nullable=True),
        sa.Column("created_at", store.columns.UtcTime(), nullable=False),
        _to("staff_id", "staff"),
        _to("receiver_id", "staff"),
        _to("chat_id", "chats"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedules")),
    )
    op.create_index("ix_report_schedules_next", TABLE, ["next_at"])
    for column in ("staff_id", "receiver_id"):
        op.create_index(op.f(f"ix_report_schedules_{column}"), TABLE, [column])


def _to(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_report_schedules_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)
