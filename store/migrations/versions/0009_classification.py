"""People of deals, activities of deals, tiers and lifecycles of companies."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ALIVE = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    """Apply the step."""
    _add_tables()
    _add_columns()
    op.create_index(op.f("ix_deal_contacts_contact_id"), "deal_contacts", ["contact_id"])
    op.create_index(
        "uq_deal_contacts_pair", "deal_contacts", ["deal_id", "contact_id"], unique=True
    )
    op.create_index("ix_activities_deal", "activities", ["deal_id", "at"])
    for name in ("tier", "lifecycle"):
        op.create_index(
            f"ix_companies_{name}",
            "companies",
            [name, "id"],
            sqlite_where=ALIVE,
            postgresql_where=ALIVE,
        )


def _add_tables() -> None:
    op.create_table(
        "deal_contacts",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("deal_id", BigId, nullable=False),
        sa.Column("contact_id", BigId, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_contacts")),
        _references("deal_contacts", "deal_id", "deals"),
        _references("deal_contacts", "contact_id", "contacts"),
    )
    op.create_table(
        "tier_rules",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("least", BigId, nullable=False),
        sa.Column("span", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_rules")),
    )
    op.create_table(
        "rounds",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("after_id", BigId, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rounds")),
    )


def _references(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _add_columns() -> None:
    """Columns go on in place: rebuilding a table on SQLite would copy every row of it."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    big, moment = ("INTEGER", "DATETIME") if sqlite else ("BIGINT", "TIMESTAMP WITH TIME ZONE")
    op.execute(
        f"ALTER TABLE activities ADD COLUMN deal_id {big} "
        "CONSTRAINT fk_activities_deal_id_deals REFERENCES deals (id)"
    )
    for column in (
        "tier_by_hand BOOLEAN NOT NULL DEFAULT FALSE",
        "lifecycle VARCHAR NOT NULL DEFAULT 'lead'",
        f"lifecycle_at {moment}",
        f"lost_at {moment}",
        f"potential_minor {big}",
    ):
        op.execute(f"ALTER TABLE companies ADD COLUMN {column}")
    # Until now every tier was given by hand.
    op.execute("UPDATE companies SET tier_by_hand = TRUE WHERE tier IS NOT NULL")
