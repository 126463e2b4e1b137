"""Where a table begins: the header row below titles, notes and blank lines."""

import math
import re
from collections.abc import Callable, Sequence

from handlers.imports.errors import HeaderMissingError, SheetEmptyError
from handlers.imports.records import Row
from handlers.imports.values import Look, look_of

_NEARBY = 10
_NARROWER = 0.6
_LETTER = re.compile(r"[^\W\d_]")


def locate(rows: Sequence[Row], known: Callable[[str], bool]) -> Row:
    """Find the header row among the first rows of a table.

    It is the first row about as wide as the table; or a wider one shortly below it which holds
    names that are known where the first holds none (`Report:,Contacts` above `Name,Phone,Mail`).

    Args:
        rows: The first rows, blank ones included.
        known: Tells whether a cell is a column name in common use.

    Returns:
        The header row as it stands.

    Raises:
        SheetEmptyError: No row has anything in it.
        HeaderMissingError: The first row of the table holds values.
    """
    filled = [row for row in rows if _count(row)]
    if not filled:
        raise SheetEmptyError
    wanted = _usual_width(filled)
    place = next(index for index, row in enumerate(filled) if _count(row) >= wanted)
    row = _better(filled[place : place + _NEARBY], known)
    if not _names_columns(row):
        raise HeaderMissingError(row.line, row.cells)
    return row


def _count(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _usual_width(rows: Sequence[Row]) -> int:
    """Cells that a row needs to belong to the table: a share of the upper quartile."""
    counts = sorted(_count(row) for row in rows)
    wide = counts[len(counts) * 3 // 4]
    return max(min(2, wide), math.ceil(_NARROWER * wide))


def _better(rows: Sequence[Row], known: Callable[[str], bool]) -> Row:
    first = rows[0]
    if any(known(cell) for cell in first.cells):
        return first
    wider = (row for row in rows[1:] if _count(row) > _count(first))
    return next((row for row in wider if sum(map(known, row.cells)) > 1), first)


def _names_columns(row: Row) -> bool:
    cells = [cell for cell in row.cells if cell.strip()]
    worded = sum(bool(_LETTER.search(cell)) for cell in cells)
    return 2 * worded >= len(cells) and not any(look_of(cell) is not Look.TEXT for cell in cells)
