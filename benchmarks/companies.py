"""Companies made up for the benchmarks: a staff, and contacts with phones and e-mails."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks.search_people import Crowd, Person
from bot.clocks import Clock
from bot.terminals import Speaker, Terminal
from store import companies, contacts, installations, staff
from store.engines import Database
from store.points import Point
from store.rights import Role
from store.sessions import PARLEY, Session

NOW: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
REPS: Final = 10
EMPLOYERS: Final = 200
BATCH: Final = 500
SETTINGS: Final = {
    "name": "Acme",
    "locale": "en",
    "timezone": "UTC",
    "currency": "USD",
    "region": "US",
}


def found(url: str, key_file: Path, people: int) -> Database:
    """Make a company with reps, employers of contacts, and this many contacts.

    Args:
        url: of a database that holds nothing.
        key_file: where its keys will be.
        people: shared out among the reps one after another.
    """
    database, _ = installations.found(url, key_file, company=SETTINGS, admin="Root Admin", now=NOW)
    reps = database.write(_hire, NOW)
    employers = database.write(_employers, NOW)
    crowd = Crowd()
    numbers = iter(range(1, people + 1))
    while batch := [crowd.person(number) for number in islice(numbers, BATCH)]:
        database.write(lambda session, them=batch: _add(session, them, reps, employers), NOW)  # type: ignore[misc]
    return database


def rep(database: Database) -> Speaker:
    """The first of the reps, on the terminal."""
    return Terminal(database, Clock(NOW)).become("Rep 1")


def employer(number: int) -> str:
    """The name of an employer of contacts."""
    return f"Employer {number % EMPLOYERS} Ltd"


def phone(number: int) -> str:
    """A phone number that nobody else has."""
    return f"+1415{2_000_000 + number}"


def email(number: int) -> str:
    """An e-mail address that nobody else has."""
    return f"someone{number}@mail.example"


def _hire(session: Session) -> list[int]:
    session.actor = PARLEY
    hired = [staff.add(session, f"Rep {number}", Role.REP) for number in range(1, REPS + 1)]
    session.flush()
    return [one.id for one in hired]


def _employers(session: Session) -> list[int]:
    session.actor = PARLEY
    drafts = (companies.Draft(employer(number)) for number in range(EMPLOYERS))
    made = [companies.add(session, draft, owner_id=None) for draft in drafts]
    session.flush()
    return [one.id for one in made]


def _add(session: Session, people: list[Person], reps: list[int], employers: list[int]) -> None:
    session.actor = PARLEY
    for person, draft in _drafts(people, employers):
        contacts.add(session, draft, owner_id=reps[person.id % REPS])


def _drafts(people: list[Person], employers: list[int]) -> Iterator[tuple[Person, contacts.Draft]]:
    for person in people:
        points = Point("phone", phone(person.id)), Point("email", email(person.id))
        employed = employers[person.id % EMPLOYERS]
        yield person, contacts.Draft(person.name, points, employed, person.title)
