"""Runs: one import, on whose behalf and in which change set, and what comes of it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from handlers.imports.findings import Findings
from handlers.imports.headers import Guess
from handlers.imports.tables import Sheet
from store.directories import Person
from store.engines import Database
from store.entries import Entry
from store.holdings import Holdings
from store.ids import new_id
from store.sessions import Session
from store.verdicts import Verdict

COMMAND = "import"

Answer = TypeVar("Answer")
Judge = Callable[[Session, Sequence[Entry], Holdings], list[Verdict]]
Write = Callable[[Session, Sequence[Verdict]], Answer]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to import.

    Attributes:
        path: the file.
        kind: "contacts", "companies" or "leads"; None to guess one of the first two.
        mapping: columns by field, over what is guessed.
        dry_run: whether to say only what would happen.
    """

    path: Path
    kind: str | None = None
    mapping: Mapping[str, Sequence[str]] = field(default_factory=dict)
    dry_run: bool = False


@dataclass(slots=True)
class Result:
    """What came of it.

    Attributes:
        sheet: the table as it was read.
        guess: its kind and columns.
        counts: "read" is the sum of "added", "updated", "duplicate" and "rejected".
        companies: how many companies were made for contacts.
        findings: remarks by line.
    """

    sheet: Sheet
    guess: Guess
    counts: Counter[str] = field(default_factory=Counter)
    companies: int = 0
    findings: Findings = field(default_factory=Findings)

    def count(self, rows: int, judged: Sequence[Verdict]) -> None:
        """Count a batch of rows; those without a verdict were rejected."""
        self.counts["read"] += rows
        self.counts["rejected"] += rows - len(judged)
        self.counts.update(verdict.outcome for verdict in judged)


@dataclass(slots=True)
class Run:
    """An import under way; all its batches form one change set."""

    database: Database
    clock: Callable[[], datetime]
    person: Person
    dry_run: bool
    known: Holdings = field(default_factory=Holdings)
    change_id: int = field(default_factory=new_id)

    def batch(
        self, judge: Judge, write: Write[Answer], entries: Sequence[Entry]
    ) -> tuple[list[Verdict], Answer | None]:
        """Judge entries and write them; a dry run only remembers them.

        What was written is read again by the next batch, so that a long file needs no more memory
        than a short one, and a batch that lost a race can be run again.
        """
        if self.dry_run:
            return self.read(lambda session: judge(session, entries, self.known)), None

        def unit(session: Session) -> tuple[list[Verdict], Answer | None]:
            judged = judge(session, entries, Holdings())
            return judged, write(session, judged)

        return self.write(unit)

    def read(self, unit: Callable[[Session], Answer]) -> Answer:
        """Read something on behalf of whoever imports."""
        return self.database.read(lambda session: unit(self._acting(session)), self.clock())

    def write(self, unit: Callable[[Session], Answer]) -> Answer:
        """Write something on behalf of whoever imports."""
        return self.database.write(lambda session: unit(self._acting(session)), self.clock())

    def _acting(self, session: Session) -> Session:
        session.act_as(session.directory.people[self.person.id])
        session.origin.command, session.origin.change_id = COMMAND, self.change_id
        return session
