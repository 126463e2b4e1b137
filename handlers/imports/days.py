"""Days in cells, read as the other dates of their columns are written."""

import re
from datetime import date, datetime, time

from handlers import dates
from handlers.imports.frames import Cell, Line
from handlers.texts import fmt

MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?")
NOON = time(12)
"""Of a day without a time; at noon it is the same day for almost everybody."""
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_day(line: Line, field: str, *, past: bool = False) -> date | None:
    """Read the day of a field; one that makes no sense is remarked and left out.

    Args:
        line: the row.
        field: which holds it.
        past: whether a reading in the future is none.
    """
    cell = line.first(field)
    if cell is None:
        return None
    if _ISO.match(cell.text):
        try:
            return date.fromisoformat(cell.text[:10])
        except ValueError:
            pass  # 2026-02-30: the grammar below says that it is none
    frame = line.frame
    try:
        return dates.read_when(cell.text, now=frame.now, zone=frame.voice.timezone).day
    except dates.AmbiguousDate as error:
        return _of_column(line, cell, error, past=past)
    except dates.UnreadableDate:
        line.remark(cell, fmt("Not a day: left out."))
        return None


def _of_column(line: Line, cell: Cell, error: dates.AmbiguousDate, *, past: bool) -> date | None:
    """The reading that other dates of the file call for: day or month first."""
    day_first = line.frame.survey.day_first
    readings = sorted(reading.day for reading in error.readings)
    number = re.match(r"\D*(\d{1,2})\D", error.text)
    if day_first is not None and number:
        for day in readings:
            fits = (day.day if day_first else day.month) == int(number[1])
            if fits and not (past and day > line.frame.today):
                right = day.isoformat()
                line.remark(
                    cell,
                    fmt("Read as {right}, as other dates of the column are written.", right=right),
                )
                return day
    line.remark(cell, fmt("This day can be read in two ways: left out."))
    return None


def read_moment(line: Line, field: str) -> datetime | None:
    """Read the moment of a field, at noon where it tells a day only; nonsense is remarked."""
    cell = line.first(field)
    if cell is None:
        return None
    zone = line.frame.voice.timezone
    if MOMENT.fullmatch(cell.text):
        try:
            found = datetime.fromisoformat(cell.text)
        except ValueError:
            line.remark(cell, fmt("Not a time: left out."))
            return None
        return found if found.tzinfo else found.replace(tzinfo=zone)
    day = read_day(line, field)
    return datetime.combine(day, NOON, zone) if day else None
