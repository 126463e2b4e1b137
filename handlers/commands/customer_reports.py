"""Reports on customers: what they bought, who stays and who goes, and whom somebody is in touch with."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Annotated

from handlers import buyer_lines, cards, grids, measure_words, reports, tables
from handlers.asks import Ask
from handlers.contract import command
from handlers.grids import Grid
from handlers.measure_words import short
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
from handlers.replies import Button, Invocation, Reply
from handlers.summaries import PASSED
from handlers.summaries import period as written
from handlers.texts import Text, fmt, lines, plural, shown, word
from store import buyers, coverage_measures, figures, lifecycles
from store.buyers import Buyer, Buyers
from store.coverage_measures import COVERAGE
from store.figures import PAGE, Figure, Key, Narrow, Span
from store.measures import MEASURES
from store.refs import Ref
from store.rights import Right
from store.tiers import TIERS

Group = Annotated[
    str,
    Anywhere(
        "Which customers: best, new, at risk or lost?",
        {
            "best": ("top", "largest", "biggest", "最大", "最好"),
            "new": ("won", "gained", "新", "新增"),
            "at risk": ("risk", "at-risk", "有风险", "风险", "流失风险"),
            "lost": ("churned", "gone", "流失", "已流失"),
        },
    ),
]


@command(
    "customer report",
    needs=Right.SUMMARIES_SEE,
    examples=("customer report", "customer report last quarter @ben", "客户报告 本季度"),
    phrases=(
        "how are our customers doing",
        "我们的客户怎么样",
    ),
)
def customer_report(
    ask: Ask,
    period: ReportPeriod | None = None,
    whose: WhoseFigures = "",
    owner: Reported | None = None,
) -> Reply:
    """Report on customers: value won and expected, churn, who is at risk, and touch by tier."""
    days, around = period or ReportDays().read(ask, "quarter"), circle(ask, whose, owner)
    held = _held(ask, days, around) if _may(ask, "deals won") else None
    covered = _coverage(ask, around)
    text = lines(
        fmt("**Customers** · {days} · {whose}", days=written(days), whose=around.called),
        *(buyer_lines.about(ask, held) if held else ()),
        *_touch(ask, covered),
        fmt("Acquisition cost: no costs of campaigns are known yet.") if held else None,
        buyer_lines.method(held) if held else None,
    )
    buttons = (*_to_customers(ask, days, held), *_to_companies(ask, covered))
    return reports.reply(ask, text, partial(_grid, ask, days, held, covered), buttons)


def _grid(ask: Ask, days: Days, held: Buyers | None, covered: Mapping[Key, Figure]) -> Grid:
    rows = list(buyer_lines.figures_of(ask, held)) if held else []
    for tier in TIERS:
        called = word("Tier") + f" {tier}"
        for measure in COVERAGE:
            cell = grids.cell(measure, figures.figure(covered, measure.name, 0, tier))
            rows.append((f"{called}: {measure_words.name_of(measure)}", cell))
    return grids.grid((word("Figure"), str(written(days))), rows)


def _may(ask: Ask, name: str) -> bool:
    return figures.may_be_told(ask.session, MEASURES[name])


def _held(ask: Ask, days: Days, around: Circle) -> Buyers:
    return buyers.load(ask.session, days.span(ask), Narrow(around.staff_ids))


def _coverage(ask: Ask, around: Circle) -> Mapping[Key, Figure]:
    """Figures of coverage by tier."""
    told, now = figures.told(ask.session, COVERAGE), Span(ask.now, ask.now)
    return figures.work_out(ask.session, told, [now], Narrow(around.staff_ids), "tier")


def _touch(ask: Ask, found: Mapping[Key, Figure]) -> Iterator[Text]:
    """How much of each tier somebody is in touch with, and the promise to A companies."""
    rows = [row for tier in TIERS if (row := _of_tier(found, tier))]
    if rows:
        head = [word("Tier"), word("No."), word("In touch"), word("With owner")]
        yield tables.table([head, *rows])
        yield _in_time(ask, figures.figure(found, "a companies in touch", 0, "A"))


def _in_time(ask: Ask, kept: Figure) -> Text:
    """What being in touch means, and how well the promise to A companies is kept."""
    days = lifecycles.limits(ask.session).risk_days
    if not kept.count:
        return fmt("In touch: within {days} days", days=days)
    return fmt(
        "In touch: within {days} days; A companies within {promised}: **{percent} %** ({kept} of {count})",
        days=days,
        promised=coverage_measures.promised(ask.session),
        percent=kept.mean,
        kept=kept.total,
        count=kept.count,
    )


def _of_tier(found: Mapping[Key, Figure], tier: str) -> list[str] | None:
    every, silent, nobodys = (
        figures.figure(found, one.name, 0, tier).count for one in COVERAGE[:3]
    )
    if not every:
        return None
    return [
        tier,
        shown(every),
        *(f"{round((every - less) * 100 / every)} %" for less in (silent, nobodys)),
    ]


def _to_customers(ask: Ask, days: Days, held: Buyers | None) -> Iterator[Button]:
    """Ways to the customers behind the figures."""
    for group in buyers.GROUPS if held else ():
        count = len(buyer_lines.members(held, group)) if held else 0
        if count:
            values = _passed(ask) | {"group": group, "period": days.written()}
            label = f"{word(buyer_lines.GROUPS[group])} ({count})"
            yield Button(label, Invocation("customer list", values))


def _to_companies(ask: Ask, found: Mapping[Key, Figure]) -> Iterator[Button]:
    for measure in COVERAGE:
        count = sum(one.count for key, one in found.items() if key[0] == measure.name)
        if count and measure.name != "companies with a tier" and measure.unit == "count":
            label = f"{measure_words.name_of(measure)} ({count})"
            yield Button(label, Invocation("records", _passed(ask) | {"measure": measure.name}))


def _passed(ask: Ask) -> dict[str, str]:
    return {one: ask.invocation.values[one] for one in PASSED if one in ask.invocation.values}


@command(
    "customer list",
    needs=Right.DEALS_EDIT,
    examples=(
        "customer list lost last quarter",
        "customer list at risk @ben",
        "客户名单 流失 上季度",
    ),
    phrases=(
        "who are our best customers",
        "who are our biggest customers",
        "最大的客户是谁",
        "谁是我们最大的客户",
        "我们最大的客户是谁",
    ),
)
def customer_list(
    ask: Ask,
    group: Group = "best",
    period: ReportPeriod | None = None,
    whose: WhoseFigures = "",
    owner: Reported | None = None,
) -> Reply:
    """List the best, new, endangered or lost customers with what each of them bought."""
    days, around = period or ReportDays().read(ask, "quarter"), circle(ask, whose, owner)
    found = buyer_lines.members(_held(ask, days, around), group)
    title = fmt(
        "{group} · {days} · {whose}",
        group=word(buyer_lines.GROUPS[group]),
        days=written(days),
        whose=around.called,
    )
    if not found:
        return Reply(fmt("{title}: nobody.", title=title))
    page = found[ask.invocation.offset :][:PAGE]
    text, pages = cards.listing(title, _rows(ask, page), len(found), ask.invocation)
    together = _together(ask, found)
    grid = partial(buyer_lines.grid, ask, found, lines(title, together))
    shows = tuple(Ref(one.kind, one.id) for one in page)
    return reports.reply(ask, lines(text, together), grid, pages, shows)


def _rows(ask: Ask, page: list[Buyer]) -> list[Text]:
    names, amounts = buyer_lines.called(ask, page), buyer_lines.amounts_told(ask)
    return [
        fmt(
            "{name} `{ref}`{amount} · {deals} · {last}",
            name=names[one.kind, one.id],
            ref=Ref(one.kind, one.id),
            amount=fmt(" · {amount}", amount=short(one.minor)) if amounts else "",
            deals=plural("{count} deal", "{count} deals", one.deals),
            last=fmt("last bought {day}", day=one.last.astimezone(ask.voice.timezone).date()),
        )
        for one in page
    ]


def _together(ask: Ask, found: list[Buyer]) -> Text | None:
    if not buyer_lines.amounts_told(ask):
        return None
    return fmt("Together: {value}", value=short(sum(one.minor for one in found)))
