"""Readers of which tasks are listed: overdue, of a day or a period to come, of the team."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from handlers import dates
from handlers.asks import Ask
from handlers.languages import mark
from handlers.readers.filters import Anywhere
from handlers.readers.ranges import spot_days, unmarked
from handlers.readers.readings import Reader, Word
from handlers.texts import day
from store.errors import CrmError


@dataclass(frozen=True, slots=True)
class DueDays:
    """Days on which tasks are due; both ends count."""

    first: date
    last: date

    def __str__(self) -> str:
        """As a heading names them."""
        return (
            day(self.first) if self.first == self.last else f"{day(self.first)} – {day(self.last)}"
        )


class TaskSpan(Anywhere):
    """One of a few words, or a day or a period to come."""

    picky = True

    def read(self, ask: Ask, text: str) -> str | DueDays:  # type: ignore[override]
        """Read it; what is no day either is told the words that there are."""
        bare = unmarked(text)
        with suppress(CrmError):
            return super().read(ask, bare)
        with suppress(CrmError):
            found = dates.read_period(bare, now=ask.now, zone=ask.voice.timezone, ahead=True)
            return DueDays(found.start, found.end - timedelta(days=1))
        return super().read(ask, bare)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first words that are one of the choices, or days."""
        return spot_days(ask, self, words)


Span = Annotated[
    str | DueDays,
    TaskSpan(
        mark("Which tasks?"),
        {
            "today": ("due today", "今天", "今日"),
            "overdue": ("late", "逾期", "过期", "超期"),
            "week": ("this week", "本周", "这周", "一周"),
            "all": ("open", "全部", "所有"),
            "team": ("everybody", "团队"),
        },
    ),
]
