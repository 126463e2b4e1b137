"""Figures: questions in words, answered with a number, how it was understood, and its records."""

from collections.abc import Sequence
from typing import Annotated, Any

from handlers import dimension_words, measure_words, summaries, tables
from handlers.asking import customers, meanings, readings
from handlers.asking.meanings import Query
from handlers.asks import Ask
from handlers.contract import command
from handlers.outcomes import Unreadable
from handlers.readers.words import FreeText
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, plain, plural, shown, word
from store import figures
from store.figures import Figure, Span
from store.measurements import Measure
from store.rights import Right

MOST_ROWS = 12
Question = Annotated[str, FreeText("What do you want to know?", 300)]


@command(
    "ask",
    needs=Right.SUMMARIES_SEE,
    examples=("ask how much did Ben win last month?", "问 上个月新增了多少客户？"),
)
def answer(ask: Ask, question: Question) -> Reply:
    """Answer a question about figures: how much, how many, by whom, compared with what."""
    asked = readings.read(ask, question)
    if asked is None:
        raise Unreadable(_examples())
    if asked.customers:
        return customers.answer(ask, asked)
    query = meanings.understand(ask, asked)
    figures.demand(ask.session, [query.measure])
    text = lines(_answered(ask, query), meanings.left(query.left))
    return Reply(text, _ways_on(query))


def _examples() -> Text:
    return fmt(
        "I can tell figures, such as: `how much did we win last month`, `new contacts by source this year`, `average first response this week vs last`."
    )


def _answered(ask: Ask, query: Query) -> Text:
    if query.series and query.days:
        return lines(meanings.said(ask, query), _series(ask, query))
    if query.by:
        return lines(meanings.said(ask, query), _told_apart(ask, query))
    now, before = _figure(ask, query, query.days), _figure(ask, query, query.against)
    value = fmt("**{value}**", value=measure_words.value(query.measure, now))
    said = meanings.said(ask, query)
    behind = _of_how_many(query.measure, now)
    if query.against is None:
        return lines(fmt("{value}{behind}", value=value, behind=behind), said)
    compared = fmt(
        "{days}: {value}{change}",
        days=summaries.period(query.against),
        value=measure_words.value(query.measure, before),
        change=summaries.difference(query.measure, now, before),
    )
    return lines(fmt("{value}{behind}", value=value, behind=behind), said, compared)


def _of_how_many(measure: Measure, figure: Figure) -> Text:
    if measure.unit == "count" or not figure.count:
        return plain("")
    return plural(" ({count} record)", " ({count} records)", figure.count)


def _figure(ask: Ask, query: Query, days: Any) -> Figure:  # noqa: ANN401 (Days or None)
    span = days.span(ask) if days else Span(ask.now, ask.now)
    found = figures.work_out(ask.session, [query.measure], [span], query.narrow)
    return figures.figure(found, query.measure.name)


def _told_apart(ask: Ask, query: Query) -> Text:
    span = query.days.span(ask) if query.days else Span(ask.now, ask.now)
    found = figures.work_out(ask.session, [query.measure], [span], query.narrow, query.by)
    by_value = {key[2]: one for key, one in found.items()}
    if not by_value:
        return fmt("Nothing.")
    names = dimension_words.names(ask, query.measure.source.dimensions[query.by], by_value)

    def rank(value: Any) -> tuple[int, str]:  # noqa: ANN401
        return -(measure_words.number_of(query.measure, by_value[value]) or 0), names[value]

    ordered = sorted(by_value, key=rank)
    rows = [_row(query.measure, names[one], by_value[one]) for one in ordered[:MOST_ROWS]]
    more = len(ordered) - len(rows)
    total = _figure(ask, query, query.days)
    rows.append(_row(query.measure, word("Total"), total))
    head = [word(measure_words.DIMENSIONS[query.by]), word("No."), *_heads(query.measure)]
    note = fmt("And {count} more.", count=more) if more > 0 else None
    return lines(tables.table([head, *rows]), note)


def _heads(measure: Measure) -> Sequence[str]:
    return [] if measure.unit == "count" else [measure_words.name_of(measure)]


def _row(measure: Measure, name: str, figure: Figure) -> list[str]:
    value = [] if measure.unit == "count" else [str(measure_words.brief(measure, figure))]
    return [tables.shortened(name, 20), shown(figure.count), *value]


def _series(ask: Ask, query: Query) -> Text:
    points, earlier = meanings.spans_of(ask, query)
    found = figures.work_out(
        ask.session, [query.measure], [span for _, span in points], query.narrow
    )
    rows = [
        _row(
            query.measure,
            f"{days.first:%m-%d}" if query.series != "month" else f"{days.first:%Y-%m}",
            figures.figure(found, query.measure.name, at),
        )
        for at, (days, _) in enumerate(points)
    ]
    head = ["", word("No."), *_heads(query.measure)]
    note = fmt("And {count} more.", count=earlier) if earlier else None
    return lines(tables.table([head, *rows]), note)


def _ways_on(query: Query) -> tuple[Button, ...]:
    """To the records, where a button can say what they are narrowed to."""
    narrow = query.narrow
    if narrow.having or narrow.closing or narrow.least is not None or narrow.most is not None:
        return ()
    if len(query.people) > 1:
        return ()
    values = {"measure": query.measure.name}
    if query.days:
        values["period"] = query.days.written()
    if query.whose:
        values["whose"] = query.whose
    for one in query.people:
        values["owner"] = f"U-{one}"
    return (Button(word("Records"), Invocation("records", values)),)
