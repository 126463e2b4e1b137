"""Answers that wait are found apart from notices, and chats without looking at the letters."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

WAITING = "sent_at IS NULL AND failed_at IS NULL"
ANSWERS = f"{WAITING} AND coalesce(staff_id, 0) = 0"


def upgrade() -> None:
    """The chat beside the time, and an index of answers."""
    op.drop_index("ix_outbox_waiting", "outbox")
    _make("ix_outbox_waiting", ["due_at", "chat_id", "staff_id"], WAITING)
    _make("ix_outbox_answers", ["due_at", "chat_id"], ANSWERS)


def downgrade() -> None:
    """The time alone."""
    op.drop_index("ix_outbox_answers", "outbox")
    op.drop_index("ix_outbox_waiting", "outbox")
    _make("ix_outbox_waiting", ["due_at"], WAITING)


def _make(name: str, columns: list[str], held: str) -> None:
    where = sa.text(held)
    op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where)
