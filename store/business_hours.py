"""Business hours: when a team works, and how much of any stretch of time that is."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from store import public_holidays
from store.errors import CrmError

Span = tuple[time, time | None]
"""From, until; None is 24:00. Until a time that is not later means until that time next day."""

DAY = timedelta(days=1)
MONDAY = 0
HORIZON = 30  # years that a due time may lie ahead before the calendar counts as empty


class NeverOpen(CrmError):
    """The calendar has no working time in the years ahead."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A team's working time.

    Attributes:
        zone: in which the times of day are meant.
        week: spans of Monday to Sunday; a night shift belongs to the day on which it begins.
        days: spans of single dates in place of their weekday's: holidays have none, half days few.
        place: whose public holidays are days off, such as "CN" or "DE-BY"; "" for none's. A day in
            `days` stands whatever it is there.
    """

    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    days: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    place: str = ""
    _hash: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        """Seven days make a week."""
        if len(self.week) != len(("mon", "tue", "wed", "thu", "fri", "sat", "sun")):
            raise ValueError(self.week)
        days = tuple(sorted(self.days.items(), key=lambda one: one[0]))
        object.__setattr__(self, "_hash", hash((self.zone.key, self.week, days, self.place)))

    def __hash__(self) -> int:
        """By content: tables of years are kept for each calendar."""
        return self._hash

    def spans_of(self, day: date) -> tuple[Span, ...]:
        """When the team works on a date."""
        if day in self.days:
            return self.days[day]
        usual = self.week[day.weekday()]
        if not self.place:
            return usual
        off, worked = public_holidays.of(self.place, day.year)
        if day in worked and not usual:
            return self.week[MONDAY]  # a weekend that makes up for a holiday
        return () if day in off else usual


@dataclass(frozen=True, slots=True)
class _Year:
    """Working time of a year (UTC), as moments in seconds: begins, ends, and the sum before each."""

    begins: tuple[float, ...]
    ends: tuple[float, ...]
    sums: tuple[float, ...]

    def worked(self, moment: float) -> float:
        """Seconds of working time from the year's start until a moment."""
        index = bisect_right(self.begins, moment) - 1
        if index < 0:
            return 0.0
        return self.sums[index] + min(moment, self.ends[index]) - self.begins[index]

    def total(self) -> float:
        return self.sums[-1] + self.ends[-1] - self.begins[-1] if self.begins else 0.0

    def moment(self, worked: float) -> float:
        """The first moment by which so much of the year's working time has passed."""
        index = max(bisect_right(self.sums, worked) - 1, 0)
        if index and self.sums[index] == worked:
            return self.ends[index - 1]
        return self.begins[index] + worked - self.sums[index]


def between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Working time from one moment to another; nothing when the second is not later.

    Time is elapsed time: a night shift over the hour that summer time skips is an hour shorter.
    """
    if end <= start:
        return timedelta(0)
    first, last = start.astimezone(UTC).year, end.astimezone(UTC).year
    full = sum(_year(calendar, year).total() for year in range(first, last))
    until = _year(calendar, last).worked(end.timestamp())
    return timedelta(seconds=full + until - _year(calendar, first).worked(start.timestamp()))


def after(calendar: Calendar, start: datetime, worked: timedelta) -> datetime:
    """The first moment by which so much working time has passed since a start (UTC).

    Raises:
        NeverOpen: there is not so much working time in the next 30 years.
    """
    if worked <= timedelta(0):
        return start.astimezone(UTC)
    year = start.astimezone(UTC).year
    wanted = worked.total_seconds() + _year(calendar, year).worked(start.timestamp())
    for one in range(year, year + HORIZON):
        total = _year(calendar, one).total()
        if wanted <= total:
            return datetime.fromtimestamp(_year(calendar, one).moment(wanted), UTC)
        wanted -= total
    raise NeverOpen


def is_open(calendar: Calendar, moment: datetime) -> bool:
    """Whether the team works at a moment."""
    year = _year(calendar, moment.astimezone(UTC).year)
    index = bisect_right(year.begins, moment.timestamp()) - 1
    return index >= 0 and moment.timestamp() < year.ends[index]


@lru_cache(maxsize=256)
def _year(calendar: Calendar, year: int) -> _Year:
    """The working time of a year in UTC."""
    low, high = (datetime(one, 1, 1, tzinfo=UTC).timestamp() for one in (year, year + 1))
    clipped = [(max(begin, low), min(end, high)) for begin, end in _merged(_spans(calendar, year))]
    kept = [(begin, end) for begin, end in clipped if begin < end]
    lengths = [end - begin for begin, end in kept]
    sums = tuple(accumulate(lengths, initial=0.0))[: len(kept)]
    return _Year(tuple(one for one, _ in kept), tuple(one for _, one in kept), sums)


def _spans(calendar: Calendar, year: int) -> Iterator[tuple[float, float]]:
    """Spans of the local days that touch a UTC year, as seconds."""
    day, last = date(year, 1, 1) - 2 * DAY, date(year + 1, 1, 1) + DAY
    while day <= last:
        for begin, end in calendar.spans_of(day):
            ends_on = day if end is not None and end > begin else day + DAY
            yield (
                _moment(calendar.zone, day, begin),
                _moment(calendar.zone, ends_on, end or time(0)),
            )
        day += DAY


def _moment(zone: ZoneInfo, day: date, at: time) -> float:
    """A wall time in seconds: of one that comes twice the first, of one that is skipped the skip.

    So spans that touch on the clock touch in fact, whatever the clock does between them.
    """
    wall = datetime.combine(day, at, zone)
    found = wall.timestamp()
    if datetime.fromtimestamp(found, zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return found
    low, high = int(wall.replace(fold=1).timestamp()), int(found)
    before = datetime.fromtimestamp(low, zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        same = datetime.fromtimestamp(middle, zone).utcoffset() == before
        low, high = (middle, high) if same else (low, middle)
    return float(high)


def _merged(spans: Iterator[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans in order, those that touch or overlap made one."""
    found: list[tuple[float, float]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif begin < end:
            found.append((begin, end))
    return found
