"""The queue of tickets by due time, and a year of business time.

The floor of a page is its own SQL through the plain driver, on the same encrypted file and on a
plain copy. Tickets are written below the audit, as a restored backup would be.

python -m benchmarks.tickets [--tickets 300000] [--open 30000] [--rounds 300]
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from benchmarks import companies, floors
from benchmarks.companies import NOW
from benchmarks.floors import Floor, Recorder
from store import business_hours, calendars, installations, staff, subjects, ticket_queues
from store.engines import Database
from store.keys import load_key_file
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import Ticket
from store.ticket_queues import Filters

BUDGET_MS: Final = 10.0
YEAR_BUDGET_MS: Final = 1.0
CONTACTS: Final = 2_000
AGENTS: Final = 20
BATCH: Final = 5_000
PRIORITIES: Final = ("low", "normal", "normal", "normal", "high", "urgent")
SEED: Final = 11


def main() -> None:
    """Fill a database, page through its queue, replay the SQL, print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=300_000)
    parser.add_argument("--open", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options.tickets, options.open, options.rounds)
    measure_years(options.rounds)


def measure(folder: Path, tickets: int, open_: int, rounds: int) -> dict[str, float]:
    """Measure each way to look at the queue; gives milliseconds at the 99th percentile.

    Args:
        folder: for the database.
        tickets: how many there are.
        open_: how many of them are not resolved yet.
        rounds: of each way.
    """
    path, plain = folder / "parley.db", folder / "plain.db"
    url, key_file = f"sqlite:///{path}", folder / "parley.key"
    contacts = min(CONTACTS, tickets)
    with closing(companies.found(url, key_file, contacts)) as database:
        agents = database.write(_hire, NOW)
        rows = _rows(agents, contacts, tickets, open_)
        database.write(lambda session: _fill(session, rows), NOW)
    key = load_key_file(key_file).file
    floors.decrypt(path, key, plain)
    print(f"sqlite, {tickets:,} tickets, {open_:,} of them open")
    with (
        closing(installations.open_installation(url, key_file)) as database,
        floors.sqlite(plain) as bare,
        floors.sqlite(path, key) as sealed,
    ):
        beside = {"sqlite3, plain file": bare, "sqlite3, encrypted file": sealed}
        return report(database, agents, beside, rounds)


def _hire(session: Session) -> list[int]:
    session.actor = PARLEY
    hired = [staff.add(session, f"Agent {number}", Role.AGENT) for number in range(AGENTS)]
    session.flush()
    return [one.id for one in hired]


def _fill(session: Session, rows: Iterator[dict[str, Any]]) -> None:
    subject = {"subject_id": subjects.create(session)}
    while batch := [row | subject for row in islice(rows, BATCH)]:
        session.connection().execute(insert(Ticket), batch)


def _rows(
    agents: Sequence[int], contacts: int, tickets: int, open_: int
) -> Iterator[dict[str, Any]]:
    chance = random.Random(SEED)
    for number in range(1, tickets + 1):
        is_open = number > tickets - open_
        opened = NOW - timedelta(minutes=(tickets - number) * 2)
        due = NOW + timedelta(minutes=chance.randint(-600, 6_000))
        waits = is_open and chance.random() < 0.2
        yield {
            "id": number,
            "title": f"Question {number}",
            "status": ("waiting" if waits else "open") if is_open else "resolved",
            "waiting_for": "customer" if waits else None,
            "priority": chance.choice(PRIORITIES),
            "category_id": chance.randint(1, 3),
            "contact_id": chance.randint(1, contacts),
            "assignee_id": chance.choice((None, *agents)),
            "opened_at": opened,
            "first_due": due,
            "resolve_due": due + timedelta(days=1),
            "due_at": due if is_open and not waits else None,
            "ended_at": None if is_open else opened + timedelta(hours=3),
            "resolved_at": None if is_open else opened + timedelta(hours=3),
            "reopened": 0,
            "pauses": "[]",
            "updated_at": opened,
            "version": 1,
        }


def ways(agents: Sequence[int]) -> dict[str, tuple[str, Callable[[int], Filters], int]]:
    """What is looked at: by whom, with which filters, from which row on."""
    return {
        "agent, the queue": ("Agent 1", lambda _: Filters(), 0),
        "agent, its tenth page": ("Agent 1", lambda _: Filters(), 72),
        "agent, own tickets": (
            "Agent 1",
            lambda round_: Filters(assignee_id=agents[round_ % len(agents)]),
            0,
        ),
        "agent, overdue": ("Agent 1", lambda _: Filters(overdue=True), 0),
        "agent, unassigned": ("Agent 1", lambda _: Filters(unassigned=True), 0),
        "agent, urgent": ("Agent 1", lambda _: Filters(priority="urgent"), 0),
        "rep, of own contacts": ("Rep 1", lambda _: Filters(), 0),
    }


def report(
    database: Database, agents: Sequence[int], beside: dict[str, Floor], rounds: int
) -> dict[str, float]:
    """Run each way, print a line for each floor, and give the 99th percentiles."""
    print(f"  {'':26}{'p50 ms':>9}{'p99 ms':>9}   {'floor':<26}{'p50 ms':>8}{'p99 ms':>8}")
    found = {}
    recorder = Recorder(database.engine)
    for name, (who, filters, offset) in ways(agents).items():
        own: list[float] = []
        bare: dict[str, list[float]] = {one: [] for one in beside}
        with recorder.listening():
            for round_ in range(rounds):
                own.append(_page(database, who, filters(round_), offset))
                noted = recorder.take()
                for floor_name, floor in beside.items():
                    bare[floor_name].append(floor.replay(noted) / 1000)
        found[name] = _p99(own)
        line = f"  {name:26}{_p50(own):9.2f}{found[name]:9.2f}"
        for floor_name, figures in bare.items():
            print(f"{line}   {floor_name:<26}{_p50(figures):8.2f}{_p99(figures):8.2f}")
            line = " " * len(line)
    print(f"  budget: {BUDGET_MS:.0f} ms at the 99th percentile")
    return found


def _page(database: Database, who: str, filters: Filters, offset: int) -> float:
    """Milliseconds for a page, from the actor to the rows."""

    def unit(session: Session) -> float:
        people = session.directory.people.values()
        session.act_as(next(one for one in people if one.name == who))
        began = time.perf_counter()
        ticket_queues.page(session, filters, offset=offset)
        return (time.perf_counter() - began) * 1e3

    return database.read(unit, NOW)


def _p50(figures: Sequence[float]) -> float:
    return sorted(figures)[len(figures) // 2]


def _p99(figures: Sequence[float]) -> float:
    return sorted(figures)[int(len(figures) * 0.99)]


def measure_years(rounds: int) -> float:
    """Print what a year of business time costs, from the end of one to that of the next, in ms."""
    week = calendars.read_week("|".join(["09:00-12:00,13:00-18:00"] * 5 + ["22:00-06:00", ""]))
    hours = calendars.Hours(1, "Service", "Europe/Berlin", week)
    calendar = calendars.working_time(hours, ZoneInfo("Europe/Berlin"))
    business_hours.between(calendar, NOW, NOW + timedelta(days=800))
    taken = []
    for round_ in range(rounds):
        start = NOW + timedelta(minutes=round_)
        began = time.perf_counter()
        worked = business_hours.between(calendar, start, start + timedelta(days=365))
        business_hours.after(calendar, start, worked)
        taken.append((time.perf_counter() - began) * 1e3)
    print(f"a year of business time, there and back: p50 {_p50(taken):.4f} ms, ", end="")
    print(f"p99 {_p99(taken):.4f} ms; budget {YEAR_BUDGET_MS:.0f} ms")
    return _p99(taken)


if __name__ == "__main__":
    main()
