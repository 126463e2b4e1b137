"""Runs: one import, on whose behalf and in which change set, and what comes of it."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from handlers.imports.findings import Findings
from handlers.imports.headers import Guess
from handlers.imports.tables import Sheet
from handlers.texts import Text
from store import audits
from store.directories import Person
from store.entries import Entry
from store.holdings import Holdings
from store.ids import new_id
from store.sessions import Session
from store.verdicts import Verdict

COMMAND = "import"

Answer = TypeVar("Answer")
_STAGE = re.compile(r"(?:stage|阶段)\.(?=.)", re.IGNORECASE)


class Judged(Protocol):
    """Anything that says what becomes of a row."""

    @property
    def outcome(self) -> str:
        """How it is counted."""


Judge = Callable[[Session, Sequence[Entry], Holdings], list[Verdict]]
Write = Callable[[Session, Sequence[Verdict]], Answer]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to import.

    Attributes:
        path: the file.
        kind: "contacts", "companies", "deals" and so on; None to guess it.
        mapping: columns by field, over what is guessed; and under `stage.NAME` what a stage of the
            file is called here.
        dry_run: whether to say only what would happen.
    """

    path: Path
    kind: str | None = None
    mapping: Mapping[str, Sequence[str]] = field(default_factory=dict)
    dry_run: bool = False

    @property
    def columns(self) -> dict[str, Sequence[str]]:
        """Columns by field."""
        return {name: given for name, given in self.mapping.items() if not _STAGE.match(name)}

    @property
    def stages(self) -> dict[str, str]:
        """What stages of the file are called here, by their names there."""
        named = ((_STAGE.match(name), given) for name, given in self.mapping.items())
        return {name.string[name.end() :]: given[-1] for name, given in named if name and given}


@dataclass(slots=True)
class Result:
    """What came of it.

    Attributes:
        sheet: the table as it was read.
        guess: its kind and columns.
        counts: "read" is the sum of "added", "updated", "duplicate" and "rejected".
        made: what was made beside the rows, by kind: a "company" that a contact works at.
        told: what is worth a sentence beside the counts.
        findings: remarks by line.
    """

    sheet: Sheet
    guess: Guess
    counts: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    told: list[Text] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)

    def count(self, rows: int, judged: Sequence[Judged]) -> None:
        """Count a batch of rows; those without a verdict were rejected."""
        self.counts["read"] += rows
        self.counts["rejected"] += rows - len(judged)
        self.counts.update(verdict.outcome for verdict in judged)


class Units(Protocol):
    """What runs units of work, such as a database."""

    def read(self, unit: Callable[[Session], Answer], now: datetime) -> Answer:
        """Run one that changes nothing."""

    def write(self, unit: Callable[[Session], Answer], now: datetime) -> Answer:
        """Run one that changes something."""


@dataclass(frozen=True, slots=True)
class Within:
    """Units of work that are parts of one that runs already, such as that of a message."""

    session: Session

    def read(self, unit: Callable[[Session], Answer], _now: datetime) -> Answer:
        """Run one that changes nothing."""
        return unit(self.session)

    def write(self, unit: Callable[[Session], Answer], _now: datetime) -> Answer:
        """Run one that changes something; the next one reads it."""
        with audits.apart(self.session):
            return unit(self.session)


@dataclass(slots=True)
class Run:
    """An import under way; all its batches form one change set."""

    database: Units
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

    def settle(
        self, judge: Callable[[Session], Answer], write: Callable[[Session, Answer], None]
    ) -> Answer:
        """Judge something and write it, or only judge it; gives what was judged."""

        def unit(session: Session) -> Answer:
            judged = judge(session)
            write(session, judged)
            return judged

        return self.read(judge) if self.dry_run else self.write(unit)

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
