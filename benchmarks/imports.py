"""How many rows of a file come in each second, checked, sealed, audited and searchable.

The floor is what the SQL of the same import takes through the plain driver.

python -m benchmarks.imports [--rows 10000]
"""

import argparse
import csv
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from benchmarks import companies, floors
from benchmarks.companies import NOW, REPS
from benchmarks.floors import Recorder
from benchmarks.search_people import Crowd
from handlers.imports.pipelines import import_file
from handlers.imports.runs import Wish
from store import installations
from store.keys import load_key_file

BUDGET: Final = 3_000
ADMIN: Final = "Root Admin"
KEY_FILE: Final = "parley.key"
PRODUCTS: Final = ("Pump", "Valve", "Hose", "Seal", "Meter")
STAGES: Final = ("Won", "Won", "Lost", "Engaging", "Prospecting")


def main() -> None:
    """Import each kind into a company of its own, and print rows per second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    rows: int = parser.parse_args().rows
    print(f"sqlite, {rows:,} rows; budget: at least {BUDGET:,} rows a second")
    print(f"  {'':12}{'rows/s':>9}   {'floor':<26}{'rows/s':>9}{'ratio':>8}")
    for kind, lines in (("contacts", people(rows)), ("deals", deals(rows))):
        with tempfile.TemporaryDirectory() as folder:
            taken, bare = measure(Path(folder), lines)
        print(
            f"  {kind:12}{rows / taken:9,.0f}   {'sqlite3, encrypted file':<26}"
            f"{rows / bare:9,.0f}{taken / bare:8.2f}"
        )


def measure(folder: Path, lines: Iterable[Sequence[object]]) -> tuple[float, float]:
    """Seconds that an import took, and the floor's."""
    path, copy = folder / "parley.db", folder / "copy.db"
    url = f"sqlite:///{path}"
    companies.found(url, folder / KEY_FILE, 0).close()
    shutil.copy(path, copy)
    file = folder / "rows.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(lines)
    database = installations.open_installation(url, folder / KEY_FILE)
    recorder = Recorder(database.engine)
    with recorder.listening():
        began = time.perf_counter()
        result = import_file(database, lambda: NOW, ADMIN, Wish(file))
        taken = time.perf_counter() - began
    database.close()
    assert result.counts["added"] == result.counts["read"]
    with floors.sqlite(copy, load_key_file(folder / KEY_FILE).file) as floor:
        return taken, floor.replay(recorder.take()) / 1e6


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


if __name__ == "__main__":
    main()
