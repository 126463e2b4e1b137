"""What was said, seen from now: which moments it can mean."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from handlers.dates.clocks import since_midnight, wall
from handlers.dates.days import AnyDay, Day, DayFromToday, Weekday, WeekdayOfWeek
from handlers.dates.durations import DAYS_A_WEEK, Duration
from handlers.dates.moments import When
from handlers.dates.occurrences import MonthDay
from handlers.dates.sayings import Said
from store.wall_times import instant

MIDNIGHT = timedelta(0)
A_DAY = timedelta(days=1)


def meanings(said: Said, now: datetime, zone: ZoneInfo) -> tuple[When, ...]:
    """Every moment that it can mean, in order of time; none when there is no such moment.

    Args:
        said: What was said.
        now: The present moment, aware.
        zone: Where the speaker is.
    """
    passed = since_midnight(said.clock, said.part)
    if passed is None and said.clock is not None:
        return ()
    try:
        seen = _Sight(said, now.astimezone(UTC), zone, passed)
        found = list(seen.moments())
    except (ValueError, OverflowError):
        return ()
    return tuple(sorted(dict.fromkeys(found), key=lambda when: when.at))


def latest_day(said: Said, now: datetime, zone: ZoneInfo) -> date:
    """The day it means where the past is spoken of: monday is the last one, not the next.

    Args:
        said: What was said, which has a meaning.
        now: The present moment, aware.
        zone: Where the speaker is.
    """
    return _Sight(said, now.astimezone(UTC), zone, None).latest()


@dataclass(frozen=True, slots=True)
class _Sight:
    """What was said, from where it is seen.

    Attributes:
        said: What was said.
        now: The present moment, in UTC, where adding hours adds elapsed time.
        home: The speaker's zone.
        passed: How far into its day the time lies; None when no time was said.
    """

    said: Said
    now: datetime
    home: ZoneInfo
    passed: timedelta | None

    @property
    def zone(self) -> tzinfo:
        """The zone whose wall clock is meant."""
        return self.said.zone or self.home

    @property
    def today(self) -> date:
        """The present day there."""
        return self.now.astimezone(self.zone).date()

    @property
    def shift(self) -> Duration:
        """What is to be added."""
        return self.said.shift or Duration()

    def moments(self) -> Iterator[When]:
        """Each moment that it can mean."""
        if self._speaks_of_now():
            yield self._from_now()
        elif self.said.names_time:
            yield from self._named()

    def _named(self) -> Iterator[When]:
        days = self._days()
        chosen = [when for day in days if (when := self._moment(day)) is not None]
        if not chosen and self.said.days and self.said.weekday:
            # The weekday contradicts the date: either may be the slip.
            alone = replace(self, said=replace(self.said, weekday=None))
            chosen = [when for day in days if (when := alone._moment(day)) is not None]
            chosen += [when for when in [alone._moment(self.said.weekday)] if when]
        yield from chosen

    def latest(self) -> date:
        """The day when looking back."""
        if self._speaks_of_now():
            return self._from_now().day
        if self.said.days and self.said.weekday:
            return next(self.moments()).day
        return self.shift.after(self._days()[0].latest(self.today))

    def _speaks_of_now(self) -> bool:
        said = self.said
        return not said.names_time and (said.now or said.shift is not None)

    def _from_now(self) -> When:
        here = self.now.astimezone(self.zone)
        day = self.shift.after(here.date())
        if self.said.shift and not self.shift.moves_clock:
            return self._whole_day(day)
        start = self.now if day == here.date() else instant(day, here.time(), self.zone)
        return self._timed(start + timedelta(seconds=self.shift.seconds))

    def _days(self) -> tuple[Day, ...]:
        said = self.said
        if said.year is not None:
            return tuple(self._in_year(day, said.year) for day in said.days or ())
        if said.days:
            return self._confirmed(said.days) or said.days
        if said.weekday:
            return (self._weekday(said.weekday),)
        return (DayFromToday(0) if self.shift.moves_day else AnyDay(),)

    def _confirmed(self, days: tuple[Day, ...]) -> tuple[Day, ...]:
        """Those whose likeliest meaning falls on the weekday that was said."""
        firsts = ((day, next(iter(day.coming(self.today)), None)) for day in days)
        return tuple(day for day, first in firsts if first and self._fits(first))

    def _weekday(self, weekday: Day) -> Day:
        """The weekday; "monday, 2 weeks from now" is in the week in which those end."""
        if not self.said.from_now or not isinstance(weekday, Weekday):
            return weekday
        monday = self.today - timedelta(days=self.today.weekday())
        ahead = self.shift.after(self.today) - monday
        return WeekdayOfWeek(weekday.weekday, ahead.days // DAYS_A_WEEK)

    @staticmethod
    def _in_year(day: Day, year: int) -> Day:
        if not isinstance(day, MonthDay) or day.year is not None:
            raise ValueError(day)
        return replace(day, year=year)

    def _moment(self, day: Day) -> When | None:
        for candidate in day.coming(self.today):
            if self._fits(candidate) and not (day.strict and self._at(candidate) <= self.now):
                return self._shifted(day, self._of_this_night(candidate))
        return None

    def _of_this_night(self, candidate: date) -> date:
        """Said after midnight, "tonight at 2" belongs to the night that began yesterday."""
        yesterday = candidate - timedelta(days=1)
        if self.passed is None or self.passed <= A_DAY or candidate != self.today:
            return candidate
        return yesterday if self._at(yesterday) > self.now else candidate

    def _fits(self, candidate: date) -> bool:
        weekday = getattr(self.said.weekday, "weekday", None)
        return not self.said.days or weekday is None or candidate.weekday() == weekday

    def _shifted(self, day: Day, candidate: date) -> When:
        in_that_week = self.said.from_now and isinstance(day, WeekdayOfWeek)
        moved = candidate if in_that_week else self.shift.after(candidate)
        if self.passed is None and not self.shift.moves_clock:
            return self._whole_day(moved)
        return self._timed(self._at(moved) + timedelta(seconds=self.shift.seconds))

    def _at(self, day: date) -> datetime:
        days, clock = wall(MIDNIGHT if self.passed is None else self.passed)
        return instant(day + timedelta(days=days), clock, self.zone)

    def _timed(self, at: datetime) -> When:
        return When(at, has_time=True, day=at.astimezone(self.home).date())

    def _whole_day(self, day: date) -> When:
        return When(instant(day, time(), self.zone), has_time=False, day=day)
