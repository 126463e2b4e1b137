"""A company with very many deals, made up for the benchmarks and written by Core."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from benchmarks import fillings
from benchmarks.companies import SETTINGS
from store import companies, installations, pipelines, staff, subjects
from store.pipelines import Step
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import Deal

NOW: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
REPS: Final = 200
TEAM: Final = 10
"""Reps of a manager."""
COMPANIES: Final = 500
OPEN: Final = 0.25
"""Share of deals that are open, as in real sales data."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Ids of those who ask."""

    reps: tuple[int, ...]
    managers: tuple[int, ...]
    admins: tuple[int, ...]


def fill(url: str, key_file: Path, deals: int, reps: int = REPS) -> Staffing:
    """Make a company with this many deals, the same ones every time.

    Args:
        url: of a database that holds nothing.
        key_file: where its keys will be.
        deals: shared out among the reps by chance.
        reps: how many, TEAM to a manager.
    """
    database, _ = installations.found(url, key_file, company=SETTINGS, admin="Root Admin", now=NOW)
    try:
        staffing = database.write(lambda session: _hire(session, reps), NOW)
        rows = database.write(lambda session: _Rows(session, staffing, deals), NOW)
        with fillings.bare(database, [Deal]):
            fillings.put(database, Deal, rows)
        return staffing
    finally:
        database.close()


def _hire(session: Session, reps: int) -> Staffing:
    session.actor = PARLEY
    managers = [_person(session, f"Manager {n}", Role.MANAGER) for n in range(reps // TEAM)]
    hired = [_person(session, f"Rep {n}", Role.REP, managers[n // TEAM]) for n in range(reps)]
    return Staffing(tuple(hired), tuple(managers), (session.directory.admins()[0].id,))


def _person(session: Session, name: str, role: Role, manager_id: int | None = None) -> int:
    return staff.add(session, name, role, manager_id=manager_id).id


class _Rows:
    """Deals in all stages: those that are open younger than a year, the others up to five."""

    def __init__(self, session: Session, staffing: Staffing, count: int) -> None:
        session.actor = PARLEY
        self._random = random.Random(1)
        self._count = count
        self._reps = staffing.reps
        self._subject = subjects.create(session)
        steps = pipelines.of_pipeline(session, pipelines.first_pipeline(session))
        self._opened = [one for one in steps if one.kind == "open"]
        self._closed = [one for one in steps if one.kind != "open"]
        drafts = (companies.Draft(f"Customer {number} Ltd") for number in range(COMPANIES))
        self._companies = [companies.add(session, one, owner_id=None).id for one in drafts]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self._count + 1):
            is_open = self._random.random() < OPEN
            yield self._deal(number, self._random.choice(self._opened if is_open else self._closed))

    def _deal(self, number: int, step: Step) -> dict[str, Any]:
        days = self._random.randrange(1, 365 if step.kind == "open" else 1_800)
        began = NOW - timedelta(days=days)
        since = began + timedelta(days=self._random.randrange(days))
        closes = NOW + timedelta(days=self._random.randrange(-30, 180))
        amount = self._random.randrange(1_000, 10_000_000)
        return {
            "id": number,
            "title": f"Deal {number}",
            "folded": f"deal {number}",
            "pipeline_id": step.pipeline_id,
            "stage_id": step.id,
            "probability": step.probability,
            "amount_minor": amount,
            "currency": "USD",
            "base_minor": amount,
            "close_on": (closes if step.kind == "open" else since).date(),
            "closed_at": None if step.kind == "open" else since,
            "company_id": self._random.choice(self._companies),
            "owner_id": self._random.choice(self._reps),
            "subject_id": self._subject,
            "stage_since": since,
            "imported": False,
            "created_at": began,
            "updated_at": since,
            "version": 1,
        }
