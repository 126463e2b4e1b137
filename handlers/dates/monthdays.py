"""Rules for days of months and for the edges of weeks, months, quarters and years."""

from handlers.dates.durations import Duration, Unit
from handlers.dates.figures import CENTURY, LONGEST_MONTH, MONTHS, full_year, month_of
from handlers.dates.occurrences import DayOfMonth, EdgeOfSpan, MonthDay
from handlers.dates.patterns import Rule
from handlers.dates.sayings import ENOUGH, FAINT, NEVER, NONE, Said, on
from handlers.dates.spans import Edge, Span
from handlers.dates.weekdays import day_number

# "nineteen": only years of that century are told from an hour and minutes.
LAST_CENTURY = 19

_SPANS = (Unit.DAY, Unit.WEEK, Unit.FORTNIGHT, Unit.MONTH, Unit.QUARTER, Unit.YEAR)


def _day(month: int, day: int | Unit, year: int | None) -> Said | None:
    number = day_number(day)
    if month > MONTHS or not 1 <= number <= LONGEST_MONTH:
        return None
    return on(MonthDay(month, number, None if year is None else full_year(year)))


def _day_first(day: int | Unit, month: int, year: int | None) -> Said | None:
    return _day(month, day, year)


def _spoken_year(day: int | Unit, month: int, century: int, year: int) -> Said | None:
    """Nineteen eighty-six."""
    return _day(month, day, century * CENTURY + year) if century == LAST_CENTURY else None


def _year_first(year: int, month: int, day: int | Unit) -> Said | None:
    return _day(month, day, year)


def _day_of(turn: int | None, unit: Unit, day: int | Unit) -> Said | None:
    if unit is not Unit.MONTH:
        return None
    return on(DayOfMonth(day_number(day), Span(Unit.MONTH, turn or 0)))


def _day_of_year(offset: int, month: int, day: int | None) -> Said | None:
    if month > MONTHS:
        return None
    return on(DayOfMonth(day or 1, Span(Unit.MONTH, offset, month)))


def _bare_day(day: int | Unit, weight: int) -> Said | None:
    number = day_number(day)
    return on(DayOfMonth(number), weight=weight) if 1 <= number <= LONGEST_MONTH else None


def _whole(turn: int | None, unit: Unit) -> Said | None:
    """A whole span as a day: the first day of a coming one, the last of the present one."""
    if unit is Unit.WORKDAY and turn:
        return Said(shift=Duration(workdays=turn), from_now=True)
    if unit not in _SPANS:
        return None
    if turn:
        return on(EdgeOfSpan(Span(unit, turn), Edge.START))
    return on(EdgeOfSpan(Span(unit, 0), Edge.END), weight=NEVER)


def _edge(edge: Edge, turn: int | None, unit: Unit) -> Said | None:
    return on(EdgeOfSpan(Span(unit, turn), edge)) if unit in _SPANS else None


def _edge_of_month(edge: Edge, month: int, year: int | None) -> Said | None:
    if month > MONTHS:
        return None
    return on(EdgeOfSpan(Span(Unit.MONTH, number=month, year=year), edge))


def _edge_in(turn: int | None, edge_of: tuple[Edge, Unit]) -> Said | None:
    edge, unit = edge_of
    return _edge(edge, turn, unit)


def _edge_of_year(year: int, edge_of: tuple[Edge, Unit]) -> Said | None:
    edge, unit = edge_of
    return on(EdgeOfSpan(Span(unit, year=year), edge)) if unit is Unit.YEAR else None


_MONTHDAYS: tuple[Rule[Said], ...] = (
    Rule("the? <dayno> of? sep? <month> (sep|of|in)? <anyyear>?", _day_first),
    Rule("<month> dot? sep? the? <dayno> sep? (of|in)? <anyyear>?", _day),
    Rule("<dayno> of? <month> <day_number> hundred? <short_year>", _spoken_year),
    Rule(
        "<month> the? <dayno> <day_number> hundred? <short_year>",
        lambda month, day, century, year: _spoken_year(day, month, century, year),
    ),
    Rule("(this|next|coming) the? <dayno> of? <month>", lambda day, month: _day(month, day, None)),
    Rule("<year> sep <month> sep <dayno>", _year_first),
    Rule("<year> sep <dayno> sep <month>", lambda year, day, month: _day(month, day, year)),
    Rule("<dayno> sep <year> sep <month>", lambda day, year, month: _day(month, day, year)),
    Rule("<month> sep <year> sep <dayno>", lambda month, year, day: _day(month, day, year)),
    Rule("<year> year_mark <day_number> month_mark <day_number> mark?", _year_first),
    Rule(
        "<day_number> month_mark <day_number> mark?",
        lambda month, day: _day(month, day, None),
    ),
    Rule("<yearword> the? <day_number> month_mark (<day_number> mark?)?", _day_of_year),
    Rule(
        "the? <dayno> of the? <turn>? <span>",
        lambda day, turn, unit: _day_of(turn, unit, day),
    ),
    Rule("<turn> <span> (on|of)? the? <dayno> mark?", _day_of),
    # 5日前 is "by the 5th"; "5 days ago" is 5天前.
    Rule("<day_number> day_mark former", lambda day: _bare_day(day, ENOUGH)),
    Rule("<day_number> mark", lambda day: _bare_day(day, ENOUGH)),
    Rule("the? <ordinal>", lambda day: _bare_day(day, FAINT)),
    Rule("the (<ordinal_word>|<day_number>)", lambda word, day: _bare_day(word or day, NONE)),
)

_MONTHS: tuple[Rule[Said], ...] = (
    Rule("<month> sep? of? <anyyear>", lambda month, year: month_of(month, full_year(year))),
    Rule("<year> sep? <month>", lambda year, month: month_of(month, year)),
    Rule("<month>", lambda month: month_of(month, None)),
    Rule("<year> year_mark <day_number> month_mark", lambda year, month: month_of(month, year)),
    Rule("<day_number> month_mark", lambda month: month_of(month, None)),
)

_EDGES: tuple[Rule[Said], ...] = (
    Rule("the? <turn> <span>", _whole),
    Rule("the? <coming> <span>", _whole),
    Rule("the? <edge> (of|in)? the? <turn>? <span>", _edge),
    Rule("the? <edge> (of|in)? <month> of? <year>?", _edge_of_month),
    Rule("the? <edge> of <year>", lambda edge, year: _edge_of_year(year, (edge, Unit.YEAR))),
    Rule("the? (<turn>|<yearword>)? <edge_of>", lambda turn, year, of: _edge_in(turn or year, of)),
    Rule("<turn> <span> <edge_of>", lambda turn, _, edge_of: _edge_in(turn, edge_of)),
    Rule("<turn> <span> <edge>", lambda turn, unit, edge: _edge(edge, turn, unit)),
    Rule("<yearword> <edge>", lambda offset, edge: _edge(edge, offset, Unit.YEAR)),
    Rule("<year> <edge_of>", _edge_of_year),
    Rule("<day_number> <edge_of>", lambda month, of: _edge_of_month(of[0], month, None)),
)

RULES: tuple[Rule[Said], ...] = _MONTHDAYS + _MONTHS + _EDGES
