"""Ways to name a day near today, each knowing which calendar days it can mean."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Protocol

from handlers.dates.durations import DAYS_A_WEEK


class Day(Protocol):
    """A way to name a day."""

    @property
    def strict(self) -> bool:
        """Whether the moment must lie in the future, so that today may be too late."""

    def coming(self, today: date) -> Iterator[date]:
        """The days it can mean, the likeliest first, looking ahead."""

    def latest(self, today: date) -> date:
        """The day it means when the past is spoken of.

        Raises:
            ValueError: There is none.
        """


class OneDay(ABC):
    """A day that is the same whether one looks ahead or back."""

    __slots__ = ()
    strict: ClassVar[bool] = False

    def coming(self, today: date) -> Iterator[date]:
        """The one day that it is."""
        yield self.on(today)

    def latest(self, today: date) -> date:
        """The one day that it is."""
        return self.on(today)

    @abstractmethod
    def on(self, today: date) -> date:
        """The day it is when today is ``today``."""


@dataclass(frozen=True, slots=True)
class DayFromToday(OneDay):
    """Today, tomorrow, yesterday: so many days from today."""

    days: int

    def on(self, today: date) -> date:
        """Today and so many days."""
        return today + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class AnyDay:
    """No day was named: the first on which the time is still to come."""

    strict: ClassVar[bool] = True

    def coming(self, today: date) -> Iterator[date]:
        """Today, then tomorrow."""
        yield today
        yield today + timedelta(days=1)

    def latest(self, today: date) -> date:
        """Today."""
        return today


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday with nothing beside it: the next to come. 0 is Monday."""

    weekday: int
    strict: ClassVar[bool] = True

    def coming(self, today: date) -> Iterator[date]:
        """The next such day, today included, and the one a week later."""
        first = today + timedelta(days=(self.weekday - today.weekday()) % DAYS_A_WEEK)
        yield first
        yield first + timedelta(days=DAYS_A_WEEK)

    def latest(self, today: date) -> date:
        """The last such day, today included."""
        return today - timedelta(days=(today.weekday() - self.weekday) % DAYS_A_WEEK)


@dataclass(frozen=True, slots=True)
class WeekdayOfWeek(OneDay):
    """A weekday of the week that lies so many calendar weeks (Monday first) from this one.

    Attributes:
        weekday: 0 is Monday.
        weeks: 1 is next week.
        rolls: "this Monday" on a Wednesday is the coming one, 本周一 the one gone by.
    """

    weekday: int
    weeks: int
    rolls: bool = False

    def on(self, today: date) -> date:
        """The day in that week."""
        days = self.weekday - today.weekday() + DAYS_A_WEEK * self.weeks
        if self.rolls and days < 0:
            days += DAYS_A_WEEK
        return today + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class NthWeekday(OneDay):
    """The nth such weekday from today on, today excluded; counted backwards when negative."""

    weekday: int
    count: int

    def on(self, today: date) -> date:
        """The nth one."""
        if self.count > 0:
            ahead = (self.weekday - today.weekday() - 1) % DAYS_A_WEEK + 1
            return today + timedelta(days=ahead + DAYS_A_WEEK * (self.count - 1))
        back = (today.weekday() - self.weekday - 1) % DAYS_A_WEEK + 1
        return today - timedelta(days=back + DAYS_A_WEEK * (-self.count - 1))
