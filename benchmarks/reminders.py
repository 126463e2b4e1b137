"""Reminders that fall due within a minute, told by real `parley serve` processes; one is killed.

A reminder is told when its letter stands committed in the outbox; how long the platform then takes
to let it through (30 a second at Telegram) is no part of it. Lateness is seen from outside: this
process looks ten times a second which of those due still ring. Halfway one process is killed with
SIGKILL and started again at once, as a supervisor does. The floor is a look a second.

python -m benchmarks.reminders [--tasks 100000] [--seconds 60] [--people 2000] [--postgres URL]
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, select, update

from benchmarks import companies
from store import subjects
from store.columns import table_of
from store.engines import Database
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import Outbox, Staff, Task

TICK: Final = 1.0
LOOK: Final = 0.1
STARTS: Final = 5.0  # seconds at least until the first is due, in which the processes start
BUDGET: Final = 2.0
BATCH: Final = 5_000
GRACE: Final = 120.0
QUIET: Final = "morning=off,evening=off,weekly=off"
LONG_AGO: Final = datetime(2020, 1, 1, tzinfo=UTC)
Running = subprocess.Popen[bytes]
_tasks, _outbox = table_of(Task), table_of(Outbox)
_AT = update(_tasks).where(_tasks.c.id == bindparam("number")).values(due_at=bindparam("at"))


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it.

    Attributes:
        letters: in the outbox.
        told: reminders that were told.
        late: of each reminder that was told, in seconds.
        cpu: seconds that the processes took, their starts included.
    """

    letters: int
    told: int
    late: Sequence[float]
    cpu: float


def main() -> None:
    """Fill a database, let processes tell it all, kill one, print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--postgres", help="URL of an empty database", default="")
    parser.add_argument("--no-sqlite", action="store_true")
    options = parser.parse_args()
    kinds = {} if options.no_sqlite else {"sqlite, one process, killed and restarted": ""}
    if options.postgres:
        kinds["postgresql, two processes, one killed and restarted"] = options.postgres
    for name, url in kinds.items():
        with tempfile.TemporaryDirectory() as folder:
            at, where = url or f"sqlite:///{folder}/parley.db", Path(folder)
            start = partial(serve, at, where)
            rain = Rain(at, where, options.tasks, options.seconds, options.people, start)
            report(name, rain, rain.measure())


def serve(url: str, folder: Path) -> Running:
    """Start a process whose platform is out of reach, so that the letters stay where they are."""
    told = {
        "PARLEY_DATABASE_URL": url,
        "PARLEY_KEY_FILE": str(folder / "parley.key"),
        "PARLEY_HTTP": "127.0.0.1:0",
        "PYTHONPATH": str(Path.cwd()),
        "TELEGRAM_TOKEN": "1:x",
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
    }
    with (folder / "serve.log").open("ab") as log:
        call = [sys.executable, "-m", "bot", "serve"]
        return subprocess.Popen(call, env=os.environ | told, cwd=folder, stdout=log, stderr=log)


@dataclass
class Rain:
    """Reminders that come down upon a company.

    Attributes:
        url: of its database.
        folder: where its key file is.
        tasks: how many fall due.
        seconds: within how many.
        people: among whom they are shared out evenly.
        start: starts a process that tells them.
        hired: the people: ids, and those of their keys.
        begin: when the first is due.
    """

    url: str
    folder: Path
    tasks: int
    seconds: float
    people: int
    start: Callable[[], Running]
    hired: list[tuple[int, int]] = field(default_factory=list)
    begin: datetime = LONG_AGO
    running: list[Running] = field(default_factory=list)

    def measure(self) -> Result:
        """Found a company, let it rain, and see how late each is told."""
        with closing(companies.found(self.url, self.folder / "parley.key", 1)) as database:
            self.fill(database)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            with self.processes():
                late = self.fall(database)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            letters, told = (
                database.read(_letters, companies.NOW),
                database.read(_told, companies.NOW),
            )
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Result(letters, told, late, cpu)

    def fill(self, database: Database) -> None:
        """Hire the people, and give each of them their reminders."""
        self.hired = database.write(self._hire, companies.NOW)
        _fill(database, self.tasks, self.hired)

    def fall(self, database: Database) -> list[float]:
        """Let it rain; gives how late each that was told came, in seconds."""
        self._begin(database)
        return self._watch(database)

    @contextmanager
    def processes(self) -> Iterator[None]:
        """One process on SQLite, two on PostgreSQL."""
        count = 1 if self.url.startswith("sqlite") else 2
        self.running = [self.start() for _ in range(count)]
        try:
            yield
        finally:
            for one in self.running:
                one.kill()
                one.wait()

    def _hire(self, session: Session) -> list[tuple[int, int]]:
        """By one statement: one by one each would look for a handle among all before."""
        session.actor = PARLEY
        people = [
            (session.take_number("staff"), one)
            for one in subjects.create_many(session, self.people)
        ]
        rows = [_person(*one) for one in people]
        session.connection().execute(insert(table_of(Staff)), rows)
        session.directory_changed = True
        return people

    def _due(self, number: int) -> datetime:
        return self.begin + timedelta(seconds=self.seconds * number / self.tasks)

    def _begin(self, database: Database) -> None:
        """Give each its time, and let them ring only then: a busy machine takes long for that."""
        lead = STARTS
        while not self.begin - datetime.now(UTC) > timedelta(seconds=STARTS / 2):
            lead *= 2
            self.begin = datetime.now(UTC) + timedelta(seconds=lead)
            for first in range(0, self.tasks, BATCH):
                database.write(partial(self._set, first=first), companies.NOW)
        database.write(_let_ring, companies.NOW)

    def _set(self, session: Session, *, first: int) -> None:
        numbers = range(first, min(first + BATCH, self.tasks))
        rows = [{"number": one + 1, "at": self._due(one)} for one in numbers]
        session.connection().execute(_AT, rows)

    def _watch(self, database: Database) -> list[float]:
        """Look which of those due still ring, until none does; kill a process halfway."""
        late: list[float] = []
        ringing, next_due, killed = set[int](), 0, False
        end = self._due(self.tasks) + timedelta(seconds=GRACE)
        while len(late) < self.tasks and datetime.now(UTC) < end:
            asked = datetime.now(UTC)
            while next_due < self.tasks and self._due(next_due) <= asked:
                ringing.add(next_due + 1)
                next_due += 1
            left = database.read(_ringing, asked)
            seen = datetime.now(UTC)
            late += [(seen - self._due(one - 1)).total_seconds() for one in ringing - left]
            ringing &= left
            if not killed and next_due > self.tasks // 2:
                self._kill_and_restart()
                killed = True
            time.sleep(LOOK)
        return late

    def _kill_and_restart(self) -> None:
        self.running[0].kill()
        self.running[0].wait()
        self.running[0] = self.start()


def report(name: str, rain: Rain, result: Result) -> None:
    """Print the figures beside their floor."""
    cuts = statistics.quantiles(result.late, n=100)
    p50, p95, p99 = cuts[49], cuts[94], cuts[98]
    print(
        f"{name}: {rain.tasks:,} due in {rain.seconds:.0f} s for {rain.people:,} people, "
        f"{rain.tasks - result.told} not told within {GRACE:.0f} s, {max(0, result.told - result.letters)} "
        f"lost, {max(0, result.letters - result.told)} twice, lateness p50 {p50:.2f} s, "
        f"p95 {p95:.2f} s, p99 {p99:.2f} s, most {max(result.late):.2f} s (budget p95 "
        f"{BUDGET:.0f} s; floor, a look a second: {TICK * 0.5:.2f}, {TICK * 0.95:.2f} and "
        f"{TICK * 0.99:.2f} s); {result.cpu / rain.tasks * 1000:.2f} ms of processor each, "
        f"load of the machine {os.getloadavg()[0]:.1f}"
    )


def _fill(database: Database, tasks: int, people: Sequence[tuple[int, int]]) -> None:
    for first in range(0, tasks, BATCH):
        numbers = range(first, min(first + BATCH, tasks))
        rows = [_row(one, *people[one % len(people)]) for one in numbers]
        database.write(lambda session, rows=rows: _insert(session, rows), companies.NOW)  # type: ignore[misc]


def _person(number: int, subject_id: int) -> dict[str, Any]:
    return {
        "id": number,
        "subject_id": subject_id,
        "name": f"Rep {number}",
        "folded": f"rep {number}",
        "handle": f"rep{number}",
        "role": Role.REP,
        "digest": QUIET,
        "created_at": companies.NOW,
    }


def _row(number: int, owner_id: int, subject_id: int) -> dict[str, Any]:
    return {
        "id": number + 1,
        "owner_id": owner_id,
        "subject_id": subject_id,
        "due_at": companies.NOW,
        "exact": True,
        "origin": "remind",
        "created_by": owner_id,
        "created_at": companies.NOW,
        "updated_at": companies.NOW,
        "version": 1,
    }


def _insert(session: Session, rows: list[dict[str, Any]]) -> None:
    subjects.load(session, {row["subject_id"] for row in rows})
    for row in rows:
        where = subjects.place("tasks", "text_sealed", row["id"])
        row["text_sealed"] = subjects.envelope(session, "call them", where, row["subject_id"])
    session.connection().execute(insert(_tasks), rows)


def _let_ring(session: Session) -> None:
    session.connection().execute(update(_tasks).values(rings_at=_tasks.c.due_at))


def _letters(session: Session) -> int:
    query = select(func.count()).where(_outbox.c.staff_id.is_not(None))
    return int(session.connection().execute(query).scalar_one())


def _told(session: Session) -> int:
    query = select(func.count()).where(_tasks.c.told_at.is_not(None))
    return int(session.connection().execute(query).scalar_one())


def _ringing(session: Session) -> set[int]:
    query = select(_tasks.c.id).where(_tasks.c.rings_at <= session.now)
    return set(session.connection().execute(query).scalars())


if __name__ == "__main__":
    main()
