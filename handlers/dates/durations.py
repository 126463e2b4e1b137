"""Lengths of time: how much is said, and what adding it to a day or a moment gives."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Self

DAYS_A_WEEK = 7
MONTHS_A_YEAR = 12
# What half a month or a quarter of one means in days.
DAYS_A_MONTH = 30
SECONDS_A_DAY = 86_400
# Monday to Friday.
WORKING_DAYS = 5


class Unit(Enum):
    """A unit of time: the field of Duration it counts in, and how many of those it is."""

    SECOND = ("seconds", 1)
    MINUTE = ("seconds", 60)
    QUARTER_HOUR = ("seconds", 900)
    HOUR = ("seconds", 3600)
    DAY = ("days", 1)
    WORKDAY = ("workdays", 1)
    WEEK = ("days", DAYS_A_WEEK)
    FORTNIGHT = ("days", 2 * DAYS_A_WEEK)
    MONTH = ("months", 1)
    QUARTER = ("months", 3)
    YEAR = ("months", MONTHS_A_YEAR)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time. Months, days and working days move the wall calendar; seconds are absolute.

    Attributes:
        months: Calendar months; the day of month is clamped (31 January + 1 = 28 or 29 February).
        days: Calendar days.
        workdays: Days from Monday to Friday.
        seconds: Elapsed seconds.
    """

    months: int = 0
    days: int = 0
    workdays: int = 0
    seconds: int = 0

    @classmethod
    def of(cls, amount: float, unit: Unit) -> Self:
        """``amount`` of ``unit``; a part of a month counts as days, a part of a day as seconds."""
        field, size = unit.value
        total = amount * size
        if field == "seconds":
            return cls(seconds=round(total))
        whole = int(total)
        rest = total - whole
        if field == "months":
            return cls(months=whole, days=round(rest * DAYS_A_MONTH))
        if field == "workdays":
            return cls(workdays=whole)
        return cls(days=whole, seconds=round(rest * SECONDS_A_DAY))

    def __add__(self, other: "Duration") -> "Duration":
        return Duration(
            self.months + other.months,
            self.days + other.days,
            self.workdays + other.workdays,
            self.seconds + other.seconds,
        )

    def __neg__(self) -> "Duration":
        return Duration(-self.months, -self.days, -self.workdays, -self.seconds)

    def after(self, day: date) -> date:
        """The day that lies this many months, days and working days after ``day``."""
        moved = add_months(day, self.months) + timedelta(days=self.days)
        return add_workdays(moved, self.workdays)

    @property
    def moves_clock(self) -> bool:
        """Whether hours, minutes or seconds are part of it."""
        return self.seconds != 0

    @property
    def moves_day(self) -> bool:
        """Whether days, working days or months are part of it."""
        return bool(self.months or self.days or self.workdays)


def add_months(day: date, months: int) -> date:
    """The same day of another month, clamped to the month's last day.

    Raises:
        ValueError: The year lies outside 1 to 9999.
    """
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_workdays(day: date, count: int) -> date:
    """The day ``count`` working days (Monday to Friday) later, or earlier when negative."""
    if not count:
        return day
    step = timedelta(days=1 if count > 0 else -1)
    while day.weekday() >= WORKING_DAYS:
        day -= step
    weeks, rest = divmod(abs(count), WORKING_DAYS)
    day += step * DAYS_A_WEEK * weeks
    while rest:
        day += step
        rest -= day.weekday() < WORKING_DAYS
    return day
