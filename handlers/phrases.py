"""Phrases: other ways to say a command, declared with `{argument}` slots.

A slot such as `{kind:call|visit}` stands for one of these words, which becomes the argument.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from handlers.contract import Command, registry
from handlers.readers.readings import Reader
from handlers.replies import Invocation

MARKS = "?!？！。 "
Fits = Callable[[Reader[Any], str], bool]
SLOT = re.compile(r"\{(\w+(?::[^}]+)?)\}")
LONGEST = 500
"""Characters of a sentence whose slots hold names, dates and figures; notes are longer."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that sentences are held against.

    Attributes:
        pattern: of the whole sentence. A long one that its slots could part in many ways would keep
            it busy for minutes, and anybody may write to a bot: so `may_be` comes first.
        own: its own words, in their order, in small letters.
        command: what it says.
        long: whether it ends in free text.
    """

    pattern: re.Pattern[str]
    own: tuple[str, ...]
    command: Command
    long: bool

    def may_be(self, small: str) -> bool:
        """Whether a sentence in small letters has its words; takes no longer than to read it."""
        if len(small) > LONGEST and not self.long:
            return False
        place = 0
        for one in self.own:
            place = small.find(one, place)
            if place < 0:
                return False
            place += len(one)
        return True


@cache
def _phrases() -> list[Phrase]:
    """All phrases, the ones with most words of their own first."""
    found = [(phrase, known) for known in registry for phrase in known.phrases]
    found.sort(key=lambda pair: len(SLOT.sub("", pair[0])), reverse=True)
    return [_phrase(phrase, known) for phrase, known in found]


def _phrase(phrase: str, known: Command) -> Phrase:
    parts = SLOT.split(phrase)
    own = tuple(word for part in parts[::2] for word in part.casefold().split())
    last = parts[-2].partition(":") if len(parts) > 1 and not parts[-1] else None
    long = bool(last and not last[2] and known.parameter(last[0]).reader.text)
    return Phrase(_compiled(parts), own, known, long)


def _compiled(parts: list[str]) -> re.Pattern[str]:
    last = len(parts) - 2
    pattern = ""
    for index, part in enumerate(parts):
        if index % 2:
            name, _, literals = part.partition(":")
            anything = ".+" if index == last else ".+?"
            pattern += f"(?P<{name}>{literals or anything})"
        else:
            pattern += _english(part) if part.isascii() else _chinese(part)
    return re.compile(rf"\s*{pattern}\s*[.!?。！？]?\s*", re.IGNORECASE | re.DOTALL)


def _chinese(part: str) -> str:
    """Blanks may stand anywhere between words, or nowhere."""
    return r"\s*" + r"\s*".join(map(re.escape, part.split())) + r"\s*"


def _english(part: str) -> str:
    middle = r"\s+".join(map(re.escape, part.split()))
    before = r"\s+" if part[:1].isspace() and middle else ""
    after = r"\s+" if part[-1:].isspace() and middle else ""
    return before + middle + after or (r"\s+" if part else "")


def readable(phrase: str, key: Callable[[str], str]) -> str:
    """A phrase as one reads it: slots with their names, and the first of words that are fixed.

    Args:
        phrase: with slots.
        key: gives the listener's name of an argument.
    """

    def slot(found: re.Match[str]) -> str:
        name, _, literals = found[1].partition(":")
        return literals.partition("|")[0] or f"{{{key(name)}}}"

    return SLOT.sub(slot, phrase)


def match(text: str, fits: Fits | None = None) -> Invocation | None:
    """The command that a sentence says in other words.

    Args:
        text: the sentence.
        fits: whether a slot can hold some words; without it any words will do.
    """
    small = text.casefold()
    for phrase in _phrases():
        found = phrase.pattern.fullmatch(text) if phrase.may_be(small) else None
        if found:
            known = phrase.command
            values = {
                name: _trimmed(known, name, value) for name, value in found.groupdict().items()
            }
            if fits is None or all(
                fits(known.parameter(one).reader, values[one]) for one in values
            ):
                return Invocation(known.name, values)
    return None


def _trimmed(known: Command, name: str, value: str) -> str:
    """A question mark ends the sentence and is no part of a name; free text is kept."""
    return value.strip() if known.parameter(name).reader.text else value.strip().rstrip(MARKS)
