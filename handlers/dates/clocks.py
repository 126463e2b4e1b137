"""Times of day: clock readings, parts of the day, and what both say together."""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import Enum

NOON = 12
LAST_HOUR = 23
DAY_HOURS = 24
MINUTES = 60
# "at 3" or 3点 with nothing beside it is office talk: 1 to 6 are taken as afternoon hours.
LAST_AFTERNOON_HOUR = 6
# "tonight at 2" is after midnight, "tonight at 5" before.
LAST_HOUR_OF_NIGHT = 4


class Half(Enum):
    """a.m. or p.m."""

    AM = 0
    PM = NOON


class Part(Enum):
    """A part of the day and the hour that it means when no other is said."""

    DAWN = 0
    EARLY = 6
    MORNING = 9
    NOON = 12
    AFTERNOON = 15
    CLOSE = 18
    EVENING = 19
    NIGHT = 20
    MIDNIGHT = 24


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock reading.

    Attributes:
        hour: 0 to 24.
        minute: 0 to 59.
        second: 0 to 59.
        half: a.m. or p.m., when said.
        spoken: Said as in speech (half past 3, 三点), where 3 is an afternoon hour; ``3:00`` is
            written as on a 24-hour clock.
    """

    hour: int
    minute: int = 0
    second: int = 0
    half: Half | None = None
    spoken: bool = False

    @property
    def valid(self) -> bool:
        """Whether such a reading exists; 24:00 is the end of the day, 13 a.m. is nothing."""
        if self.half is not None and not 1 <= self.hour <= NOON:
            return self.half is Half.PM and NOON < self.hour < DAY_HOURS and self._in_range
        return self._in_range

    @property
    def _in_range(self) -> bool:
        exact = self.minute == self.second == 0
        last = DAY_HOURS if exact else LAST_HOUR
        return 0 <= self.hour <= last and self.minute < MINUTES and self.second < MINUTES


def since_midnight(clock: Clock | None, part: Part | None) -> timedelta | None:
    """How far into its day a clock reading in a part of the day lies; None if they disagree.

    May be a day or more: "tonight at 1" is an hour of the following day.
    """
    if clock is None:
        return None if part is None else timedelta(hours=part.value)
    hour = _hour(clock, part)
    if hour is None:
        return None
    return timedelta(hours=hour, minutes=clock.minute, seconds=clock.second)


def wall(passed: timedelta) -> tuple[int, time]:
    """Days to go on, and the wall time then."""
    seconds = passed.seconds
    return passed.days, time(seconds // 3600, seconds // 60 % MINUTES, seconds % MINUTES)


def _hour(clock: Clock, part: Part | None) -> int | None:
    if clock.half is not None:
        return _with_part(_of_half(clock), part)
    if part is not None and clock.hour <= NOON:
        return _HOURS[part](clock.hour)
    if part is not None:
        return _with_part(clock.hour, part)
    if clock.spoken and 1 <= clock.hour <= LAST_AFTERNOON_HOUR:
        return clock.hour + NOON
    return clock.hour


def _of_half(clock: Clock) -> int:
    half = clock.half.value if clock.half else 0
    return clock.hour if clock.hour > NOON else clock.hour % NOON + half


def _with_part(hour: int, part: Part | None) -> int | None:
    """An hour on the 24-hour clock, checked against the part of the day that was said too."""
    if part is None:
        return hour
    if part in (Part.EVENING, Part.NIGHT, Part.MIDNIGHT) and hour <= LAST_HOUR_OF_NIGHT:
        return hour + DAY_HOURS
    if part in (Part.DAWN, Part.EARLY, Part.MORNING):
        return hour if hour <= NOON else None
    return hour if hour >= NOON - 1 else None


def _morning(hour: int) -> int:
    return hour


def _dawn(hour: int) -> int:
    return hour % NOON


def _around_noon(hour: int) -> int:
    return hour if hour >= NOON - 2 else hour + NOON


def _afternoon(hour: int) -> int:
    return hour % NOON + NOON


def _night(hour: int) -> int:
    if hour in (0, NOON):
        return DAY_HOURS
    return hour + (DAY_HOURS if hour <= LAST_HOUR_OF_NIGHT else NOON)


_HOURS = {
    Part.DAWN: _dawn,
    Part.EARLY: _morning,
    Part.MORNING: _morning,
    Part.NOON: _around_noon,
    Part.AFTERNOON: _afternoon,
    Part.CLOSE: _afternoon,
    Part.EVENING: _night,
    Part.NIGHT: _night,
    Part.MIDNIGHT: _night,
}
