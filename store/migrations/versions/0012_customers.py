"""The customer's side: accounts, consents, words that wait, codes, files of tickets."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, Sealed, UtcTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    _add_accounts()
    _add_consents()
    _add_held_words()
    _add_codes()
    op.add_column(
        "tickets", sa.Column("single", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("tickets", sa.Column("erased_at", UtcTime(), nullable=True))
    _keep_files()


def _references(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _add_accounts() -> None:
    op.create_table(
        "customer_accounts",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("identity_id", BigId, nullable=False),
        sa.Column("holder_id", BigId, nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("agreed_version", sa.Integer(), nullable=True),
        sa.Column("agreed_at", UtcTime(), nullable=True),
        sa.Column("chose_language", sa.Boolean(), nullable=False),
        sa.Column("phone_sealed", Sealed(), nullable=True),
        sa.Column("email_sealed", Sealed(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_accounts")),
        sa.UniqueConstraint("identity_id", name=op.f("uq_customer_accounts_identity_id")),
        _references("customer_accounts", "identity_id", "identities"),
        _references("customer_accounts", "contact_id", "contacts"),
        _references("customer_accounts", "subject_id", "subject_keys"),
    )
    for column in ("holder", "contact"):
        op.create_index(f"ix_customer_accounts_{column}", "customer_accounts", [f"{column}_id"])


def _add_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("identity_id", BigId, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        _references("consents", "identity_id", "identities"),
    )
    op.create_index(op.f("ix_consents_identity_id"), "consents", ["identity_id"])


def _add_held_words() -> None:
    op.create_table(
        "held_words",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("identity_id", BigId, nullable=False),
        sa.Column("inbox_id", BigId, nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("text_sealed", Sealed(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_words")),
        _references("held_words", "identity_id", "identities"),
        _references("held_words", "inbox_id", "inbox"),
        _references("held_words", "subject_id", "subject_keys"),
    )
    op.create_index(op.f("ix_held_words_identity_id"), "held_words", ["identity_id"])
    op.create_index("ix_held_words_at", "held_words", ["at"])


def _add_codes() -> None:
    op.create_table(
        "customer_codes",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("code_index", sa.LargeBinary(), nullable=False),
        sa.Column("identity_id", BigId, nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_codes")),
        sa.UniqueConstraint("code_index", name=op.f("uq_customer_codes_code_index")),
        _references("customer_codes", "identity_id", "identities"),
    )
    op.create_index(op.f("ix_customer_codes_identity_id"), "customer_codes", ["identity_id"])


def _keep_files() -> None:
    """Files are kept with a ticket too."""
    with op.batch_alter_table("attachments") as attachments:
        for column, target in (("ticket_id", "tickets"), ("message_id", "ticket_messages")):
            attachments.add_column(sa.Column(column, BigId, nullable=True))
            name = f"fk_attachments_{column}_{target}"
            attachments.create_foreign_key(name, target, [column], ["id"])
    for column in ("ticket_id", "message_id"):
        op.create_index(op.f(f"ix_attachments_{column}"), "attachments", [column])
