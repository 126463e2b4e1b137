"""Nudges: what rules have found, told once to whoever should know, and forgotten when it is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from store import leases, notice_times, notice_wishes, nudge_rules
from store.columns import table_of
from store.directories import Person
from store.ids import new_id
from store.nudge_rules import Rule
from store.sessions import Session
from store.tables import Nudge

_nudges = table_of(Nudge)
LEASE = "nudges"
BATCH = 500
MOST = 500
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""The lease ends with its transaction: its row is a lock, and nobody waits for it afterwards."""
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a rule has found: on which record, whose it is, and how it is now."""

    record_id: int
    staff_id: int
    state: str


def look(session: Session, rule: Rule, after: int) -> int | None:
    """Look at the next records for a rule, and keep what was found.

    Args:
        session: it acts for Parley from here on.
        rule: one that is on.
        after: the number of the last record of the batch before.

    Returns:
        Where the next batch begins, or None after the last one.
    """
    session.act_as(None)
    leases.take(session, LEASE, LEASE, LONG_AGO)
    days = nudge_rules.days(session.directory, rule)
    if rule.find is None or days is None:
        forget(session, rule)
        return None
    found = rule.find(session, days)
    record, staff, _ = found.selected_columns
    ordered = found.where(record > after).order_by(record, staff).limit(BATCH)
    held: Sequence[Any] = session.execute(ordered).all()
    rows = [Finding(one, whose, said(how)) for one, whose, how in held]
    last = None
    if len(rows) == BATCH:  # the last record may have more of them in the next batch
        last = rows[-1].record_id - 1
        rows = [row for row in rows if row.record_id <= last]
    settle(session, rule, rows, after, last)
    return last


def said(state: datetime | date | str) -> str:
    """A state as it is kept; the databases give a moment with or without its zone."""
    return state[:19] if isinstance(state, str) else state.isoformat()[:19].replace("T", " ")


def settle(
    session: Session, rule: Rule, found: Sequence[Finding], after: int, last: int | None
) -> None:
    """Bring what is kept of a stretch of records to what was found there.

    Args:
        session: of Parley.
        rule: by which it was found.
        found: all there is in the stretch.
        after: the number before its first.
        last: its last number; None for no end.
    """
    wanted = {(one.record_id, told.id): one.state for one in found if (told := _told(session, one))}
    of_rule = [_nudges.c.rule == rule.name, _nudges.c.record_id > after]
    of_rule += [_nudges.c.record_id <= last] if last is not None else []
    connection = session.connection()
    rows = connection.execute(select(_nudges).where(*of_rule)).all()
    held = {(row.record_id, row.staff_id): row for row in rows}
    gone = [row.id for key, row in held.items() if wanted.get(key) != row.state]
    for first in range(0, len(gone), BATCH):
        part = gone[first : first + BATCH]
        connection.execute(delete(_nudges).where(_nudges.c.id.in_(part)))
    fresh = {key for key, state in wanted.items() if key not in held or held[key].state != state}
    _keep(session, rule, {key: wanted[key] for key in sorted(fresh)})


def _told(session: Session, one: Finding) -> Person | None:
    """Who is told: the owner, or who leads them when they are gone."""
    people = session.directory.people
    person = people.get(one.staff_id)
    if person and person.suspended:
        person = people.get(person.manager_id or 0)
    return None if person is None or person.suspended else person


def _keep(session: Session, rule: Rule, states: Mapping[Key, str]) -> None:
    due: dict[int, datetime] = {}
    rows = []
    for (record_id, staff_id), state in states.items():
        if staff_id not in due:
            due[staff_id] = _due(session, rule, session.directory.people[staff_id])
        rows.append(
            {
                "id": new_id(),
                "rule": rule.name,
                "record_id": record_id,
                "state": state,
                "staff_id": staff_id,
                "created_at": session.now,
                "due_at": due[staff_id],
            }
        )
    if rows:
        session.connection().execute(insert(_nudges), rows)


def _due(session: Session, rule: Rule, person: Person) -> datetime:
    """By day, on a working day, as often as the person wants."""
    at = notice_times.work_from(session, person, session.now)
    frequency = notice_wishes.wish(person, rule.event).frequency
    return notice_times.bundled(session, person, frequency, at)


def forget(session: Session, rule: Rule) -> None:
    """Forget all that a rule has found, as it was switched off."""
    session.connection().execute(delete(_nudges).where(_nudges.c.rule == rule.name))


@dataclass(frozen=True, slots=True)
class Found:
    """A nudge of somebody: by which rule, on which record."""

    id: int
    rule: str
    record_id: int
    state: str


def take(session: Session, staff_id: int, until: datetime) -> list[Found]:
    """Take somebody's nudges that are due by a moment and were not told; they are told with it."""
    query = (
        select(_nudges)
        .where(
            _nudges.c.staff_id == staff_id,
            _nudges.c.told_at.is_(None),
            _nudges.c.due_at <= until,
        )
        .order_by(_nudges.c.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    rows = session.connection().execute(query).all()
    ids = [row.id for row in rows]
    if ids:
        told = update(_nudges).where(_nudges.c.id.in_(ids))
        session.connection().execute(told.values(told_at=session.now))
    return [Found(row.id, row.rule, row.record_id, row.state) for row in rows]


def lasting(session: Session, staff_id: int, limit: int = MOST) -> list[Found]:
    """What rules have found for somebody and is still so, told or not, the newest first."""
    query = select(_nudges).where(_nudges.c.staff_id == staff_id, _nudges.c.due_at <= session.now)
    rows = session.connection().execute(query.order_by(_nudges.c.id.desc()).limit(limit))
    return [Found(row.id, row.rule, row.record_id, row.state) for row in rows]
