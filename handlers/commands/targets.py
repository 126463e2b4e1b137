"""Targets: what is to be won, and how far everybody has come."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from handlers import grids, reports, tables
from handlers.asks import Ask
from handlers.contract import command
from handlers.grids import Grid
from handlers.languages import mark
from handlers.measure_words import short
from handlers.readers.entries import Amount
from handlers.readers.readings import Reader, Word
from handlers.readers.reports import (
    Circle,
    Days,
    ReportDays,
    Reported,
    ReportPeriod,
    WhoseFigures,
    circle,
)
from handlers.readers.words import Choice, narrow
from handlers.replies import Reply
from handlers.summaries import period as written
from handlers.texts import Text, fmt, lines, word
from store import access, figures, rates, targets
from store.figures import Narrow
from store.measures import MEASURES
from store.moneys import Money
from store.rights import Right
from store.tables import Target

WonBy = Mapping[int | None, int]


class CycleReader(Choice):
    """A month, a quarter or a year, anywhere among the words."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first word that is one."""
        for index, one in enumerate(words):
            if one.text.casefold().removeprefix("a ") in self._meanings:
                return slice(index, index + 1)
        return None


class GoalReader(Amount):
    """An amount, or nothing at all: that ends a target."""

    def read(self, ask: Ask, text: str) -> Money:
        """Read the amount."""
        return Money(0, ask.voice.currency) if narrow(text) in NOTHING else super().read(ask, text)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first amount among the words, or else the word for nothing."""
        found = super().spot(ask, words, others)
        nothing = (at for at, one in enumerate(words) if narrow(one.text) in NOTHING)
        place = next(nothing, None)
        return found or (None if place is None else slice(place, place + 1))


NOTHING = ("0", "none", "无", "取消")
Goal = Annotated[Money, GoalReader()]
Cycle = Annotated[
    str,
    CycleReader(
        "For a month, a quarter or a year?",
        {
            "month": ("monthly", "每月", "月", "月度"),
            "quarter": ("quarterly", "每季度", "季度", "季"),
            "year": ("yearly", "annual", "每年", "年", "年度"),
        },
    ),
]


@command(
    "target set",
    needs=Right.TARGETS_EDIT,
    examples=("target set @ben 50k month", "target set all 2m year", "设定目标 @ben 5万 每月"),
)
def set_target(
    ask: Ask,
    amount: Goal,
    cycle: Cycle = "month",
    whose: WhoseFigures = "",
    owner: Reported | None = None,
) -> Reply:
    """Set what somebody is to win; a leader's target is the team's, `all` means the company."""
    person = owner or (None if whose == "all" else ask.person)
    held = rates.convert(ask.session, amount)
    today = ask.now.astimezone(ask.voice.timezone).date()
    kept: targets.Cycle = (
        "month" if cycle == "month" else "quarter" if cycle == "quarter" else "year"
    )
    targets.put(ask.session, person.id if person else None, kept, held.minor, today)
    who = person.name if person else word("the company")
    since = targets.begin(kept, today)
    if not held.minor:
        return Reply(fmt("From {day} on there is no target for {who}.", day=since, who=who))
    return Reply(fmt(KEPT[kept], who=who, amount=held, day=since))


KEPT = {
    "month": mark("Target of {who}: **{amount}** a month, from {day} on."),
    "quarter": mark("Target of {who}: **{amount}** a quarter, from {day} on."),
    "year": mark("Target of {who}: **{amount}** a year, from {day} on."),
}


@command(
    "target show",
    needs=Right.DEALS_EDIT,
    examples=("target show", "target show @ben quarter", "查看目标 本季度"),
    phrases=(
        "how far are we from target",
        "how far is {owner} from target",
        "did we reach our target {period}",
        "{period}目标完成多少",
        "{owner}目标完成多少",
        "目标完成了多少",
    ),
)
def show_targets(
    ask: Ask,
    period: ReportPeriod | None = None,
    whose: WhoseFigures = "",
    owner: Reported | None = None,
) -> Reply:
    """Show targets, what was won of them, and how far that is."""
    figures.demand(ask.session, [MEASURES["amount won"]])
    days = period or ReportDays().read(ask, "month")
    around = _with_team(ask, circle(ask, whose, owner))
    held, won = targets.load(ask.session), _won_by(ask, days)
    goals = _goals(ask, _circles(ask, around), days, held, won)
    told = [_row(*one) for one in goals]
    title = fmt("**Targets** · {days} · {whose}", days=written(days), whose=around.called)
    if not told:
        return Reply(lines(title, fmt("None is set."), _way(ask)))
    head = [word("Who"), word("Target"), word("Won"), "%"]
    text = lines(title, tables.table([head, *told]))
    return reports.reply(ask, text, partial(_grid, head, goals))


def _grid(head: Sequence[str], goals: Sequence[tuple[str, int, int]]) -> Grid:
    return grids.grid(
        head,
        [
            (called, grids.amount(target), grids.amount(minor), minor * 100 // target)
            for called, target, minor in goals
        ],
    )


def _way(ask: Ask) -> Text | None:
    """How to set one, for whoever may."""
    if ask.actor.scope(Right.TARGETS_EDIT) is None:
        return None
    return fmt("`target set @ben 50k month` sets one.")


def _with_team(ask: Ask, around: Circle) -> Circle:
    """A leader is shown with all below, since their target is the team's."""
    if around.staff_ids is None or len(around.staff_ids) > 1:
        return around
    below = frozenset().union(*(ask.directory.subtree(one) for one in around.staff_ids))
    reached = access.owners(ask.actor, Right.SUMMARIES_SEE)
    return Circle(below if reached is None else below & reached, around.called)


def _circles(ask: Ask, around: Circle) -> list[Circle]:
    """All together, then each person who has a target of their own."""
    people = ask.directory.people
    ids = people.keys() if around.staff_ids is None else around.staff_ids
    if len(ids) == 1:
        return [around]
    each = [Circle(frozenset({one}), people[one].name) for one in sorted(ids)]
    return [around, *each]


def _goals(
    ask: Ask, circles: Sequence[Circle], days: Days, held: Sequence[Target], won_by: WonBy
) -> list[tuple[str, int, int]]:
    """Of each who has a target: who, the target, and what was won of it."""
    told = [
        (one, targets.of(ask.session, one.staff_ids, days.first, days.last, held))
        for one in circles
    ]
    return [(one.called, target, _won(one, won_by)) for one, target in told if target]


def _row(called: str, target: int, won: int) -> list[str]:
    return [tables.shortened(called), short(target), short(won), f"{won * 100 // target}"]


def _won_by(ask: Ask, days: Days) -> WonBy:
    """What each has won, of all that the asker may see."""
    measure = MEASURES["amount won"]
    found = figures.work_out(ask.session, [measure], [days.span(ask)], Narrow(), "owner")
    return {key[2]: one.total for key, one in found.items()}


def _won(around: Circle, won_by: WonBy) -> int:
    ids = around.staff_ids
    return sum(minor for one, minor in won_by.items() if ids is None or one in ids)
