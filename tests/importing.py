"""Imports for tests: a file as text in, counts and remarks out."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handlers.imports.pipelines import import_file
from handlers.imports.runs import Result, Wish
from tests.conversations import Chat

COUNTS = ("read", "added", "updated", "duplicate", "rejected")


@dataclass
class Imported:
    """What came of an import."""

    result: Result

    @property
    def counts(self) -> tuple[int, ...]:
        """Read, added, updated, duplicates, rejected."""
        return tuple(self.result.counts[name] for name in COUNTS)

    @property
    def remarks(self) -> list[tuple[int, str, str, str]]:
        """Line, column, value and reason of all remarks, top down."""
        found = self.result.findings.in_order()
        return [(one.line, one.column, one.value, one.reason) for one in found]

    @property
    def reasons(self) -> str:
        """All reasons, a line each."""
        return "\n".join(reason for *_, reason in self.remarks)


def write_rows(folder: Path, *rows: Sequence[str]) -> Path:
    """Write a CSV file."""
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def import_rows(
    chat: Chat, *rows: Sequence[str], who: str = "Ada", dry_run: bool = False, **wish: object
) -> Imported:
    """Import rows, the first of which names the columns.

    Args:
        chat: the company.
        rows: cells.
        who: on whose behalf.
        dry_run: whether nothing is written.
        wish: kind and mapping.
    """
    path = write_rows(chat.key_file.parent, *rows)
    asked = Wish(path, dry_run=dry_run, **wish)  # type: ignore[arg-type]
    return Imported(import_file(chat.database, chat.clock.now, who, asked))
