"""Excel workbooks read as tables."""

from datetime import date, datetime, time

import openpyxl
import pytest

from handlers.imports.errors import SheetEmptyError
from handlers.imports.sheets import read_sheet

# A workbook has no zones.
MORNING = datetime.fromisoformat("2026-03-04T09:30")
MIDNIGHT = datetime.fromisoformat("2026-03-04T00:00")


@pytest.fixture
def saved(tmp_path):
    """Save sheets of rows as a workbook; gives its path."""

    def save(*sheets, hidden=()):
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for number, rows in enumerate(sheets):
            sheet = book.create_sheet(f"Sheet {number}")
            for row in rows:
                sheet.append(row)
            if number in hidden:
                sheet.sheet_state = "hidden"
        path = tmp_path / "book.xlsx"
        book.save(path)
        return path

    return save


def test_values_are_written_as_in_a_csv(saved):
    rows = [
        ("Name", "Since", "At", "Hour", "Amount", "Count", "Open"),
        ("王小明", date(2026, 3, 4), MORNING, time(9, 30), 12.5, 3.0, True),
        ("Ada", MIDNIGHT, None, None, "1,5", 7, False),
    ]
    sheet = read_sheet(saved(rows))
    assert sheet.headers == rows[0]
    assert sheet.sample() == [
        ("王小明", "2026-03-04", "2026-03-04 09:30:00", "09:30:00", "12.5", "3", "True"),
        ("Ada", "2026-03-04", "", "", "1,5", "7", "False"),
    ]
    assert sheet.sample() == sheet.sample()


def test_the_first_visible_sheet_with_something_in_it_is_read(saved):
    rows = [("Report of March",), (), ("Name", "Phone"), ("Ada", "1")]
    sheet = read_sheet(saved([("No", "such"), ("a", "b")], [], rows, [("Other",)], hidden={0}))
    assert sheet.headers == ("Name", "Phone")
    assert sheet.sample() == [("Ada", "1")]


def test_a_workbook_without_values_is_empty(saved):
    with pytest.raises(SheetEmptyError):
        read_sheet(saved([], []))
