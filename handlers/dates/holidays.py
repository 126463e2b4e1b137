"""Holidays by name: fixed days, days around Easter, and those that a country's calendar knows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import ClassVar

from dateutil.easter import easter
from dateutil.relativedelta import MO, SU, relativedelta, weekday

from handlers.dates.durations import Duration, Unit
from handlers.dates.foldings import folded
from handlers.dates.patterns import Rule
from handlers.dates.sayings import Said, on
from handlers.dates.tokens import tokens_of
from handlers.dates.words import Kind
from handlers.languages import voice
from store import public_holidays

FIXED = {
    "christmas": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
    "new year": (1, 1), "new year's eve": (12, 31), "halloween": (10, 31), "valentine": (2, 14),
    "may day": (5, 1), "women's day": (3, 8), "singles day": (11, 11), "double twelve": (12, 12),
    "veterans day": (11, 11), "juneteenth": (6, 19), "groundhog day": (2, 2), "april fools": (4, 1),
    "st patrick": (3, 17), "boss's day": (10, 16), "guy fawkes": (11, 5), "earth day": (4, 22),
    "arbor day of china": (3, 12), "youth day": (5, 4), "children's day": (6, 1),
    "party day": (7, 1), "army day": (8, 1), "teachers' day": (9, 10),
}  # fmt: skip
EASTER = {
    "easter": 0, "good friday": -2, "easter monday": 1, "palm sunday": -7, "ash wednesday": -46,
    "maundy thursday": -3, "mothering sunday": -21, "ascension": 39, "pentecost": 49,
    "whit monday": 50, "trinity sunday": 56, "corpus christi": 60,
}  # fmt: skip
"""Days from Easter Sunday."""
NTH = {
    "mother's day": (5, SU(2)), "father's day": (6, SU(3)), "martin luther king": (1, MO(3)),
    "presidents' day": (2, MO(3)), "memorial day": (5, MO(-1)), "columbus day": (10, MO(2)),
}  # fmt: skip
"""Month, and which weekday of it."""
ELSEWHERE = {("mother's day", "GB"): "mothering sunday", ("mother's day", "IE"): "mothering sunday"}
"""By name and country: what goes by another name there."""
BY_COUNTRY = {
    "thanksgiving": ("US", "Thanksgiving"),
    "labor day": ("US", "Labou?r Day"),
    "independence day": ("US", "Independence Day"),
    "national day": ("CN", "National Day"),
    "spring festival": ("CN", "Chinese New Year|Lunar New Year|Spring Festival"),
    "tomb sweeping": ("CN", "Tomb|Ching Ming|Qingming"),
    "dragon boat": ("CN", "Dragon Boat"),
    "mid-autumn": ("CN", "Mid-Autumn"),
    "double ninth": ("HK", "Chung Yeung|Double Ninth"),
}
"""The country whose calendar has it where the company's own has not, and what it is called there."""
LUNAR = {"spring festival", "tomb sweeping", "dragon boat", "mid-autumn", "double ninth"}
"""The same day wherever it is kept."""
FIXED_BY_COUNTRY = {"national day", "independence day"}
AFTER = {
    "black friday": ("thanksgiving", 1),
    "cyber monday": ("thanksgiving", 4),
    "new year of the lunar calendar's eve": ("spring festival", -1),
    "lantern festival": ("spring festival", 14),
}
"""Days from another one."""
NOT_THE_DAY = re.compile(r"observed|substituted|eve\b|day after", re.IGNORECASE)
YEARS = 3


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday by name; without a year the next to come, today included.

    Attributes:
        name: a key of the tables above.
        year: the one it is in.
        offset: years from this one, instead.
        before: the last one before today, instead.
    """

    name: str
    year: int | None = None
    offset: int | None = None
    before: bool = False
    strict: ClassVar[bool] = False

    def coming(self, today: date) -> Iterator[date]:
        """The next one, and those after it; the one of a year if that was said."""
        if self.before:
            yield self.latest(today - timedelta(days=1))
            return
        yield from (day for day in self._days(today) if self._named_year or day >= today)

    def latest(self, today: date) -> date:
        """The last one, today included."""
        days = [day for day in self._days(today) if self._named_year or day <= today]
        if not days:
            raise ValueError(self.name)
        return days[-1]

    @property
    def _named_year(self) -> bool:
        return self.year is not None or self.offset is not None

    def _days(self, today: date) -> list[date]:
        country = voice().region
        if self._named_year:
            years = [self.year if self.year is not None else today.year + (self.offset or 0)]
        else:
            years = [today.year + one for one in range(-1, YEARS)]
        return sorted(day for year in years for day in days_of(self.name, year, country))


def movable_holiday(text: str) -> str | None:
    """The holiday that a text names, if it is on another day of the calendar every year."""
    said = folded(text)
    for token in tokens_of(said.text):
        if token.kind is Kind.HOLIDAY and token.value not in {*FIXED, *FIXED_BY_COUNTRY}:
            start, end = said.given(token.start, token.end)
            return text[start:end]
    return None


@lru_cache(maxsize=2048)
def days_of(name: str, year: int, country: str) -> tuple[date, ...]:
    """The day of a holiday in a year; none where no calendar has it.

    Args:
        name: a key of the tables above.
        year: of the Gregorian calendar.
        country: the company's, as ISO 3166 has it.
    """
    name = ELSEWHERE.get((name, country), name)
    if name in FIXED:
        return (date(year, *FIXED[name]),)
    if name in NTH:
        return (_nth(year, *NTH[name]),)
    if name in EASTER:
        return (easter(year) + timedelta(days=EASTER[name]),)
    if name in AFTER:
        other, days = AFTER[name]
        return tuple(one + timedelta(days=days) for one in days_of(other, year, country))
    usual, called = BY_COUNTRY[name]
    own = () if name in LUNAR else _in_calendar(country, year, called)
    return own or _in_calendar(usual, year, called)


def _nth(year: int, month: int, day: weekday) -> date:
    begin = date(year, month, 1)
    last = day.n is not None and day.n < 0
    return begin + relativedelta(day=31 if last else 1, weekday=day)


def _in_calendar(country: str, year: int, called: str) -> tuple[date, ...]:
    """The first day of a country's holiday."""
    known, _worked = public_holidays.of(country, year, "en_US")
    fits = re.compile(called, re.IGNORECASE)
    days = [
        day
        for day, name in known.items()
        if fits.search(name) and not NOT_THE_DAY.search(name) and day.year == year
    ]
    return tuple(days[:1])


def _in_year(name: str, year: int) -> Said:
    return on(Holiday(name, year))


def _of_year(offset: int, name: str) -> Said:
    return on(Holiday(name, offset=offset))


def _moved(name: str, length: Duration | None) -> Said | None:
    return None if length is None else replace(on(Holiday(name)), shift=length)


def _moved_back(name: str, length: Duration | None) -> Said | None:
    return None if length is None else _moved(name, -length)


def _day_before(unit: Unit, name: str) -> Said | None:
    return _moved_back(name, Duration.of(1, unit)) if unit is Unit.DAY else None


def _day_after(unit: Unit, name: str) -> Said | None:
    return _moved(name, Duration.of(1, unit)) if unit is Unit.DAY else None


RULES: tuple[Rule[Said], ...] = (
    Rule("the? <unit> before <holiday>", _day_before),
    Rule("the? <unit> after <holiday>", _day_after),
    Rule("<holiday> later <duration>", _moved),
    Rule("<holiday> former <duration>", _moved_back),
    Rule("<holiday>", lambda name: on(Holiday(name))),
    Rule("(this|next|coming) <holiday>", lambda name: on(Holiday(name))),
    Rule("<last> <holiday>", lambda _times, name: on(Holiday(name, before=True))),
    Rule("<holiday> comma? of? <year>", _in_year),
    Rule("<year> year_mark? of? <holiday>", lambda year, name: _in_year(name, year)),
    Rule("<yearword> of? <holiday>", _of_year),
)
