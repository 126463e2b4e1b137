"""Tables in files as people really have them: any encoding and delimiter, Excel, or vCards."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from handlers.imports import delimiters, encodings, vcards
from handlers.imports.errors import (
    NotASheetError,
    SheetEmptyError,
    SheetFolderError,
    SheetMissingError,
)
from handlers.imports.records import Row, records
from handlers.imports.signatures import HEAD_BYTES, binary_kind, markup_kind
from handlers.imports.tables import Oddity, Remark, Sheet, table_of
from handlers.imports.workbooks import workbook_rows

__all__ = ["Oddity", "Remark", "Row", "Sheet", "read_sheet"]

_HEAD_CHARS = 262_144


def read_sheet(path: Path) -> Sheet:
    """Open a CSV or TSV file, an Excel workbook, or a file of vCards.

    All of a text file is checked to decode; rows are read as they are walked, so that a million of
    them need no more memory than one. See `tables.table_of` for what is done to cells.

    Args:
        path: The file; its suffix does not matter.

    Returns:
        The table. Walking its rows can raise CellTooLargeError and QuoteUnclosedError.

    Raises:
        SheetMissingError: There is no such file, or it may not be read.
        SheetFolderError: It is a directory.
        SheetEmptyError: It has nothing in it.
        NotASheetError: It is an image, a web page, a damaged workbook...
        UndecodableError: Its text is damaged.
        HeaderMissingError: It begins with values.
        CellTooLargeError, QuoteUnclosedError: Among the first rows.
    """
    _check_file(path)
    if _is_workbook(path):
        rows = workbook_rows(path)
        return table_of(lambda: rows)
    encoding = encodings.detect(path)
    head = _head(path, encoding.name)
    kind = markup_kind(head)
    if kind == "vcard":
        return replace(vcards.read_cards(path, encoding.name), encoding=encoding.name)
    if kind:
        raise NotASheetError(kind)
    hint = delimiters.hinted(head)
    delimiter = hint or delimiters.detect(head)
    sheet = table_of(partial(_rows, path, encoding.name, delimiter, skip=1 if hint else 0))
    guessed = () if encoding.certain else (Remark(Oddity.ENCODING_GUESSED, 1, encoding.name),)
    remarks = guessed + sheet.remarks
    return replace(sheet, encoding=encoding.name, delimiter=delimiter, remarks=remarks)


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return binary_kind(path, file.read(HEAD_BYTES)) == "xlsx"


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise SheetFolderError(path)
    try:
        if not path.stat().st_size:
            raise SheetEmptyError
        path.open("rb").close()
    except OSError as error:
        raise SheetMissingError(path) from error


def _rows(path: Path, encoding: str, delimiter: str, *, skip: int) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as file:
        yield from islice(records(file, delimiter), skip, None)


def _head(path: Path, encoding: str) -> str:
    """Read the first lines; one that the limit cuts is left out, unless it is the only one."""
    with path.open(encoding=encoding, newline="") as file:
        head = file.read(_HEAD_CHARS)
    if len(head) < _HEAD_CHARS:
        return head
    return head[: max(head.rfind("\n"), head.rfind("\r")) + 1] or head
