"""Tasks and reminders, runs of jobs, calendar feeds; the next steps that were only dates become tasks."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, Sealed, UtcTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = sa.text("done_at IS NULL AND deleted_at IS NULL")
RINGING = sa.text("rings_at IS NOT NULL")
LINKS = {
    "deal": "deals",
    "quote": "quotes",
    "order": "orders",
    "ticket": "tickets",
    "lead": "leads",
    "contact": "contacts",
    "company": "companies",
}


def upgrade() -> None:
    """Apply the step."""
    _add_tasks()
    _add_indexes()
    _add_job_runs()
    _add_calendar_feeds()
    _keep_next_steps()


def _references(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_tasks_{column}_{target}")


def _add_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("owner_id", BigId, nullable=False),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("text_sealed", Sealed(), nullable=True),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("wall", sa.String(), nullable=True),
        sa.Column("zone", sa.String(), nullable=True),
        *(sa.Column(f"{kind}_id", BigId, nullable=True) for kind in LINKS),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("rings_at", UtcTime(), nullable=True),
        sa.Column("told_at", UtcTime(), nullable=True),
        sa.Column("done_at", UtcTime(), nullable=True),
        sa.Column("done_by", BigId, nullable=True),
        sa.Column("outcome_sealed", Sealed(), nullable=True),
        sa.Column("created_by", BigId, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        _references("owner_id", "staff"),
        _references("subject_id", "subject_keys"),
        *(_references(f"{kind}_id", table) for kind, table in LINKS.items()),
        _references("done_by", "staff"),
        _references("created_by", "staff"),
    )


def _add_indexes() -> None:
    op.create_index(
        "ix_tasks_ringing",
        "tasks",
        ["rings_at", "owner_id", "id"],
        sqlite_where=RINGING,
        postgresql_where=RINGING,
    )
    _open("ix_tasks_owner", ["owner_id", "due_at", "id"])
    for kind in LINKS:
        _open(f"ix_tasks_{kind}", [f"{kind}_id", "due_at"])


def _open(name: str, columns: list[str]) -> None:
    op.create_index(name, "tasks", columns, sqlite_where=OPEN, postgresql_where=OPEN)


def _add_job_runs() -> None:
    """What runs by the clock: when it ran last, and how that went."""
    op.create_table(
        "job_runs",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("begun_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("next_at", UtcTime(), nullable=True),
        sa.Column("millis", sa.Integer(), nullable=False),
        sa.Column("failed_at", UtcTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_runs")),
    )


def _add_calendar_feeds() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("staff_id", BigId, autoincrement=False, nullable=False),
        sa.Column("token_index", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_calendar_feeds")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_calendar_feeds_staff_id_staff"
        ),
        sa.UniqueConstraint("token_index", name=op.f("uq_calendar_feeds_token_index")),
    )


def _keep_next_steps() -> None:
    """A date on a contact or a deal becomes a task of its owner, without words; it rings once.

    A contact's date that is its deal's as well is one step, not two.
    """
    step = """
        SELECT 'deal' AS kind, id AS deal_id, NULL AS contact_id, owner_id, subject_id, next_at
          FROM deals
         WHERE next_at IS NOT NULL AND owner_id IS NOT NULL AND deleted_at IS NULL
           AND closed_at IS NULL
        UNION ALL
        SELECT 'contact', NULL, id, owner_id, subject_id, next_at
          FROM contacts
         WHERE next_at IS NOT NULL AND owner_id IS NOT NULL AND deleted_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM deals WHERE deals.contact_id = contacts.id
                              AND deals.next_at = contacts.next_at
                              AND deals.owner_id IS NOT NULL AND deals.deleted_at IS NULL
                              AND deals.closed_at IS NULL)
    """
    op.execute(f"""
        INSERT INTO tasks (id, owner_id, subject_id, due_at, exact, deal_id, contact_id, origin,
                           rings_at, created_at, updated_at, version)
        SELECT ROW_NUMBER() OVER (ORDER BY next_at, kind, contact_id, deal_id), owner_id,
               subject_id, next_at, TRUE, deal_id, contact_id, 'log', next_at, next_at, next_at, 1
          FROM ({step}) AS step
    """)  # noqa: S608 (no words of anybody's)
    op.execute("""
        INSERT INTO id_blocks (kind, next) SELECT 'task', COUNT(*) + 1 FROM tasks
        HAVING COUNT(*) > 0
    """)
