"""Rules of a grammar: patterns over kinds of words, and what a match of each says.

A pattern such as ``"the? <dayno> of <month>"`` names kinds; ``< >`` hands the value of that word
to the rule's function; ``?``, ``|``, ``( )`` mean what they mean in regular expressions. A pattern
never repeats without bound, so that a match costs little however long the text is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from handlers.dates.lengths import DURATION, DURATION_STARTS, length
from handlers.dates.tokens import Token
from handlers.dates.words import kinds_named, one_of

T = TypeVar("T")
_SIGNS = re.compile(r"<\w+>\??|\w+\??|\(|\)\??|\|")
_DURATION = "<duration>"


class Rule(NamedTuple, Generic[T]):
    """A pattern and the function that says what its words mean (None: nothing)."""

    pattern: str
    build: Callable[..., T | None]


class Grammar(Generic[T]):
    """Rules, ready to be tried at any word of a text."""

    def __init__(self, rules: Sequence[Rule[T]]) -> None:
        self._by_letter: dict[str, list[tuple[re.Pattern[str], Callable[..., T | None]]]] = {}
        for rule in rules:
            compiled = re.compile(_regex(rule.pattern))
            letters, _ = _openings(iter(_SIGNS.findall(rule.pattern)))
            for letter in letters:
                self._by_letter.setdefault(letter, []).append((compiled, rule.build))

    def readings(self, tokens: Sequence[Token], kinds: str, start: int) -> list[tuple[T, int]]:
        """What the words from ``start`` on can say, each with the number of the word after it.

        The longest come first; of equally long ones, in the order of the rules.

        Args:
            tokens: The words.
            kinds: The letters of their kinds.
            start: The first word to look at.
        """
        readings = []
        for pattern, build in self._by_letter.get(kinds[start], ()):
            found = pattern.match(kinds, start)
            if found is not None:
                meaning = build(*_values(tokens, found))
                if meaning is not None:
                    readings.append((meaning, found.end()))
        readings.sort(key=_end, reverse=True)
        return readings


_end = itemgetter(1)


def _values(tokens: Sequence[Token], found: re.Match[str]) -> Iterator[Any]:
    """The values of the captured words; a length of time is the only capture of several."""
    for first, end in found.regs[1:]:
        if first < 0:
            yield None
        elif end - first == 1:
            yield tokens[first].value
        else:
            yield length(tokens[first:end])


def _regex(pattern: str) -> str:
    return "".join(_translated(sign) for sign in _SIGNS.findall(pattern))


def _translated(sign: str) -> str:
    if sign[0] in "()|":
        return "(?:" if sign == "(" else sign
    name, optional = sign.strip("<>?"), "?" if sign.endswith("?") else ""
    if sign.startswith(_DURATION):
        return f"({DURATION}){optional}"
    letters = one_of(name)
    return (f"({letters})" if sign.startswith("<") else letters) + optional


def _letters(name: str) -> list[str]:
    kinds = DURATION_STARTS if name == "duration" else kinds_named(name)
    return [kind.value for kind in kinds]


def _openings(signs: Iterator[str]) -> tuple[set[str], bool]:
    """The letters with which a sequence of signs can begin, and whether it can be empty."""
    letters: set[str] = set()
    empty, at_start = False, True
    for sign in signs:
        if sign[0] == ")":
            return letters, empty or at_start or sign.endswith("?")
        if sign == "|":
            empty, at_start = empty or at_start, True
            continue
        inner = _openings(signs) if sign == "(" else (set(_letters(sign.strip("<>?"))), False)
        if at_start:
            letters |= inner[0]
            at_start = inner[1] or sign.endswith("?")
    return letters, empty or at_start
