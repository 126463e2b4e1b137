"""Tables of approvals: what somebody has to agree to, who may decide, and how it was decided."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from store.columns import BigId, Sealed, UtcTime, columns_of
from store.envelopes import Envelope
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

WAITING = text("status = 'waiting'")


class Approval(SQLModel, table=True):
    """A request that somebody else has to decide.

    Attributes:
        kind: what is asked for, such as "discount".
        record_id: the number of the record that it is about, of the kind's own table.
        status: "waiting", "approved", "rejected" or "withdrawn".
        decided_by: who approved, rejected or withdrew it.
        subject_id: under whose key the words are sealed.
        words_sealed: what the asker said.
        reason_sealed: what was said with the decision.
    """

    __tablename__ = "approvals"
    __table_args__ = (
        Index(
            "uq_approvals_waiting",
            "kind",
            "record_id",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        Index("ix_approvals_record", "kind", "record_id", "id"),
        Index("ix_approvals_asked", "asked_by", "id"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    kind: str
    record_id: int = Field(sa_type=BigId)
    asked_by: int = Field(foreign_key="staff.id", sa_type=BigId)
    asked_at: datetime = Field(sa_type=UtcTime)
    status: str = "waiting"
    decided_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    decided_at: datetime | None = Field(default=None, sa_type=UtcTime)
    subject_id: int = Field(foreign_key="subject_keys.id", sa_type=BigId)
    words_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    reason_sealed: Envelope | None = Field(default=None, sa_type=Sealed)
    version: int = 1

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """Of two who decide at once, one does."""
        return {"version_id_col": columns_of(cls).version}


class ApprovalSeat(SQLModel, table=True):
    """Somebody who may decide an approval."""

    __tablename__ = "approval_seats"
    __table_args__ = (
        Index("uq_approval_seats_pair", "approval_id", "staff_id", unique=True),
        Index("ix_approval_seats_staff", "staff_id", "approval_id"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    approval_id: int = Field(foreign_key="approvals.id", sa_type=BigId)
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigId)
