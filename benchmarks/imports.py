"""How many rows of a file come in for each second of the processor: checked, sealed, audited, found.

Seconds are those of this process, user and system together, so that others on the machine do not
count. The floor is what the same rows take through the plain driver, by the statements of a second
import, so that noting them does not slow the first.

python -m benchmarks.imports [--rows 20000]
"""

import argparse
import csv
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks import companies, floors
from benchmarks.companies import NOW, REPS
from benchmarks.floors import Recorder, Statement
from benchmarks.search_people import Crowd
from bot import collectors
from handlers.imports.pipelines import import_file
from handlers.imports.runs import Wish
from store import installations
from store.keys import load_key_file

BUDGET: Final = 3_000
ADMIN: Final = "Root Admin"
KEY_FILE: Final = "parley.key"
PRODUCTS: Final = ("Pump", "Valve", "Hose", "Seal", "Meter")
STAGES: Final = ("Won", "Won", "Lost", "Engaging", "Prospecting")
TOPICS: Final = ("Delivery", "Invoice", "Setup", "Defect", "Return")
STATUSES: Final = ("Closed", "Closed", "Open", "Pending Customer Response", "Resolved")
PRIORITIES: Final = ("Low", "Medium", "High", "Critical")


def main() -> None:
    """Import each kind into companies of its own, and print rows per second of the processor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    rows: int = parser.parse_args().rows
    collectors.spare()  # as `parley` itself does at its start
    print(f"sqlite, {rows:,} rows; budget: at least {BUDGET:,} rows a second of the processor")
    print(f"  {'':12}{'rows/s':>9}   {'floor':<26}{'rows/s':>9}{'ratio':>8}")
    for kind, make in KINDS.items():
        with tempfile.TemporaryDirectory() as folder:
            taken, bare = measure(Path(folder), kind, list(make(rows)))
        print(
            f"  {kind:12}{rows / taken:9,.0f}   {'sqlite3, encrypted file':<26}"
            f"{rows / bare:9,.0f}{taken / bare:8.2f}"
        )


def measure(folder: Path, kind: str, lines: Iterable[Sequence[object]]) -> tuple[float, float]:
    """Seconds of the processor that an import took, and the floor's."""
    path, key_file = folder / "parley.db", folder / KEY_FILE
    companies.found(f"sqlite:///{path}", key_file, 0).close()
    wish = Wish(folder / "rows.csv", kind)
    with wish.path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(lines)
    copies = [folder / name for name in ("noted.db", "floor.db")]
    for copy in copies:
        shutil.copy(path, copy)
    noted: list[Statement] = []
    taken = take_in(path, key_file, wish)
    take_in(copies[0], key_file, wish, noted)
    with floors.sqlite(copies[1], load_key_file(key_file).file) as floor:
        began = time.process_time()
        floor.replay(noted)
        return taken, time.process_time() - began


def take_in(path: Path, key_file: Path, wish: Wish, noted: list[Statement] | None = None) -> float:
    """Import a file; gives seconds of the processor, and notes the statements if wanted."""
    database = installations.open_installation(f"sqlite:///{path}", key_file)
    recorder = Recorder(database.engine)
    began = time.process_time()
    with nullcontext() if noted is None else recorder.listening():
        result = import_file(database, lambda: NOW, ADMIN, wish)
    taken = time.process_time() - began
    database.close()
    if noted is not None:
        noted += recorder.take()
    assert not result.counts["rejected"], result.counts
    return taken


def people(rows: int) -> Iterator[Sequence[object]]:
    """Contacts with company, title, phone and e-mail."""
    crowd = Crowd()
    yield "name", "company", "title", "phone", "email"
    for number in range(1, rows + 1):
        one = crowd.person(number)
        place = companies.employer(number)
        yield one.name, place, one.title, companies.phone(number), companies.email(number)


def deals(rows: int) -> Iterator[Sequence[object]]:
    """Deals with a history of one or two stages."""
    yield ("deal id", "sales agent", "product", "account", "stage", "created", "closed", "amount")
    for number in range(1, rows + 1):
        began = NOW.date() - timedelta(days=30 + number % 900)
        stage = STAGES[number % len(STAGES)]
        ended = began + timedelta(days=20) if stage in {"Won", "Lost"} else ""
        owner = f"Rep {1 + number % REPS}"
        place = companies.employer(number)
        thing = PRODUCTS[number % len(PRODUCTS)]
        yield number, owner, thing, place, stage, began, ended, number * 7 % 5_000


def tickets(rows: int) -> Iterator[Sequence[object]]:
    """Requests of as many customers, most of them ended, with their times."""
    crowd = Crowd()
    yield (
        *("ticket id", "customer name", "customer email", "ticket type", "ticket subject"),
        *("ticket description", "ticket status", "ticket priority", "ticket channel"),
        *("created at", "first response time", "resolved at", "resolution"),
    )
    for number in range(1, rows + 1):
        topic, status = TOPICS[number % len(TOPICS)], STATUSES[number % len(STATUSES)]
        opened = NOW - timedelta(days=30 + number % 400, minutes=number % 600)
        ended = status in {"Closed", "Resolved"}
        yield (
            *(number, crowd.person(number).name, companies.email(number), topic),
            f"{topic} of order {number}",
            f"I am writing about the {topic.lower()} of my order {number}. Please help me soon.",
            *(status, PRIORITIES[number % len(PRIORITIES)], "Email", _moment(opened)),
            "" if status == "Open" else _moment(opened + timedelta(hours=2)),
            _moment(opened + timedelta(days=2)) if ended else "",
            "Explained by phone, and confirmed by letter." if ended else "",
        )


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


KINDS: Final = {"contacts": people, "deals": deals, "tickets": tickets}


if __name__ == "__main__":
    main()
