"""Weeks, months, quarters and years of the calendar, counted from today, and their edges."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from handlers.dates.durations import Unit, add_months
from handlers.dates.moments import Period

FRIDAY = 4
SATURDAY = 5
MIDDLE_OF_MONTH = 14


class Edge(Enum):
    """A named place within a span."""

    START = "start"
    MIDDLE = "middle"
    END = "end"
    WEEKEND = "weekend"


@dataclass(frozen=True, slots=True)
class Span:
    """A calendar week (Monday first), month, quarter or year, or a day.

    Attributes:
        unit: Which of them.
        offset: 0 the present one, 1 the next, -1 the last; of years when there is a number.
            None when nothing of the kind was said.
        number: Which month or quarter of the year.
        year: The year.
    """

    unit: Unit
    offset: int | None = None
    number: int | None = None
    year: int | None = None

    def around(self, today: date) -> Period:
        """Its first day and the day after its last, as seen from ``today``."""
        if self.unit in (Unit.DAY, Unit.WEEK, Unit.FORTNIGHT):
            return self._days(today)
        months = self.unit.value[1]
        start = self._first_month(today, months)
        return Period(start, add_months(start, months))

    def _days(self, today: date) -> Period:
        length = self.unit.value[1]
        start = today if self.unit is Unit.DAY else today - timedelta(days=today.weekday())
        start += timedelta(days=length * (self.offset or 0))
        return Period(start, start + timedelta(days=length))

    def _first_month(self, today: date, months: int) -> date:
        year = self.year if self.year is not None else today.year
        if self.number is not None:
            return date(year + (self.offset or 0), months * (self.number - 1) + 1, 1)
        if self.year is not None:
            return date(year, 1, 1)
        month = (today.month - 1) // months * months + 1
        return add_months(date(year, month, 1), months * (self.offset or 0))

    @property
    def floats(self) -> bool:
        """Whether it was not said which one: "end of month", ``june``, ``Q3``."""
        return self.offset is None and self.year is None

    def neighbours(self) -> "list[Span]":
        """Where it floats: the one before, this and the next; otherwise just this."""
        if not self.floats:
            return [self]
        return [Span(self.unit, offset, self.number) for offset in (-1, 0, 1)]

    def edge(self, edge: Edge, today: date) -> date:
        """The day that an edge of this span means.

        A week starts on Monday and, as working weeks go, ends on Friday; its weekend is Saturday.
        The middle of a month is the 15th.
        """
        period = self.around(today)
        if self.unit is Unit.WEEK:
            return period.start + timedelta(days=_DAY_OF_WEEK[edge])
        if edge is Edge.START:
            return period.start
        if edge is Edge.MIDDLE:
            if self.unit is Unit.MONTH:
                return period.start + timedelta(days=MIDDLE_OF_MONTH)
            return period.start + (period.end - period.start) // 2
        return period.end - timedelta(days=1)


_DAY_OF_WEEK = {Edge.START: 0, Edge.MIDDLE: 2, Edge.END: FRIDAY, Edge.WEEKEND: SATURDAY}
