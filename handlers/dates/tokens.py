"""Cutting a text into words of known kinds, remembering where each stood in the text as given."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from handlers.dates.chinese_words import CHINESE as CHINESE_TIMES
from handlers.dates.clocks import Half
from handlers.dates.english_words import ENGLISH as ENGLISH_TIMES
from handlers.dates.holiday_words import CHINESE_HOLIDAYS, ENGLISH_HOLIDAYS, NUMBERED_HOLIDAYS
from handlers.dates.numerals import HAN_NUMERALS, han_number
from handlers.dates.words import Kind, Word

LONGEST_NUMBER = 9
LAST_DAY = 31
FIRST_YEAR = 1000
LAST_YEAR = 9999
ENGLISH = ENGLISH_TIMES | ENGLISH_HOLIDAYS
CHINESE = CHINESE_TIMES | CHINESE_HOLIDAYS
LONGEST_HAN_WORD = max(map(len, CHINESE))

_SCANNER = re.compile(
    r"""
    (?P<instant>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:t|\ )[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?
        (?:z\b|[+-][0-9]{2}:?[0-9]{2}(?![0-9])))
  | (?P<fraction>(?:1/2|[13]/4)(?=\ ?h))
  | (?P<date>(?<![0-9])(?<![0-9][-/.])(?:
        [0-9]{4}(?P<d>[-/.])[0-9]{1,2}(?P=d)[0-9]{1,2}
      | [0-9]{1,2}(?P<e>[-/.])[0-9]{1,2}(?P=e)(?:[0-9]{4}|[0-9]{2})
      | [0-9]{1,2}\ [0-9]{1,2}\ [0-9]{4}
      | (?:19|20)[0-9]{6}
      | [0-9]{4}[-/](?:0?[1-9]|1[0-2]) | [0-9]{1,2}/[0-9]{4}
      | [0-9]{1,2}\ ?/\ ?[0-9]{1,2}
      | [0-9]{1,2}\ ?-\ ?[0-9]{1,2}(?!h?[0-9:]|\ ?[ap]\.?m|\ [a-z]{3})
        )(?![0-9]|[-/.](?![0-9]{1,2}:)[0-9]))
  | (?P<clock>[0-9]{1,2}
        (?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?|h[0-9]{2}|\.[0-9]{2}(?=\ ?[ap]\.?m))(?![0-9:]))
  | (?P<half>[ap]\ ?\.?\ ?m(?![a-z0-9])\.?|(?<=[0-9])[ap](?![a-z0-9]))
  | (?P<ordinal>[0-9]{1,2}(?:st|nd|rd|th)(?![a-z0-9]))
  | (?P<decimal>[0-9]{1,9}\.[0-9]{1,3}(?![0-9]))
  | (?P<number>[0-9]+)
  | (?P<word>[a-z]+(?:'[a-z]+)?)
  | (?P<han>[\u4e00-\u9fff\u3007]+)
  | (?P<range>\.\.+)
  | (?P<mark>[^\s])
    """,
    re.VERBOSE | re.ASCII,
)
_NUMERALS = re.compile(f"[{HAN_NUMERALS}]+")
_NUMBERED = re.compile(
    f"(?<![月第周年])(?:{'|'.join(NUMBERED_HOLIDAYS)})"
    "(?=$|上午|下午|早上|早晨|中午|傍晚|晚上|凌晨|当天|那天|前[一两三四五六七八九十]|节?前后?$)"
)
_NEXT_WORD = re.compile(r"[ \t-]{1,3}([a-z]+(?:'[a-z]+)?)")


class Token(NamedTuple):
    """A word of a text.

    Attributes:
        kind: What it can be in a date.
        value: What it says.
        start: Offset of its first character in the folded text.
        end: Offset after its last one.
        common: Whether it is an ordinary word too.
    """

    kind: Kind
    value: Any
    start: int
    end: int
    common: bool = False


def tokens_of(text: str) -> list[Token]:
    """The words of a folded text."""
    tokens: list[Token] = []
    position = 0
    while found := _SCANNER.search(text, position):
        tokens += _READERS[found.lastgroup or "mark"](text, found)
        position = tokens[-1].end
    return tokens


def kinds_of(tokens: Sequence[Token]) -> str:
    """One letter for each word."""
    return "".join([token.kind.value for token in tokens])


def _figures(kind: Kind) -> "_Reader":
    def read(_text: str, found: re.Match[str]) -> Iterator[Token]:
        yield Token(kind, found[0], *found.span())

    return read


def _fraction(_text: str, found: re.Match[str]) -> Iterator[Token]:
    above, below = found[0].split("/")
    yield Token(Kind.FRACTION, int(above) / int(below), *found.span())


def _decimal(_text: str, found: re.Match[str]) -> Iterator[Token]:
    yield Token(Kind.FRACTION, found[0], *found.span())


def _half(_text: str, found: re.Match[str]) -> Iterator[Token]:
    yield Token(Kind.HALF_DAY, Half.AM if found[0][0] == "a" else Half.PM, *found.span())


def _ordinal(_text: str, found: re.Match[str]) -> Iterator[Token]:
    yield Token(Kind.ORDINAL, int(found[0][:-2]), *found.span())


def _number(_text: str, found: re.Match[str]) -> Iterator[Token]:
    digits = found[0]
    if len(digits) > LONGEST_NUMBER:
        yield Token(Kind.OTHER, None, *found.span())
    else:
        yield Token(_kind_of_number(int(digits), len(digits)), int(digits), *found.span())


def _kind_of_number(value: int, digits: int) -> Kind:
    if digits > len("99"):
        return Kind.YEAR if FIRST_YEAR <= value <= LAST_YEAR else Kind.NUMBER
    if value == 0:
        return Kind.ZERO
    return Kind.DAY_NUMBER if value <= LAST_DAY else Kind.SHORT_YEAR


def _word(text: str, found: re.Match[str]) -> Iterator[Token]:
    """The longest phrase of the list that begins with this word."""
    phrase, end = found[0], found.end()
    best, best_end = ENGLISH.get(phrase), end
    for _ in range(_PHRASES.get(phrase, 1) - 1):
        following = _NEXT_WORD.match(text, end)
        if following is None:
            break
        phrase, end = f"{phrase} {following[1]}", following.end()
        if longer := ENGLISH.get(phrase):
            best, best_end = longer, end
    yield Token(*_parts(best or _UNKNOWN, found.start(), best_end))


def _han(_text: str, found: re.Match[str]) -> Iterator[Token]:
    run, start, position = found[0], found.start(), 0
    while position < len(run):
        word, end = _han_word(run, position)
        yield Token(*_parts(word, start + position, start + end))
        position = end


def _han_word(run: str, position: int) -> tuple[Word, int]:
    """The longest word of the list, or numeral, that stands here."""
    named = _NUMBERED.match(run, position)
    if named:
        return Word(Kind.HOLIDAY, NUMBERED_HOLIDAYS[named[0]]), named.end()
    for end in range(min(len(run), position + LONGEST_HAN_WORD), position, -1):
        if word := CHINESE.get(run[position:end]):
            return word, end
    numeral = _NUMERALS.match(run, position)
    if numeral is None:
        return _UNKNOWN, position + 1
    value = han_number(numeral[0]) if len(numeral[0]) <= LONGEST_NUMBER else None
    if value is None:
        return _UNKNOWN, numeral.end()
    digits = len(numeral[0]) if value >= FIRST_YEAR else min(len(str(value)), 2)
    return Word(_kind_of_number(value, digits), value), numeral.end()


def _mark(_text: str, found: re.Match[str]) -> Iterator[Token]:
    yield Token(*_parts(ENGLISH.get(found[0]) or CHINESE.get(found[0]) or _UNKNOWN, *found.span()))


def _parts(word: Word, start: int, end: int) -> tuple[Kind, Any, int, int, bool]:
    return word.kind, word.value, start, end, word.common


def _longest_phrases() -> dict[str, int]:
    """For each first word, how many words its longest phrase has."""
    lengths: dict[str, int] = {}
    for phrase in ENGLISH:
        parts = phrase.split(" ")
        lengths[parts[0]] = max(len(parts), lengths.get(parts[0], 1))
    return lengths


_UNKNOWN = Word(Kind.OTHER)
_PHRASES = _longest_phrases()
_Reader = Callable[[str, re.Match[str]], Iterator[Token]]
_READERS: dict[str, _Reader] = {
    "instant": _figures(Kind.INSTANT),
    "fraction": _fraction,
    "date": _figures(Kind.DATE),
    "clock": _figures(Kind.CLOCK),
    "half": _half,
    "ordinal": _ordinal,
    "decimal": _decimal,
    "number": _number,
    "word": _word,
    "han": _han,
    "range": _figures(Kind.RANGE),
    "mark": _mark,
}
