"""Dates and times in figures: 2026-03-04, 31/10/74, 9:30 pm, 2026-03-04T09:30Z."""

import re
from datetime import datetime

from handlers.dates.clocks import Clock, Half
from handlers.dates.durations import Unit
from handlers.dates.occurrences import EdgeOfSpan, MonthDay
from handlers.dates.patterns import Rule
from handlers.dates.sayings import ENOUGH, FAINT, NEVER, NONE, Said, on
from handlers.dates.spans import Edge, Span

CENTURY = 100
# A year of two digits up to this one is of this century: 39 is 2039, 40 is 1940.
LAST_TWO_DIGIT_YEAR = 39
LONGEST_MONTH = 31
MONTHS = 12
_OPEN_ALL_HOURS = (24, 7)
_DAY_AND_MONTH = re.compile(r"[0-3]?[0-9]\.[0-3]?[0-9]")


def full_year(year: int) -> int:
    """The year that two digits mean; other years as they are."""
    if year >= CENTURY:
        return year
    return year + (2000 if year <= LAST_TWO_DIGIT_YEAR else 1900)


def numeric_date(text: str) -> Said | None:
    """A date in figures. What can be month and day either way has two readings.

    Args:
        text: Two or three groups of figures, parted by ``-``, ``/``, ``.`` or a space.
    """
    parts = [int(part) for part in re.split(r"\s*[-/.\s]\s*", text)]
    if len(parts) == 1:
        return _compact(parts[0])
    if len(parts) == 2:  # noqa: PLR2004 # a pair
        return _pair(parts[0], parts[1], slash="/" in text)
    if parts[0] >= CENTURY:
        return on(MonthDay(parts[1], parts[2], parts[0]))
    return _either(parts[0], parts[1], full_year(parts[2]), ENOUGH)


def _compact(digits: int) -> Said:
    """20260304, which in a sentence is more often some other number."""
    year, rest = divmod(digits, 10_000)
    return on(MonthDay(rest // 100, rest % 100, year), weight=NEVER)


def _dotted(text: str | float) -> Said | None:
    """5.12, which is a decimal number more often than a date."""
    if not _DAY_AND_MONTH.fullmatch(str(text)):
        return None
    return numeric_date(str(text))


def _pair(first: int, second: int, *, slash: bool) -> Said | None:
    if first >= CENTURY:
        return month_of(second, first)
    if second >= CENTURY:
        return month_of(first, second)
    if (first, second) == _OPEN_ALL_HOURS:
        return None
    clear = max(first, second) > MONTHS
    return _either(first, second, None, NEVER if not slash else ENOUGH if clear else FAINT)


def _either(first: int, second: int, year: int | None, weight: int) -> Said | None:
    days = [MonthDay(first, second, year), MonthDay(second, first, year)]
    possible = [day for day in days if day.month <= MONTHS and 1 <= day.day <= LONGEST_MONTH]
    if not possible or 0 in (first, second):
        return None
    return on(*dict.fromkeys(possible), weight=weight)


def month_of(month: int, year: int | None) -> Said | None:
    """The first day of a month."""
    if not 1 <= month <= MONTHS:
        return None
    weight = FAINT if year is None else ENOUGH
    return on(EdgeOfSpan(Span(Unit.MONTH, number=month, year=year), Edge.START), weight=weight)


def clock_time(text: str, half: Half | None) -> Said | None:
    """A time in figures: ``9:30``, ``20:32:13``, ``15h00``, and ``9.30`` before am or pm."""
    hour, minute, second = ([int(part) for part in re.split(r"[:.h]", text)[:3]] + [0, 0])[:3]
    return at(Clock(hour, minute, second, half))


def at(clock: Clock, weight: int = ENOUGH) -> Said | None:
    """A clock reading, if there is such a one."""
    return Said(clock=clock, weight=weight) if clock.valid else None


def _spoken(hour: int) -> Clock:
    return Clock(hour, spoken=True)


def _instant(text: str) -> Said | None:
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    day = MonthDay(moment.month, moment.day, moment.year)
    clock = Clock(moment.hour, moment.minute, moment.second)
    return Said(days=(day,), clock=clock, zone=moment.tzinfo)


RULES: tuple[Rule[Said], ...] = (
    Rule("<instant>", _instant),
    Rule("<date>", numeric_date),
    Rule("(this|next|coming) <date>", numeric_date),
    Rule("<fraction>", _dotted),
    Rule("<clock> <half_day>?", clock_time),
    Rule("<hour> dot? <half_day>", lambda hour, half: at(Clock(hour, half=half))),
    Rule("<hour> <aitch>", lambda hour, _: at(Clock(hour))),
    Rule("(at|soft|by|before|after) <day_number>", lambda hour: at(_spoken(hour), NONE)),
    Rule("<day_number>", lambda hour: at(_spoken(hour), NEVER)),
    Rule("<year>", lambda year: Said(year=year, weight=NONE)),
    Rule("<zone>", lambda zone: Said(zone=zone, weight=NONE)),
)
