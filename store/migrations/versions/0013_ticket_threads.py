"""Threads in which staff work on tickets; how a reply to the customer was sent."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, UtcTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SENT = sa.text("letter_id IS NOT NULL")


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "ticket_threads",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("chat_id", BigId, nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_threads_ticket_id_tickets")
        ),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_ticket_threads_chat_id_chats")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_threads")),
    )
    chat = ["ticket_id", "chat_id"]
    op.create_index("uq_ticket_threads_chat", "ticket_threads", chat, unique=True)
    op.create_index("ix_ticket_threads_name", "ticket_threads", ["name"])
    _add_columns()
    op.create_index(
        "ix_ticket_messages_letter",
        "ticket_messages",
        ["letter_id"],
        sqlite_where=SENT,
        postgresql_where=SENT,
    )


def _add_columns() -> None:
    """Columns go on in place: rebuilding a table on SQLite would copy every row of it."""
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.add_column("ticket_messages", sa.Column("letter_id", BigId, nullable=True))
    op.add_column("ticket_messages", sa.Column("undelivered_at", UtcTime(), nullable=True))
    op.execute(
        f"ALTER TABLE ticket_messages ADD COLUMN note_id {big} CONSTRAINT "
        "fk_ticket_messages_note_id_ticket_messages REFERENCES ticket_messages (id)"
    )
    op.add_column("ticket_messages", sa.Column("named", sa.String(), nullable=True))
