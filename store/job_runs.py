"""Job runs: what runs by the clock, when it ran last and how that went; once across processes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from store import leases
from store.columns import table_of
from store.sessions import Session
from store.tables import JobRun

HELD = timedelta(minutes=10)
"""A process that was killed while it ran a job holds it no longer than that."""
_runs: Any = table_of(JobRun)


@dataclass(frozen=True, slots=True)
class Run:
    """How a job went.

    Attributes:
        begun: when.
        millis: how long it took.
        next_at: when it is due again.
        reason: why it failed, without anything of a record; None: it did not.
    """

    name: str
    begun: datetime
    millis: int
    next_at: datetime
    reason: str | None = None


def begin(session: Session, name: str, holder: str, slack: timedelta) -> bool:
    """Take a job, if it is due and no other process is at it.

    Args:
        session: of any actor.
        name: of the job.
        holder: names this process.
        slack: how much too early it may be, as tickers are not exact.
    """
    row = _row(session, name)
    put_back = row is not None and row.begun_at > session.now
    if row is not None and not put_back and row.next_at and row.next_at - slack > session.now:
        return False
    return leases.take(session, f"job {name}", holder, session.now + HELD)


def expect(session: Session, name: str, next_at: datetime) -> bool:
    """Note when a new job is due first; False when it is known already."""
    if _row(session, name) is not None:
        return False
    values = {"name": name, "begun_at": session.now, "next_at": next_at, "millis": 0, "failures": 0}
    session.connection().execute(insert(_runs), values)
    return True


def end(session: Session, run: Run, holder: str | None) -> None:
    """Note how a job went, and let it go.

    Args:
        session: of any actor.
        run: how it went.
        holder: names the process that has taken it; None where several may run it side by side.
    """
    held = _row(session, run.name)
    values: dict[str, Any] = {
        "begun_at": run.begun,
        "ended_at": session.now,
        "next_at": run.next_at,
        "millis": run.millis,
        "failures": 0,
    }
    if run.reason is not None:
        failures = (held.failures if held else 0) + 1
        values |= {"failed_at": session.now, "reason": run.reason, "failures": failures}
    if held is None:
        session.connection().execute(insert(_runs), values | {"name": run.name})
    else:
        change = update(_runs).where(_runs.c.name == run.name)
        session.connection().execute(change.values(**values))
    if holder:
        leases.release(session, f"job {run.name}", holder)


def every(session: Session) -> list[Any]:
    """All jobs that have run, by name, as rows of `JobRun`."""
    return list(session.connection().execute(select(_runs).order_by(_runs.c.name)))


def _row(session: Session, name: str) -> Any:  # noqa: ANN401 (a row of JobRun)
    return session.connection().execute(select(_runs).where(_runs.c.name == name)).one_or_none()
