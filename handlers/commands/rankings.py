"""Rankings: who won how much, who did what, and why deals were won and lost."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from handlers import dimension_words, grids, measure_words, reports, tables
from handlers.asks import Ask
from handlers.cards import KINDS
from handlers.contract import command
from handlers.grids import Grid, cell
from handlers.languages import mark
from handlers.readers.filters import Anywhere
from handlers.readers.reports import (
    Days,
    ReportDays,
    Reported,
    ReportPeriod,
    WhoseFigures,
    circle,
)
from handlers.replies import Button, Invocation, Reply
from handlers.summaries import period as written
from handlers.texts import Text, fmt, lines, shown, word
from store import figures
from store.figures import Figure, Key, Narrow
from store.measurements import Measure
from store.measures import MEASURES
from store.rights import Right

MOST_ROWS = 10
LONGEST_NAME = 14

By = Annotated[
    str,
    Anywhere(
        "By reason, competitor, source, product or person?",
        {
            "reason": ("reasons", "原因"),
            "competitor": ("competitors", "对手", "竞争对手"),
            "source": ("sources", "来源"),
            "product": ("products", "产品"),
            "owner": ("rep", "reps", "person", "people", "销售", "人员", "负责人"),
            "industry": ("industries", "行业"),
        },
    ),
]


@command(
    "leaderboard",
    needs=Right.SUMMARIES_SEE,
    examples=("leaderboard quarter", "排行榜 本月"),
    phrases=(
        "who sold the most {period}",
        "who is the best rep {period}",
        "{period}谁卖得最多",
        "who sold the most",
        "谁卖得最多",
    ),
)
def leaderboard(ask: Ask, period: ReportPeriod | None = None, whose: WhoseFigures = "") -> Reply:
    """Rank people by what they won, with their deals and activities beside it."""
    days, around = period or _this_month(ask), circle(ask, whose, None)
    measures = [MEASURES[one] for one in ("amount won", "deals won", "activities")]
    figures.demand(ask.session, measures[1:])
    shown_ones = figures.told(ask.session, measures)
    found = figures.work_out(
        ask.session, shown_ones, [days.span(ask)], Narrow(around.staff_ids), "owner"
    )
    ranked = _ranked(found, shown_ones)
    title = fmt("**Leaderboard** · {days} · {whose}", days=written(days), whose=around.called)
    if not ranked:
        return Reply(lines(title, fmt("Nothing was won or logged.")))
    names = dimension_words.names(ask, shown_ones[0].source.dimensions["owner"], ranked)
    head = ["", *(word(SHORT[one.name]) for one in shown_ones)]
    rows = [
        [
            tables.shortened(f"{place}. {names[staff_id]}", LONGEST_NAME),
            *(str(measure_words.brief(one, found.get((one.name, 0, staff_id), Figure())))
              for one in shown_ones),
        ]
        for place, staff_id in enumerate(ranked[:MOST_ROWS], 1)
    ]  # fmt: skip
    text = lines(title, tables.table([head, *rows]))
    grid = partial(_places, head, shown_ones, found, {one: names[one] for one in ranked})
    return reports.reply(ask, text, grid, _to_people(ask, days, ranked))


def _places(
    head: Sequence[str],
    measures: Sequence[Measure],
    found: Mapping[Key, Figure],
    names: Mapping[int, str],
) -> Grid:
    """All of them, where the answer tells the best."""
    rows = [
        (name, *(cell(one, found.get((one.name, 0, staff_id), Figure())) for one in measures))
        for staff_id, name in names.items()
    ]
    return grids.grid((word("Who"), *head[1:]), rows)


SHORT = {"amount won": mark("Amount"), "deals won": mark("Won"), "activities": mark("Activities")}


def _this_month(ask: Ask) -> Days:
    return ReportDays().read(ask, "month")


def _ranked(found: Mapping[Key, Figure], measures: Sequence[Measure]) -> list[int]:
    """Staff ids, whoever won most first."""
    ids = {key[2] for key in found if key[2] is not None}

    def points(staff_id: int) -> list[int]:
        held = (found.get((one.name, 0, staff_id), Figure()) for one in measures)
        return [-(one.total or one.count) for one in held]

    return sorted(ids, key=lambda one: (points(one), one))


def _to_people(ask: Ask, days: Days, ranked: Sequence[int]) -> tuple[Button, ...]:
    people = ask.directory.people
    return tuple(
        Button(
            people[one].name,
            Invocation("summary", {"period": days.written(), "owner": f"U-{one}"}),
        )
        for one in ranked[:5]
    )


@command(
    "activity",
    needs=Right.SUMMARIES_SEE,
    examples=("activity week", "activity last month @ben", "活动统计 本周"),
)
def activity(
    ask: Ask,
    period: ReportPeriod | None = None,
    whose: WhoseFigures = "",
    owner: Reported | None = None,
) -> Reply:
    """Count calls, meetings, visits, e-mails and notes per person."""
    days, around = period or ReportDays().read(ask, "week"), circle(ask, whose, owner)
    measure, kinds = MEASURES["activities"], list(KINDS)
    figures.demand(ask.session, [measure])
    found = figures.work_out(
        ask.session, [measure], [days.span(ask)], Narrow(around.staff_ids), ("owner", "kind")
    )
    people = {key[2][0] for key in found if key[2][0] is not None}
    title = fmt("**Activity** · {days} · {whose}", days=written(days), whose=around.called)
    if not people:
        return Reply(lines(title, fmt("Nothing was logged.")))
    head = ["", *(word(KINDS[kind]) for kind in kinds), word("Total")]
    counted = {
        staff_id: [figures.figure(found, measure.name, 0, (staff_id, kind)).count for kind in kinds]
        for staff_id in people
    }
    ordered = sorted(people, key=lambda one: (-sum(counted[one]), one))
    rows = [
        _counts(tables.shortened(ask.directory.people[one].name, LONGEST_NAME), counted[one])
        for one in ordered[:MOST_ROWS]
    ]
    sums = [sum(column) for column in zip(*counted.values(), strict=True)]
    text = lines(title, tables.table([head, *rows, _counts(word("Total"), sums)]))
    told = [(ask.directory.people[one].name, counted[one]) for one in ordered]
    return reports.reply(ask, text, partial(_logged, head, told, sums))


def _logged(
    head: Sequence[str], told: Sequence[tuple[str, Sequence[int]]], sums: Sequence[int]
) -> Grid:
    rows = [(name, *counts, sum(counts)) for name, counts in (*told, (word("Total"), sums))]
    return grids.grid((word("Who"), *head[1:]), rows)


def _counts(name: str, counts: Iterable[int]) -> list[str]:
    held = list(counts)
    return [name, *(shown(one) for one in held), shown(sum(held))]


@command(
    "winloss",
    needs=Right.DEALS_EDIT,
    examples=("winloss quarter", "winloss by:competitor year", "赢输分析 本季度 原因"),
    phrases=(
        "why did we lose deals {period}",
        "why do we lose deals",
        "why did we lose {period}",
        "why did we lose",
        "{period}为什么丢单",
        "我们为什么丢单",
    ),
)
def winloss(
    ask: Ask,
    period: ReportPeriod | None = None,
    by: By = "reason",
    whose: WhoseFigures = "",
    owner: Reported | None = None,
) -> Reply:
    """Compare won with lost deals, by reason, competitor, source, product, industry or person."""
    days, around = period or ReportDays().read(ask, "quarter"), circle(ask, whose, owner)
    lost, won = MEASURES["deals lost"], MEASURES["deals won"]
    told, narrow, spans = [won, lost], Narrow(around.staff_ids), [days.span(ask)]
    totals = figures.work_out(ask.session, told, spans, narrow)
    title = fmt("**Won and lost** · {days} · {whose}", days=written(days), whose=around.called)
    if not totals:
        return Reply(lines(title, fmt("No deal ended then.")))
    found = figures.work_out(ask.session, told, spans, narrow, by)
    return reports.reply(
        ask,
        lines(title, _rate(totals), _by(ask, found, by)),
        partial(_ended, ask, found, by),
        (*_ends(ask, days, totals), *_other_ways(ask, by)),
    )


def _ended(ask: Ask, found: Mapping[Key, Figure], by: str) -> Grid:
    """All of them, where the answer tells the most frequent ones."""
    values = {key[2] for key in found}
    names = dimension_words.names(ask, MEASURES["deals won"].source.dimensions[by], values)
    counts = {
        value: [found.get((name, 0, value), Figure()).count for name in ("deals won", "deals lost")]
        for value in values
    }
    ordered = sorted(values, key=lambda one: (-sum(counts[one]), names[one]))
    rows = [
        (names[one], *counts[one], round(counts[one][0] * 100 / sum(counts[one])))
        for one in ordered
    ]
    head = word(measure_words.DIMENSIONS[by])
    return grids.grid((head, word("Won"), word("Lost"), word("Win rate, %")), rows)


def _rate(totals: Mapping[Key, Figure]) -> Text:
    won, lost = (figures.figure(totals, one).count for one in ("deals won", "deals lost"))
    return fmt(
        "Won **{won}** · lost **{lost}** · win rate {percent} %",
        won=won,
        lost=lost,
        percent=round(won * 100 / (won + lost)),
    )


def _by(ask: Ask, found: Mapping[Key, Figure], by: str) -> Text:
    dimension = MEASURES["deals won"].source.dimensions[by]
    values = {key[2] for key in found}
    names = dimension_words.names(ask, dimension, values)

    def counts(value: Any) -> tuple[int, int]:  # noqa: ANN401
        return (
            found.get(("deals won", 0, value), Figure()).count,
            found.get(("deals lost", 0, value), Figure()).count,
        )

    ordered = sorted(values, key=lambda one: (-sum(counts(one)), names[one]))[:MOST_ROWS]
    head = [word(measure_words.DIMENSIONS[by]), word("Won"), word("Lost"), "%"]
    rows = []
    for value in ordered:
        won, lost = counts(value)
        percent = round(won * 100 / (won + lost))
        rows.append([tables.shortened(names[value]), shown(won), shown(lost), shown(percent)])
    if by == "reason":  # only what was lost has one
        rows = [[row[0], row[2]] for row in rows if row[2] != "0"]
        head = [head[0], head[2]]
    return tables.table([head, *rows])


def _ends(ask: Ask, days: Days, totals: Mapping[Key, Figure]) -> list[Button]:
    passed = {name: ask.invocation.values[name] for name in ("whose", "owner")
              if name in ask.invocation.values}  # fmt: skip
    return [
        Button(
            f"{measure_words.name_of(MEASURES[name])} ({figures.figure(totals, name).count})",
            Invocation("records", {**passed, "measure": name, "period": days.written()}),
        )
        for name in ("deals won", "deals lost")
        if figures.figure(totals, name).count
    ]


def _other_ways(ask: Ask, by: str) -> list[Button]:
    offered = ("reason", "competitor", "source", "product", "owner")
    return [
        Button(word(measure_words.DIMENSIONS[one]), ask.invocation.with_values(by=one))
        for one in offered
        if one != by
    ]
