"""Pictures of reports: what is drawn, and the same in words for whoever cannot see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from handlers import tables
from handlers.asks import Ask
from handlers.charts import bars, fans
from handlers.charts.bars import Bar, Columns
from handlers.charts.fans import Fan
from handlers.charts.frames import Heading
from handlers.measure_words import short
from handlers.readers import stages
from handlers.readers.reports import Circle, Days, ReportDays
from handlers.summaries import period as written
from handlers.texts import Text, fmt, shown, word
from store import deal_lists, figures, forecasts, funnels, pipelines, targets
from store.figures import Narrow, Span
from store.forecasts import Forecast
from store.measures import MEASURES

MONTHS = 12
AGES = (30, 60, 90, 180)
"""Days between which open deals are counted by age."""
A_DAY = timedelta(days=1)
MOST_POINTS = 100
"""Places on the axis of time; a quarter has 92 days."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart and its text alternative."""

    name: str
    content: bytes
    heading: Text
    table: Text


def _minor(value: float) -> str:
    return short(round(value))


def _count(value: float) -> str:
    return shown(round(value))


def pipeline(ask: Ask, around: Circle, _days: Days | None) -> Picture:
    """What stands in each stage, and what may be expected of it."""
    sums = deal_lists.sums(ask.session, pipelines.first_pipeline(ask.session), around.staff_ids)
    drawn = [
        Bar(
            stages.called(one.step),
            one.minor,
            f"{short(one.minor)} · {shown(one.count)}",
            one.weighted,
        )
        for one in sums
    ]
    heading = Heading(word("Pipeline by stage"), around.called)
    rows = [
        [stages.called(one.step), shown(one.count), short(one.minor), short(one.weighted)]
        for one in sums
    ]
    head = [word("Stage"), word("No."), word("Amount"), word("Weighted")]
    content = bars.horizontal(heading, drawn, (word("Amount"), word("Weighted")))
    title = fmt("**Pipeline** · {whose}", whose=around.called)
    return Picture("pipeline", content, title, tables.table([head, *rows]))


def funnel(ask: Ask, around: Circle, days: Days | None) -> Picture:
    """How far the deals of a period came."""
    shown_days = days or ReportDays().read(ask, "quarter")
    chosen = pipelines.first_pipeline(ask.session)
    levels = funnels.levels(ask.session, chosen, shown_days.span(ask), Narrow(around.staff_ids))
    drawn, rows, before = [], [], 0
    for one in levels:
        percent = f"{round(one.reached * 100 / before)} %" if before else ""
        caption = " · ".join(part for part in (shown(one.reached), percent) if part)
        drawn.append(Bar(stages.called(one.step), one.reached, caption))
        rows.append([stages.called(one.step), shown(one.reached), percent])
        before = one.reached
    title = fmt("**Funnel** · {days} · {whose}", days=written(shown_days), whose=around.called)
    content = bars.funnel(Heading(word("Funnel"), _note(shown_days, around)), drawn)
    head = [word("Stage"), word("No."), "%"]
    return Picture("funnel", content, title, tables.table([head, *rows]))


def _note(days: Days, around: Circle) -> str:
    return f"{written(days)} · {around.called}"


def won(ask: Ask, around: Circle, _days: Days | None) -> Picture:
    """What was won in each of the last twelve months, against the target."""
    months = _months(ask)
    measure = MEASURES["amount won"]
    found = figures.work_out(
        ask.session, [measure], [one.span(ask) for one in months], Narrow(around.staff_ids)
    )
    values = [figures.figure(found, measure.name, at).total for at in range(len(months))]
    held = targets.load(ask.session)
    goals = [targets.of(ask.session, around.staff_ids, one.first, one.last, held) for one in months]
    labels = [f"{one.first:%y-%m}" for one in months]
    line = (word("Target"), goals) if any(goals) else None
    drawn = Columns(labels, [(word("Won"), values)], line)
    content = bars.columns(Heading(word("Won by month"), around.called), drawn, _minor)
    rows = [
        [f"{one.first:%Y-%m}", short(value), short(goal) if goal else "–"]
        for one, value, goal in zip(months, values, goals, strict=True)
    ]
    title = fmt("**Won by month** · {whose}", whose=around.called)
    head = [word("Month"), word("Won"), word("Target")]
    return Picture("won", content, title, tables.table([head, *rows]))


def _months(ask: Ask) -> list[Days]:
    """The last twelve months, this one included."""
    last = ReportDays().read(ask, "month")
    index = targets.Month.of(last.first).index
    return [_month(one) for one in range(index - MONTHS + 1, index + 1)]


def _month(index: int) -> Days:
    return Days(targets.Month(index).first, targets.Month(index + 1).first - A_DAY)


def forecast(ask: Ask, around: Circle, days: Days | None) -> Picture:
    """What has been won, and between what the period may come out."""
    told_days = days or ReportDays().read(ask, "quarter")
    narrow, measure = Narrow(around.staff_ids), MEASURES["amount won"]
    each = _stretches(told_days)
    spans = [one.span(ask) for one in each]
    found = figures.work_out(ask.session, [measure], spans, narrow)
    by_day = [figures.figure(found, measure.name, at).total for at in range(len(each))]
    seed = told_days.first.toordinal()
    told = forecasts.forecast(
        ask.session, told_days.span(ask), told_days.last, narrow, sum(by_day), seed=seed
    )
    today = ask.now.astimezone(ask.voice.timezone).date()
    gone = by_day[: max(sum(one.first <= today for one in each), 1)]
    goal = targets.of(ask.session, around.staff_ids, told_days.first, told_days.last)
    drawn = Fan(
        [f"{one.first:%m-%d}" for one in each],
        [sum(gone[: at + 1]) for at in range(len(gone))],
        [(word("Weighted"), told.weighted), (word("Best case"), told.best)],
        (told.estimate.low, told.estimate.high) if told.estimate else None,
        (word("Target"), goal) if goal else None,
    )
    heading = Heading(word("Forecast"), _note(told_days, around))
    title = fmt("**Forecast** · {days} · {whose}", days=written(told_days), whose=around.called)
    return Picture("forecast", fans.fan(heading, drawn, _minor), title, _ends(told, goal))


def _stretches(days: Days) -> Sequence[Days]:
    """Its days, or longer stretches of it where a picture could not show each day."""
    count = (days.last - days.first).days + 1
    step = A_DAY * -(-count // MOST_POINTS)
    starts = (days.first + step * at for at in range(MOST_POINTS))
    return [Days(one, min(one + step - A_DAY, days.last)) for one in starts if one <= days.last]


def _ends(told: Forecast, goal: int | None) -> Text:
    rows = [
        [word("Won"), short(told.won)],
        [word("Committed"), short(told.committed)],
        [word("Weighted"), short(told.weighted)],
        [word("Best case"), short(told.best)],
    ]
    if told.estimate:
        likely = f"{short(told.estimate.low)}–{short(told.estimate.high)}"
        rows.append([word("From history"), likely])
    rows += [[word("Target"), short(goal)]] if goal else []
    return tables.table(rows)


def tickets(ask: Ask, around: Circle, days: Days | None) -> Picture:
    """Requests opened and solved, day by day."""
    told_days = days or ReportDays().read(ask, "last 30 days")
    each = _stretches(told_days)
    measures = [MEASURES["tickets opened"], MEASURES["tickets solved"]]
    spans = [one.span(ask) for one in each]
    found = figures.work_out(ask.session, measures, spans, Narrow(around.staff_ids))
    opened, solved = (
        [figures.figure(found, one.name, at).count for at in range(len(each))] for one in measures
    )
    series = [(word("Opened"), opened), (word("Solved"), solved)]
    drawn = Columns([f"{one.first:%m-%d}" for one in each], series)
    heading = Heading(word("Requests by day"), _note(told_days, around))
    title = fmt("**Requests** · {days} · {whose}", days=written(told_days), whose=around.called)
    rows = [
        ["", word("Opened"), word("Solved")],
        [word("Total"), shown(sum(opened)), shown(sum(solved))],
        [word("Most on a day"), shown(max(opened)), shown(max(solved))],
    ]
    return Picture("tickets", bars.columns(heading, drawn, _count), title, tables.table(rows))


def ageing(ask: Ask, around: Circle, _days: Days | None) -> Picture:
    """Open deals by how long ago they were opened."""
    edges = [ask.now - timedelta(days=one) for one in (*reversed(AGES), 0)]
    spans = [Span(ask.now - timedelta(days=365 * 100), edges[0])]
    spans += [Span(first, last) for first, last in pairwise(edges)]
    spans[-1] = Span(spans[-1].start, ask.now + timedelta(seconds=1))
    found = figures.work_out(
        ask.session, [MEASURES["open by age"]], spans, Narrow(around.staff_ids)
    )
    held = [figures.figure(found, "open by age", at) for at in range(len(spans))][::-1]
    limits = [*(str(one) for one in AGES)]
    labels = [f"≤ {limits[0]}", *(f"{low}–{high}" for low, high in pairwise(limits)),
              f"> {limits[-1]}"]  # fmt: skip
    drawn = [
        Bar(label, one.total, f"{short(one.total)} · {shown(one.count)}")
        for label, one in zip(labels, held, strict=True)
    ]
    heading = Heading(word("Open deals by age in days"), around.called)
    rows = [
        [label, shown(one.count), short(one.total)] for label, one in zip(labels, held, strict=True)
    ]
    head = [word("Days"), word("No."), word("Amount")]
    title = fmt("**Open deals by age** · {whose}", whose=around.called)
    content = bars.horizontal(heading, drawn, None)
    return Picture("ageing", content, title, tables.table([head, *rows]))


Draw = Callable[[Ask, Circle, Days | None], Picture]
DRAWN: dict[str, tuple[Draw, str]] = {
    "pipeline": (pipeline, "pipeline"),
    "funnel": (funnel, "deals opened"),
    "won": (won, "amount won"),
    "forecast": (forecast, "amount won"),
    "tickets": (tickets, "tickets opened"),
    "ageing": (ageing, "pipeline"),
}
"""How each chart is drawn, and the measure whose rights it needs."""


def drawn(ask: Ask, drawing: str, around: Circle, period: Days | None) -> Picture:
    """A chart, if the asker may be told what it shows.

    Raises:
        Denied: they may not.
    """
    draw, measure = DRAWN[drawing]
    figures.demand(ask.session, [MEASURES[measure]])
    return draw(ask, around, period)
