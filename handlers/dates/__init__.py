"""Dates and times as people write them, in English and Chinese."""

from handlers.dates.errors import AmbiguousDate, UnreadableDate
from handlers.dates.holidays import movable_holiday
from handlers.dates.moments import Found, Period, When
from handlers.dates.periods import read_period
from handlers.dates.readings import find_when, read_when

__all__ = [
    "AmbiguousDate",
    "Found",
    "Period",
    "UnreadableDate",
    "When",
    "find_when",
    "movable_holiday",
    "read_period",
    "read_when",
]
