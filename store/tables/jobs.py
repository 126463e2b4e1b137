"""The table of what runs by the clock: when it ran last, and how that went."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.columns import UtcTime
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class JobRun(SQLModel, table=True):
    """A periodic job.

    Attributes:
        name: as admins read it.
        begun_at, ended_at: of the last run; one that was killed has not ended.
        next_at: when it is due again.
        millis: how long the last run took.
        failed_at: when it failed last.
        reason: why, without anything of a record.
        failures: how often in a row.
    """

    __tablename__ = "job_runs"
    name: str = Field(primary_key=True)
    begun_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    next_at: datetime | None = Field(default=None, sa_type=UtcTime)
    millis: int = 0
    failed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reason: str | None = None
    failures: int = 0
