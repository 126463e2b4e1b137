"""Readers of what lists of deals are narrowed to: states, periods, reasons, companies, owners."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from handlers import dates
from handlers.asks import Ask
from handlers.outcomes import Unreadable
from handlers.readers import stages
from handlers.readers.entries import MANY, CompanyName, Since
from handlers.readers.ranges import spot_days, unmarked, windows
from handlers.readers.readings import Reader, Word
from handlers.readers.records import Colleague
from handlers.readers.selling import outcome_in
from handlers.readers.stages import StageReader
from handlers.readers.words import Choice, Label, narrow
from handlers.texts import Text, fmt
from store.directories import Person
from store.errors import CrmError
from store.pipelines import Step

Ends = tuple[date | None, date | None]


class Anywhere(Choice):
    """A choice of one or several words that may stand anywhere among the others."""

    def read(self, ask: Ask, text: str) -> str:
        """Find the choice that words mean."""
        return super().read(ask, unmarked(text))

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first words that are one of the choices."""
        found = (at for at, text in windows(words, 4) if narrow(text) in self._meanings)
        return next(found, None)


class StageAmong(StageReader):
    """A stage by its key, or by its whole name anywhere among the words."""

    def read(self, ask: Ask, text: str) -> tuple[Step, ...]:
        """Find the stages."""
        return super().read(ask, unmarked(text))

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first words that are a stage's name."""
        found = (
            at for at, text in windows(words, 4) if stages.is_whole(stages.meant(ask, text), text)
        )
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day of a period, one of which may be open.

    Attributes:
        coming: of days without a year the next ones, as days of closing are meant.
        past: the latest ones, as days of winning are meant.
    """

    coming: Ends
    past: Ends


class Period(Reader[Days]):
    """The days on which deals should be closed, or were; with or without "closing" before them."""

    wordy = True
    _BEFORE = re.compile(
        r"^(?:(?:closing|closes|close|closed|due)\b(?:\s+(?:in|on|by|during|within)\b)?"
        r"|(?:in|on|during)\b|预计成交|成交)\s*",
        re.IGNORECASE,
    )
    _UNTIL = re.compile(r"^before\s+|(?:之前|以前|前)$", re.IGNORECASE)
    _BEHIND = re.compile(r"\s*(?:内|里)?(?:要|会|将|预计)?(?:成交|结束)?的?$")

    def read(self, ask: Ask, text: str) -> Days:
        """Read a period, or "overdue" for all days before today."""
        bare = self._BEHIND.sub("", self._BEFORE.sub("", unmarked(text))) or text
        return Days(self._ends(ask, bare, ahead=True), self._ends(ask, bare, ahead=False))

    def _ends(self, ask: Ask, bare: str, *, ahead: bool) -> Ends:
        today = ask.now.astimezone(ask.voice.timezone).date()
        if narrow(bare) in ("overdue", "late", "past due", "逾期", "过期"):
            return None, today - timedelta(days=1)
        until = self._UNTIL.sub("", bare)
        period = dates.read_period(until, now=ask.now, zone=ask.voice.timezone, ahead=ahead)
        last = period.end - timedelta(days=1)
        if until == bare:
            return period.start, last
        return None, last if last == period.start else period.start - timedelta(days=1)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first words that are a period."""
        return spot_days(ask, self, words)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Closing when? For example: this month, Q1, overdue")


def moments(ask: Ask, days: Ends) -> tuple[datetime, datetime]:
    """From which moment on, and before which, in the asker's zone."""
    first, last = days[0] or date(1970, 1, 1), (days[1] or date(2999, 1, 1)) + timedelta(days=1)
    zone = ask.voice.timezone
    return datetime.combine(first, time(), zone), datetime.combine(last, time(), zone)


class Added(Reader[tuple[datetime, datetime]]):
    """When something was added: a period, or since a moment."""

    wordy = True
    _BEFORE = re.compile(
        r"^(?:(?:added|created|new)\b|新增|新建|添加)\s*(?:(?:in|on|during)\b)?\s*", re.IGNORECASE
    )
    _BEHIND = re.compile(r"(?:新增|新建|添加)的?$")

    def read(self, ask: Ask, text: str) -> tuple[datetime, datetime]:
        """Read from which moment on, and before which."""
        bare = self._BEHIND.sub("", self._BEFORE.sub("", unmarked(text))) or text
        try:
            period = dates.read_period(bare, now=ask.now, zone=ask.voice.timezone)
        except dates.UnreadableDate:
            since = re.sub(r"^(?:since|from|自|从)\s*", "", bare, flags=re.IGNORECASE)
            return Since().read(ask, since), ask.now + timedelta(seconds=1)
        return moments(ask, (period.start, period.end - timedelta(days=1)))

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """Words that begin or end with "added", or begin with "since"."""
        for at, text in windows(words):
            marked = self._BEFORE.match(text) or self._BEHIND.search(text)
            if marked or re.match(r"(?:since|自|从)", text, re.IGNORECASE):
                with suppress(CrmError):
                    self.read(ask, text)
                    return at
        return None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Added when? For example: this week, since monday")


class Reason(Reader[str]):
    """Why deals were lost."""

    wordy = True
    _BEFORE = re.compile(r"^(?:because of|because|due to|因为|由于|因)\s*", re.IGNORECASE)

    def read(self, ask: Ask, text: str) -> str:
        """Read the reason."""
        found = outcome_in(self._BEFORE.sub("", unmarked(text)))
        if found is None or found.note:
            raise Unreadable(
                fmt("“{text}” is no reason for losing that I know.", text=text.strip()[:60])
            )
        return found.reason

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """Words that begin with "because of"."""
        for at, text in windows(words):
            if self._BEFORE.match(text):
                with suppress(CrmError):
                    self.read(ask, text)
                    return at
        return None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Lost why? For example: price")


class WithCompany(CompanyName):
    """A company by its key, or behind "with"."""

    greedy = False
    _BEFORE = ("with", "at")
    _ENDS = ("of", "and", "in")

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """What follows "with", up to a colleague or the next little word."""
        starts = [n for n, one in enumerate(words) if narrow(one.text) in self._BEFORE]
        if not starts:
            return None
        first = last = starts[0]
        for one in words[first + 1 :]:
            if not one.quoted and (one.text[0] in "@＠" or narrow(one.text) in self._ENDS):
                break
            last += 1
        return slice(first, last + 1) if last > first else None

    def read(self, ask: Ask, text: str) -> str:
        """The name without the word before it."""
        head, _, rest = unmarked(text).partition(" ")
        return super().read(ask, rest if rest and narrow(head) in self._BEFORE else text)


class Fillers(Reader[str]):
    """Little words between filters that say nothing themselves."""

    many = True
    aside = True
    _WORDS = frozenset(
        [
            "in",
            "of",
            "by",
            "and",
            "or",
            "that",
            "are",
            "is",
            "the",
            "which",
            "who",
            "worth",
            "all",
            "for",
            "me",
            "deal",
            "deals",
            "with",
            "an",
            "a",
            "on",
            "的",
            "在",
            "和",
            "有",
            "要",
            "了",
        ]
    )

    def read(self, ask: Ask, text: str) -> str:
        """Nothing is made of them."""
        return ""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The next one."""
        for index, one in enumerate(words):
            if narrow(one.text) in self._WORDS and not one.quoted:
                return slice(index, index + 1)
        return None


class OwnerOf(Colleague):
    """A colleague whose records are listed."""

    def read(self, ask: Ask, text: str) -> Person:
        """Find the one that is meant."""
        return super().read(ask, unmarked(" ".join(text.split(MANY))))

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """A colleague; several words that name none are no colleague's name."""
        found = super().spot(ask, words, others)
        if found is None or len(words) == 1 or words[found][0].text[0] in "@＠":
            return found
        from_all = found == slice(0, len(words))
        text = " ".join(one.text for one in words)
        return None if from_all and not self._names(ask, text) else found

    def _names(self, ask: Ask, text: str) -> bool:
        try:
            super().read(ask, text)
        except CrmError as error:
            return hasattr(error, "options")
        return True


StageOf = Annotated[tuple[Step, ...], StageAmong()]
PeriodOf = Annotated[Days, Period()]
AddedWhen = Annotated[tuple[datetime, datetime], Added()]
LostFor = Annotated[str, Reason()]
AtCompany = Annotated[str, WithCompany()]
LittleWords = Annotated[str, Fillers()]
AnOwner = Annotated[Person, OwnerOf()]
ViewName = Annotated[str, Label("Which view?")]
Fact = Annotated[str, Label("Which one?")]
Whose = Annotated[
    str,
    Anywhere(
        "Whose deals?",
        {
            "mine": ("my", "我的"),
            "team": ("团队", "我的团队", "my team", "my team's"),
            "all": ("everybody", "everyone", "全部", "所有"),
        },
    ),
]
Stale = Annotated[
    str, Anywhere("Only those that stand still?", {"stale": ("rotten", "stuck", "停滞", "滞留")})
]
State = Annotated[
    str,
    Anywhere(
        "Open, won, lost or closed?",
        {
            "open": ("进行中", "未结束"),
            "won": ("赢单", "已赢单", "已成交", "closed won"),
            "lost": ("输单", "丢单", "已输单", "closed lost"),
            "closed": ("ended", "finished", "已结束", "已关闭"),
        },
    ),
]
NoStep = Annotated[
    str,
    Anywhere(
        "Only those without a next step?",
        {
            "none": (
                "no next step", "without next step", "without a next step", "no step",
                "没有下一步", "无下一步",
            )
        },
    ),
]  # fmt: skip
Sorting = Annotated[
    str,
    Choice(
        "What first: amount, close, stage or age?",
        {
            "close": ("closing", "date", "成交", "日期"),
            "amount": ("value", "worth", "金额"),
            "stage": ("阶段",),
            "age": ("oldest", "stage age", "停留", "时长"),
        },
    ),
]
