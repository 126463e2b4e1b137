"""The delimiter of a text table: the one that splits most lines, and splits them alike."""

import csv
import io
import re
from collections import Counter

DELIMITERS = (",", ";", "\t", "|")
_HINT = re.compile(r'\s*"?sep=([^\w\r\n "])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_ROWS = 100


def hinted(head: str) -> str | None:
    """Return the delimiter named by a first line `sep=;`, which Excel writes and obeys."""
    found = _HINT.match(head)
    return found.group(1) if found else None


def detect(head: str) -> str:
    """Choose among comma, semicolon, tab and bar; a comma for a table of one column.

    Args:
        head: The beginning of the table, whole lines.

    Returns:
        One character.
    """
    return max(DELIMITERS, key=lambda delimiter: _fitness(head, delimiter))


def _fitness(head: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter fits: share of rows it splits plus share of the usual width; width."""
    widths = [width for width in _widths(head, delimiter) if width]
    split = [width for width in widths if width > 1]
    if not split:
        return (0.0, 0)
    width, alike = Counter(split).most_common(1)[0]
    return ((len(split) + alike) / len(widths), width)


def _widths(head: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for cells in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
            widths.append(len(cells))
            if len(widths) == _ROWS:
                break
    except csv.Error:  # a cell too large: the rows above it still count
        return widths
    return widths
