"""Report schedules: what is sent again and again, to whom and when; once, whoever sends it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import or_, select, update
from sqlmodel import col

from store import notice_times, recurrences, workdays
from store.access import NotFound
from store.columns import table_of
from store.directories import Person
from store.errors import CrmError
from store.ids import new_id
from store.notice_times import DAY
from store.rights import Right
from store.sessions import Actor, Session, actor_of
from store.tables import ReportSchedule
from store.wall_times import instant

_schedules: Any = table_of(ReportSchedule)
MOST = 50
LONGEST = 30
"""Days that a holiday may put a report off."""


class TooManySchedules(CrmError):
    """Somebody has as many reports sent as anybody may."""


class NeverComes(CrmError):
    """A rule that never comes round."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A schedule before it is stored; either `receiver` or `channel` says where it goes.

    Attributes:
        command: of the report.
        arguments: raw texts by argument.
        rule: an RRULE without DTSTART.
        wall: where it begins, as local ISO 8601 where the receiver lives.
    """

    command: str
    arguments: Mapping[str, str]
    rule: str
    wall: str
    receiver: Person | None = None
    channel: str | None = None
    chat_id: int | None = None
    format: str | None = None


def zone(session: Session, staff_id: int, receiver_id: int | None) -> ZoneInfo:
    """By whose clock it goes out: the receiver's; for a channel that of whoever wants it sent."""
    person = session.directory.people[receiver_id or staff_id]
    return notice_times.zone_of(session.directory, person)


def add(session: Session, draft: Draft) -> ReportSchedule:
    """Have a report sent again and again, on behalf of the actor.

    Raises:
        TooManySchedules: the actor has MOST already.
        NeverComes: the rule has no time to come.
    """
    staff_id = _actor_id(session)
    mine = select(ReportSchedule).where(col(ReportSchedule.staff_id) == staff_id)
    if len(session.scalars(mine).all()) >= MOST:
        raise TooManySchedules
    made = ReportSchedule(
        id=new_id(),
        staff_id=staff_id,
        receiver_id=draft.receiver.id if draft.receiver else None,
        chat_id=draft.chat_id,
        channel=draft.channel,
        command=draft.command,
        arguments=orjson.dumps(dict(draft.arguments)).decode(),
        format=draft.format,
        rule=draft.rule,
        wall=draft.wall,
        next_at=session.now,
        created_at=session.now,
    )
    made.next_at = next_after(session, made)
    session.add(made)
    return made


def _actor_id(session: Session) -> int:
    return (session.actor and session.actor.id) or 0


def next_after(session: Session, row: ReportSchedule) -> datetime:
    """When it comes round next, by the clock of whoever receives it.

    Raises:
        NeverComes: no more.
    """
    here = zone(session, row.staff_id, row.receiver_id).key
    found = recurrences.after(row.rule, row.wall, here, session.now)
    if found is None:
        raise NeverComes
    return found


def arguments(row: ReportSchedule) -> dict[str, str]:
    """Raw texts by argument."""
    found: dict[str, str] = orjson.loads(row.arguments)
    return found


def every(session: Session) -> Sequence[ReportSchedule]:
    """Those that the actor may know of: one's own and those of one's team, and what one receives."""
    query = select(ReportSchedule).order_by(col(ReportSchedule.id))
    actor = session.actor
    if actor is None or actor.id is None:
        return ()
    if actor.scope(Right.SETTINGS) is None:
        theirs = col(ReportSchedule.staff_id).in_(sorted(actor.team | {actor.id}))
        query = query.where(or_(theirs, col(ReportSchedule.receiver_id) == actor.id))
    return list(session.scalars(query))


def get(session: Session, schedule_id: int) -> ReportSchedule:
    """One that the actor may know of, and stop.

    Raises:
        NotFound: there is none.
    """
    for row in every(session):
        if row.id == schedule_id:
            return row
    raise NotFound("schedule", str(schedule_id))


def stop(session: Session, row: ReportSchedule) -> None:
    """Send it no more."""
    session.delete(row)


def due(session: Session) -> list[int]:
    """Ids of those that are due."""
    query = select(_schedules.c.id).where(_schedules.c.next_at <= session.now)
    return list(session.connection().execute(query.order_by(_schedules.c.next_at)).scalars())


def moments(session: Session, since: datetime, until: datetime) -> list[datetime]:
    """When some come round between two moments, for clocks that are moved forward."""
    at = _schedules.c.next_at
    query = select(at).where(at > since, at <= until).distinct().order_by(at)
    return list(session.connection().execute(query).scalars())


def claim(session: Session, schedule_id: int) -> ReportSchedule | None:
    """Take one that is due and set when it comes round next; None when another process has.

    What was missed while nobody sent anything comes once.
    """
    query = select(_schedules).where(
        _schedules.c.id == schedule_id, _schedules.c.next_at <= session.now
    )
    held = session.connection().execute(query.with_for_update(skip_locked=True)).first()
    if held is None:
        return None
    row = ReportSchedule(**held._mapping)
    later = _held_until(session, row)
    following = next_after(session, row)
    _set(session, row.id, next_at=min(later, following) if later else following)
    return None if later else row


def _held_until(session: Session, row: ReportSchedule) -> datetime | None:
    """When its receiver can be told, if not now: on a working day, outside of quiet hours.

    Who has set the time for themselves is not kept from it by their own quiet hours.
    """
    if row.receiver_id is None:
        return None
    person = session.directory.people[row.receiver_id]
    if person.suspended:
        return None
    here = notice_times.zone_of(session.directory, person)
    day = session.now.astimezone(here).date()
    clock = datetime.fromisoformat(row.wall).time()
    for ahead in range(LONGEST):
        if workdays.works(session, person, day + ahead * DAY):
            if ahead:
                return instant(day + ahead * DAY, clock, here)
            break
    free = notice_times.free_from(session.directory, person, session.now)
    if row.staff_id == person.id or free <= session.now:
        return None
    return free


def _set(session: Session, schedule_id: int, **values: Any) -> None:  # noqa: ANN401
    """Below the audit: that time goes by is nobody's decision."""
    change = update(_schedules).where(_schedules.c.id == schedule_id).values(**values)
    session.connection().execute(change)


def mark(session: Session, row: ReportSchedule, failing: str | None) -> bool:
    """Note whether it could be sent; True where somebody has to be told that it could not."""
    if row.failing != failing:
        _set(session, row.id, failing=failing)
    return failing is not None and row.failing is None


def actor_for(session: Session, row: ReportSchedule) -> Actor:
    """Whoever wants it sent, within the rights of whoever receives it."""
    people = session.directory.people
    sender = actor_of(session.directory, people[row.staff_id])
    if row.receiver_id is None or row.receiver_id == row.staff_id:
        return sender
    return replace(sender, within=actor_of(session.directory, people[row.receiver_id]))


def lateness(session: Session, row: ReportSchedule) -> timedelta:
    """How long after its time it goes out."""
    return session.now - row.next_at
