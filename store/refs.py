"""Refs: the short names of records that people type, such as C-12."""

import re
import unicodedata
from dataclasses import dataclass

PREFIXES = {
    "C": "contact",
    "O": "company",
    "L": "lead",
    "D": "deal",
    "Q": "quote",
    "S": "order",
    "T": "ticket",
    "R": "task",
    "K": "article",
    "P": "product",
    "U": "staff",
    "B": "broadcast",
}
LETTERS = {kind: letter for letter, kind in PREFIXES.items()}
PATTERN = re.compile(rf"(?i)\b([{''.join(PREFIXES)}])-?([1-9][0-9]{{0,17}})\b")


@dataclass(frozen=True, slots=True)
class Ref:
    """A kind of record and its number."""

    kind: str
    id: int

    def __str__(self) -> str:
        """Write it as people see it."""
        return f"{LETTERS[self.kind]}-{self.id}"


def read_ref(text: str) -> Ref | None:
    """Read a ref that is the whole text; case and width do not matter, the dash may be missing."""
    match = PATTERN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return Ref(PREFIXES[match[1].upper()], int(match[2])) if match else None
