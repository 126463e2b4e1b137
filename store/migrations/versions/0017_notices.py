"""Notices that wait, digests that were sent, and what rules have found."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, Sealed, UtcTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UNTOLD = sa.text("told_at IS NULL")


def upgrade() -> None:
    """Apply the step."""
    op.add_column("staff", sa.Column("notices", sa.String(), nullable=True))
    op.add_column("staff", sa.Column("digest", sa.String(), nullable=True))
    op.drop_index("ix_outbox_staff_id", "outbox")
    op.create_index("ix_outbox_told", "outbox", ["staff_id", "created_at"])
    op.add_column("outbox", sa.Column("platform", sa.String(), nullable=True))
    _add_held_notices()
    _add_marks()
    _add_nudges()


def _of_staff(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=f"fk_{table}_staff_id_staff")


def _add_held_notices() -> None:
    op.create_table(
        "held_notices",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("payload_sealed", Sealed(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_notices")),
        _of_staff("held_notices"),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject_keys.id"], name="fk_held_notices_subject_id_subject_keys"
        ),
    )
    op.create_index("ix_held_notices_due", "held_notices", ["due_at"])
    op.create_index("ix_held_notices_staff", "held_notices", ["staff_id", "id"])


def _add_marks() -> None:
    op.create_table(
        "digest_marks",
        sa.Column("staff_id", BigId, autoincrement=False, nullable=False),
        sa.Column("morning_on", sa.Date(), nullable=True),
        sa.Column("evening_on", sa.Date(), nullable=True),
        sa.Column("weekly_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_digest_marks")),
        _of_staff("digest_marks"),
    )


def _add_nudges() -> None:
    op.create_table(
        "nudges",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("record_id", BigId, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("told_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
        _of_staff("nudges"),
    )
    op.create_index("uq_nudges_record", "nudges", ["rule", "record_id", "staff_id"], unique=True)
    op.create_index(
        "ix_nudges_due", "nudges", ["due_at"], sqlite_where=UNTOLD, postgresql_where=UNTOLD
    )
    op.create_index("ix_nudges_staff", "nudges", ["staff_id", "told_at"])
