"""Readers of limits that an admin sets: a number or off, and days before something."""

import re
from collections.abc import Sequence
from typing import Any

from handlers.asks import Ask
from handlers.outcomes import Unreadable
from handlers.readers.readings import Reader, Word
from handlers.readers.words import Choice, narrow
from handlers.texts import Text, fmt

OFF = ("off", "no", "none", "0", "关", "关闭", "无", "不限")
DAYS = re.compile(r"\s*(?:days?|天|个|条)?\s*$")
BETWEEN = re.compile(r"\s*(?:,|，|、|;|\band\b|和|\s)\s*")
MOST = 100_000
LONGEST = 3650  # days


class Limit(Reader[int | None]):
    """A whole number from 1 on, or off."""

    greedy = True

    def __init__(self, most: int = MOST) -> None:
        """Keep the largest number that makes sense."""
        self._most = most

    def read(self, ask: Ask, text: str) -> int | None:
        """Read digits; a unit behind them does no harm."""
        plain = DAYS.sub("", narrow(text))
        if plain in OFF:
            return None
        if not plain.isdecimal() or not 1 <= int(plain[:9]) <= self._most:
            raise Unreadable(
                fmt(
                    "“{text}” is no number from 1 to {most}. `off` takes the limit away.",
                    text=text[:20],
                    most=self._most,
                )
            )
        return int(plain)


class DaysBefore(Reader[list[int]]):
    """Some days before something happens, such as 7 and 1."""

    greedy = True

    def read(self, ask: Ask, text: str) -> list[int]:
        """Read them in any order."""
        parts = [DAYS.sub("", one) for one in BETWEEN.split(narrow(text)) if one]
        parts = [one for one in parts if one]
        if not parts or not all(one.isdecimal() and 0 < int(one[:9]) <= LONGEST for one in parts):
            raise Unreadable(
                fmt("“{text}” are no days before it. For example: 7 and 1", text=text[:20])
            )
        return sorted(map(int, parts), reverse=True)


class Named(Choice):
    """A choice whose words may be two: `pool quota`."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first two words, if they are one of the choices; else the first."""
        for count in (2, 1):
            if narrow(" ".join(word.text for word in words[:count])) in self._meanings:
                return slice(0, min(count, len(words)))
        return super().spot(ask, words, others)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which setting? `settings` shows them all.")
