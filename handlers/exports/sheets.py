"""Sheets: rows written to CSV or XLSX one after another, whatever their number."""

import csv
import io
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Literal
from zoneinfo import ZoneInfo

from handlers.grids import Cell
from store.moneys import Money, decimal_places

Format = Literal["csv", "xlsx", "pdf"]
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the beginning of a formula."""
LONGEST = 32_767
"""Characters that fit into a cell of Excel."""
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column.

    Attributes:
        width: in characters.
    """

    text: str
    width: int = 14


class Sheet(ABC):
    """A sheet that is written from its first row to its last."""

    def __init__(self, stream: IO[bytes], heads: Sequence[Head], zone: ZoneInfo) -> None:
        """Write the heads.

        Args:
            stream: where the file goes.
            heads: of the columns.
            zone: in which moments are written.
        """
        self.stream = stream
        self.heads = heads
        self.zone = zone

    @abstractmethod
    def write(self, cells: Sequence[Cell]) -> None:
        """Write a row."""

    @abstractmethod
    def close(self) -> None:
        """Write what is left; the stream stays open."""

    def local(self, moment: datetime) -> datetime:
        """A moment as the reader's clock showed it."""
        return moment.astimezone(self.zone).replace(tzinfo=None, microsecond=0)


class CsvSheet(Sheet):
    """A CSV file in UTF-8, with the mark by which Excel knows that."""

    def __init__(self, stream: IO[bytes], heads: Sequence[Head], zone: ZoneInfo) -> None:
        """Write the heads."""
        super().__init__(stream, heads, zone)
        self._text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
        self._rows = csv.writer(self._text)
        self._rows.writerow([inert(one.text) for one in heads])

    def write(self, cells: Sequence[Cell]) -> None:
        """Write a row."""
        self._rows.writerow([self._plain(one) for one in cells])

    def _plain(self, value: Cell) -> str:
        """Text that no spreadsheet takes for a formula; numbers with a point, dates by ISO 8601."""
        if isinstance(value, Money):
            return str(value.decimal)
        if isinstance(value, datetime):
            return self.local(value).isoformat(" ", "minutes")
        if isinstance(value, date):
            return value.isoformat()
        return inert(value) if isinstance(value, str) else "" if value is None else str(value)

    def close(self) -> None:
        """Write what is left."""
        self._text.flush()
        self._text.detach()


def inert(text: str) -> str:
    """A text that a spreadsheet shows and does not run: an apostrophe before what begins a formula."""
    text = _UNWRITABLE.sub("", text)
    return f"'{text}" if text.startswith(RISKY) else text


class XlsxSheet(Sheet):
    """An XLSX file with typed cells and a bold head that stays in sight."""

    def __init__(self, stream: IO[bytes], heads: Sequence[Head], zone: ZoneInfo) -> None:
        """Write the heads."""
        from openpyxl import Workbook  # noqa: PLC0415 (0.7 s)
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
        from openpyxl.styles import Font  # noqa: PLC0415
        from openpyxl.utils import get_column_letter  # noqa: PLC0415

        super().__init__(stream, heads, zone)
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet()
        self._make = WriteOnlyCell
        self._sheet.freeze_panes = "A2"
        for place, one in enumerate(heads, 1):
            self._sheet.column_dimensions[get_column_letter(place)].width = one.width
        row = [self._text(one.text) for one in heads]
        for cell in row:
            cell.font = Font(bold=True)
        self._sheet.append(row)

    def write(self, cells: Sequence[Cell]) -> None:
        """Write a row."""
        self._sheet.append([self._typed(one) for one in cells])

    def _typed(self, value: Cell) -> Any:  # noqa: ANN401 (openpyxl's)
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Money):
            return self._number(value)
        if isinstance(value, datetime):
            return self._formatted(self.local(value), "yyyy-mm-dd hh:mm")
        return self._formatted(value, "yyyy-mm-dd") if isinstance(value, date) else value

    def _text(self, value: str) -> Any:  # noqa: ANN401 (openpyxl's)
        """Text stays text, whatever it begins with, even after somebody has edited it."""
        cell = self._make(self._sheet, _UNWRITABLE.sub("", value)[:LONGEST])
        cell.data_type = "s"
        if value.startswith(RISKY):
            cell.quotePrefix = True
        return cell

    def _number(self, value: Money) -> Any:  # noqa: ANN401 (openpyxl's)
        places = decimal_places(value.currency)
        return self._formatted(value.decimal, "#,##0" + (f".{'0' * places}" if places else ""))

    def _formatted(self, value: Decimal | date, number_format: str) -> Any:  # noqa: ANN401 (openpyxl's)
        cell = self._make(self._sheet, value)  # type: ignore[arg-type]  # stubs lack Decimal
        cell.number_format = number_format
        return cell

    def close(self) -> None:
        """Write what is left."""
        self._book.save(self.stream)


SHEETS: dict[str, type[Sheet]] = {"csv": CsvSheet, "xlsx": XlsxSheet}
