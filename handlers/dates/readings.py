"""Reading date expressions: every way to put the pieces together, and what the best one means."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.dates import figures, holidays, hours, monthdays, shifts, weekdays
from handlers.dates.errors import AmbiguousDate, UnreadableDate
from handlers.dates.foldings import Folded, folded
from handlers.dates.meanings import meanings
from handlers.dates.moments import Found, When
from handlers.dates.patterns import Grammar
from handlers.dates.sayings import ENOUGH, FAINT, NONE, Said
from handlers.dates.tokens import Token, kinds_of, tokens_of
from handlers.dates.words import Kind, one_of

# No date takes more characters or words than this; longer texts are not tried as one.
LONGEST_TEXT = 400
LONGEST_EXPRESSION = 40

GRAMMAR: Grammar[Said] = Grammar(
    (
        *monthdays.RULES,
        *holidays.RULES,
        *weekdays.RULES,
        *hours.RULES,
        *shifts.RULES,
        *figures.RULES,
        *shifts.ALONE,
    )
)
# "in 5" is five minutes, not five o'clock.
_IN = one_of("in") + f"(?!{one_of('hour')})"
_PREPOSITION = one_of("on", "at", "by", "for", "before", "soft", "the")
_LEAD = re.compile(f"(?:{_PREPOSITION}|{_IN}){{0,3}}")
_GLUE = re.compile(f"(?:{_PREPOSITION}|{_IN}|{one_of('after', 'of', 'sep')}){{0,3}}")
_TRAIL = re.compile(one_of("former", "ish") + "{0,2}")
_STOPS = re.compile(one_of("former", "ish", "dot", "comma") + "{0,3}")
_EVIDENCE = frozenset({Kind.ON, Kind.IN, Kind.BY, Kind.BEFORE, Kind.AT})
# Of "32 august" the month is not to be taken alone.
_HALF_A_DATE = re.compile(f"(?<={one_of('number')}){one_of('month', 'month_mark')}")
# After "at 5" these begin something else, so that 5 counts nothing.
_CLAUSE = frozenset({Kind.TO, Kind.SOFT, Kind.FOR, Kind.AND, Kind.COMMA, Kind.DOT})
_JOINED_BEFORE = re.compile(r"[a-z0-9@#%$€£¥_.第]$|[a-z0-9][-/:]$")
_JOINED_AFTER = re.compile(
    r"[a-z0-9@%$€£_]|[.:/-][a-z0-9]|[楼线店馆门院桌机房车好]|建议|意见|方案|问题"
)


def read_when(text: str, *, now: datetime, zone: ZoneInfo) -> When:
    """What a date or time expression means; the whole text must be one.

    Weekdays and times without a date mean the next to come, strictly in the future; days of a
    month the next to come, today included. A result may lie in the past: that is the caller's
    concern.

    Args:
        text: The expression, English or Chinese, up to 10,000 characters.
        now: The present moment, aware.
        zone: The speaker's zone.

    Raises:
        UnreadableDate: It is no date, or an impossible one.
        AmbiguousDate: It can mean several days.
    """
    said = parse(words_in(text))
    found = meanings(said, now, zone) if said else ()
    if not found:
        raise UnreadableDate(text)
    if len(found) > 1:
        raise AmbiguousDate(text, found)
    return found[0]


def words_in(text: str) -> list[Token]:
    """The words of a text that is to be one expression; none when it is too long for that."""
    expression = folded(text.strip()).text if len(text.strip()) <= LONGEST_TEXT else ""
    return tokens_of(expression)


def parse(tokens: Sequence[Token]) -> Said | None:
    """What words say when all of them together are one date expression."""
    kinds = kinds_of(tokens)
    if not 0 < len(kinds) <= LONGEST_EXPRESSION or kinds == Kind.DAY_NUMBER:
        return None
    for start in range(_end(_LEAD, kinds, 0) + 1):
        for said, end in _extended(Said(weight=NONE), tokens, kinds, start):
            if _end(_STOPS, kinds, end) == len(kinds):
                return said
    return None


def find_when(text: str, *, now: datetime, zone: ZoneInfo) -> Found | None:
    """The first date expression in a sentence, as long as it goes, with its preposition.

    Words that only may be dates ("may", "sun", "at 20") count when a preposition or another piece
    of a date stands with them.

    Args:
        text: The sentence, English or Chinese, up to 10,000 characters.
        now: The present moment, aware.
        zone: The speaker's zone.

    Raises:
        AmbiguousDate: The expression found can mean several days.
    """
    sentence = folded(text)
    tokens = tokens_of(sentence.text)
    for found in _candidates(sentence, tokens):
        when = meanings(found.said, now, zone)
        start, end = sentence.given(tokens[found.start].start, tokens[found.end - 1].end)
        if len(when) > 1:
            raise AmbiguousDate(text[start:end], when)
        if when:
            return Found(start, end, when[0])
    return None


class _Candidate(NamedTuple):
    """Words that make a date: the first, the one after the last, and what they say."""

    start: int
    end: int
    said: Said


def _candidates(sentence: Folded, tokens: Sequence[Token]) -> Iterator[_Candidate]:
    kinds = kinds_of(tokens)
    position = 0
    while position < len(tokens):
        best = None
        if not _HALF_A_DATE.match(kinds, position):
            best = _longest(sentence.text, tokens, kinds, position)
        if best is not None:
            yield best
        position = best.end if best else position + 1


def _longest(text: str, tokens: Sequence[Token], kinds: str, position: int) -> _Candidate | None:
    best: _Candidate | None = None
    for start in range(position, _end(_LEAD, kinds, position) + 1):
        lead = NONE if _EVIDENCE.isdisjoint(kinds[position:start]) else FAINT
        for said, end in _extended(Said(weight=lead), tokens, kinds, start):
            stop = _end(_TRAIL, kinds, end)
            if (
                (best is None or stop > best.end)
                and said.weight + _closing(kinds, position, stop) >= ENOUGH
                and not _joined(text, tokens[position].start, tokens[stop - 1].end)
            ):
                best = _Candidate(position, stop, said)
    return best


def _extended(
    said: Said, tokens: Sequence[Token], kinds: str, start: int
) -> Iterator[tuple[Said, int]]:
    """Every way to read on from a word, and where each ends."""
    if start >= len(kinds):
        return
    for piece, end in GRAMMAR.readings(tokens, kinds, start):
        common = end - start == 1 and tokens[start].common and piece.weight == ENOUGH
        both = said.with_(piece.lighter(FAINT) if common else piece)
        if both is None:
            continue
        for further in range(end, _end(_GLUE, kinds, end) + 1):
            yield from _extended(both, tokens, kinds, further)
        yield both, end


def _end(pattern: re.Pattern[str], kinds: str, start: int) -> int:
    found = pattern.match(kinds, start)
    return found.end() if found else start


def _closing(kinds: str, start: int, end: int) -> int:
    """Evidence from what follows "at 5": the end, or the beginning of something else."""
    at_hour = kinds[start] == Kind.AT
    return ENOUGH if at_hour and (end == len(kinds) or kinds[end] in _CLAUSE) else NONE


def _joined(text: str, start: int, end: int) -> bool:
    """Whether the stretch is only a part of a longer word, number, address or name."""
    before = _JOINED_BEFORE.search(text[max(0, start - 2) : start])
    return bool(before or _JOINED_AFTER.match(text, end))
