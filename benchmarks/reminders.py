"""Reminders that fall due within a minute, told by two processes of which one is killed.

Lateness is the time from when a reminder is due until its letter stands committed in the outbox, as
seen by a third process that looks every fifth of a second. The floor is the tick: a look a second.

python -m benchmarks.reminders [--tasks 100000] [--seconds 60] [--postgres URL]
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, insert, select

from benchmarks import companies
from reminders import reminders
from store import installations, staff, subjects
from store.columns import table_of
from store.engines import Database
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import Outbox, Task

PEOPLE: Final = 500
TICK: Final = 1.0
LOOK: Final = 0.2
LEAD: Final = 5.0
BUDGET: Final = 2.0
FLOOR: Final = 0.95 * TICK
BATCH: Final = 5_000
GRACE: Final = 60.0
SINCE_KILL: Final = 2.0  # seconds until the killed process is started again


@dataclass(frozen=True, slots=True)
class Result:
    """What was told, how late in seconds, and how often something was told twice."""

    told: int
    doubled: int
    late: Sequence[float]

    @property
    def p95(self) -> float:
        """The 95th percentile of lateness."""
        return statistics.quantiles(self.late, n=20)[-1]


def main() -> None:
    """Fill a database, let processes tell it all, kill one, print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--postgres", help="URL of an empty database", default="")
    parser.add_argument("--worker", nargs=2, metavar=("URL", "KEY"))
    options = parser.parse_args()
    if options.worker:
        work(*options.worker)
        return
    with tempfile.TemporaryDirectory() as folder:
        kinds = {"sqlite, one process, killed and restarted": f"sqlite:///{folder}/parley.db"}
        if options.postgres:
            kinds["postgresql, two processes, one killed and restarted"] = options.postgres
        for name, url in kinds.items():
            report(name, measure(url, Path(folder), options.tasks, options.seconds), options.tasks)


def report(name: str, result: Result, tasks: int) -> None:
    """Print the figures beside their floor."""
    lost = tasks - result.told + result.doubled
    print(
        f"{name}: {tasks:,} due, {lost} lost, {result.doubled} twice, lateness median "
        f"{statistics.median(result.late):.2f} s, p95 {result.p95:.2f} s "
        f"(budget {BUDGET:.0f} s, floor {FLOOR:.2f} s: a look a second)"
    )


def work(url: str, key_file: str) -> None:
    """A process that looks once a second until it is stopped."""
    with closing(installations.open_installation(url, Path(key_file))) as database:
        while True:
            begun = time.monotonic()
            reminders.run_due(database, datetime.now(UTC))
            time.sleep(max(0.0, TICK - (time.monotonic() - begun)))


def measure(url: str, folder: Path, tasks: int, seconds: float) -> Result:
    """Measure how late reminders are told.

    Args:
        url: of an empty database.
        folder: for its key file.
        tasks: how many fall due.
        seconds: within how many.
    """
    key_file = folder / f"{url.split(':', maxsplit=1)[0]}.key"
    with closing(companies.found(url, key_file, 1)) as database:
        begin = datetime.now(UTC) + timedelta(seconds=LEAD + tasks / 20_000)
        _fill(database, tasks, begin, seconds)
        count = 1 if url.startswith("sqlite") else 2
        with _workers(url, key_file, count) as running:
            late = _watch(database, tasks, begin, seconds, running)
        told = _told(database)
        letters = _letters(database)
    return Result(letters, letters - told, late)


def _fill(database: Database, tasks: int, begin: datetime, seconds: float) -> None:
    people = database.write(_hire, companies.NOW)
    for first in range(0, tasks, BATCH):
        numbers = range(first, min(first + BATCH, tasks))
        rows = [
            _row(one, people, begin + timedelta(seconds=seconds * one / tasks)) for one in numbers
        ]
        database.write(lambda session, rows=rows: _insert(session, rows), companies.NOW)  # type: ignore[misc]


def _hire(session: Session) -> list[tuple[int, int]]:
    session.actor = PARLEY
    rows = [staff.add(session, f"Rep {number}", Role.REP) for number in range(PEOPLE)]
    return [(row.id, row.subject_id) for row in rows]


def _row(number: int, people: Sequence[tuple[int, int]], due_at: datetime) -> dict[str, Any]:
    owner_id, subject_id = people[number % len(people)]
    return {
        "id": number + 1,
        "owner_id": owner_id,
        "subject_id": subject_id,
        "due_at": due_at,
        "rings_at": due_at,
        "exact": True,
        "origin": "remind",
        "created_by": owner_id,
        "created_at": due_at,
        "updated_at": due_at,
        "version": 1,
    }


def _insert(session: Session, rows: list[dict[str, Any]]) -> None:
    subjects.load(session, {row["subject_id"] for row in rows})
    for row in rows:
        where = subjects.place("tasks", "text_sealed", row["id"])
        row["text_sealed"] = subjects.envelope(session, "call them", where, row["subject_id"])
    session.connection().execute(insert(table_of(Task)), rows)


@contextmanager
def _workers(url: str, key_file: Path, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    running = [_start(url, key_file) for _ in range(count)]
    try:
        yield running
    finally:
        for one in running:
            one.kill()
            one.wait()


def _start(url: str, key_file: Path) -> subprocess.Popen[bytes]:
    call = [sys.executable, "-m", "benchmarks.reminders", "--worker", url, str(key_file)]
    return subprocess.Popen(call)


def _watch(
    database: Database,
    tasks: int,
    begin: datetime,
    seconds: float,
    running: list[subprocess.Popen[bytes]],
) -> list[float]:
    """Look how much was told until all is; kill a process halfway, and start it again."""
    late: list[float] = []
    killed: float | None = None
    last = begin + timedelta(seconds=seconds + GRACE)
    while len(late) < tasks and datetime.now(UTC) < last:
        told, now = _letters(database), datetime.now(UTC)
        for number in range(len(late), min(told, tasks)):
            due_at = begin + timedelta(seconds=seconds * number / tasks)
            late.append(max(0.0, (now - due_at).total_seconds()))
        if killed is None and told > tasks // 2:
            os.kill(running[0].pid, signal.SIGKILL)
            running[0].wait()
            killed = time.monotonic()
        elif (
            killed and time.monotonic() - killed > SINCE_KILL and running[0].returncode is not None
        ):
            running[0] = subprocess.Popen(running[0].args)
        time.sleep(LOOK)
    return late


def _letters(database: Database) -> int:
    letters = table_of(Outbox)
    query = select(func.count()).select_from(letters).where(letters.c.staff_id.is_not(None))
    return _count(database, query)


def _told(database: Database) -> int:
    tasks = table_of(Task)
    return _count(database, select(func.count()).where(tasks.c.told_at.is_not(None)))


def _count(database: Database, query: Any) -> int:  # noqa: ANN401
    return int(
        database.read(
            lambda session: session.connection().execute(query).scalar_one(), companies.NOW
        )
    )


if __name__ == "__main__":
    main()
