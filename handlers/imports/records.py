"""Rows of delimited text with the line where each begins."""

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from handlers.imports.errors import CellTooLargeError, QuoteUnclosedError


class Row(NamedTuple):
    """The 1-based physical line where a row begins, and its cells."""

    line: int
    cells: tuple[str, ...]


def records(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """Read delimited text, blank lines included (as rows without cells).

    Args:
        lines: Lines with their line ends, as a file opened with `newline=""` gives them.
        delimiter: One character.

    Yields:
        Rows as they are written, neither trimmed nor padded.

    Raises:
        CellTooLargeError: A cell exceeds `csv.field_size_limit()` characters.
        QuoteUnclosedError: A stray quote would swallow the lines below it.
    """
    current: list[str] = []
    reader = csv.reader(_remembered(lines, current), delimiter=delimiter)
    while True:
        current.clear()
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CellTooLargeError(begins, csv.field_size_limit()) from error
        if len(current) > 1:
            _check_quotes(current, delimiter, begins)
        yield Row(begins, tuple(cells))


def _remembered(lines: Iterable[str], current: list[str]) -> Iterator[str]:
    for line in lines:
        current.append(line)
        yield line


def _check_quotes(lines: list[str], delimiter: str, begins: int) -> None:
    # Lenient reading is right within a line ("Bob" Smith), but over several lines only strict
    # reading tells a line break in a cell from a quote that was never closed.
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise QuoteUnclosedError(begins) from error
