"""Readers of what is entered about tickets: categories, priorities, statuses, working time."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any

from handlers.asks import Ask
from handlers.dates.durations import Duration
from handlers.dates.lengths import DURATION, length
from handlers.dates.readings import words_in
from handlers.dates.tokens import kinds_of
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.readers.readings import Reader, Word
from handlers.readers.words import Choice, Label, narrow
from handlers.texts import Text, fmt, listed
from handlers.ticket_words import SPELLINGS, called
from store import calendars, categories
from store.calendars import Hours
from store.categories import Kind
from store.refs import read_ref
from store.sessions import Session

LONGEST = timedelta(days=365)
PATTERN = re.compile(DURATION)
GLUED = re.compile(r"(?<=[a-z])(?=[0-9])")
"""Between the parts of 1h30m."""
_MEANT = {spelling: name for name, more in SPELLINGS.items() for spelling in more}


class Phrase(Choice):
    """A choice whose words may be several, behind the ref of a record."""

    reach = 1

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The most words behind a ref, or at the beginning, that are one of the choices."""
        first = 1 if words and read_ref(words[0].text) else 0
        for count in (3, 2, 1):
            text = " ".join(one.text for one in words[first : first + count])
            if narrow(text) in self._meanings:
                return slice(first, first + count)
        if first and len(words) > 1:
            return slice(1, 2)
        return None if any(other.greedy for other in others) else slice(0, 1) if words else None


class CategoryReader(Reader[Kind]):
    """A category by its name or the beginning of it."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> Kind:
        """Find it."""
        wanted = _wanted(text)
        held = categories.every(ask.session)
        exact = meant_category(ask.session, text)
        found = [exact] if exact else []
        found = found or [one for one in held if wanted and one.folded.startswith(wanted)]
        if len(found) != 1:
            raise Unreadable(
                fmt(
                    "“{text}” is no category. There are: {names}.",
                    text=text[:60],
                    names=listed(map(called, held)),
                )
            )
        return found[0]

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which category?")

    def suggest(self, ask: Ask) -> list[str]:
        """The categories that there are."""
        return [called(one) for one in categories.every(ask.session)][:5]


def _wanted(text: str) -> str:
    return categories.fold(_MEANT.get(narrow(text), text))


def meant_category(session: Session, text: str) -> Kind | None:
    """The category that a text names in full, in either language."""
    wanted = _wanted(text)
    held = categories.every(session)
    named = (one for one in held if wanted in (one.folded, categories.fold(called(one))))
    return next(named, None)


class WorkingTime(Reader[timedelta]):
    """A length of working time; a day is a working day."""

    reach = 1

    def read(self, ask: Ask, text: str) -> timedelta:
        """Read it: 30m, 1h, 1h30m, 2d, 两小时."""
        tokens = words_in(GLUED.sub(" ", narrow(text)))
        said = length(tokens) if PATTERN.fullmatch(kinds_of(tokens)) else None
        found = _working(said, calendars.first(ask.session)) if said else timedelta(0)
        if not timedelta(minutes=1) <= found <= LONGEST:
            raise Unreadable(
                fmt("“{text}” is no length of time. For example: 30m, 4h, 2d", text=text[:60])
            )
        return found

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("How much working time? For example: 30m, 4h, 2d")


class FreeTime(WorkingTime):
    """A length of working time that is known without its key: "outage 30 min"."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first one or two words that are a length of time."""
        for first in range(len(words)):
            for count in (2, 1):
                text = " ".join(one.text for one in words[first : first + count])
                if PATTERN.fullmatch(kinds_of(words_in(GLUED.sub(" ", narrow(text))))):
                    return slice(first, first + count)
        return None


def _working(said: Duration, hours: Hours) -> timedelta:
    if said.months:
        return timedelta(0)
    return timedelta(seconds=said.seconds) + calendars.working_day(hours) * (
        said.days + said.workdays
    )


class Keywords(Label):
    """Words by which a category is recognised, separated by commas; "none" for none."""

    wordy = True

    def read(self, ask: Ask, text: str) -> str:
        """The words in the form in which they are looked for."""
        if narrow(text) in ("none", "nothing", "-", "无"):
            return ""
        parts = text.replace("，", ",").replace("、", ",").replace(";", ",").split(",")
        found = dict.fromkeys(categories.fold(one) for one in parts)
        return ",".join(one for one in found if one)[:2000]


_PRIORITIES: Mapping[str, Sequence[str]] = {
    "low": ("低", "minor"), "normal": ("medium", "普通", "中", "正常"), "high": ("高", "important"),
    "urgent": ("紧急", "critical", "急"),
}  # fmt: skip
_STATUSES: Mapping[str, Sequence[str]] = {
    "open": ("处理中", "未解决", "打开"), "waiting": ("等待", "等待中", "paused"),
    "resolved": ("solved", "已解决"), "closed": ("已关闭", "关闭"), "merged": ("已合并",),
}  # fmt: skip
_AWAITED: Mapping[str, Sequence[str]] = {
    "customer": ("the customer", "for the customer", "for customer", "client", "客户", "等客户"),
    "third party": (
        "a third party",
        "for third party",
        "third",
        "third-party",
        "supplier",
        "vendor",
        "第三方",
        "供应商",
    ),
}
APriority = Annotated[str, Phrase(mark("How urgent: low, normal, high or urgent?"), _PRIORITIES)]
AStatus = Annotated[str, Phrase(mark("Which status?"), _STATUSES)]
Awaited = Annotated[str, Phrase(mark("For the customer, or for a third party?"), _AWAITED)]
ACategory = Annotated[Kind, CategoryReader()]
WorkTime = Annotated[timedelta, WorkingTime()]
AnyTime = Annotated[timedelta, FreeTime()]
KeywordList = Annotated[str, Keywords(mark("Which words? For example: down, offline, 打不开"))]
