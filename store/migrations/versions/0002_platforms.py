"""Chats of platforms, sending with claims and dead letters, files, leases."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, Sealed, UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WAITING = sa.text("sent_at IS NULL AND failed_at IS NULL")
FAILED = sa.text("failed_at IS NOT NULL")


def upgrade() -> None:
    """Apply the step."""
    _add_tables()
    _add_columns()
    op.create_index(op.f("ix_conversations_chat_id"), "conversations", ["chat_id"])
    op.create_index(op.f("ix_identities_phone_index"), "identities", ["phone_index"])
    op.create_index("ix_outbox_sent_as", "outbox", ["sent_as"])
    op.create_index(
        "ix_outbox_chat",
        "outbox",
        ["chat_id", "id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_outbox_failed", "outbox", ["failed_at"], sqlite_where=FAILED, postgresql_where=FAILED
    )


def _add_tables() -> None:
    op.create_table(
        "chats",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("waits_until", UtcTime(), nullable=True),
        sa.Column("sender", sa.String(), nullable=True),
        sa.Column("sender_until", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
    )
    op.create_index("uq_chats_account", "chats", ["platform", "account"], unique=True)
    op.create_table(
        "leases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "blobs",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("inbox_id", BigId, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_sealed", Sealed(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_sealed", Sealed(), nullable=True),
        sa.Column("fault", sa.String(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blobs")),
        _references("blobs", "inbox_id", "inbox"),
        _references("blobs", "subject_id", "subject_keys"),
    )
    op.create_index("ix_blobs_message", "blobs", ["inbox_id", "position"], unique=True)
    op.create_table(
        "attachments",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("company_id", BigId, nullable=True),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("blob_id", BigId, nullable=False),
        sa.Column("name_sealed", Sealed(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        _references("attachments", "blob_id", "blobs"),
        _references("attachments", "company_id", "companies"),
        _references("attachments", "contact_id", "contacts"),
        _references("attachments", "staff_id", "staff"),
        _references("attachments", "subject_id", "subject_keys"),
    )
    for column in ("company_id", "contact_id", "staff_id"):
        op.create_index(op.f(f"ix_attachments_{column}"), "attachments", [column])


def _references(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _add_columns() -> None:
    """Columns go on in place: rebuilding a table on SQLite would copy every row of it."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    big, raw = ("INTEGER", "BLOB") if sqlite else ("BIGINT", "BYTEA")
    for table, column, target in (
        ("conversations", "chat_id", "chats"),
        ("outbox", "chat_id", "chats"),
        ("identities", "subject_id", "subject_keys"),
    ):
        name = f"fk_{table}_{column}_{target}"
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {big} CONSTRAINT {name} REFERENCES {target} (id)"
        )
    op.execute(f"ALTER TABLE identities ADD COLUMN phone_sealed {raw}")
    op.execute(f"ALTER TABLE identities ADD COLUMN phone_index {raw}")
    op.execute("ALTER TABLE outbox ADD COLUMN parts INTEGER NOT NULL DEFAULT 0")
    op.execute("ALTER TABLE outbox ADD COLUMN sent_as VARCHAR")
    op.execute("ALTER TABLE outbox ADD COLUMN reason VARCHAR")
