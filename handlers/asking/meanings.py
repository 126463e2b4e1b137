"""Meanings of questions: what was read becomes figures to work out, said back as understood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from handlers import dimension_words, entering, measure_words
from handlers.asking.readings import Asked
from handlers.asks import Ask
from handlers.readers.reports import Circle, Days, ReportDays, circle
from handlers.summaries import period as written
from handlers.texts import Text, fmt, joined, listed, word
from store import figures, products, rates
from store.figures import Narrow, Span
from store.measurements import Measure
from store.measures import MEASURES

A_DAY = timedelta(days=1)
MOST_POINTS = 31


@dataclass(frozen=True, slots=True)
class Query:
    """What is worked out.

    Attributes:
        days: the period; None for measures of how things stand.
        against: the period that it is compared with, if any.
        by: the dimension by which it is told apart, if any.
        series: "day", "week" or "month", if it is told one after another.
        left: words that were not understood, so that the answer is without them.
        whose, people: as it was asked for, so that a button can ask the same.
    """

    measure: Measure
    days: Days | None
    circle: Circle
    narrow: Narrow
    against: Days | None = None
    by: str = ""
    series: str = ""
    left: tuple[str, ...] = ()
    whose: str = ""
    people: frozenset[int] = frozenset()


def understand(ask: Ask, asked: Asked) -> Query:
    """Make a query of what was read.

    Raises:
        Denied: it is about people who are beyond the asker's right.
    """
    measure = asked.measure or MEASURES["amount won"]
    having, left = _having(ask, measure, asked)
    around = circle_of(ask, asked)
    worths, closing = asked.worths, None
    days = asked.periods[0] if asked.periods else None
    if measure.when is None:
        ahead = days if asked.closing or days else None
        closing = (ahead.first, ahead.last) if ahead and measure.source.closes is not None else None
        days = None
    elif days is None:
        days = ReportDays().read(ask, "month")
    least, most = (
        rates.convert(ask.session, one).minor if one else None
        for one in ((worths.least, worths.most) if worths else (None, None))
    )
    narrow = Narrow(around.staff_ids, having, least, most, closing)
    by = asked.by if asked.by in measure.source.dimensions else ""
    query = Query(measure, days, around, narrow, by=by, series=asked.series)
    query = replace(query, whose=asked.whose, people=frozenset(asked.staff))
    if asked.by and not by:
        left.append(word(measure_words.DIMENSIONS[asked.by]))
    if worths and measure.source.worth is None:
        left.append(word("Amount"))
    query = replace(query, left=tuple(left))
    if asked.behind and len(asked.periods) == 1 and days:
        return replace(query, days=days.after(), against=days)
    return replace(query, against=against(ask, asked, days))


def against(ask: Ask, asked: Asked, days: Days | None) -> Days | None:
    """The period that another one is to be compared with, if any."""
    if days is None or not asked.versus:
        return None
    if len(asked.periods) > 1:
        return asked.periods[1]
    return days.before(ask.now.astimezone(ask.voice.timezone).date())


def circle_of(ask: Ask, asked: Asked) -> Circle:
    """Whose figures are asked for."""
    people = ask.directory.people
    if not asked.staff:
        return circle(ask, asked.whose, None)
    each = [circle(ask, "", people[one]) for one in sorted(asked.staff) if one in people]
    return Circle(frozenset(asked.staff), ", ".join(one.called for one in each))


def _having(
    ask: Ask, measure: Measure, asked: Asked
) -> tuple[dict[str, frozenset[Any]], list[str]]:
    """Values of dimensions that the measure has; and words that mean none of them."""
    known = measure.source.dimensions
    having = {name: frozenset(held) for name, held in asked.having.items() if name in known}
    left = [word(measure_words.DIMENSIONS[name]) for name in asked.having if name not in known]
    for text in asked.unknown:
        found = next(_values(ask, measure, text), None)
        if found is None:
            left.append(text)
        else:
            having[found[0]] = found[1]
    return having, left


def _values(ask: Ask, measure: Measure, text: str) -> Iterator[tuple[str, frozenset[Any]]]:
    """Of which dimension a text is a value, among the records that the asker may see."""
    yield from figures.values_named(ask.session, measure.source, text).items()
    if "company" in measure.source.dimensions:
        named = entering.places(ask, text)
        if named:
            yield "company", named
    if "product" in measure.source.dimensions:
        sold = products.match(ask.session, [text]).get(text, [])
        if sold:
            yield "product", frozenset(one.id for one in sold)


def left(words: Sequence[str]) -> Text | None:
    """That some words were not understood."""
    if not words:
        return None
    quoted = joined(word(", "), [fmt("“{text}”", text=one) for one in words])
    return fmt("I did not understand {words}, so this is without it.", words=quoted)


def said(ask: Ask, query: Query) -> Text:
    """How the question was understood."""
    parts = [fmt(measure_words.NAMES[query.measure.name])]
    parts += [written(query.days)] if query.days else [fmt("now")]
    parts += [fmt("{whose}", whose=query.circle.called)]
    for name, values in query.narrow.having.items():
        names = dimension_words.names(ask, query.measure.source.dimensions[name], values)
        parts.append(listed(names[one] for one in sorted(values, key=str)))
    if query.narrow.closing:
        parts.append(fmt("closing {days}", days=written(Days(*query.narrow.closing))))
    parts += _worths(query)
    return joined(" · ", parts)


def _worths(query: Query) -> list[Text]:
    least, most = query.narrow.least, query.narrow.most
    if least is None and most is None:
        return []
    low, high = (measure_words.short(one) if one is not None else "" for one in (least, most))
    if low and high:
        return [fmt("{least} to {most}", least=low, most=high)]
    return [fmt("{amount} or more", amount=low) if low else fmt("up to {amount}", amount=high)]


def spans_of(ask: Ask, query: Query) -> tuple[list[tuple[Days, Span]], int]:
    """The newest stretches of a series that have begun, in order; and how many came before."""
    assert query.days  # noqa: S101 (a series has a period)
    elapsed = query.days.elapsed(ask.now.astimezone(ask.voice.timezone).date())
    found: list[Days] = []
    first = elapsed.first
    while first <= elapsed.last:
        last = min(_end(first, query.series), elapsed.last)
        found.append(Days(first, last))
        first = last + A_DAY
    kept = found[-MOST_POINTS:]
    return [(one, one.span(ask)) for one in kept], len(found) - len(kept)


def _end(first: Any, series: str) -> Any:  # noqa: ANN401 (dates)
    if series == "week":
        return first + timedelta(days=6 - first.weekday())
    if series == "month":
        return (first.replace(day=1) + timedelta(days=32)).replace(day=1) - A_DAY
    return first
