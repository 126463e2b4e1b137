"""The report of service: how much was asked for, how soon it was answered, and what customers say."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from functools import partial

from handlers import feedback_words, grids, measure_words, reports, ticket_words
from handlers.asks import Ask
from handlers.contract import command
from handlers.grids import Cell, Grid
from handlers.measure_words import length
from handlers.readers.reports import Days, ReportDays, ReportPeriod
from handlers.replies import Button, Invocation, Reply
from handlers.summaries import period as written
from handlers.texts import Text, fmt, joined, lines, plural, word
from store import categories, causes, figures, service_counts, service_times
from store.figures import Figure, Key, Span
from store.measures import MEASURES
from store.rights import Right
from store.service_counts import Counts
from store.service_times import Ranks

AGES = (1, 3, 7)
"""Days between which open requests are counted by age."""
FLOWS = ("tickets opened", "tickets solved", "first response kept", "resolution kept")
MOST = 5
LONG_AGO = timedelta(days=365 * 50)


@command(
    "service report",
    needs=Right.TICKETS_SEE,
    examples=("service report", "service report last month", "服务报告 上个月"),
    phrases=(
        "how is our service",
        "how was our service {period}",
        "{period}服务怎么样",
        "how happy are our customers",
        "how happy were our customers {period}",
        "how satisfied are our customers",
        "customer satisfaction",
        "customer satisfaction {period}",
        "what is our NPS",
        "what was our NPS {period}",
        "how many complaints {period}",
        "客户满意度怎么样",
        "{period}客户满意度怎么样",
        "{period}客户满意度",
        "{period}有多少投诉",
    ),
)
def service_report(ask: Ask, period: ReportPeriod | None = None) -> Reply:
    """Report on service: requests, times, promises kept, backlog, satisfaction and causes."""
    days = period or ReportDays().read(ask, "month")
    span = days.span(ask)
    found = figures.work_out(ask.session, [MEASURES[one] for one in FLOWS], [span])
    first, solved = service_times.ranks(ask.session, span)
    counts = service_counts.service_counts(ask.session, span.start, span.end)
    text = lines(
        fmt("**Service** · {days}", days=written(days)),
        _volume(found),
        _times(word("First response"), first),
        _times(word("Solution"), solved),
        _kept(found),
        _backlog(ask),
        _satisfaction(counts),
        _of_kinds(ask, counts),
        _of_causes(ask, counts),
    )
    grid = partial(_grid, found, first, solved, counts)
    return reports.reply(ask, text, grid, _buttons(days, found))


def _grid(found: Mapping[Key, Figure], first: Ranks, solved: Ranks, counts: Counts) -> Grid:
    rows: list[tuple[Cell, ...]] = [
        (
            measure_words.name_of(one),
            grids.cell(one, figures.figure(found, one.name)),
            grids.unit(one),
        )
        for one in (MEASURES[name] for name in FLOWS)
    ]
    for name, ranks in ((word("First response"), first), (word("Solution"), solved)):
        for share, value in ((50, ranks.median), (90, ranks.p90)):
            hours = None if value is None else grids.hours(value)
            rows.append((f"{name}, {share} %", hours, word("hours")))
    rows += [
        (word("Ratings"), sum(counts.ratings.values()), ""),
        (word("Satisfaction of 5"), _rounded(counts.average), ""),
        (word("Content customers"), None if counts.csat is None else round(counts.csat * 100), "%"),
        (word("NPS"), None if counts.nps is None else round(counts.nps), ""),
        (word("Complaints"), counts.complaints, ""),
    ]
    return grids.grid((word("Figure"), word("Value"), word("Unit")), rows)


def _rounded(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(grids.TENTH)


def _volume(found: Mapping[Key, Figure]) -> Text:
    opened, solved = (figures.figure(found, one).count for one in FLOWS[:2])
    return fmt("Opened **{opened}** · solved **{solved}**", opened=opened, solved=solved)


def _times(name: str, ranks: Ranks) -> Text | None:
    if ranks.median is None or ranks.p90 is None:
        return None
    return fmt(
        "{name}: half within **{median}**, nine of ten within {p90}",
        name=name,
        median=length(ranks.median),
        p90=length(ranks.p90),
    )


def _kept(found: Mapping[Key, Figure]) -> Text | None:
    told = [
        fmt(
            "{name} **{value}**",
            name=measure_words.name_of(MEASURES[one]),
            value=measure_words.value(MEASURES[one], figures.figure(found, one)),
        )
        for one in FLOWS[2:]
        if figures.figure(found, one).count
    ]
    return joined(" · ", told) if told else None


def _backlog(ask: Ask) -> Text:
    """Open requests by the days since they were opened."""
    edges = [ask.now - timedelta(days=one) for one in reversed(AGES)]
    ends = [*edges, ask.now + timedelta(seconds=1)]
    begins = [ask.now - LONG_AGO, *edges]
    spans = [Span(one, other) for one, other in zip(begins, ends, strict=True)]
    name = "backlog by age"
    found = figures.work_out(ask.session, [MEASURES[name]], spans)
    held = [figures.figure(found, name, at).count for at in range(len(spans))][::-1]
    return fmt(
        "Open now **{total}**: {young} up to a day, {some} up to 3, {more} up to 7, {old} older",
        total=sum(held),
        young=held[0],
        some=held[1],
        more=held[2],
        old=held[3],
    )


def _satisfaction(counts: Counts) -> Text | None:
    told = []
    if counts.average is not None and counts.csat is not None:
        rated = sum(counts.ratings.values())
        told.append(
            plural(
                "Satisfaction **{average}** of 5 ({percent} % content, {count} rating)",
                "Satisfaction **{average}** of 5 ({percent} % content, {count} ratings)",
                rated,
                average=f"{counts.average:.1f}",
                percent=round(counts.csat * 100),
            )
        )
    if counts.nps is not None:
        told.append(fmt("NPS **{score}**", score=f"{counts.nps:+.0f}"))
    if counts.complaints:
        told.append(
            plural(
                "{count} complaint, {settled} settled",
                "{count} complaints, {settled} settled",
                counts.complaints,
                settled=counts.settled,
            )
        )
    return joined(" · ", told) if told else None


def _of_kinds(ask: Ask, counts: Counts) -> Text | None:
    names = {one.id: ticket_words.called(one) for one in categories.every(ask.session)}
    return _most(word("By category"), counts.by_category, names)


def _of_causes(ask: Ask, counts: Counts) -> Text | None:
    names = {one.id: feedback_words.cause_name(one) for one in causes.every(ask.session)}
    return _most(word("Causes"), counts.by_cause, names)


def _most(
    title: str, counted: Mapping[int, int] | Mapping[int | None, int], names: Mapping[int, str]
) -> Text | None:
    ordered = sorted(counted.items(), key=lambda pair: -pair[1])[:MOST]
    if not ordered:
        return None
    parts = [
        fmt("{name} {count}", name=names.get(key or 0, word("none")), count=count)
        for key, count in ordered
    ]
    return fmt("{title}: {parts}", title=title, parts=joined(word(", "), parts))


def _buttons(days: Days, found: Mapping[Key, Figure]) -> tuple[Button, ...]:
    records = [
        Button(
            f"{measure_words.name_of(MEASURES[one])} ({figures.figure(found, one).count})",
            Invocation("records", {"measure": one, "period": days.written()}),
        )
        for one in FLOWS[:2]
        if figures.figure(found, one).count
    ]
    chart = Invocation("chart", {"drawing": "tickets", "period": days.written()})
    return (*records, Button(word("Chart"), chart))
