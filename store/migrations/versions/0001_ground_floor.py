"""Ground floor."""

import sqlalchemy as sa
from alembic import op

from store.columns import BigId, Sealed, UtcTime
from store.search import create_statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "audit_chains",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("leased_until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_chains")),
    )
    op.create_table(
        "fields",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fields")),
        sa.UniqueConstraint("folded", name=op.f("uq_fields_folded")),
    )
    op.create_table(
        "id_blocks",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("next", BigId, nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_id_blocks")),
    )
    op.create_table(
        "role_rights",
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("right", sa.String(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("role", "right", name=op.f("pk_role_rights")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "subject_keys",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("wrapped", Sealed(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_keys")),
    )
    op.create_table(
        "tags",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("folded", name=op.f("uq_tags_folded")),
    )
    op.create_table(
        "teams",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("folded", name=op.f("uq_teams_folded")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("chain_id", BigId, nullable=False),
        sa.Column("link", BigId, nullable=False),
        sa.Column("change_id", BigId, nullable=False),
        sa.Column("undoes", BigId, nullable=True),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("inbox_id", BigId, nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("row_id", sa.String(), nullable=False),
        sa.Column("subject_table", sa.String(), nullable=False),
        sa.Column("subject_row", sa.String(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chain_id"], ["audit_chains.id"], name=op.f("fk_audit_entries_chain_id_audit_chains")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_actor", ["staff_id", "at"], unique=False)
        batch_op.create_index("ix_audit_entries_change", ["change_id"], unique=False)
        batch_op.create_index(
            "ix_audit_entries_row", ["subject_table", "subject_row"], unique=False
        )
        batch_op.create_index(
            "ix_audit_entries_undoes",
            ["undoes"],
            unique=False,
            sqlite_where=sa.text("undoes IS NOT NULL"),
            postgresql_where=sa.text("undoes IS NOT NULL"),
        )
        batch_op.create_index("uq_audit_entries_link", ["chain_id", "link"], unique=True)

    op.create_table(
        "staff",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("manager_id", BigId, nullable=True),
        sa.Column("team_id", BigId, nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("email_sealed", Sealed(), nullable=True),
        sa.Column("email_index", sa.LargeBinary(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("quiet", sa.String(), nullable=True),
        sa.Column("tutorial", sa.Integer(), nullable=False),
        sa.Column("suspended_at", UtcTime(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["staff.id"], name=op.f("fk_staff_manager_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject_keys.id"], name=op.f("fk_staff_subject_id_subject_keys")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_staff_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email_index", name=op.f("uq_staff_email_index")),
        sa.UniqueConstraint("handle", name=op.f("uq_staff_handle")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_manager_id"), ["manager_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_team_id"), ["team_id"], unique=False)

    op.create_table(
        "companies",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("owner_id", BigId, nullable=True),
        sa.Column("parent_id", BigId, nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("founded", sa.Integer(), nullable=True),
        sa.Column("revenue_minor", BigId, nullable=True),
        sa.Column("revenue_currency", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("phone_sealed", Sealed(), nullable=True),
        sa.Column("address_sealed", Sealed(), nullable=True),
        sa.Column("created_by", BigId, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["staff.id"], name=op.f("fk_companies_created_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["staff.id"], name=op.f("fk_companies_owner_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["companies.id"], name=op.f("fk_companies_parent_id_companies")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject_keys.id"], name=op.f("fk_companies_subject_id_subject_keys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companies")),
    )
    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.create_index("ix_companies_folded", ["folded"], unique=False)
        batch_op.create_index(
            "ix_companies_owner",
            ["owner_id", "id"],
            unique=False,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "identities",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("failed_links", sa.Integer(), nullable=False),
        sa.Column("barred_until", UtcTime(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("linked_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_identities_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
    )
    with op.batch_alter_table("identities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identities_staff_id"), ["staff_id"], unique=False)
        batch_op.create_index("uq_identities_account", ["platform", "account"], unique=True)

    op.create_table(
        "link_codes",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("code_index", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_link_codes_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_codes")),
        sa.UniqueConstraint("code_index", name=op.f("uq_link_codes_code_index")),
    )
    with op.batch_alter_table("link_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_codes_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("company_id", BigId, nullable=True),
        sa.Column("owner_id", BigId, nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("birthday_sealed", Sealed(), nullable=True),
        sa.Column("address_sealed", Sealed(), nullable=True),
        sa.Column("next_at", UtcTime(), nullable=True),
        sa.Column("touched_at", UtcTime(), nullable=True),
        sa.Column("created_by", BigId, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.Column("merged_into", BigId, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_contacts_company_id_companies")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["staff.id"], name=op.f("fk_contacts_created_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["contacts.id"], name=op.f("fk_contacts_merged_into_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["staff.id"], name=op.f("fk_contacts_owner_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject_keys.id"], name=op.f("fk_contacts_subject_id_subject_keys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index("ix_contacts_company", ["company_id"], unique=False)
        batch_op.create_index("ix_contacts_folded", ["folded"], unique=False)
        batch_op.create_index(
            "ix_contacts_owner",
            ["owner_id", "id"],
            unique=False,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "conversations",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("identity_id", BigId, nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("state_sealed", Sealed(), nullable=True),
        sa.Column("used_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identities.id"], name=op.f("fk_conversations_identity_id_identities")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["subject_keys.id"],
            name=op.f("fk_conversations_subject_id_subject_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index("uq_conversations_place", ["platform", "place"], unique=True)

    op.create_table(
        "activities",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("company_id", BigId, nullable=True),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("text_sealed", Sealed(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("next_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_activities_company_id_companies")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_activities_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_activities_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject_keys.id"], name=op.f("fk_activities_subject_id_subject_keys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index("ix_activities_company", ["company_id", "at"], unique=False)
        batch_op.create_index("ix_activities_contact", ["contact_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_activities_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "contact_points",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("contact_id", BigId, nullable=False),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value_sealed", Sealed(), nullable=False),
        sa.Column("look_up", sa.LargeBinary(), nullable=True),
        sa.Column("plausible", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_contact_points_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["subject_keys.id"],
            name=op.f("fk_contact_points_subject_id_subject_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_points")),
    )
    with op.batch_alter_table("contact_points", schema=None) as batch_op:
        batch_op.create_index("ix_contact_points_contact", ["contact_id"], unique=False)
        batch_op.create_index("ix_contact_points_look_up", ["look_up"], unique=False)

    op.create_table(
        "field_values",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("field_id", BigId, nullable=False),
        sa.Column("contact_id", BigId, nullable=False),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("value_sealed", Sealed(), nullable=False),
        sa.Column("look_up", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_field_values_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["field_id"], ["fields.id"], name=op.f("fk_field_values_field_id_fields")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["subject_keys.id"],
            name=op.f("fk_field_values_subject_id_subject_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_values")),
    )
    with op.batch_alter_table("field_values", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_field_values_look_up"), ["look_up"], unique=False)
        batch_op.create_index("uq_field_values_pair", ["contact_id", "field_id"], unique=True)

    op.create_table(
        "inbox",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("conversation_id", BigId, nullable=False),
        sa.Column("payload_sealed", Sealed(), nullable=True),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("done_at", UtcTime(), nullable=True),
        sa.Column("incident", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_inbox_conversation_id_conversations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("key", name=op.f("uq_inbox_key")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_waiting",
            ["conversation_id", "id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "shares",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("contact_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_shares_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_shares_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
    )
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shares_staff_id"), ["staff_id"], unique=False)
        batch_op.create_index("uq_shares_pair", ["contact_id", "staff_id"], unique=True)

    op.create_table(
        "taggings",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("contact_id", BigId, nullable=False),
        sa.Column("tag_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_taggings_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_taggings_tag_id_tags")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taggings")),
    )
    with op.batch_alter_table("taggings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taggings_tag_id"), ["tag_id"], unique=False)
        batch_op.create_index("uq_taggings_pair", ["contact_id", "tag_id"], unique=True)

    op.create_table(
        "outbox",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("conversation_id", BigId, nullable=True),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("inbox_id", BigId, nullable=True),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("payload_sealed", Sealed(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.Column("failed_at", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_outbox_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_outbox_inbox_id_inbox")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_outbox_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject_keys.id"], name=op.f("fk_outbox_subject_id_subject_keys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outbox_conversation_id"), ["conversation_id"], unique=False
        )
        batch_op.create_index("ix_outbox_inbox", ["inbox_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_staff_id"), ["staff_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL AND failed_at IS NULL"),
        )
    for statement in create_statements(op.get_bind().dialect.name):
        op.get_bind().exec_driver_sql(statement)
