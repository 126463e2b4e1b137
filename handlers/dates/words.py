"""Kinds of words that dates are made of, and lists of them."""

import re
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a word can be in a date; by its letter a pattern becomes a regular expression."""

    # Figures
    INSTANT = "I"
    DATE = "D"
    CLOCK = "c"
    DAY_NUMBER = "d"
    SHORT_YEAR = "s"
    YEAR = "y"
    ZERO = "0"
    NUMBER = "n"
    FRACTION = "f"
    # Days
    ORDINAL = "o"
    ORDINAL_WORD = "O"
    SECOND = "2"
    WEEKDAY = "w"
    MONTH = "m"
    DAYWORD = "t"
    YEARWORD = "Y"
    WEEKEND = "W"
    HOLIDAY = "J"
    EDGE = "e"
    EDGE_OF = "E"
    TO_DATE = "]"
    NOW = "!"
    # Times
    PART = "p"
    NIGHT_OF = "g"
    HALF_DAY = "r"
    ZONE = "z"
    OCLOCK = "k"
    SHARP = "#"
    AITCH = "h"
    # Which one
    THIS = "T"
    NEXT = "N"
    LAST = "L"
    PAST = "P"
    COMING = "C"
    FROM_LAST = "R"
    # Lengths
    UNIT = "u"
    HOUR_UNIT = "U"
    QUARTER = "Q"
    QUARTER_LETTER = "q"
    HALF = "H"
    FEW = "F"
    DAY_MARK = "1"
    NUMBER_MARK = "3"
    MONTH_MARK = "4"
    YEAR_MARK = "5"
    MINUTE_MARK = "6"
    SECOND_MARK = "7"
    QUARTER_MARK = "8"
    MEASURE = "9"
    ORDER = "K"
    # Between them
    A = "a"
    THE = "x"
    OF = "v"
    AT = "@"
    ON = "&"
    IN = "i"
    BY = "b"
    FOR = "="
    SINCE = "S"
    SOFT = "~"
    ISH = "^"
    BEFORE = "B"
    FORMER = "G"
    AGO = "A"
    AFTER = "j"
    FROM = "X"
    LATER = "l"
    TO = "V"
    THROUGH = "Z"
    AND = "+"
    PLUS = "%"
    MORE = "M"
    HUNDRED = "_"
    COMMA = ","
    DASH = "-"
    SLASH = "/"
    DOT = "."
    RANGE = ":"
    OTHER = "?"


class Word(NamedTuple):
    """A word of the lists: its kind, what it says, and whether it is an ordinary word too."""

    kind: Kind
    value: object = None
    common: bool = False


Words = dict[str, Word]


def words(kind: Kind, table: dict[str, object]) -> Words:
    """Words of one kind, each list of spellings (separated by ``|``) with what they say."""
    return {
        spelling.strip(): Word(kind, value)
        for spellings, value in table.items()
        for spelling in spellings.split("|")
    }


def plain(kind: Kind, spellings: str) -> Words:
    """Words of one kind that say nothing beyond it."""
    return words(kind, {spellings: None})


def common(table: Words, spellings: str) -> Words:
    """The same list with some words marked as ordinary ones: "may", "sun"."""
    marked = {spelling.strip() for spelling in spellings.split("|")}
    return {
        spelling: word._replace(common=True) if spelling in marked else word
        for spelling, word in table.items()
    }


# Names that patterns may use for several kinds at once, beside the kinds' own names.
CLASSES: dict[str, tuple[Kind, ...]] = {
    "dayno": (Kind.DAY_NUMBER, Kind.ORDINAL, Kind.ORDINAL_WORD, Kind.SECOND),
    "nth": (Kind.ORDINAL, Kind.ORDINAL_WORD, Kind.SECOND),
    "anyyear": (Kind.YEAR, Kind.SHORT_YEAR),
    "hour": (Kind.DAY_NUMBER, Kind.ZERO),
    "minute": (Kind.DAY_NUMBER, Kind.SHORT_YEAR, Kind.ZERO),
    "number": (Kind.DAY_NUMBER, Kind.SHORT_YEAR, Kind.YEAR, Kind.NUMBER, Kind.ZERO),
    "span": (Kind.UNIT, Kind.QUARTER, Kind.DAY_MARK, Kind.MONTH_MARK, Kind.YEAR_MARK),
    "unit": (Kind.UNIT, Kind.HOUR_UNIT, Kind.DAY_MARK, Kind.AITCH, Kind.SECOND),
    "turn": (Kind.THIS, Kind.NEXT, Kind.LAST),
    "sep": (Kind.COMMA, Kind.DASH, Kind.SLASH, Kind.DOT),
    "mark": (Kind.DAY_MARK, Kind.NUMBER_MARK),
    "until": (Kind.DASH, Kind.TO, Kind.THROUGH, Kind.RANGE),
    "recent": (Kind.LAST, Kind.PAST, Kind.FROM_LAST),
    "ahead": (Kind.NEXT, Kind.COMING),
}


def one_of(*kinds: Kind | str) -> str:
    """A regular expression for the letter of one word, of the kinds or classes named."""
    chosen = [kind for name in kinds for kind in kinds_named(name)]
    return f"[{''.join(re.escape(kind.value) for kind in chosen)}]"


def kinds_named(name: str) -> tuple[Kind, ...]:
    """The kinds that a name in a pattern stands for."""
    if isinstance(name, Kind):
        return (name,)
    return CLASSES.get(name) or (Kind[name.upper()],)
