"""Articles, macros, ratings, recommendations, complaints and causes."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, Sealed, UtcTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

UNSETTLED = sa.text("settled_at IS NULL")
CAUSES = ("usage", "defect", "data", "outage", "configuration", "third party", "other")


def upgrade() -> None:
    """Apply the step."""
    ended = sa.text("ended_at IS NOT NULL")
    op.create_index(
        "ix_tickets_ended", "tickets", ["ended_at"], sqlite_where=ended, postgresql_where=ended
    )
    _add_articles()
    _add_macros()
    _add_ratings()
    _add_complaints()
    _add_causes()


def _references(table: str, *columns: tuple[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([one], [f"{target}.id"], name=f"fk_{table}_{one}_{target}")
        for one, target in columns
    ]


def _key(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _numbers(*names: str) -> list[sa.Column[int]]:
    """Columns of ids; those that end in a question mark may be empty."""
    return [sa.Column(one.rstrip("?"), BigId, nullable=one.endswith("?")) for one in names]


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(one.rstrip("?"), sa.String(), nullable=one.endswith("?")) for one in names]


def _times(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(one.rstrip("?"), UtcTime(), nullable=one.endswith("?")) for one in names]


def _add_articles() -> None:
    op.create_table(
        "articles",
        *_key("articles"),
        *_texts("locale", "title", "text", "keywords", "other_title?", "other_text?"),
        *_times("published_at?", "updated_at", "deleted_at?"),
        *_numbers("ticket_id?", "created_by?"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_references("articles", ("ticket_id", "tickets"), ("created_by", "staff")),
    )
    op.create_table(
        "article_showings",
        *_key("article_showings"),
        *_numbers("article_id", "identity_id", "ticket_id?", "staff_id?"),
        *_times("at", "answered_at?"),
        sa.Column("helped", sa.Boolean(), nullable=True),
        *_references(
            "article_showings",
            ("article_id", "articles"),
            ("identity_id", "identities"),
            ("ticket_id", "tickets"),
            ("staff_id", "staff"),
        ),
    )
    op.create_index("ix_article_showings_article", "article_showings", ["article_id", "helped"])
    op.create_index(
        "ix_article_showings_identity", "article_showings", ["identity_id", "article_id"]
    )


def _add_macros() -> None:
    op.create_table(
        "macros",
        *_key("macros"),
        *_numbers("staff_id", "category_id?"),
        *_texts("audience", "name", "folded", "text", "priority?"),
        *_times("created_at"),
        *_references("macros", ("staff_id", "staff"), ("category_id", "categories")),
    )
    op.create_index("uq_macros_name", "macros", ["staff_id", "folded"], unique=True)


def _add_ratings() -> None:
    op.create_table(
        "ticket_ratings",
        *_key("ticket_ratings"),
        *_numbers("ticket_id", "identity_id", "staff_id?", "subject_id"),
        *_times("asked_at", "rated_at?"),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("comment_sealed", Sealed(), nullable=True),
        *_references(
            "ticket_ratings",
            ("ticket_id", "tickets"),
            ("identity_id", "identities"),
            ("staff_id", "staff"),
            ("subject_id", "subject_keys"),
        ),
    )
    op.create_index("uq_ticket_ratings_ticket", "ticket_ratings", ["ticket_id"], unique=True)
    op.create_index("ix_ticket_ratings_identity", "ticket_ratings", ["identity_id", "asked_at"])
    op.create_index("ix_ticket_ratings_rated", "ticket_ratings", ["rated_at"])
    op.create_table(
        "recommendations",
        *_key("recommendations"),
        *_numbers("identity_id", "ticket_id", "subject_id"),
        *_times("asked_at", "answered_at?"),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("reason_sealed", Sealed(), nullable=True),
        *_references(
            "recommendations",
            ("identity_id", "identities"),
            ("ticket_id", "tickets"),
            ("subject_id", "subject_keys"),
        ),
    )
    op.create_index(
        "uq_recommendations_quarter", "recommendations", ["identity_id", "quarter"], unique=True
    )
    op.create_index("ix_recommendations_answered", "recommendations", ["answered_at"])


def _add_complaints() -> None:
    op.create_table(
        "complaints",
        *_key("complaints"),
        *_numbers("ticket_id", "staff_id?", "subject_id", "task_id?"),
        *_texts("kind"),
        *_times("at", "due_at", "settled_at?"),
        sa.Column("words_sealed", Sealed(), nullable=True),
        *_references(
            "complaints",
            ("ticket_id", "tickets"),
            ("staff_id", "staff"),
            ("subject_id", "subject_keys"),
            ("task_id", "tasks"),
        ),
    )
    op.create_index(op.f("ix_complaints_task_id"), "complaints", ["task_id"])
    _unsettled("uq_complaints_ticket", "ticket_id", unique=True)
    _unsettled("ix_complaints_due", "due_at", unique=False)


def _unsettled(name: str, column: str, *, unique: bool) -> None:
    """An index of the complaints that somebody has to follow up."""
    op.create_index(
        name,
        "complaints",
        [column],
        unique=unique,
        sqlite_where=UNSETTLED,
        postgresql_where=UNSETTLED,
    )


def _add_causes() -> None:
    table = op.create_table(
        "causes",
        *_key("causes"),
        *_texts("name", "folded"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.UniqueConstraint("folded", name=op.f("uq_causes_folded")),
    )
    op.create_table(
        "ticket_causes",
        *_key("ticket_causes"),
        *_numbers("ticket_id", "cause_id", "staff_id?"),
        *_times("at"),
        *_references(
            "ticket_causes",
            ("ticket_id", "tickets"),
            ("cause_id", "causes"),
            ("staff_id", "staff"),
        ),
    )
    op.create_index("uq_ticket_causes_ticket", "ticket_causes", ["ticket_id"], unique=True)
    op.create_index(op.f("ix_ticket_causes_cause_id"), "ticket_causes", ["cause_id"])
    rows = [
        {"id": number, "name": name, "folded": name, "position": number}
        for number, name in enumerate(CAUSES, 1)
    ]
    op.bulk_insert(table, rows)
