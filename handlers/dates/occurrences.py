"""Days that come again every month or year: the 15th, 4 July, the last friday, the end of June."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import ClassVar

from handlers.dates.durations import DAYS_A_WEEK, add_months
from handlers.dates.spans import Edge, Span

# Far enough for 29 February across 1900 and 2100, and for a day of month with its weekday.
YEARS_AHEAD = 9
MONTHS_AHEAD = 15
# A weekday that fits no coming day may confirm one that is not longer past than this.
RECENT = timedelta(days=31)
CHOICES_OF_YEAR = 2


@dataclass(frozen=True, slots=True)
class WeekdayOfSpan:
    """The nth, or with -1 the last, such weekday of a month."""

    weekday: int
    nth: int
    span: Span
    strict: ClassVar[bool] = False

    def coming(self, today: date) -> Iterator[date]:
        """The one of that month; of a month without a year, the next to come first."""
        days = [self._in(span, today) for span in self.span.neighbours()]
        return _ahead_first(days, today)

    def latest(self, today: date) -> date:
        """The last one that is not ahead."""
        return _last_before([self._in(span, today) for span in self.span.neighbours()], today)

    def _in(self, span: Span, today: date) -> date:
        period = span.around(today)
        if self.nth > 0:
            ahead = (self.weekday - period.start.weekday()) % DAYS_A_WEEK
            day = period.start + timedelta(days=ahead + DAYS_A_WEEK * (self.nth - 1))
        else:
            last = period.end - timedelta(days=1)
            day = last - timedelta(days=(last.weekday() - self.weekday) % DAYS_A_WEEK)
        if day >= period.end:
            raise ValueError(day)
        return day


@dataclass(frozen=True, slots=True)
class EdgeOfSpan:
    """The start, middle or end of a week, month, quarter or year."""

    span: Span
    edge: Edge
    strict: ClassVar[bool] = False

    def coming(self, today: date) -> Iterator[date]:
        """The edge; of a span that is not pinned down, the next to come, today included."""
        return _ahead_first([span.edge(self.edge, today) for span in self.span.neighbours()], today)

    def latest(self, today: date) -> date:
        """The last such edge that is not ahead."""
        return _last_before([span.edge(self.edge, today) for span in self.span.neighbours()], today)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """The 15th, 5号: of a given month when one is said, else of the next that has such a day."""

    day: int
    span: Span | None = None
    strict: ClassVar[bool] = False

    def coming(self, today: date) -> Iterator[date]:
        """Such days from today on, in order."""
        if self.span is not None:
            yield self.span.around(today).start.replace(day=self.day)
            return
        yield from _ahead_first(self._days(today, range(-2, MONTHS_AHEAD)), today)

    def latest(self, today: date) -> date:
        """The last such day that is not ahead."""
        if self.span is not None:
            return next(self.coming(today))
        return _last_before(self._days(today, range(-2, 1)), today)

    def _days(self, today: date, months: range) -> Iterator[date]:
        """The days in those months, counted from the present one, that have such a day."""
        first = today.replace(day=1)
        for ahead in months:
            month = add_months(first, ahead)
            if 1 <= self.day <= _length(month):
                yield month.replace(day=self.day)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day and month, and the year when it is said."""

    month: int
    day: int
    year: int | None = None
    strict: ClassVar[bool] = False

    def coming(self, today: date) -> Iterator[date]:
        """The next such day, today included, the one just gone by, and that of a year later."""
        return islice(_ahead_first(self._choices(today), today), CHOICES_OF_YEAR)

    def latest(self, today: date) -> date:
        """The last such day that is not ahead; with a year, that very day."""
        return _last_before(self._choices(today), today)

    def _choices(self, today: date) -> Iterator[date]:
        if self.year is not None:
            yield date(self.year, self.month, self.day)
            return
        for year in range(today.year - YEARS_AHEAD, today.year + YEARS_AHEAD):
            if 1 <= self.day <= _length(date(year, self.month, 1)):
                yield date(year, self.month, self.day)


def _ahead_first(days: Iterable[date], today: date) -> Iterator[date]:
    """The first day that is not past, then the last that is if it is recent, then what follows.

    Of days that are all past, the last.
    """
    past: date | None = None
    coming = 0
    for day in days:
        if day < today:
            past = day
            continue
        yield day
        coming += 1
        if coming == 1 and past and today - past <= RECENT:
            yield past
    if not coming and past:
        yield past


def _last_before(days: Iterable[date], today: date) -> date:
    """The last day up to today, or the only one there is."""
    known = list(days)
    return max((day for day in known if day <= today), default=min(known))


def _length(month: date) -> int:
    return calendar.monthrange(month.year, month.month)[1]
