"""Beside very many deals: their moves, activities and tickets, made up and written by Core."""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select

from benchmarks import many_deals
from benchmarks.many_deals import BATCH, NOW, Staffing
from store import categories, installations, pipelines, subjects
from store.columns import table_of
from store.engines import Database
from store.envelopes import seal
from store.ids import new_id
from store.sessions import PARLEY, Session
from store.tables import Activity, Deal, StageMove, Ticket

KINDS: Final = ("call", "meeting", "visit", "email", "note")
PRIORITIES: Final = ("low", "normal", "high", "urgent")
YEARS: Final = 3
Rows = Iterator[dict[str, Any]]


def fill(url: str, key_file: Path, deals: int, activities: int, tickets: int) -> Staffing:
    """Make a company with this much in it, the same every time.

    Args:
        url: of a database that holds nothing.
        key_file: where its keys will be.
        deals: each with the moves that led to its stage.
        activities: shared out over deals and reps.
        tickets: two of three solved.
    """
    staffing = many_deals.fill(url, key_file, deals)
    database = installations.open_installation(url, key_file)
    try:
        subject = database.write(_subject, NOW)
        _put(database, StageMove, database.write(_moves, NOW))
        _put(database, Activity, _activities(database, staffing, subject, activities, deals))
        _put(database, Ticket, _tickets(database, staffing, subject, tickets))
    finally:
        database.close()
    return staffing


def _subject(session: Session) -> int:
    session.actor = PARLEY
    return subjects.create(session)


def _put(database: Database, table: Any, rows: Rows) -> None:  # noqa: ANN401 (a table's class)
    while batch := list(islice(rows, BATCH)):
        database.write(
            lambda session, them=batch: session.connection().execute(insert(table), them),  # type: ignore[misc]
            NOW,
        )


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


def _activities(
    database: Database, staffing: Staffing, subject: int, count: int, deals: int
) -> Rows:
    chance = random.Random(2)
    sealed = seal(_key(database, subject), subject, b"a call", "activities.text_sealed")
    for _ in range(count):
        yield {
            "id": new_id(),
            "kind": chance.choice(KINDS),
            "deal_id": chance.randrange(1, deals + 1),
            "staff_id": chance.choice(staffing.reps),
            "subject_id": subject,
            "text_sealed": sealed,
            "at": NOW - timedelta(minutes=chance.randrange(YEARS * 365 * 1440)),
        }


def _key(database: Database, subject: int) -> bytes:
    return database.write(lambda session: subjects.key_of(session, subject), NOW)


def _tickets(database: Database, staffing: Staffing, subject: int, count: int) -> Rows:
    chance = random.Random(3)
    kinds = [one.id for one in database.write(_categories, NOW)]
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


def _categories(session: Session) -> Any:  # noqa: ANN401
    session.actor = PARLEY
    return categories.every(session)
