"""Notices: of what members of staff are told unasked, what goes at once and what waits.

Each notice to staff passes here, so that nobody is woken, flooded, or told what they do not want.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import bindparam, insert, select, update

from store import notice_times, notice_wishes, subjects
from store.columns import table_of
from store.directories import Person
from store.envelopes import seal
from store.letters import Letter
from store.sessions import Session
from store.tables import HeldNotice, NoticeTally

_held, _tallies = table_of(HeldNotice), table_of(NoticeTally)
_KEEP = update(_tallies).where(_tallies.c.staff_id == bindparam("whose"))
CAP = 30
BURST = 5
"""So many notices within BURST_LASTS come one by one; the others become one message after it."""
BURST_LASTS = timedelta(minutes=1)


@dataclass(slots=True)
class Tally:
    """How much somebody was told; see `NoticeTally`."""

    staff_id: int
    day: date | None = None
    told: int = 0
    burst_at: datetime | None = None
    burst: int = 0
    known: bool = False

    def count(self, today: date, now: datetime) -> None:
        """Count a notice that goes out."""
        self.told = self.told_on(today) + 1
        self.day = today
        if self.bursts_until(now) is None:
            self.burst_at, self.burst = now, 0
        self.burst += 1

    def kept(self) -> dict[str, Any]:
        """The values of its row; `whose` names the row."""
        counted = {"day": self.day, "told": self.told}
        return counted | {"burst_at": self.burst_at, "burst": self.burst, "whose": self.staff_id}

    def told_on(self, today: date) -> int:
        """Notices on a local day."""
        return self.told if self.day == today else 0

    def bursts_until(self, now: datetime) -> datetime | None:
        """The end of the burst that lasts at a moment; None when there is none."""
        if self.burst_at is None or not self.burst_at <= now < self.burst_at + BURST_LASTS:
            return None
        return self.burst_at + BURST_LASTS


def arrange(session: Session, letters: Sequence[Letter]) -> list[Letter]:
    """The letters that go out now; notices whose time has not come are kept, unwanted ones dropped.

    Args:
        session: of any actor.
        letters: answers and notices; only those with an event are notices.
    """
    wanted = [one for one in letters if not one.event or _wanted(session, one)]
    noticed = {one.staff_id for one in wanted if one.event and one.staff_id}
    if not noticed:
        return wanted
    tallies = tallies_of(session, noticed)
    now, later = [], []
    for letter in wanted:
        due_at = _due(session, letter, tallies)
        if due_at > session.now:
            later.append((letter, due_at))
        else:
            now.append(_counted(session, letter, tallies))
    _hold(session, later)
    keep(session, tallies.values())
    return now


def _wanted(session: Session, letter: Letter) -> bool:
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
    if at > now:
        return at
    tally = tallies[person.id]
    if tally.told_on(notice_times.local_day(session.directory, person, now)) >= cap(session):
        return notice_times.next_digest(session, person, now)
    return (tally.burst >= BURST and tally.bursts_until(now)) or now


def cap(session: Session) -> int:
    """How many notices a day somebody gets one by one; only urgent ones pass after that."""
    return int(session.directory.setting("notice_cap", CAP))


def _counted(session: Session, letter: Letter, tallies: dict[int, Tally]) -> Letter:
    if not letter.event:
        return letter
    person = _person(session, letter)
    today = notice_times.local_day(session.directory, person, session.now)
    tallies[person.id].count(today, session.now)
    return replace(letter, platform=notice_wishes.wish(person, letter.event).platform)


def tallies_of(session: Session, staff_ids: Iterable[int]) -> dict[int, Tally]:
    """How much these people were told, in one statement."""
    found = {one: Tally(one) for one in sorted(staff_ids)}
    query = select(_tallies).where(_tallies.c.staff_id.in_(list(found)))
    for row in session.connection().execute(query):
        found[row.staff_id] = Tally(
            row.staff_id, row.day, row.told, row.burst_at, row.burst, known=True
        )
    return found


def keep(session: Session, tallies: Iterable[Tally]) -> None:
    """Write down how much people were told, by two statements at most."""
    rows = [(one.known, one.kept()) for one in tallies]
    known = [row for held, row in rows if held]
    fresh = [{**row, "staff_id": row["whose"]} for held, row in rows if not held]
    for row in fresh:
        del row["whose"]
    if known:
        session.connection().execute(_KEEP, known)
    if fresh:
        session.connection().execute(insert(_tallies), fresh)


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
