"""Companies and deals shared with colleagues, and how records went through the pool.

The index of deals by owner holds deleted ones too, so that SQLite can join it by OR with another.
"""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    _add_shares("company_shares", "company_id", "companies")
    _add_shares("deal_shares", "deal_id", "deals")
    op.create_table(
        "pool_moves",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("company_id", BigId, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("change_id", BigId, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_moves")),
        _references("pool_moves", "contact_id", "contacts"),
        _references("pool_moves", "company_id", "companies"),
        _references("pool_moves", "staff_id", "staff"),
        _references("pool_moves", "by_id", "staff"),
    )
    op.create_index("ix_pool_moves_contact", "pool_moves", ["contact_id", "at"])
    op.create_index("ix_pool_moves_company", "pool_moves", ["company_id", "at"])
    op.create_index(op.f("ix_pool_moves_change_id"), "pool_moves", ["change_id"])
    op.drop_index("ix_deals_owner", "deals")
    op.create_index("ix_deals_owner", "deals", ["owner_id", "id"])


def _references(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _add_shares(table: str, column: str, target: str) -> None:
    op.create_table(
        table,
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column(column, BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        _references(table, column, target),
        _references(table, "staff_id", "staff"),
    )
    op.create_index(f"uq_{table}_pair", table, [column, "staff_id"], unique=True)
    op.create_index(op.f(f"ix_{table}_staff_id"), table, ["staff_id"])
