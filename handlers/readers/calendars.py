"""Readers of business calendars: one by its name, and a new one with its week."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from handlers.asks import Ask
from handlers.outcomes import Unreadable
from handlers.readers.hours import read_spans, read_weekdays
from handlers.readers.locales import ZoneReader
from handlers.readers.readings import Reader, Word
from handlers.readers.words import narrow
from handlers.texts import Text, fmt, listed
from store import calendars
from store.business_hours import Span
from store.calendars import DAYS_A_WEEK, Hours
from store.categories import fold

NAME = re.compile(r"(?=.*\w)[^:：]{1,40}")
HEAD = re.compile(r"(?P<name>[^:：]+?)\s*[:：]\s*(?P<rest>.+)", re.DOTALL)
USUAL = ("normal", "usual", "standard", "default", "正常", "标准", "默认")
Week = tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A calendar to be added.

    Attributes:
        week: None for the company's.
        zone: None for the company's.
    """

    name: str
    week: Week | None = None
    zone: str | None = None


class CalendarReader(Reader[Hours]):
    """A business calendar by its name or the beginning of it; "normal" for the company's."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> Hours:
        """Find it."""
        held = calendars.every(ask.session)
        if narrow(text) in USUAL:
            return held[0]
        wanted = fold(text)
        found = [one for one in held if fold(one.name) == wanted]
        found = found or [one for one in held if wanted and fold(one.name).startswith(wanted)]
        if len(found) != 1:
            names = listed(one.name for one in held)
            raise Unreadable(
                fmt("There are no hours “{text}”. There are: {names}.", text=text[:60], names=names)
            )
        return found[0]

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which hours?")

    def suggest(self, ask: Ask) -> list[str]:
        """The calendars that there are."""
        return [one.name for one in calendars.every(ask.session)][:5]


class NamedHours(CalendarReader):
    """Hours that are known by their key only: hours:Night."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """They stand in no message without their key."""
        return None


class DraftReader(Reader[Draft]):
    """A new calendar such as "Night shift: mon-sun 22:00-6:00 Asia/Shanghai"."""

    greedy = True
    text = True

    def read(self, ask: Ask, text: str) -> Draft:
        """Read its name, its week and its zone; a name alone begins with the company's hours."""
        said = HEAD.fullmatch(" ".join(text.split()))
        name = said["name"] if said else " ".join(text.split())
        if not NAME.fullmatch(name) or read_weekdays(narrow(name).split(" ")[0]):
            raise _unreadable(text)
        if said is None:
            return Draft(name)
        rest = narrow(said["rest"])
        week = read_week(rest)
        if week:
            return Draft(name, week)
        words = rest.split()
        for count in (1, 2):
            week = read_week(" ".join(words[:-count]))
            if week:
                return Draft(name, week, ZoneReader().read(ask, " ".join(words[-count:])))
        raise _unreadable(text)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("What are they called, and when? For example: Night: mon-sun 22:00-6:00")


def _unreadable(text: str) -> Unreadable:
    return Unreadable(
        fmt(
            "“{text}” are no hours with a name. For example: "
            "Night shift: mon-fri 22:00-6:00; sat 9:00-24:00 Asia/Shanghai",
            text=text[:60],
        )
    )


def read_week(text: str) -> Week | None:
    """A week of weekdays with their hours, in parts between semicolons; None for anything else.

    Args:
        text: narrowed, such as "mon-fri 9:00-12:00, 13:00-18:00; sat 10:00-14:00".
    """
    week: list[tuple[Span, ...]] = [()] * DAYS_A_WEEK
    for part in re.split(r"\s*[;；]\s*", text.strip()):
        held = _part(part)
        if held is None:
            return None
        for day in held[0]:
            week[day] = held[1]
    return tuple(week) if any(week) else None


def _part(text: str) -> tuple[frozenset[int], tuple[Span, ...]] | None:
    words = re.sub(r"(?<=[一二三四五六日天末])(?=\d)", " ", text).split()
    for count in range(1, len(words)):
        weekdays, spans = (
            read_weekdays(" ".join(words[:count])),
            read_spans(" ".join(words[count:])),
        )
        if weekdays and spans is not None:
            return weekdays, spans
    return None


AHours = Annotated[Hours, NamedHours()]
TheHours = Annotated[Hours, CalendarReader()]
ADraft = Annotated[Draft, DraftReader()]
