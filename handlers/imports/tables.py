"""A table as it is imported, whatever file it comes from: headers, tidy rows, remarks."""

import re
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from handlers.imports import header_rows
from handlers.imports.records import Row
from handlers.imports.vocabularies import is_known

_HEAD_ROWS = 100
# Blanks and the invisible marks that phones and word processors leave around values.
_BLANKS = (
    string.whitespace
    + "\x1a\x85\xa0\u200b\u200e\u200f\u2060\u3000\ufeff"
    + "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_GUARDED = re.compile(r"'(?=[=+\-@]|\d+$)")


class Oddity(StrEnum):
    """What was read with a decision that people may want to see."""

    ENCODING_GUESSED = "encoding_guessed"  # value: the encoding
    LINES_SKIPPED = "lines_skipped"  # line: the header's; value: how many lines are above it
    HEADER_EMPTY = "header_empty"  # value: the 1-based column
    HEADER_TWICE = "header_twice"  # value: the header


@dataclass(frozen=True, slots=True)
class Remark:
    """A decision made in reading: what, at which 1-based line, about what."""

    oddity: Oddity
    line: int
    value: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: trimmed headers ("" where one is missing) and rows.

    Attributes:
        headers: One name a column; names may occur twice.
        rows: Rows with something in them; may be walked any number of times. Each has at least
            as many cells as there are headers; more only where the file has values beyond them.
        encoding: A codec name; "" for a workbook.
        delimiter: One character; "" for a workbook.
        remarks: Decisions made in reading, top down.
    """

    headers: tuple[str, ...]
    rows: Iterable[Row]
    encoding: str = ""
    delimiter: str = ""
    remarks: tuple[Remark, ...] = ()

    def sample(self, count: int = 50) -> list[tuple[str, ...]]:
        """Return the cells of the first `count` rows."""
        return [row.cells for row in islice(self.rows, count)]


@dataclass(frozen=True, slots=True)
class _Below:
    """The tidy rows below a header, read anew at each walk."""

    source: Callable[[], Iterable[Row]]
    header: Row

    def __iter__(self) -> Iterator[Row]:
        width = len(self.header.cells)
        for row in self.source():
            if row.line <= self.header.line:
                continue
            cells = _fit(row.cells, width)
            # A header that comes again is a seam of files joined together.
            if any(cells) and cells != self.header.cells:
                yield Row(row.line, cells)


def table_of(source: Callable[[], Iterable[Row]]) -> Sheet:
    """Find header and width of a table among raw rows.

    Cells lose outer blanks, `="007"` and the apostrophe that guards a formula or a number.

    Args:
        source: Opens the raw rows, lines ascending; called for each walk.

    Returns:
        The table, without encoding and delimiter.

    Raises:
        SheetEmptyError: No row has anything in it.
        HeaderMissingError: The table begins with values.
    """
    first = list(islice(source(), _HEAD_ROWS))
    raw = header_rows.locate(first, is_known)
    header = Row(raw.line, _fit(raw.cells, _width(raw, first)))
    return Sheet(header.cells, _Below(source, header), remarks=tuple(_remarks(header)))


def _width(header: Row, rows: Iterable[Row]) -> int:
    """Columns up to the last one with a name, or one without a name but with values."""
    below = [row for row in rows if row.line > header.line]
    unnamed = (min(_filled_width(row.cells), len(header.cells)) for row in below)
    return max([_filled_width(header.cells), *unnamed])


def _filled_width(cells: tuple[str, ...]) -> int:
    return max((index for index, cell in enumerate(cells, 1) if _tidy(cell)), default=0)


def _fit(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Trim cells, drop blank ones beyond the width, pad up to it."""
    tidy = [_tidy(cell) for cell in cells]
    while len(tidy) > width and not tidy[-1]:
        tidy.pop()
    return tuple(tidy) + ("",) * (width - len(tidy))


def _tidy(cell: str) -> str:
    cell = cell.strip(_BLANKS)
    if cell[:1] == "=" and (formula := _TEXT_FORMULA.fullmatch(cell)):
        return formula.group(1).strip(_BLANKS)
    return _GUARDED.sub("", cell, count=1) if cell[:1] == "'" else cell


def _remarks(header: Row) -> Iterator[Remark]:
    names = header.cells
    if header.line > 1:
        yield Remark(Oddity.LINES_SKIPPED, header.line, str(header.line - 1))
    for column, name in enumerate(names, 1):
        if not name:
            yield Remark(Oddity.HEADER_EMPTY, header.line, str(column))
    for name in dict.fromkeys(name for name in names if name and names.count(name) > 1):
        yield Remark(Oddity.HEADER_TWICE, header.line, name)
