"""Rules for runs of days: this quarter, last 30 days, Q3 2025, 上半年."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from handlers.dates.durations import Duration, Unit
from handlers.dates.figures import MONTHS, full_year
from handlers.dates.lengths import A_FEW
from handlers.dates.moments import Period
from handlers.dates.patterns import Grammar, Rule
from handlers.dates.spans import Edge, Span
from handlers.dates.weekdays import day_number

QUARTERS = 4
MONTHS_A_HALF = 6
A_DAY = timedelta(days=1)
_SPANS = (Unit.DAY, Unit.WEEK, Unit.FORTNIGHT, Unit.MONTH, Unit.QUARTER, Unit.YEAR)


class Stretch(Protocol):
    """A run of days, placed by what day it is."""

    def around(self, today: date) -> Period:
        """The days it means today."""


@dataclass(frozen=True, slots=True)
class Rolling:
    """So many units up to and including today; when negative, from today on."""

    amount: int
    unit: Unit

    def around(self, today: date) -> Period:
        """The days it means today."""
        length = Duration.of(abs(self.amount), self.unit)
        if self.amount > 0:
            return Period((-length).after(today + A_DAY), today + A_DAY)
        return Period(today, length.after(today))


@dataclass(frozen=True, slots=True)
class ToDate:
    """From the start of the present week, month, quarter or year up to and including today."""

    unit: Unit

    def around(self, today: date) -> Period:
        """The days it means today."""
        return Period(Span(self.unit).around(today).start, today + A_DAY)


@dataclass(frozen=True, slots=True)
class Weekend:
    """Saturday and Sunday of a week."""

    weeks: int

    def around(self, today: date) -> Period:
        """The days it means today."""
        saturday = Span(Unit.WEEK, self.weeks).edge(Edge.WEEKEND, today)
        return Period(saturday, saturday + 2 * A_DAY)


@dataclass(frozen=True, slots=True)
class HalfYear:
    """The first or second half of a year, so many years from this one."""

    second: bool
    years: int

    def around(self, today: date) -> Period:
        """The days it means today."""
        start = 1 + MONTHS_A_HALF * self.second
        first = Span(Unit.MONTH, self.years, start).around(today)
        last = Span(Unit.MONTH, self.years, start + MONTHS_A_HALF - 1).around(today)
        return Period(first.start, last.end)


def _span(turn: int | None, unit: Unit) -> Stretch | None:
    return Span(unit, turn or 0) if unit in _SPANS else None


def _rolling(sign: int, amount: int | None, unit: Unit) -> Stretch | None:
    return Rolling(sign * (amount or A_FEW), unit) if unit in _SPANS else None


def _past(amount: int | None, few: int | None, unit: Unit) -> Stretch | None:
    return _rolling(1, amount or few, unit)


def _ahead(amount: int | None, few: int | None, unit: Unit) -> Stretch | None:
    return _rolling(-1, amount or few, unit)


def _month(month: int, year: int | None) -> Stretch | None:
    if not 1 <= month <= MONTHS:
        return None
    return Span(Unit.MONTH, number=month, year=None if year is None else full_year(year))


def _month_of_year(offset: int, month: int) -> Stretch | None:
    return Span(Unit.MONTH, offset, month) if month <= MONTHS else None


def _quarter(number: int | Unit, year: int | None) -> Stretch | None:
    quarter = day_number(number)
    if not 1 <= quarter <= QUARTERS:
        return None
    return Span(Unit.QUARTER, number=quarter, year=None if year is None else full_year(year))


def _quarter_of_year(offset: int, number: int) -> Stretch | None:
    return Span(Unit.QUARTER, offset, number) if number <= QUARTERS else None


def _half(years: int | None, turn: int) -> Stretch:
    return HalfYear(second=turn > 0, years=years or 0)


def _year_month(text: str) -> Stretch | None:
    """2026-03, 3/2026."""
    if not _YEAR_MONTH.fullmatch(text):
        return None
    month, year = sorted(map(int, re.split("[-/]", text)))
    return _month(month, year)


_YEAR_MONTH = re.compile(r"[0-9]{4}[-/][0-9]{1,2}|[0-9]{1,2}/[0-9]{4}")

GRAMMAR: Grammar[Stretch] = Grammar(
    (
        Rule("the? <turn> measure? <span>", _span),
        Rule("the? past <span>", lambda unit: _span(-1, unit)),
        Rule("the? coming <span>", lambda unit: _span(1, unit)),
        Rule("<unit>", lambda unit: _span(0, unit)),
        Rule("<quarter>", lambda unit: _span(0, unit)),
        Rule("(the? recent) (<number>|<few>) measure? <span>", _past),
        Rule("(the? ahead) (<number>|<few>) measure? <span>", _ahead),
        Rule("from_last measure? half year_mark", lambda: _rolling(1, MONTHS_A_HALF, Unit.MONTH)),
        Rule("<to_date>", ToDate),
        Rule("the? <turn>? weekend", lambda turn: Weekend(turn or 0)),
        Rule("<month> sep? of? <anyyear>?", _month),
        Rule("<date>", _year_month),
        Rule("<year> sep? <month>", lambda year, month: _month(month, year)),
        Rule("<day_number> month_mark", lambda month: _month(month, None)),
        Rule("<year> year_mark <day_number> month_mark", lambda year, month: _month(month, year)),
        Rule("<yearword> of? <day_number> month_mark", _month_of_year),
        Rule("<year> year_mark?", lambda year: Span(Unit.YEAR, year=year)),
        Rule("<yearword>", lambda offset: Span(Unit.YEAR, offset)),
        Rule("quarter_letter <day_number> sep? of? <anyyear>?", _quarter),
        Rule(
            "<year> sep? quarter_letter <day_number>",
            lambda year, number: _quarter(number, year),
        ),
        Rule("the? <nth> quarter of? <year>?", _quarter),
        Rule("order? <day_number> quarter", lambda number: _quarter(number, None)),
        Rule(
            "<year> year_mark order? <day_number> quarter",
            lambda year, number: _quarter(number, year),
        ),
        Rule("<yearword> order? <day_number> quarter", _quarter_of_year),
        Rule(
            "(<yearword> of?)? (<last>|<next>) half year_mark",
            lambda year, last, nxt: _half(year, last or nxt),
        ),
    )
)
