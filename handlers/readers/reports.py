"""Readers of reports: the period, whose figures, and which measure."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from handlers import dates
from handlers.asks import Ask
from handlers.dates import Period
from handlers.measure_words import NAMES
from handlers.outcomes import Unreadable
from handlers.readers import retellings
from handlers.readers.filters import Anywhere, OwnerOf
from handlers.readers.ranges import spot_days, windows
from handlers.readers.readings import Reader, Word
from handlers.readers.words import Label, narrow
from handlers.texts import Text, fmt, plural, word
from store import access
from store.access import Denied
from store.directories import Person
from store.errors import CrmError
from store.figures import Span
from store.measurements import Measure
from store.measures import MEASURES
from store.rights import Right

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """A run of days, as the asker's calendar has them.

    Attributes:
        first, last: both included.
    """

    first: date
    last: date

    def span(self, ask: Ask) -> Span:
        """The moments between which it lies, in the asker's zone."""
        zone = ask.voice.timezone
        start = datetime.combine(self.first, time(), zone)
        return Span(start, datetime.combine(self.last + A_DAY, time(), zone))

    def written(self) -> str:
        """The raw text that reads as these days."""
        return f"{self.first}..{self.last}"

    def elapsed(self, today: date) -> "Days":
        """The part of it that is not to come."""
        return Days(self.first, min(self.last, max(today, self.first)))

    def before(self, today: date) -> "Days":
        """The period before; of one that goes on as many days of it as have gone by of this one.

        Whole months are compared with as many whole months, everything else with as many days.
        """
        begin = _begin_before(self)
        if self.last <= today:
            return Days(begin, self.first - A_DAY)
        gone = (today - self.first).days
        return Days(begin, min(begin + timedelta(days=gone), self.first - A_DAY))

    def after(self) -> "Days":
        """The period that follows: as many whole months, or as many days."""
        begin, end = _begin_before(self), self.last + A_DAY
        if self.first.day != 1 or end.day != 1:
            return Days(end, end + (end - self.first) - A_DAY)
        months = (self.first.year - begin.year) * 12 + self.first.month - begin.month
        index = end.year * 12 + end.month - 1 + months
        return Days(end, date(index // 12, index % 12 + 1, 1) - A_DAY)

    def one_before(self) -> "Days":
        """The whole stretch before it: whole months before whole months, else as many days."""
        return Days(_begin_before(self), self.first - A_DAY)


def _begin_before(days: Days) -> date:
    end = days.last + A_DAY
    if days.first.day != 1 or end.day != 1:
        return days.first - (end - days.first)
    months = (end.year - days.first.year) * 12 + end.month - days.first.month
    index = days.first.year * 12 + days.first.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _bare(text: str) -> str:
    bare = narrow(text)
    for little in ("for ", "in ", "during ", "of "):
        bare = bare.removeprefix(little)
    return bare


class ReportDays(Reader[Days]):
    """The days of a report; a period without a year is the latest that has begun."""

    wordy = True
    picky = True

    def read(self, ask: Ask, text: str) -> Days:
        """Read a period."""
        found: Period = dates.read_period(_bare(text), now=ask.now, zone=ask.voice.timezone)
        return Days(found.start, found.end - A_DAY)

    def retold(self, text: str) -> str:
        """The period in the listener's language."""
        bare = _bare(text)
        told = retellings.period(bare)
        return text if told == bare else told

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first words that are a period."""
        return spot_days(ask, self, words)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which period? For example: week, last month, 2026-10-01..2026-10-31")

    def suggest(self, ask: Ask) -> list[str]:
        """Periods that are asked for most."""
        return [word("today"), word("week"), word("month"), word("quarter")]


def this_week(ask: Ask) -> Days:
    """The week that goes on, from Monday to Sunday."""
    return ReportDays().read(ask, "week")


class MeasureReader(Label):
    """A measure by its name."""

    def __init__(self) -> None:
        """Ask for one."""
        super().__init__("Which figure? For example: deals won")

    def read(self, ask: Ask, text: str) -> Measure:  # type: ignore[override]
        """Find the measure."""
        wanted = narrow(text)
        for name, label in NAMES.items():
            if wanted in (name, label.casefold(), word(label).casefold()):
                return MEASURES[name]
        raise Unreadable(fmt("“{text}” is no figure that I know.", text=text[:60]))

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first words that name a measure."""
        for at, text in windows(words):
            with suppress(CrmError):
                self.read(ask, text)
                return at
        return None


ReportPeriod = Annotated[Days, ReportDays()]
AMeasure = Annotated[Measure, MeasureReader()]
Reported = Annotated[Person, OwnerOf()]
WhoseFigures = Annotated[
    str,
    Anywhere(
        "Whose figures?",
        {
            "mine": ("my", "我的"),
            "team": ("my team", "团队", "我的团队"),
            "all": ("everybody", "everyone", "全部", "所有", "全公司"),
        },
    ),
]


@dataclass(frozen=True, slots=True)
class Circle:
    """Whose figures are told.

    Attributes:
        staff_ids: whose rows count; None: everybody's, those of nobody included.
        called: who that is, as the listener says it.
    """

    staff_ids: frozenset[int] | None
    called: str


def circle(ask: Ask, whose: str, owner: Person | None) -> Circle:
    """Whose figures the asker gets; never more than the right to summaries reaches.

    Args:
        ask: of the asker.
        whose: "mine", "team", "all", or "" for as much as the right gives.
        owner: one person.

    Raises:
        Denied: the right does not reach that far.
    """
    found = _asked_for(ask, whose, owner)
    return found if ask.actor.within is None else _of_both(ask, found)


def _of_both(ask: Ask, found: Circle) -> Circle:
    """Those of some people whose figures somebody else may be told as well."""
    reached = access.owners(ask.actor, Right.SUMMARIES_SEE)
    ids = found.staff_ids
    both = reached if ids is None else (ids if reached is None else ids & reached)
    if both is not None and not both:
        raise Denied(Right.SUMMARIES_SEE, ask.actor.scope(Right.SUMMARIES_SEE))
    return Circle(both, _named(ask, both))


def _named(ask: Ask, ids: frozenset[int] | None) -> str:
    """Whose figures they are, for who is not the one who asks."""
    if ids is None:
        return word("all")
    people = ask.directory.people
    if len(ids) == 1:
        return people[next(iter(ids))].name
    lead = next((one for one in sorted(ids) if ask.directory.subtree(one) == ids), None)
    if lead is not None:
        return str(fmt("the team of {who}", who=people[lead]))
    return str(plural("{count} person", "{count} people", len(ids)))


def _asked_for(ask: Ask, whose: str, owner: Person | None) -> Circle:
    reached = access.owners(ask.actor, Right.SUMMARIES_SEE)
    scope = ask.actor.scope(Right.SUMMARIES_SEE)
    if owner is not None:
        if reached is not None and owner.id not in reached:
            raise Denied(Right.SUMMARIES_SEE, scope)
        return Circle(frozenset({owner.id}), owner.name)
    own = frozenset({ask.person.id})
    if whose == "mine":
        return Circle(own, ask.person.name)
    if whose == "team":
        if reached == own and ask.actor.team - own:
            raise Denied(Right.SUMMARIES_SEE, scope)
        team = ask.actor.team | own
        if reached is None and team == own:  # who leads nobody but may see all means all
            return Circle(None, word("all"))
        return Circle(team, ask.person.name if team == own else word("my team"))
    if reached is None:
        return Circle(None, word("all"))
    if reached == own:
        return Circle(own, ask.person.name)
    return Circle(reached, word("my team"))
