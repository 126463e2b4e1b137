"""Rules for days by name: tomorrow, friday, next tuesday, the last monday of march, 下周二."""

from handlers.dates.clocks import DAY_HOURS, Part
from handlers.dates.days import DayFromToday, NthWeekday, Weekday, WeekdayOfWeek
from handlers.dates.durations import Unit
from handlers.dates.occurrences import DayOfMonth, EdgeOfSpan, WeekdayOfSpan
from handlers.dates.patterns import Rule
from handlers.dates.sayings import ENOUGH, NEVER, Said, on
from handlers.dates.spans import Edge, Span

SECOND_DAY = 2
FIFTH = 5


def day_number(value: int | Unit) -> int:
    """The number that an ordinal says; "second" is listed as the unit of time."""
    return SECOND_DAY if isinstance(value, Unit) else value


def _named(day: Weekday | NthWeekday | WeekdayOfWeek) -> Said:
    return Said(weekday=day)


def _beside(unit: Unit, days: int, step: int, weight: int = ENOUGH) -> Said | None:
    """The day after tomorrow, the day before yesterday."""
    return on(DayFromToday(days + step), weight=weight) if unit is Unit.DAY else None


def _with_day(weekday: int, day: int) -> Said | None:
    """A number that is no hour beside a weekday: "friday 31"."""
    if day < DAY_HOURS:
        return None
    return Said(days=(DayOfMonth(day),), weekday=Weekday(weekday))


def _end_of_weekday(edge: Edge, weekday: int) -> Said | None:
    return Said(weekday=Weekday(weekday), part=Part.CLOSE) if edge is Edge.END else None


def _end_of_day(edge: Edge, days: int) -> Said | None:
    return Said(days=(DayFromToday(days),), part=Part.CLOSE) if edge is Edge.END else None


def _in_week(weekday: int, turn: int | None, unit: Unit) -> Said | None:
    return _named(WeekdayOfWeek(weekday, turn or 0)) if unit is Unit.WEEK else None


def _nth_of_month(nth: int | Unit, weekday: int, turn: int | None, unit: Unit) -> Said | None:
    if unit is not Unit.MONTH:
        return None
    return _nth(day_number(nth), weekday, Span(Unit.MONTH, turn or 0))


def _nth_of_named(nth: int | Unit, weekday: int, month: int, year: int | None) -> Said | None:
    return _nth(day_number(nth), weekday, Span(Unit.MONTH, number=month, year=year))


def _nth(nth: int, weekday: int, span: Span) -> Said | None:
    return on(WeekdayOfSpan(weekday, nth, span)) if nth <= FIFTH else None


def _weekend(turn: int | None) -> Said:
    return on(EdgeOfSpan(Span(Unit.WEEK, turn or None), Edge.WEEKEND))


RULES: tuple[Rule[Said], ...] = (
    Rule("edge? <dayword>", lambda days: on(DayFromToday(days))),
    Rule("the? <unit> after <dayword>", lambda unit, days: _beside(unit, days, 1)),
    Rule("the? <unit> before <dayword>", lambda unit, days: _beside(unit, days, -1)),
    Rule("now", lambda: Said(now=True, weight=NEVER)),
    Rule("<weekday>", lambda day: _named(Weekday(day))),
    Rule(
        "<this> <weekday>",
        lambda this, day: _named(WeekdayOfWeek(day, 0, rolls=this is None)),
    ),
    Rule("<next> <weekday>", lambda weeks, day: _named(WeekdayOfWeek(day, weeks))),
    Rule("<last> <weekday>", lambda weeks, day: _named(WeekdayOfWeek(day, weeks))),
    Rule("past <weekday>", lambda day: _named(NthWeekday(day, -1))),
    Rule("coming <weekday>", lambda day: _named(NthWeekday(day, 1))),
    Rule("<weekday> after next", lambda day: _named(NthWeekday(day, SECOND_DAY))),
    Rule("<day_number> <weekday> later", lambda count, day: _named(NthWeekday(day, count))),
    Rule("<day_number> <weekday> ago", lambda count, day: _named(NthWeekday(day, -count))),
    Rule("<weekday> <day_number>", _with_day),
    Rule("<edge> of the? <weekday>", _end_of_weekday),
    Rule("<edge> of <dayword>", _end_of_day),
    Rule("<unit> after", lambda unit: _beside(unit, 0, 1, NEVER)),
    Rule("<weekday> comma? (of|from|on)? the? <turn> <span>", _in_week),
    Rule(
        "<turn> <span> (on|comma|of)? <weekday>",
        lambda turn, unit, day: _in_week(day, turn, unit),
    ),
    Rule("the? <nth> <weekday> (of|in) the? <turn>? <span>", _nth_of_month),
    Rule("the? <nth> <weekday> (of|in) <month> sep? of? <year>?", _nth_of_named),
    Rule("the? <last> <weekday> (of|in) the? <turn>? <span>", _nth_of_month),
    Rule("the? <last> <weekday> (of|in) <month> sep? of? <year>?", _nth_of_named),
    Rule("the? <turn>? weekend", _weekend),
)
