"""Findings: what a person should know about an import, by line and column."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from handlers.texts import Text

HEADER = ("line", "column", "value", "reason")
# A spreadsheet would run these; plain numbers such as +1 202 or -5 do no harm.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().-]*$)")


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark: 1-based line, column's header ("" for the whole row), the value, and why."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(slots=True)
class Findings:
    """The remarks of an import."""

    found: list[Finding] = field(default_factory=list)

    def add(self, line: int, column: str, value: object, reason: Text) -> None:
        """Remark something, in the language spoken now."""
        self.found.append(Finding(line, column, str(value), str(reason)))

    def in_order(self) -> list[Finding]:
        """All remarks, top down."""
        return sorted(self.found, key=lambda one: one.line)


def write_report(path: Path, findings: Iterable[Finding]) -> None:
    """Write remarks as CSV; nothing in it runs when a spreadsheet opens it.

    Raises:
        OSError: the file cannot be written.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for one in findings:
            writer.writerow((one.line, *map(_harmless, (one.column, one.value, one.reason))))


def _harmless(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
