"""Reading periods: today, last week, Q3, june to august, since monday, 最近7天."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.dates.days import Weekday
from handlers.dates.errors import AmbiguousDate, UnreadableDate
from handlers.dates.meanings import latest_day, meanings
from handlers.dates.moments import Period
from handlers.dates.occurrences import DayOfMonth, MonthDay
from handlers.dates.readings import LONGEST_EXPRESSION, parse, words_in
from handlers.dates.sayings import Said
from handlers.dates.spans import Span
from handlers.dates.stretches import GRAMMAR, Stretch
from handlers.dates.tokens import Token, kinds_of
from handlers.dates.words import Kind, kinds_named
from store.wall_times import instant

A_DAY = timedelta(days=1)
_UNTIL = frozenset(kinds_named("until"))
_FROM = frozenset({Kind.FROM, Kind.SINCE})
_TRAIL = frozenset({Kind.ISH, Kind.DOT, Kind.COMMA})


def read_period(text: str, *, now: datetime, zone: ZoneInfo, ahead: bool = False) -> Period:
    """What a period expression means; the whole text must be one.

    ``FROM..TO`` includes both ends. "last 30 days" ends with today. A month, quarter, weekday or
    day of a month with no year is the latest that has begun, as reports want it.

    Args:
        text: The expression, English or Chinese, up to 10,000 characters.
        now: The present moment, aware.
        zone: The speaker's zone.
        ahead: Take the one that is going on or next to come instead, as closing dates want it.

    Raises:
        UnreadableDate: It is no period, or an impossible one.
        AmbiguousDate: A day in it can be read in several ways.
    """
    tokens = words_in(text)
    while tokens and tokens[-1].kind in _TRAIL:
        tokens.pop()
    view = _View(text, now, zone, ahead)
    try:
        period = _read(tokens, view) if len(tokens) <= LONGEST_EXPRESSION else None
    except (ValueError, OverflowError):
        period = None
    if period is None or period.end <= period.start:
        raise UnreadableDate(text)
    return period


def same(one: str, other: str) -> bool:
    """Whether two expressions name the same period at any time, each in a language of its own."""
    meant = _meant(one)
    return meant is not None and meant == _meant(other)


def _meant(text: str) -> Stretch | Said | None:
    tokens = words_in(text)
    return _stretch(tokens) or parse(tokens)


@dataclass(frozen=True, slots=True)
class _View:
    """From where a period is seen.

    Attributes:
        text: What was written, for errors.
        now: The present moment.
        zone: The speaker's zone.
        ahead: Whether to look ahead rather than back.
    """

    text: str
    now: datetime
    zone: ZoneInfo
    ahead: bool

    @property
    def today(self) -> date:
        """The present local day."""
        return self.now.astimezone(self.zone).date()

    def from_(self, day: date) -> "_View":
        """The view ahead from another day."""
        return replace(self, now=instant(day, time(), self.zone) - _MOMENT, ahead=True)


# A day that is to come seen from its own start has not begun.
_MOMENT = timedelta(seconds=1)


def _read(tokens: Sequence[Token], view: _View) -> Period | None:
    if period := _single(tokens, view):
        return period
    if tokens and tokens[0].kind in _FROM:
        tokens = tokens[1:]
        if since := _single(tokens, view):
            return Period(since.start, view.today + A_DAY)
    for place, token in enumerate(tokens):
        if token.kind in _UNTIL and (period := _range(tokens[:place], tokens[place + 1 :], view)):
            return period
    return None


def _range(left: Sequence[Token], right: Sequence[Token], view: _View) -> Period | None:
    start = _single(left, view)
    end = _single(right, view)
    if start is None or end is None:
        return None
    if end.end <= start.start and _floats(right):
        end = _single(right, view.from_(start.start)) or end
    return Period(start.start, end.end)


def _single(tokens: Sequence[Token], view: _View) -> Period | None:
    """A period that is named as one, or a day."""
    stretch = _stretch(tokens)
    if stretch is not None:
        return _placed(stretch, view)
    said = parse(tokens)
    if said is None or said.clock or said.part or said.now:
        return None
    day = _day(said, view)
    return None if day is None else Period(day, day + A_DAY)


def _stretch(tokens: Sequence[Token]) -> Stretch | None:
    if not tokens:
        return None
    found = GRAMMAR.readings(tokens, kinds_of(tokens), 0)
    return found[0][0] if found and found[0][1] == len(tokens) else None


def _placed(stretch: Stretch, view: _View) -> Period:
    if not isinstance(stretch, Span) or not stretch.floats:
        return stretch.around(view.today)
    periods = [span.around(view.today) for span in stretch.neighbours()]
    if view.ahead:
        return next(period for period in periods if period.end > view.today)
    return [period for period in periods if period.start <= view.today][-1]


def _day(said: Said, view: _View) -> date | None:
    found = meanings(said, view.now, view.zone)
    if len(found) > 1:
        raise AmbiguousDate(view.text, found)
    if not found:
        return None
    return found[0].day if view.ahead else latest_day(said, view.now, view.zone)


def _floats(tokens: Sequence[Token]) -> bool:
    """Whether it is a month, a weekday or a day of the month, in a year or week not said."""
    stretch = _stretch(tokens)
    if stretch is not None:
        return isinstance(stretch, Span) and stretch.floats
    said = parse(tokens)
    days = said.days or (said.weekday,) if said else ()
    return all(
        isinstance(day, Weekday)
        or (isinstance(day, MonthDay) and day.year is None)
        or (isinstance(day, DayOfMonth) and day.span is None)
        for day in days
    )
