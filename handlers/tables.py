"""Tables: columns under each other in a monospaced font, narrow enough for a phone."""

import unicodedata
from collections.abc import Sequence

from handlers.texts import Text, plain


def table(rows: Sequence[Sequence[str]]) -> Text:
    """Rows of as many cells each; the first column to the left, the others to the right."""
    return plain(_aligned(rows), "table")


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(width(row[index]) for row in rows) for index in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            _padded(cell, widths[index], left=not index) for index, cell in enumerate(row)
        ).rstrip()
        for row in rows
    )


def width(text: str) -> int:
    """How many columns of a monospaced font a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _padded(text: str, to: int, *, left: bool) -> str:
    gap = " " * (to - width(text))
    return text + gap if left else gap + text


def shortened(text: str, to: int = 16) -> str:
    """A text that fits into some columns; what is cut off is shown by a dot at its end."""
    if width(text) <= to:
        return text
    kept = ""
    for one in text:
        if width(kept + one) > to - 1:
            break
        kept += one
    return kept.rstrip() + "…"
