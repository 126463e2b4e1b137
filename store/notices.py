"""Notices: of what members of staff are told unasked, what goes at once and what waits.

Each notice to staff passes here, so that nobody is woken, flooded, or told what they do not want.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import orjson
from sqlalchemy import func, insert, select

from store import notice_times, notice_wishes, subjects
from store.columns import table_of
from store.directories import Person
from store.envelopes import seal
from store.letters import Letter
from store.sessions import Session
from store.tables import HeldNotice, Outbox, Staff, SubjectKey

_held, _outbox, _staff, _keys = (
    table_of(table) for table in (HeldNotice, Outbox, Staff, SubjectKey)
)
CAP = 30
BURST = 5
"""So many notices within BURST_LASTS come one by one; the others become one message after it."""
BURST_LASTS = timedelta(minutes=1)
DAY = timedelta(days=1)


@dataclass(slots=True)
class Tally:
    """What somebody was told of late.

    Attributes:
        today: messages within the last 24 hours.
        burst: of those the ones within BURST_LASTS.
        burst_at: when the first of these came.
    """

    today: int = 0
    burst: int = 0
    burst_at: datetime | None = None

    def count(self, now: datetime) -> None:
        """Count a notice that goes out."""
        self.today += 1
        self.burst += 1
        self.burst_at = self.burst_at or now


def arrange(session: Session, letters: Sequence[Letter]) -> list[Letter]:
    """The letters that go out now; notices whose time has not come are kept, unwanted ones dropped.

    Args:
        session: of any actor.
        letters: answers and notices; only those with an event are notices.
    """
    wanted = [one for one in letters if not one.event or _wanted(session, one)]
    waiting = {one.staff_id for one in wanted if one.event and one.staff_id and not one.urgent}
    tallies = _tallies_of(session, waiting) if waiting else {}
    now, later = [], []
    for letter in wanted:
        due_at = _due(session, letter, tallies)
        if due_at > session.now:
            later.append((letter, due_at))
        else:
            now.append(_counted(session, letter, tallies))
    _hold(session, later)
    return now


def _wanted(session: Session, letter: Letter) -> bool:
    """Whether it is to be told at all; reminders are, as somebody asked for them."""
    if letter.urgent and letter.event == "tasks":
        return True
    return notice_wishes.wish(_person(session, letter), letter.event).frequency != "off"


def _person(session: Session, letter: Letter) -> Person:
    return session.directory.people[letter.staff_id or 0]


def _due(session: Session, letter: Letter, tallies: dict[int, Tally]) -> datetime:
    """When a letter may go."""
    now = session.now
    if not letter.event or letter.urgent:
        return now
    person = _person(session, letter)
    wish = notice_wishes.wish(person, letter.event)
    at = notice_times.free_from(session.directory, person, now)
    at = notice_times.bundled(session, person, wish.frequency, at)
    if at > now or letter.pressing:
        return at
    tally = tallies[person.id]
    if tally.today >= cap(session):
        return notice_times.next_digest(session, person, now)
    if tally.burst >= BURST and tally.burst_at:
        return tally.burst_at + BURST_LASTS
    return now


def cap(session: Session) -> int:
    """How many notices a day somebody gets one by one; only urgent ones pass after that."""
    return int(session.directory.setting("notice_cap", CAP))


def _counted(session: Session, letter: Letter, tallies: dict[int, Tally]) -> Letter:
    if not letter.event:
        return letter
    person = _person(session, letter)
    if person.id in tallies:
        tallies[person.id].count(session.now)
    platform = notice_wishes.wish(person, letter.event).platform
    return replace(letter, platform=platform) if platform else letter


def _tallies_of(session: Session, staff_ids: Iterable[int]) -> dict[int, Tally]:
    """What these people were told, in one statement; it reads the keys of their letters too."""
    told = [_outbox.c.staff_id == _staff.c.id, _outbox.c.created_at > session.now - DAY]
    told += [_outbox.c.created_at <= session.now]  # a clock that was put back counts nothing twice
    lately = [*told, _outbox.c.created_at > session.now - BURST_LASTS]
    count, first = func.count(_outbox.c.id), func.min(_outbox.c.created_at)
    query = (
        select(
            _staff.c.id,
            _keys.c.id.label("subject_id"),
            _keys.c.wrapped,
            select(count).where(*told).scalar_subquery().label("today"),
            select(count).where(*lately).scalar_subquery().label("burst"),
            select(first).where(*lately).scalar_subquery().label("burst_at"),
        )
        .join(_keys, _keys.c.id == _staff.c.subject_id)
        .where(_staff.c.id.in_(sorted(staff_ids)))
    )
    found = {}
    for row in session.connection().execute(query):
        subjects.know(session, row.subject_id, row.wrapped)
        found[row.id] = Tally(row.today, row.burst, row.burst_at)
    return found


def _hold(session: Session, later: Sequence[tuple[Letter, datetime]]) -> None:
    """Keep notices until their time comes, in one statement."""
    rows = [
        {
            "id": letter.id,
            "staff_id": letter.staff_id,
            "subject_id": letter.subject_id,
            "event": letter.event,
            "payload_sealed": seal(
                subjects.key_of(session, letter.subject_id),
                letter.subject_id,
                orjson.dumps(letter.payload),
                f"held_notices.{letter.id}",
            ),
            "created_at": session.now,
            "due_at": due_at,
        }
        for letter, due_at in later
    ]
    if rows:
        session.connection().execute(insert(_held), rows)
