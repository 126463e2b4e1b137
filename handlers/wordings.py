"""Wordings: what the tables of sentences share."""

from collections.abc import Callable
from typing import Any

from handlers.texts import Text, fmt

SHORT = 60


def cut(text: str) -> str:
    """A user's words, short enough to be repeated."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= SHORT else one_line[: SHORT - 1] + "…"


def same(sentence: str) -> Callable[[Any], Text]:
    """A sentence that is the same whatever the error holds."""
    return lambda _error: fmt(sentence)


def with_text(sentence: str) -> Callable[[Any], Text]:
    """A sentence that repeats the text of the error, cut short."""
    return lambda error: fmt(sentence, text=cut(error.text))
