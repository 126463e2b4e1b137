"""Forecasts and funnels: what a period may bring, and how far deals come."""

from datetime import timedelta
from functools import partial
from typing import Annotated

from handlers import grids, reports, tables, target_lines
from handlers.asks import Ask
from handlers.contract import command
from handlers.grids import Cell, Grid
from handlers.measure_words import length, short
from handlers.readers import stages
from handlers.readers.filters import Anywhere
from handlers.readers.reports import (
    Circle,
    Days,
    ReportDays,
    Reported,
    ReportPeriod,
    WhoseFigures,
    circle,
)
from handlers.readers.stages import APipeline
from handlers.replies import Button, Invocation, Reply
from handlers.summaries import PASSED
from handlers.summaries import period as written
from handlers.texts import Text, fmt, lines, plural, shown, word
from store import access, figures, forecasts, funnels, pipelines, targets
from store.access import Denied
from store.figures import Narrow, Span
from store.forecasts import Forecast
from store.funnels import Level
from store.measures import MEASURES
from store.rights import Right

Horizon = Annotated[
    str,
    Anywhere(
        "For this month or this quarter?",
        {
            "month": ("this month", "本月", "月", "这个月"),
            "quarter": ("this quarter", "本季度", "季度", "这个季度"),
            "year": ("this year", "今年", "年"),
        },
    ),
]
LATELY = timedelta(days=7)


@command(
    "forecast",
    needs=Right.DEALS_EDIT,
    examples=("forecast quarter", "forecast month @ben", "销售预测 本季度"),
    phrases=(
        "what will we win this {horizon}",
        "how much will we win this {horizon}",
        "how much will we close this {horizon}",
        "这个{horizon}能赢多少",
        "这个{horizon}预计赢多少",
    ),
)
def forecast(
    ask: Ask,
    horizon: Horizon = "month",
    whose: WhoseFigures = "",
    owner: Reported | None = None,
) -> Reply:
    """Forecast what the month or quarter brings: committed, weighted by stage, and from history."""
    if not access.all_amounts(ask.session):
        raise Denied(Right.AMOUNTS_SEE, ask.actor.scope(Right.AMOUNTS_SEE))
    days, around = ReportDays().read(ask, horizon), circle(ask, whose, owner)
    narrow, measure = Narrow(around.staff_ids), MEASURES["amount won"]
    found = figures.work_out(ask.session, [measure], [days.span(ask)], narrow)
    won = figures.figure(found, measure.name).total
    told = forecasts.forecast(
        ask.session, days.span(ask), days.last, narrow, won, seed=days.first.toordinal()
    )
    goal = targets.of(ask.session, around.staff_ids, days.first, days.last)
    text = lines(
        fmt("**Forecast** · {days} · {whose}", days=written(days), whose=around.called),
        fmt("Won so far: **{amount}**", amount=short(told.won)),
        fmt("Committed: **{amount}** (won and in the last stage)", amount=short(told.committed)),
        fmt("Weighted by stage: **{amount}**", amount=short(told.weighted)),
        plural(
            "Best case: **{amount}** ({count} open deal due)",
            "Best case: **{amount}** ({count} open deals due)",
            told.due,
            amount=short(told.best),
        ),
        _history(told),
        target_lines.line(goal, told.won),
        _moved(ask, narrow),
    )
    return reports.reply(ask, text, partial(_grid, told, goal, days), _ways(ask, days))


def _grid(told: Forecast, goal: int | None, days: Days) -> Grid:
    held = told.estimate
    rows = [
        (word("Won"), told.won), (word("Committed"), told.committed),
        (word("Weighted"), told.weighted), (word("Best case"), told.best),
        (word("From history"), held.middle if held else None),
        (word("From history, low"), held.low if held else None),
        (word("From history, high"), held.high if held else None),
        (word("Target"), goal),
    ]  # fmt: skip
    known = [(name, grids.amount(minor)) for name, minor in rows if minor is not None]
    return grids.grid((word("Figure"), str(written(days))), known)


def _history(told: Forecast) -> Text:
    if told.estimate is None:
        return plural(
            "From history: too little yet ({count} deal ended in a year, {least} are needed)",
            "From history: too little yet ({count} deals ended in a year, {least} are needed)",
            told.ended,
            least=forecasts.LEAST,
        )
    held = told.estimate
    return fmt(
        "From history: **{middle}**, likely {low} to {high} ({deals} deals ended in a year)",
        middle=short(held.middle),
        low=short(held.low),
        high=short(held.high),
        deals=held.deals,
    )


def _moved(ask: Ask, narrow: Narrow) -> Text:
    """What has changed in the last seven days."""
    names = ("deals opened", "deals moved", "deals won", "deals lost")
    span = Span(ask.now - LATELY, ask.now)
    found = figures.work_out(ask.session, [MEASURES[one] for one in names], [span], narrow)
    counts = [figures.figure(found, one).count for one in names]
    return fmt(
        "Last 7 days: {opened} opened, {moved} moved on, {won} won, {lost} lost",
        **dict(zip(("opened", "moved", "won", "lost"), counts, strict=True)),
    )


def _ways(ask: Ask, days: Days) -> tuple[Button, ...]:
    passed = {one: ask.invocation.values[one] for one in PASSED if one in ask.invocation.values}
    owners = {"owner": passed["owner"]} if "owner" in passed else {}
    due = {**passed, "closing": f"before {days.last}"}
    won = {**passed, "measure": "deals won", "period": days.written()}
    return (
        Button(word("Open deals due"), Invocation("deals", due)),
        Button(word("Deals won"), Invocation("records", won)),
        Button(word("Pipeline"), Invocation("pipeline", owners)),
    )


@command(
    "funnel",
    needs=Right.DEALS_EDIT,
    examples=("funnel", "funnel last quarter @ben", "转化漏斗 本季度"),
)
def funnel(
    ask: Ask,
    period: ReportPeriod | None = None,
    whose: WhoseFigures = "",
    owner: Reported | None = None,
    *,
    pipeline: APipeline | None = None,
) -> Reply:
    """Show how many deals of a period came to each stage, and how long they stayed there."""
    days, around = period or ReportDays().read(ask, "quarter"), circle(ask, whose, owner)
    chosen = pipeline or pipelines.first_pipeline(ask.session)
    levels = funnels.levels(ask.session, chosen, days.span(ask), Narrow(around.staff_ids))
    title = _title(levels, days, around)
    if not levels[0].reached:
        return Reply(lines(title, fmt("No deal was opened then.")))
    note = fmt("Deals opened then. %: of the stage before. Time: spent in it on average.")
    return reports.reply(ask, lines(title, _table(levels), note), partial(_levels, levels))


def _levels(levels: list[Level]) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    before = 0
    for one in levels:
        percent = round(one.reached * 100 / before) if before else None
        stay = None if one.seconds is None or one.step.kind == "won" else grids.days(one.seconds)
        rows.append((stages.called(one.step), one.reached, percent, stay))
        before = one.reached
    return grids.grid((word("Stage"), word("Deals"), "%", word("Days in it")), rows)


def _title(levels: list[Level], days: Days, around: Circle) -> Text:
    return fmt(
        "**Funnel** · {pipeline} · {days} · {whose}",
        pipeline=levels[0].step.pipeline,
        days=written(days),
        whose=around.called,
    )


def _table(levels: list[Level]) -> Text:
    head = [word("Stage"), word("No."), "%", word("Time")]
    rows, before = [], 0
    for one in levels:
        percent = f"{round(one.reached * 100 / before)}" if before else ""
        stay = "" if one.seconds is None or one.step.kind == "won" else length(one.seconds)
        rows.append([stages.called(one.step), shown(one.reached), percent, stay])
        before = one.reached
    return tables.table([head, *rows])
