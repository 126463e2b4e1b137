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
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
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
STARTS: Final = 8.0  # seconds until the first is due, in which the processes start
BUDGET: Final = 2.0
BATCH: Final = 5_000
GRACE: Final = 120.0
QUIET: Final = "morning=off,evening=off,weekly=off"
_tasks, _outbox = table_of(Task), table_of(Outbox)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it.

    Attributes:
        letters: in the outbox.
        late: of each reminder that was told, in seconds.
        cpu: seconds that the processes took, their starts included.
    """

    letters: int
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
            rain = Rain(
                url or f"sqlite:///{folder}/parley.db",
                Path(folder),
                options.tasks,
                options.seconds,
                options.people,
            )
            report(name, rain, rain.measure())


@dataclass
class Rain:
    """Reminders that come down upon a company.

    Attributes:
        url: of an empty database.
        folder: for its key file.
        tasks: how many fall due.
        seconds: within how many.
        people: among whom they are shared out evenly.
    """

    url: str
    folder: Path
    tasks: int
    seconds: float
    people: int
    begin: datetime = companies.NOW
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def measure(self) -> Result:
        """Let it rain, and see how late each is told."""
        with closing(companies.found(self.url, self._key_file, 1)) as database:
            _fill(database, self.tasks, database.write(self._hire, companies.NOW))
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            with self._processes():
                self._begin(database)
                late = self._watch(database)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            letters = database.read(_letters, companies.NOW)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Result(letters, late, cpu)

    @property
    def _key_file(self) -> Path:
        return self.folder / "parley.key"

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
        """Give each its time; until then none of them rings."""
        self.begin = datetime.now(UTC) + timedelta(seconds=STARTS + self.tasks / 20_000)
        change = update(_tasks).where(_tasks.c.id == bindparam("number"))
        change = change.values(due_at=bindparam("at"), rings_at=bindparam("at"))
        for first in range(0, self.tasks, BATCH):
            numbers = range(first, min(first + BATCH, self.tasks))
            rows = [{"number": one + 1, "at": self._due(one)} for one in numbers]
            database.write(
                lambda session, rows=rows: session.connection().execute(change, rows).close(),  # type: ignore[misc]
                companies.NOW,
            )
        if datetime.now(UTC) > self.begin:
            sys.exit("The machine is too busy: the first were due before all were there.")

    @contextmanager
    def _processes(self) -> Iterator[None]:
        count = 1 if self.url.startswith("sqlite") else 2
        self.running = [self._start() for _ in range(count)]
        try:
            yield
        finally:
            for one in self.running:
                one.kill()
                one.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        ours = {
            "PARLEY_DATABASE_URL": self.url,
            "PARLEY_KEY_FILE": str(self._key_file),
            "PARLEY_HTTP": "127.0.0.1:0",
            "TELEGRAM_TOKEN": "1:x",
            "TELEGRAM_API_URL": "http://127.0.0.1:9",  # nobody answers: the letters stay where they are
        }
        call = [sys.executable, "-m", "bot", "serve"]
        return subprocess.Popen(
            call,
            env=os.environ | ours | {"PYTHONPATH": str(Path.cwd())},
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "serve.log").open("ab"),
        )

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
        self.running[0] = self._start()


def report(name: str, rain: Rain, result: Result) -> None:
    """Print the figures beside their floor."""
    lost, cuts = rain.tasks - len(result.late), statistics.quantiles(result.late, n=100)
    p50, p95, p99 = cuts[49], cuts[94], cuts[98]
    print(
        f"{name}: {rain.tasks:,} due in {rain.seconds:.0f} s for {rain.people:,} people, {lost} "
        f"lost, {result.letters - len(result.late)} twice, lateness p50 {p50:.2f} s, "
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


def _letters(session: Session) -> int:
    query = select(func.count()).where(_outbox.c.staff_id.is_not(None))
    return int(session.connection().execute(query).scalar_one())


def _ringing(session: Session) -> set[int]:
    query = select(_tasks.c.id).where(_tasks.c.rings_at <= session.now)
    return set(session.connection().execute(query).scalars())


if __name__ == "__main__":
    main()
