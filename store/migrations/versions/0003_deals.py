"""Pipelines with their stages, deals, and how deals moved."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, Sealed, UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = sa.text("deleted_at IS NULL AND closed_at IS NULL")
ALIVE = sa.text("deleted_at IS NULL")
STAGES = (
    ("lead", "open", 10, 14),
    ("qualified", "open", 25, 21),
    ("proposal", "open", 50, 21),
    ("negotiation", "open", 75, 14),
    ("won", "won", 100, None),
    ("lost", "lost", 0, None),
)
"""Name, kind, percent, expected days: where every company begins."""


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "pipelines",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pipelines")),
        sa.UniqueConstraint("folded", name=op.f("uq_pipelines_folded")),
    )
    op.create_table(
        "stages",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("pipeline_id", BigId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("expected_days", sa.Integer(), nullable=True),
        sa.Column("required", sa.String(), nullable=False),
        sa.Column("movers", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        _references("stages", "pipeline_id", "pipelines"),
    )
    op.create_index("uq_stages_name", "stages", ["pipeline_id", "folded"], unique=True)
    _add_deals()
    _add_moves()
    _fill()


def _references(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _add_deals() -> None:
    op.create_table(
        "deals",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("pipeline_id", BigId, nullable=False),
        sa.Column("stage_id", BigId, nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("amount_minor", BigId, nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("base_minor", BigId, nullable=True),
        sa.Column("close_on", sa.Date(), nullable=True),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("lost_reason", sa.String(), nullable=True),
        sa.Column("lost_note_sealed", Sealed(), nullable=True),
        sa.Column("competitor", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("next_at", UtcTime(), nullable=True),
        sa.Column("company_id", BigId, nullable=True),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("owner_id", BigId, nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("stage_since", UtcTime(), nullable=False),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.Column("created_by", BigId, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals")),
        _references("deals", "pipeline_id", "pipelines"),
        _references("deals", "stage_id", "stages"),
        _references("deals", "company_id", "companies"),
        _references("deals", "contact_id", "contacts"),
        _references("deals", "owner_id", "staff"),
        _references("deals", "subject_id", "subject_keys"),
        _references("deals", "created_by", "staff"),
    )
    _index("ix_deals_open", ["owner_id", "close_on"], OPEN)
    _index(
        "ix_deals_sums", ["pipeline_id", "stage_id", "owner_id", "base_minor", "stage_since"], OPEN
    )
    _index("ix_deals_owner", ["owner_id", "id"], ALIVE)
    op.create_index("ix_deals_company", "deals", ["company_id"])
    op.create_index("ix_deals_contact", "deals", ["contact_id"])


def _index(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "deals", columns, sqlite_where=where, postgresql_where=where)


def _add_moves() -> None:
    op.create_table(
        "stage_moves",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("deal_id", BigId, nullable=False),
        sa.Column("from_stage_id", BigId, nullable=True),
        sa.Column("to_stage_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("seconds", BigId, nullable=False),
        sa.Column("note_sealed", Sealed(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_moves")),
        _references("stage_moves", "deal_id", "deals"),
        _references("stage_moves", "from_stage_id", "stages"),
        _references("stage_moves", "to_stage_id", "stages"),
        _references("stage_moves", "staff_id", "staff"),
    )
    op.create_index("ix_stage_moves_deal", "stage_moves", ["deal_id", "at"])
    op.create_index(op.f("ix_stage_moves_staff_id"), "stage_moves", ["staff_id"])


def _fill() -> None:
    """The pipeline that every company begins with; ids of inner rows begin far above these."""
    pipelines = sa.table("pipelines", *map(sa.column, ("id", "name", "folded", "position")))
    names = ("id", "pipeline_id", "name", "folded", "position", "kind", "probability",
             "expected_days", "required", "movers")  # fmt: skip
    stages = sa.table("stages", *map(sa.column, names))
    op.bulk_insert(pipelines, [{"id": 1, "name": "Sales", "folded": "sales", "position": 1}])
    rows = [
        (number, 1, name, name, number, kind, percent, days, "", "")
        for number, (name, kind, percent, days) in enumerate(STAGES, 1)
    ]
    op.bulk_insert(stages, [dict(zip(names, row, strict=True)) for row in rows])
