"""Rows of Excel workbooks: the first sheet that holds something, as text."""

import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from handlers.imports.errors import NotASheetError
from handlers.imports.records import Row


def workbook_rows(path: Path) -> list[Row]:
    """Read the rows of a workbook (.xlsx): values, not formulas.

    Args:
        path: of a file that is a zip archive with a workbook in it.

    Returns:
        The rows of the first visible sheet that has a value; none where there is no such sheet.

    Raises:
        NotASheetError: the workbook is damaged, or locked by a password.
    """
    import openpyxl  # noqa: PLC0415 (0.7 s)

    try:
        with warnings.catch_warnings():
            # It warns of styles and extensions that do not concern values.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            return _first(book)
    except Exception as error:  # a broken workbook breaks in as many ways as XML and zip can
        raise NotASheetError("damaged") from error


def _first(book: Any) -> list[Row]:  # noqa: ANN401 (openpyxl has no types)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # some writers claim a single cell
                rows = list(_rows(sheet.iter_rows(values_only=True)))
                if any(any(row.cells) for row in rows):
                    return rows
        return []
    finally:
        book.close()


def _rows(values: Iterable[Iterable[Any]]) -> Iterator[Row]:
    for line, row in enumerate(values, 1):
        yield Row(line, tuple(map(_text, row)))


def _text(value: Any) -> str:  # noqa: ANN401
    """A value as a CSV of the same table would have it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
