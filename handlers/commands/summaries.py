"""Summaries: how a period went, and the records behind every number of it."""

from functools import partial

from handlers import cards, measure_words, reports, summaries, task_words
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.kinds import KINDS
from handlers.readers.reports import (
    AMeasure,
    Circle,
    Days,
    Reported,
    ReportPeriod,
    WhoseFigures,
    circle,
    this_week,
)
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, moment, plain, word
from store import activities, figures, orders
from store.figures import Behind, Figure, Narrow
from store.measurements import Measure
from store.refs import Ref
from store.rights import Right


@command(
    "summary",
    needs=Right.SUMMARIES_SEE,
    examples=("summary", "summary last month @ben", "总结 本季度 全部"),
    phrases=(
        "how did {period} go",
        "how was {period}",
        "how is {owner} doing",
        "how did {owner} do {period}",
        "who needs help",
        "谁需要帮助",
        "{period}怎么样",
        "{owner}{period}怎么样",
    ),
)
def summary(
    ask: Ask,
    period: ReportPeriod | None = None,
    whose: WhoseFigures = "",
    owner: Reported | None = None,
) -> Reply:
    """Tell how a period went, beside the one before: leads, activities, deals, requests."""
    days = period or this_week(ask)
    told = summaries.make(ask, circle(ask, whose, owner), days)
    return reports.reply(
        ask, summaries.text(told), partial(summaries.grid, told), summaries.buttons(told)
    )


@command(
    "records",
    needs=Right.SUMMARIES_SEE,
    examples=("records deals won last month", "明细 赢单数 上个月"),
)
def records(
    ask: Ask,
    measure: AMeasure,
    period: ReportPeriod | None = None,
    whose: WhoseFigures = "",
    owner: Reported | None = None,
) -> Reply:
    """Show the very records behind a figure of a summary."""
    days, around = period or this_week(ask), circle(ask, whose, owner)
    narrow = Narrow(around.staff_ids)
    found = figures.behind(
        ask.session, measure, days.span(ask), narrow, offset=ask.invocation.offset
    )
    title = _title(measure, days, around)
    if not found.figure.count:
        return Reply(fmt("{title}: nothing.", title=title))
    rows, shows = _rows(ask, measure, found)
    text, buttons = cards.listing(title, rows, found.figure.count, ask.invocation)
    return Reply(lines(text, _together(measure, found.figure)), buttons, shows)


def _title(measure: Measure, days: Days, around: Circle) -> Text:
    name = measure_words.name_of(measure)
    if measure.when is None:
        return fmt("{name} · now · {whose}", name=name, whose=around.called)
    return fmt(
        "{name} · {days} · {whose}", name=name, days=summaries.period(days), whose=around.called
    )


def _together(measure: Measure, figure: Figure) -> Text | None:
    if measure.unit == "count":
        return None
    return fmt("Together: {value}", value=measure_words.value(measure, figure))


def _rows(ask: Ask, measure: Measure, found: Behind) -> tuple[list[Text], tuple[Ref, ...]]:
    kind, numbers = measure.source.kind, [number for number, _ in found.rows]
    if kind == "activity":
        return _happened(ask, numbers), ()
    names = _names(ask, kind, numbers)
    rows = [
        fmt(
            "{name} `{ref}`{value}",
            name=names.get(number, "–"),
            ref=Ref(kind, number),
            value=_worth(measure, worth),
        )
        for number, worth in found.rows
    ]
    return rows, tuple(Ref(kind, number) for number in dict.fromkeys(numbers))


def _names(ask: Ask, kind: str, numbers: list[int]) -> dict[int, str]:
    if kind == "order":
        return orders.titles(ask.session, numbers)
    if kind == "task":
        return task_words.names(ask, numbers)
    return dict(KINDS[kind].names(ask.session, numbers))


def _worth(measure: Measure, worth: int) -> Text:
    if measure.unit not in ("money", "seconds"):
        return plain("")
    return fmt(" · {value}", value=measure_words.value(measure, Figure(1, worth, worth)))


def _happened(ask: Ask, numbers: list[int]) -> list[Text]:
    people = ask.directory.people
    return [
        fmt(
            "{at} · {kind} · {who}",
            at=moment(one.at),
            kind=word(cards.KINDS[one.kind]),
            who=people[one.staff_id] if one.staff_id else "Parley",
        )
        for one in activities.some(ask.session, numbers)
    ]
