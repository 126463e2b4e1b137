"""Points in time: what a date expression means, and how local wall time becomes UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

WORK_BEGINS = time(9)


@dataclass(frozen=True, slots=True)
class When:
    """A point in time that somebody named.

    Attributes:
        at: The moment, aware, in UTC.
        has_time: False when only a day was named; ``at`` is then the first moment of that day.
        day: The local day.
    """

    at: datetime
    has_time: bool
    day: date

    def due(self, zone: tzinfo) -> datetime:
        """When something is due that was promised for then: a mere day when work begins.

        Args:
            zone: of whoever named it.
        """
        if self.has_time:
            return self.at
        return datetime.combine(self.day, WORK_BEGINS, zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """A run of local days.

    Attributes:
        start: The first day.
        end: The day after the last one.
    """

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Found:
    """A date expression inside a longer text.

    Attributes:
        start: Offset of its first character in the text as given.
        end: Offset after its last character.
        when: What it means.
    """

    start: int
    end: int
    when: When


def instant(day: date, clock: time, zone: tzinfo) -> datetime:
    """The moment at which a wall clock shows ``clock`` on ``day``, in UTC.

    A wall time that a clock change skips becomes the first moment after the gap; of one that
    comes twice the first is taken (PEP 495, ``fold=0``).

    Raises:
        OverflowError: The moment lies outside the years 1 to 9999.
    """
    wall = datetime.combine(day, clock)
    early, late = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    if early >= late:
        return late
    return _change_between(early, late, zone)


def _change_between(early: datetime, late: datetime, zone: tzinfo) -> datetime:
    """The first whole second after ``early`` at which ``zone`` has another offset (bisection)."""
    before = early.astimezone(zone).utcoffset()
    low, high = 0, int((late - early).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (early + timedelta(seconds=middle)).astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return early + timedelta(seconds=high)
