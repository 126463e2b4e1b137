"""Approvals, orders with their history, and payments."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, Sealed, UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WAITING = sa.text("status = 'waiting'")
ALIVE = sa.text("deleted_at IS NULL")
RUNNING = sa.text("deleted_at IS NULL AND ended_at IS NULL")
OF_QUOTE = sa.text("deleted_at IS NULL AND quote_id IS NOT NULL")


def upgrade() -> None:
    """Apply the step."""
    _add_approvals()
    _add_orders()
    _add_steps()
    _add_payments()


def _references(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _index(
    name: str, table: str, columns: list[str], where: sa.TextClause, *, unique: bool = False
) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _add_approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", BigId, nullable=False),
        sa.Column("asked_by", BigId, nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("decided_by", BigId, nullable=True),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("words_sealed", Sealed(), nullable=True),
        sa.Column("reason_sealed", Sealed(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        _references("approvals", "asked_by", "staff"),
        _references("approvals", "decided_by", "staff"),
        _references("approvals", "subject_id", "subject_keys"),
    )
    _index("uq_approvals_waiting", "approvals", ["kind", "record_id"], WAITING, unique=True)
    op.create_index("ix_approvals_record", "approvals", ["kind", "record_id", "id"])
    op.create_index("ix_approvals_asked", "approvals", ["asked_by", "id"])
    op.create_table(
        "approval_seats",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("approval_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_seats")),
        _references("approval_seats", "approval_id", "approvals"),
        _references("approval_seats", "staff_id", "staff"),
    )
    pair = ["approval_id", "staff_id"]
    op.create_index("uq_approval_seats_pair", "approval_seats", pair, unique=True)
    op.create_index("ix_approval_seats_staff", "approval_seats", pair[::-1])


def _add_orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("quote_id", BigId, nullable=True),
        sa.Column("deal_id", BigId, nullable=False),
        sa.Column("company_id", BigId, nullable=True),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("total_minor", BigId, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("base_minor", BigId, nullable=False),
        sa.Column("paid_minor", BigId, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_at", UtcTime(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("created_by", BigId, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        _references("orders", "quote_id", "quotes"),
        _references("orders", "deal_id", "deals"),
        _references("orders", "company_id", "companies"),
        _references("orders", "contact_id", "contacts"),
        _references("orders", "subject_id", "subject_keys"),
        _references("orders", "created_by", "staff"),
    )
    _index("uq_orders_quote", "orders", ["quote_id"], OF_QUOTE, unique=True)
    _index("ix_orders_deal", "orders", ["deal_id", "id"], ALIVE)
    _index("ix_orders_running", "orders", ["status_at"], RUNNING)
    op.create_index("ix_orders_company", "orders", ["company_id"])
    op.create_index("ix_orders_contact", "orders", ["contact_id"])


def _add_steps() -> None:
    op.create_table(
        "order_steps",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("deal_id", BigId, nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("note_sealed", Sealed(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_steps")),
        _references("order_steps", "order_id", "orders"),
        _references("order_steps", "deal_id", "deals"),
        _references("order_steps", "staff_id", "staff"),
    )
    op.create_index("ix_order_steps_order", "order_steps", ["order_id", "at"])


def _add_payments() -> None:
    op.create_table(
        "payments",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("deal_id", BigId, nullable=False),
        sa.Column("amount_minor", BigId, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("note_sealed", Sealed(), nullable=True),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("reversed_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        _references("payments", "order_id", "orders"),
        _references("payments", "deal_id", "deals"),
        _references("payments", "staff_id", "staff"),
    )
    op.create_index("ix_payments_order", "payments", ["order_id", "paid_on"])
