"""Tables of the audit: append-only entries in chains."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from store.columns import BigId, UtcTime
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

IS_UNDO = text("undoes IS NOT NULL")


class AuditChain(SQLModel, table=True):
    """A chain of entries and the writer that extends it until `leased_until`."""

    __tablename__ = "audit_chains"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    leased_until: datetime = Field(sa_type=UtcTime)


class AuditEntry(SQLModel, table=True):
    """One changed row. Entries with one `change_id` are a change set: they are undone together."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("uq_audit_entries_link", "chain_id", "link", unique=True),
        Index("ix_audit_entries_row", "subject_table", "subject_row"),
        Index("ix_audit_entries_change", "change_id"),
        Index("ix_audit_entries_actor", "staff_id", "at"),
        Index("ix_audit_entries_undoes", "undoes", sqlite_where=IS_UNDO, postgresql_where=IS_UNDO),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    chain_id: int = Field(foreign_key="audit_chains.id", sa_type=BigId)
    link: int = Field(sa_type=BigId)
    change_id: int = Field(sa_type=BigId)
    undoes: int | None = Field(default=None, sa_type=BigId)
    staff_id: int | None = Field(default=None, sa_type=BigId)
    inbox_id: int | None = Field(default=None, sa_type=BigId)
    at: datetime = Field(sa_type=UtcTime)
    command: str
    action: str
    table: str
    row_id: str
    subject_table: str
    subject_row: str
    details: bytes | None = None
    digest: bytes
    mac: bytes
