"""Indexes that hold all that reports count of some people, by whose rows they are and when."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

INDEXES: Mapping[str, tuple[str, Sequence[str], str]] = {
    "ix_deals_owner": (
        "deals",
        (
            *("owner_id", "created_at", "id", "deleted_at", "base_minor", "pipeline_id"),
            "stage_id",
        ),
        "",
    ),
    "ix_deals_owner_closed": (
        "deals",
        ("owner_id", "closed_at", "stage_id", "base_minor", "created_at", "deleted_at"),
        "closed_at IS NOT NULL",
    ),
    "ix_activities_staff": (
        "activities",
        ("staff_id", "at", "kind", "contact_id", "company_id", "lead_id", "deal_id"),
        "",
    ),
    "ix_leads_owner": ("leads", ("owner_id", "created_at", "converted_at", "deleted_at"), ""),
}
NEW = ("ix_deals_owner_closed", "ix_leads_owner")


def upgrade() -> None:
    """Widen some indexes, and add others."""
    for name, (table, columns, where) in INDEXES.items():
        if name not in NEW:
            op.drop_index(name, table_name=table)
        held = sa.text(where) if where else None
        op.create_index(name, table, list(columns), sqlite_where=held, postgresql_where=held)
