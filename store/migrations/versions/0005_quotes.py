"""The price list, products on deals, quotes and their lines."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, Sealed, UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SOLD = sa.text("retired_at IS NULL")


def upgrade() -> None:
    """Apply the step."""
    _add_products()
    _add_deal_lines()
    _add_quotes()
    _add_quote_lines()


def _references(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _add_products() -> None:
    op.create_table(
        "products",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("price_minor", BigId, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("tax_bp", sa.Integer(), nullable=True),
        sa.Column("retired_at", UtcTime(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
    )
    for name in ("folded", "code"):
        op.create_index(
            f"uq_products_{name}",
            "products",
            [name],
            unique=True,
            sqlite_where=SOLD,
            postgresql_where=SOLD,
        )


def _add_deal_lines() -> None:
    op.create_table(
        "deal_lines",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("deal_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("quantity_milli", BigId, nullable=False),
        sa.Column("price_minor", BigId, nullable=False),
        sa.Column("discount_bp", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_lines")),
        _references("deal_lines", "deal_id", "deals"),
        _references("deal_lines", "product_id", "products"),
    )
    op.create_index("ix_deal_lines_deal", "deal_lines", ["deal_id", "position"])


def _add_quotes() -> None:
    op.create_table(
        "quotes",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("deal_id", BigId, nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("replaces_id", BigId, nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("discount_bp", sa.Integer(), nullable=False),
        sa.Column("tax_bp", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("net_minor", BigId, nullable=False),
        sa.Column("total_minor", BigId, nullable=False),
        sa.Column("note_sealed", Sealed(), nullable=True),
        sa.Column("reason_sealed", Sealed(), nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("created_by", BigId, nullable=True),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        _references("quotes", "deal_id", "deals"),
        _references("quotes", "replaces_id", "quotes"),
        _references("quotes", "subject_id", "subject_keys"),
        _references("quotes", "created_by", "staff"),
    )
    op.create_index("uq_quotes_issue", "quotes", ["deal_id", "issue"], unique=True)


def _add_quote_lines() -> None:
    op.create_table(
        "quote_lines",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("quote_id", BigId, nullable=False),
        sa.Column("deal_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("quantity_milli", BigId, nullable=False),
        sa.Column("list_minor", BigId, nullable=True),
        sa.Column("price_minor", BigId, nullable=False),
        sa.Column("discount_bp", sa.Integer(), nullable=False),
        sa.Column("tax_bp", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_lines")),
        _references("quote_lines", "quote_id", "quotes"),
        _references("quote_lines", "deal_id", "deals"),
        _references("quote_lines", "product_id", "products"),
    )
    op.create_index("ix_quote_lines_quote", "quote_lines", ["quote_id", "position"])
