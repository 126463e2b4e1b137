"""Reminders rain on processes of which one is killed: none is lost, and none is told twice."""

import statistics
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from benchmarks.reminders import Rain
from store import chats, conversations, identities, outboxes
from store.columns import table_of
from store.engines import Database
from store.sessions import PARLEY, Session
from store.tables import Outbox, Task
from tests.bot.serve_processes import Site, a_site, left_in
from tests.standins.telegram_people import Person

pytestmark = pytest.mark.no_cover  # processes that are killed cannot report
PIECE = 5_000


@dataclass
class Storm:
    """A rain of reminders upon people who have Telegram open.

    Attributes:
        people: by their staff ids.
    """

    site: Site
    database: Database
    rain: Rain
    people: dict[int, Person] = field(default_factory=dict)

    def gather(self) -> None:
        """Everybody has linked an account and opened a chat."""
        self.rain.fill(self.database)
        for first in range(0, len(self.rain.hired), 100):
            some = self.rain.hired[first : first + 100]
            self.database.write(
                lambda session, some=some: self._open(session, some),  # type: ignore[misc]
                datetime.now(UTC),
            )

    def _open(self, session: Session, some: list[tuple[int, int]]) -> None:
        session.actor = PARLEY
        for staff_id, _ in some:
            account = str(10_000 + staff_id)
            person = self.site.telegram.person(int(account), f"Rep {staff_id}")
            self.site.telegram.chats[person.id].standing = "member"
            self.people[staff_id] = person
            who = identities.of_account(session, "telegram", account, person.name)
            who.staff_id, who.linked_at = staff_id, session.now
            session.flush()
            chat_id = chats.of_account(session, "telegram", account, shared=False)
            conversations.open_place(session, "telegram", account, who.id, chat_id)

    def blow(self, *, to_the_end: bool) -> list[float]:
        """Let it rain on processes of which one is killed and started again; gives the lateness.

        Args:
            to_the_end: until the platform has let all of it through, 22 a second.
        """
        with self.rain.processes():
            late = self.rain.fall(self.database)
            if to_the_end:
                self.site.telegram.wait(lambda: left_in(self.database) == (0, 0), timeout=60)
        return late

    @property
    def seen(self) -> Counter[str]:
        """What people were shown, each with its number, and how often."""
        return Counter(text for person in self.people.values() for text in person.texts)

    def check(self) -> int:
        """Each reminder has one letter; gives how many of these came twice over the platform."""
        told = Counter(number for one in self._letters() for number in one.payload["reminds"])
        assert told == Counter(range(1, self.rain.tasks + 1)), "each once"
        assert self._rings_left() == 0
        return self.seen.total() - len(self.seen)

    def _letters(self) -> list[Any]:
        """All letters that remind of something."""
        table, found, after = table_of(Outbox), list[Any](), 0
        while True:

            def piece(session: Session, after: int = after) -> tuple[int, list[Any]]:
                query = select(table).where(table.c.staff_id.is_not(None), table.c.id > after)
                rows = session.connection().execute(query.order_by(table.c.id).limit(PIECE)).all()
                return (rows[-1].id if rows else 0), outboxes.opened(session, rows)

            last, letters = self.database.read(piece, datetime.now(UTC))
            if not last:
                return found
            found += [one for one in letters if "reminds" in one.payload]
            after = last

    def _rings_left(self) -> int:
        tasks = table_of(Task)
        query = select(tasks.c.id).where(tasks.c.rings_at.is_not(None))

        def unit(session: Session) -> int:
            return len(session.connection().execute(query).all())

        return self.database.read(unit, datetime.now(UTC))


def a_storm(site: Site, database: Database, tasks: int, seconds: float, people: int) -> Storm:
    def start():
        return site.start().running

    folder = site.company.folder
    return Storm(site, database, Rain(site.url, folder, tasks, seconds, people, start))


def test_a_kill_loses_no_reminder(tmp_path: Path):
    with a_site("sqlite", tmp_path) as site, site.opened() as database:
        storm = a_storm(site, database, tasks=150, seconds=3, people=50)
        storm.gather()
        storm.blow(to_the_end=True)
        assert storm.check() <= 1, "what was on its way when the process was killed"
        assert len(storm.seen) == 150


@pytest.mark.storm
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_hundred_thousand_within_a_minute(dialect: str, tmp_path: Path):
    with a_site(dialect, tmp_path) as site, site.opened() as database:
        storm = a_storm(site, database, tasks=100_000, seconds=60, people=2_000)
        storm.gather()
        late = storm.blow(to_the_end=False)
        doubled = storm.check()
        assert doubled <= 1
        cuts = statistics.quantiles(late, n=100)
        print(  # noqa: T201
            f"{dialect}: lateness p50 {cuts[49]:.2f}, p95 {cuts[94]:.2f}, p99 {cuts[98]:.2f} s, "
            f"{doubled} twice, {len(storm.seen)} shown meanwhile"
        )
