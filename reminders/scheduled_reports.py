"""Scheduled reports: sent when their time has come, once, by the rights of that moment."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from handlers import letters, scheduled
from handlers.asks import voice_of
from handlers.languages import speaking
from handlers.replies import Reply
from handlers.scheduled import Failure
from store import notice_wishes, outboxes, report_schedules, rosters, subjects
from store.directories import Person
from store.engines import Database
from store.notice_wishes import WORK
from store.outboxes import Letter
from store.sessions import PARLEY, Session
from store.tables import ReportSchedule

COMMAND = "report schedule"
MOST_STOPS = 200


def run_due(database: Database, now: datetime) -> None:
    """Send every report that is due, each in a unit of work of its own.

    A schedule is taken, set to its next time, worked out and posted in one transaction.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    for schedule_id in database.read(report_schedules.due, now):
        database.write(partial(_send, schedule_id=schedule_id), now)


def moments(database: Database, begun: datetime, now: datetime) -> Iterator[datetime]:
    """Where a clock that is moved forward has to stop: a schedule may come round several times."""
    at = begun
    for _ in range(MOST_STOPS):
        ahead = database.read(partial(report_schedules.moments, since=at, until=now), now)
        if not ahead:
            return
        at = ahead[0]
        yield at


def _send(session: Session, *, schedule_id: int) -> None:
    session.actor = PARLEY
    session.origin.command = COMMAND
    row = report_schedules.claim(session, schedule_id)
    if row is None:
        return
    made = scheduled.made(session, row)
    session.actor = PARLEY
    failing = made.reason if isinstance(made, Failure) else None
    if report_schedules.mark(session, row, failing):
        outboxes.post(session, list(_unsent(session, row, failing or "")), None)
    if isinstance(made, Reply):
        outboxes.post(session, [_letter(session, row, made)], None)


def _letter(session: Session, row: ReportSchedule, reply: Reply) -> Letter:
    """To its receiver wherever they are, or into its channel."""
    people = session.directory.people
    payload: dict[str, Any] = reply.dump(to=None)
    if row.receiver_id is not None:
        person = people[row.receiver_id]
        platform = notice_wishes.wish(person, WORK).platform
        return Letter(payload, None, person.id, person.subject_id, platform=platform)
    key = people[row.staff_id].subject_id
    if row.chat_id is None:
        return Letter(payload | {"room": row.channel}, subject_id=key)
    return Letter(payload | {"open": True}, subject_id=key, chat_id=row.chat_id)


def _unsent(session: Session, row: ReportSchedule, reason: str) -> Iterator[Letter]:
    """Whoever wanted it sent hears that it was not, or whoever is above them; once."""
    for person in _told(session, row):
        subjects.load(session, [person.subject_id])
        with speaking(voice_of(session.directory, person)):
            reply = scheduled.unsent(session, row, reason)
        yield letters.notice(session, person, reply)


def _told(session: Session, row: ReportSchedule) -> Sequence[Person]:
    sender = session.directory.people[row.staff_id]
    if not sender.suspended:
        return [sender]
    return rosters.managers(session, sender.id)
