"""Leads with the rules that score and assign them, days off, and activities with leads."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, Sealed, UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OPEN = sa.text("deleted_at IS NULL AND status IN ('new', 'working')")
UNTOUCHED = sa.text("deleted_at IS NULL AND status = 'new'")
RULES = (("phone", 10), ("email", 10), ("company", 10), ("title", 5))
"""What is known of a lead, and the points for it: where every company begins."""


def upgrade() -> None:
    """Apply the step."""
    _add_leads()
    _add_rules()
    op.add_column("staff", sa.Column("days_off", sa.String(), nullable=True))
    with op.batch_alter_table("activities") as activities:
        activities.add_column(sa.Column("lead_id", BigId, nullable=True))
        activities.create_foreign_key(
            op.f("fk_activities_lead_id_leads"), "leads", ["lead_id"], ["id"]
        )
        activities.create_index("ix_activities_lead", ["lead_id", "at"])
    _fill()


def _references(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _add_leads() -> None:
    op.create_table(
        "leads",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=True)
            for name in ("company_name", "title", "source", "industry", "territory", "language")
        ),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("owner_id", BigId, nullable=True),
        sa.Column("assigned_at", UtcTime(), nullable=True),
        sa.Column("touched_at", UtcTime(), nullable=True),
        sa.Column("passed", sa.String(), nullable=False),
        sa.Column("alerted_at", UtcTime(), nullable=True),
        sa.Column("drop_reason", sa.String(), nullable=True),
        sa.Column("drop_note_sealed", Sealed(), nullable=True),
        sa.Column("converted_at", UtcTime(), nullable=True),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("company_id", BigId, nullable=True),
        sa.Column("deal_id", BigId, nullable=True),
        sa.Column("identity_id", BigId, nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("phone_sealed", Sealed(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("email_sealed", Sealed(), nullable=True),
        sa.Column("email_index", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", Sealed(), nullable=True),
        sa.Column("created_by", BigId, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads")),
        _references("leads", "owner_id", "staff"),
        _references("leads", "contact_id", "contacts"),
        _references("leads", "company_id", "companies"),
        _references("leads", "deal_id", "deals"),
        _references("leads", "identity_id", "identities"),
        _references("leads", "subject_id", "subject_keys"),
        _references("leads", "created_by", "staff"),
    )
    _index("ix_leads_open", ["owner_id", "score"], OPEN)
    _index("ix_leads_untouched", ["assigned_at"], UNTOUCHED)
    op.create_index("ix_leads_given", "leads", ["owner_id", "assigned_at"])
    op.create_index("ix_leads_deal", "leads", ["deal_id"])
    op.create_index("ix_leads_identity", "leads", ["identity_id"])
    op.create_index("ix_leads_phone", "leads", ["phone_index"])
    op.create_index("ix_leads_email", "leads", ["email_index"])


def _index(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "leads", columns, sqlite_where=where, postgresql_where=where)


def _add_rules() -> None:
    op.create_table(
        "score_rules",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_rules")),
    )
    op.create_table(
        "assignment_rules",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("team_id", BigId, nullable=True),
        sa.Column("staff_id", BigId, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_rules")),
        _references("assignment_rules", "team_id", "teams"),
        _references("assignment_rules", "staff_id", "staff"),
    )


def _fill() -> None:
    """The rules that every company begins with; later ones get numbers that are free."""
    rules = sa.table("score_rules", *map(sa.column, ("id", "what", "points")))
    rows = [
        {"id": number, "what": what, "points": points}
        for number, (what, points) in enumerate(RULES, 1)
    ]
    op.bulk_insert(rules, rows)
