"""The table of targets: what people are to win in a month, a quarter or a year."""

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from store.columns import BigId
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)

OF_ALL = text("staff_id IS NULL")


class Target(SQLModel, table=True):
    """What is to be won from a day on, until the next target of the same person begins.

    Attributes:
        staff_id: whose; of somebody with reports it is the whole team's; None: the company's.
        cycle: "month", "quarter" or "year".
        since: first day of the first such cycle.
        amount_minor: for each cycle, in minor units of the company's currency; 0: none any more.
    """

    __tablename__ = "targets"
    __table_args__ = (
        Index("uq_targets_staff", "staff_id", "since", unique=True),
        Index("uq_targets_all", "since", unique=True, sqlite_where=OF_ALL, postgresql_where=OF_ALL),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    cycle: str
    since: date
    amount_minor: int = Field(sa_type=BigId)
