"""Held notices: those whose time has come are taken, once, by whichever process comes first."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import delete, select, update

from store import subjects
from store.columns import table_of
from store.envelopes import EnvelopeBroken, unseal
from store.sessions import Session
from store.subjects import SubjectErased
from store.tables import HeldNotice, Nudge

_held, _nudges = table_of(HeldNotice), table_of(Nudge)
MOST = 200
"""Notices that are put into one message at most; what is left becomes the next one."""


@dataclass(frozen=True, slots=True)
class Held:
    """A notice that waited, opened."""

    id: int
    event: str
    payload: dict[str, Any]
    created_at: datetime


def waited_for(session: Session) -> list[int]:
    """Ids of people for whom something is due, whether it was held or found by a rule."""
    connection = session.connection()
    found = set[int]()
    for table, more in ((_held, ()), (_nudges, (_nudges.c.told_at.is_(None),))):
        query = select(table.c.staff_id).where(table.c.due_at <= session.now, *more).distinct()
        found |= set(connection.execute(query).scalars())
    return sorted(found)


def take(session: Session, staff_id: int, until: datetime) -> list[Held]:
    """Take somebody's notices that are due by a moment; they are gone from the table with it."""
    query = (
        select(_held)
        .where(_held.c.staff_id == staff_id, _held.c.due_at <= until)
        .order_by(_held.c.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    rows = session.connection().execute(query).all()
    if rows:
        gone = delete(_held).where(_held.c.id.in_([row.id for row in rows]))
        session.connection().execute(gone)
    subjects.load(session, {row.subject_id for row in rows})
    found = []
    for row in rows:
        with suppress(EnvelopeBroken, SubjectErased):  # nobody can read it any more
            key = subjects.key_of(session, row.subject_id)
            payload = orjson.loads(unseal(key, row.payload_sealed, f"held_notices.{row.id}"))
            found.append(Held(row.id, row.event, payload, row.created_at))
    return found


def wait(session: Session, staff_id: int, until: datetime) -> None:
    """Let everything that is due wait longer, as somebody is away after all."""
    for table in (_held, _nudges):
        due = update(table).where(table.c.staff_id == staff_id, table.c.due_at <= session.now)
        session.connection().execute(due.values(due_at=until))


def forget(session: Session, staff_id: int) -> None:
    """Drop what waits for somebody who has lost their access."""
    for table in (_held, _nudges):
        session.connection().execute(delete(table).where(table.c.staff_id == staff_id))
