"""Beside very many deals: their moves, activities, tickets, contacts and tasks, made up."""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from benchmarks import fillings, many_deals
from benchmarks.fillings import Row
from benchmarks.many_deals import NOW, REPS, Staffing
from store import categories, installations, pipelines, subjects
from store.columns import table_of
from store.envelopes import Envelope, seal
from store.ids import new_id
from store.sessions import PARLEY, Session
from store.tables import Activity, Contact, ContactPoint, Deal, StageMove, Task, Ticket

KINDS: Final = ("call", "meeting", "visit", "email", "note")
PRIORITIES: Final = ("low", "normal", "high", "urgent")
TIERS: Final = ("A", "B", "C", None)
YEARS: Final = 3
FILLED: Final = (StageMove, Contact, ContactPoint, Activity, Ticket, Task)
Rows = Iterator[Row]


def fill(url: str, key_file: Path, deals: int, reps: int = REPS) -> Staffing:
    """Make a company with this many deals and tickets, the same every time.

    Below the session, and with the indexes built at the end: that takes minutes, not hours.

    Args:
        url: of a database that holds nothing.
        key_file: where its keys will be.
        deals: each with the moves that led to its stage; as many tickets, twenty activities
            for three of them, and a third as many contacts and tasks.
        reps: how many, a manager to ten.
    """
    staffing = many_deals.fill(url, key_file, deals, reps)
    database = installations.open_installation(url, key_file)
    try:
        subject = database.write(_subject, NOW)
        sealed = database.write(lambda session: _sealed(session, subject), NOW)
        kinds = database.write(_categories, NOW)
        with fillings.bare(database, FILLED):
            people = deals // 3
            fillings.put(database, StageMove, database.write(_moves, NOW))
            fillings.put(database, Contact, _contacts(staffing, subject, people))
            fillings.put(database, ContactPoint, _points(subject, sealed, people))
            every = _activities(staffing, subject, sealed, deals, deals * 20 // 3)
            fillings.put(database, Activity, every)
            fillings.put(database, Ticket, _tickets(kinds, staffing, subject, deals))
            fillings.put(database, Task, _tasks(staffing, subject, people))
    finally:
        database.close()
    return staffing


def _subject(session: Session) -> int:
    session.actor = PARLEY
    return subjects.create(session)


def _sealed(session: Session, subject: int) -> Envelope:
    """One envelope for all: none of it is opened."""
    return seal(subjects.key_of(session, subject), subject, b"a call", "activities.text_sealed")


def _moves(session: Session) -> Rows:
    session.actor = PARLEY
    columns = table_of(Deal).c
    steps = [one for one in pipelines.steps(session) if one.kind == "open"]
    query = select(columns.id, columns.stage_id, columns.created_at, columns.stage_since)
    with session.unscoped():
        held = session.connection().execute(query).all()
    return _ways(held, [one.id for one in steps])


def _ways(held: Any, opened: list[int]) -> Rows:  # noqa: ANN401 (rows of deals)
    for row in held:
        place = opened.index(row.stage_id) if row.stage_id in opened else len(opened) - 1
        stages = opened[: place + 1] + ([] if row.stage_id in opened else [row.stage_id])
        pause = (row.stage_since - row.created_at) / max(len(stages) - 1, 1)
        before = None
        for step, stage in enumerate(stages):
            yield {
                "id": new_id(),
                "deal_id": row.id,
                "from_stage_id": before,
                "to_stage_id": stage,
                "at": row.created_at + pause * step,
                "seconds": int(pause.total_seconds()) if step else 0,
            }
            before = stage


def _contacts(staffing: Staffing, subject: int, count: int) -> Rows:
    chance = random.Random(4)
    for number in range(1, count + 1):
        made = NOW - timedelta(minutes=chance.randrange(YEARS * 365 * 1440))
        yield {
            "id": number,
            "name": f"Person {number}",
            "folded": f"person {number}",
            "owner_id": chance.choice(staffing.reps),
            "subject_id": subject,
            "title": chance.choice(("Buyer", None)),
            "tier": chance.choice(TIERS),
            "source": chance.choice(("web", "fair", None)),
            "touched_at": made + (NOW - made) * chance.random(),
            "created_at": made,
            "updated_at": made,
        }


def _points(subject: int, sealed: Envelope, count: int) -> Rows:
    for number in range(1, count + 1):
        yield {
            "id": new_id(),
            "contact_id": number,
            "subject_id": subject,
            "kind": "phone",
            "label": "",
            "position": 0,
            "value_sealed": sealed,
            "look_up": number.to_bytes(8, "big"),
            "plausible": bool(number % 50),
        }


def _activities(staffing: Staffing, subject: int, sealed: Envelope, deals: int, count: int) -> Rows:
    chance = random.Random(2)
    for _ in range(count):
        at = NOW - timedelta(minutes=chance.randrange(YEARS * 365 * 1440))
        yield {
            "id": new_id(),
            "kind": chance.choice(KINDS),
            "deal_id": chance.randrange(1, deals + 1),
            "staff_id": chance.choice(staffing.reps),
            "subject_id": subject,
            "text_sealed": sealed,
            "at": at,
            "logged_at": min(at + timedelta(minutes=chance.randrange(600)), NOW),
        }


def _tickets(kinds: Sequence[int], staffing: Staffing, subject: int, count: int) -> Rows:
    chance = random.Random(3)
    for number in range(1, count + 1):
        opened = NOW - timedelta(minutes=chance.randrange(YEARS * 365 * 1440))
        solved = opened + timedelta(minutes=chance.randrange(30, 10_000))
        is_solved = solved < NOW and chance.random() < 0.95
        yield {
            "id": number,
            "title": f"Request {number}",
            "status": "resolved" if is_solved else "open",
            "priority": chance.choice(PRIORITIES),
            "category_id": chance.choice(kinds),
            "assignee_id": chance.choice(staffing.reps),
            "contact_id": chance.randrange(1, max(count // 3, 1) + 1),
            "subject_id": subject,
            "opened_at": opened,
            "first_response_at": opened + timedelta(minutes=20) if is_solved else None,
            "first_due": opened + timedelta(minutes=chance.randrange(10, 60)),
            "resolve_due": opened + timedelta(minutes=chance.randrange(2_000, 12_000)),
            "due_at": None if is_solved else opened + timedelta(minutes=600),
            "resolved_at": solved if is_solved else None,
            "ended_at": solved if is_solved else None,
            "updated_at": opened,
            "pauses": "[]",
            "reopened": 0,
            "version": 1,
        }


def _categories(session: Session) -> list[int]:
    session.actor = PARLEY
    return [one.id for one in categories.every(session)]


def _tasks(staffing: Staffing, subject: int, count: int) -> Rows:
    chance = random.Random(5)
    for number in range(1, count + 1):
        due = NOW - timedelta(minutes=chance.randrange(-60 * 1440, YEARS * 365 * 1440))
        is_done = due < NOW and chance.random() < 0.95
        yield {
            "id": number,
            "owner_id": chance.choice(staffing.reps),
            "subject_id": subject,
            "due_at": due,
            "contact_id": chance.randrange(1, count + 1),
            "done_at": due if is_done else None,
            "created_at": due - timedelta(days=7),
            "updated_at": due,
        }
