"""The English words of time."""

from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from handlers.dates.clocks import Part
from handlers.dates.durations import Unit
from handlers.dates.numerals import cardinals, ordinals
from handlers.dates.spans import Edge
from handlers.dates.words import Kind, Word, Words, common, plain, words


def _numbers() -> Words:
    return {word: Word(_number_kind(value), value) for word, value in cardinals().items()} | {
        word: Word(Kind.ORDINAL_WORD, value) for word, value in ordinals().items()
    }


def _number_kind(value: int) -> Kind:
    return Kind.DAY_NUMBER if value <= 31 else Kind.SHORT_YEAR  # noqa: PLR2004


def _offset(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


_DAYS: Words = {
    **common(
        words(
            Kind.WEEKDAY,
            {
                "monday|mondays|mon": 0,
                "tuesday|tuesdays|tue|tues": 1,
                "wednesday|wednesdays|wed|weds": 2,
                "thursday|thursdays|thu|thur|thurs": 3,
                "friday|fridays|fri": 4,
                "saturday|saturdays|sat": 5,
                "sunday|sundays|sun": 6,
            },
        ),
        "sat|sun",
    ),
    **words(
        Kind.MONTH,
        {
            "january|jan": 1,
            "february|feb": 2,
            "march|mar": 3,
            "april|apr": 4,
            "may": 5,
            "june|jun": 6,
            "july|jul": 7,
            "august|aug": 8,
            "september|sept|sep": 9,
            "october|oct": 10,
            "november|nov": 11,
            "december|dec": 12,
        },
    ),
    **words(
        Kind.DAYWORD,
        {
            "today": 0,
            "tomorrow|tmr|tmrw|tomorow": 1,
            "yesterday": -1,
        },
    ),
    **words(
        Kind.EDGE,
        {
            "start|beginning|early": Edge.START,
            "mid|middle": Edge.MIDDLE,
            "end|late": Edge.END,
        },
    ),
    **words(
        Kind.EDGE_OF,
        {
            "eow": (Edge.END, Unit.WEEK),
            "eom": (Edge.END, Unit.MONTH),
            "eoq": (Edge.END, Unit.QUARTER),
            "eoy": (Edge.END, Unit.YEAR),
            "bom": (Edge.START, Unit.MONTH),
        },
    ),
    **words(
        Kind.TO_DATE,
        {
            "wtd|week to date": Unit.WEEK,
            "mtd|month to date": Unit.MONTH,
            "qtd|quarter to date": Unit.QUARTER,
            "ytd|year to date": Unit.YEAR,
        },
    ),
    **plain(Kind.WEEKEND, "weekend"),
    **plain(
        Kind.NOW,
        "now|right now|just now|at the moment|atm|immediately|at once|present time|present moment",
    ),
}

_TIMES: Words = {
    **common(
        words(
            Kind.PART,
            {
                "early morning": Part.EARLY,
                "morning|mornings": Part.MORNING,
                "noon|midday|noonish": Part.NOON,
                "afternoon|afternoonish": Part.AFTERNOON,
                "end of day|end of the day|eod|cob|close of business": Part.CLOSE,
                "evening": Part.EVENING,
                "night": Part.NIGHT,
                "midnight": Part.MIDNIGHT,
            },
        ),
        "morning|mornings|afternoon|evening|night|early morning",
    ),
    **words(
        Kind.NIGHT_OF,
        {
            "tonight|tonite": (0, Part.NIGHT),
            "last night": (-1, Part.NIGHT),
        },
    ),
    **plain(Kind.OCLOCK, "o'clock|oclock"),
    **words(
        Kind.ZONE,
        {
            "utc|gmt|z": _offset(0),
            "bst|cet": _offset(1),
            "cest|eet": _offset(2),
            "msk": _offset(3),
            "ist": _offset(5.5),
            "hkt|sgt": _offset(8),
            "jst|kst": _offset(9),
            "est": _offset(-5),
            "edt": _offset(-4),
            "mst": _offset(-7),
            "pst": _offset(-8),
            "pdt": _offset(-7),
            "et": ZoneInfo("America/New_York"),
            "pt": ZoneInfo("America/Los_Angeles"),
            "beijing time": ZoneInfo("Asia/Shanghai"),
        },
    ),
}

_LENGTHS: Words = {
    **words(
        Kind.UNIT,
        {
            "s|sec|secs|seconds": Unit.SECOND,
            "m|min|mins|minute|minutes": Unit.MINUTE,
            "d|day|days": Unit.DAY,
            "workday|workdays|working day|working days|business day|business days|weekday|weekdays"
            "": Unit.WORKDAY,
            "w|wk|wks|week|weeks|week's": Unit.WEEK,
            "fortnight|fortnights": Unit.FORTNIGHT,
            "month|months|mth|mths": Unit.MONTH,
            "y|yr|yrs|year|years": Unit.YEAR,
        },
    ),
    **words(Kind.UNIT, {"'": Unit.MINUTE, '"': Unit.SECOND}),
    **words(Kind.FRACTION, {"three quarters of an": 3 / 4}),
    **words(Kind.HOUR_UNIT, {"hour|hours|hr|hrs": Unit.HOUR}),
    **words(Kind.AITCH, {"h": Unit.HOUR}),
    **words(Kind.QUARTER, {"quarter|quarters|qtr|qtrs": Unit.QUARTER}),
    **plain(Kind.QUARTER_LETTER, "q"),
    **plain(Kind.HALF, "half"),
    **plain(Kind.HUNDRED, "hundred"),
    **plain(Kind.FEW, "few|several"),
    **words(Kind.FEW, {"couple|couple of|pair of": 2, "dozen": 12}),
    **plain(Kind.MORE, "more|full|whole"),
}

_RELATIONS: Words = {
    **plain(Kind.THIS, "this|current"),
    **words(Kind.NEXT, {"next|following": 1}),
    **words(Kind.LAST, {"last|previous": -1}),
    **plain(Kind.PAST, "past|this past"),
    **words(Kind.COMING, {"coming|upcoming|this coming": 1}),
    **plain(Kind.AGO, "ago|back|earlier"),
    **plain(Kind.LATER, "from now|from today|later|hence|out|from now on"),
    **plain(Kind.BEFORE, "before"),
    **plain(Kind.AFTER, "after"),
    **plain(Kind.FROM, "from"),
    **plain(Kind.TO, "to|till|until"),
    **plain(Kind.THROUGH, "through|thru"),
    **plain(Kind.SINCE, "since"),
    **plain(Kind.IN, "in|within"),
    **plain(Kind.ON, "on"),
    **plain(Kind.AT, "at|t"),
    **plain(Kind.BY, "by|due|not later than|no later than"),
    **plain(Kind.FOR, "for"),
    **plain(Kind.SOFT, "about|around|approximately|approx|circa|sometime"),
    **plain(Kind.ISH, "ish|sharp"),
    **plain(Kind.OF, "of"),
    **plain(Kind.THE, "the"),
    **plain(Kind.A, "a|an"),
    **plain(Kind.AND, "and"),
}

_MARKS: Words = {
    **plain(Kind.AT, "@"),
    **plain(Kind.COMMA, ",|;|(|)"),
    **plain(Kind.DASH, "-|–|—|~"),
    **plain(Kind.SLASH, "/"),
    **plain(Kind.DOT, "."),
    **plain(Kind.PLUS, "+"),
}

ENGLISH: Words = {
    **_numbers(),
    **_DAYS,
    **_TIMES,
    **_LENGTHS,
    **_RELATIONS,
    **_MARKS,
    "second": Word(Kind.SECOND, Unit.SECOND),
}
