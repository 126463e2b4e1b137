"""Figures: measures worked out for periods and by dimensions, and the very records behind each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select, union_all

from store import access
from store.measurements import SCALE, Measure, counts, value_of
from store.rights import Right
from store.sessions import Session
from store.sources import Column, Dimension, Link, Source

PAGE = 8


@dataclass(frozen=True, slots=True)
class Span:
    """A period: from its first moment on, and before its last one; both aware."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Narrow:
    """To what figures are narrowed; None does not narrow.

    Attributes:
        owner_ids: whose rows.
        having: values that a dimension must have, by its name.
        least, most: what a row is worth, in minor units of the company's currency.
        closing: first and last day on which open deals should close.
    """

    owner_ids: frozenset[int] | None = None
    having: Mapping[str, frozenset[Any]] = field(default_factory=dict)
    least: int | None = None
    most: int | None = None
    closing: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number.

    Attributes:
        count: rows behind it.
        total: the sum of their values, in the measure's unit.
        mean: total over count, rounded half to even; None of no rows.
    """

    count: int = 0
    total: int = 0
    mean: int | None = None


Key = tuple[str, int, Any]
"""A measure's name, the position of a period among those asked for, and a dimension's value."""


def work_out(
    session: Session,
    measures: Sequence[Measure],
    spans: Sequence[Span],
    narrow: Narrow = Narrow(),
    by: str | Sequence[str] | None = None,
) -> dict[Key, Figure]:
    """Work measures out in one statement, a part of it for each table and moment that counts.

    Args:
        session: of an actor; rows that may not be seen are not counted.
        measures: those that `told` gives; the others have to be left out before.
        spans: in order, not overlapping; measures of how things stand have position 0 only.
        narrow: which rows count.
        by: a dimension that every one of the sources has, or several, whose values make a tuple;
            None: all rows together, key None.

    Returns:
        What was found; a measure without rows is missing. `figure` reads it.
    """
    groups: dict[Any, list[Measure]] = defaultdict(list)
    for measure in measures:
        groups[measure.source.name, str(measure.when), measure.among].append(measure)
    names = (by,) if isinstance(by, str) else tuple(by or ())
    shape = _Shape(spans, narrow, names, max(map(len, groups.values()), default=0))
    found = _read(session, list(groups.values()), shape) if groups else {}
    return {(one, at, _key(by, values)): held for (one, at, values), held in found.items()}


def _key(by: str | Sequence[str] | None, values: tuple[Any, ...]) -> Any:  # noqa: ANN401
    return next(iter(values), None) if by is None or isinstance(by, str) else values


def figure(found: Mapping[Key, Figure], name: str, span: int = 0, key: Any = None) -> Figure:  # noqa: ANN401
    """One of the figures that `work_out` gave."""
    return found.get((name, span, key), Figure())


def told(session: Session, measures: Sequence[Measure]) -> list[Measure]:
    """Those that the actor may be told: of tables in their rights; amounts only if all are."""
    return [one for one in measures if may_be_told(session, one)]


def may_be_told(session: Session, measure: Measure) -> bool:
    """Whether the actor has the rights that a measure needs."""
    actor, right = session.actor, measure.source.right
    if actor is None or actor.scope(right) is None:
        return False
    return measure.unit != "money" or access.all_amounts(session, right)


MOST_PARTS = 24
"""Into so many a statement is taken apart by periods: each is added up without sorting its rows."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a statement is built.

    Attributes:
        names: dimensions that rows are told apart by.
        most: measures of its longest group; the others are filled up with zeros.
    """

    spans: Sequence[Span]
    narrow: Narrow
    names: Sequence[str]
    most: int


def _read(
    session: Session, groups: Sequence[Sequence[Measure]], shape: _Shape
) -> dict[Key, Figure]:
    """All groups in one statement; keys are tuples."""
    apart = len(groups) * len(shape.spans) <= MOST_PARTS
    queries = [
        query
        for part, group in enumerate(groups)
        for query in _of_group(session, part, group, shape, apart=apart)
    ]
    found: dict[Key, Figure] = {}
    for row in session.execute(union_all(*queries) if len(queries) > 1 else queries[0]):
        if row.span is None:
            continue
        values, sums = tuple(row[2 : 2 + len(shape.names)]), row[2 + len(shape.names) :]
        for at, measure in enumerate(groups[row.part]):
            count, total = sums[2 * at], sums[2 * at + 1]
            if count:
                exact = count if counts(measure) else total
                found[measure.name, int(row.span), values] = _figure(measure, count, exact)
    return found


def _of_group(
    session: Session, part: int, group: Sequence[Measure], shape: _Shape, *, apart: bool
) -> list[Select[Any]]:
    """Measures that count rows of one table by the same moment: all periods together, or apart."""
    first, spans = group[0], shape.spans
    if first.when is None:
        places: list[tuple[ColumnElement[Any], Span | None]] = [(literal(0), None)]
    elif first.stands:
        # All that stands is read, by its own index: one by moments would find what is over as well.
        places = [
            (case((first.when < spans[0].start, None), else_=_place(first.when, spans)), None)
        ]
    elif apart:
        places = [(literal(at), span) for at, span in enumerate(spans)]
    else:
        places = [(_place(first.when, spans), _outer(spans))]
    sums = [one for measure in group for one in _case(session, measure)]
    sums += [literal(0)] * (2 * shape.most - len(sums))
    columns = [one.label(f"sum{at}") for at, one in enumerate(sums)]
    dimensions = [first.source.dimensions[name] for name in shape.names]
    keys = [one.column.label(f"key{at}") for at, one in enumerate(dimensions)]
    found = []
    for place, span in places:
        at = place.label("span")
        query = select(literal(part).label("part"), at, *keys, *columns)
        query = _reached(query.select_from(first.source.table), group, shape)
        conditions = _conditions(first, span, shape.narrow)
        query = query.where(*conditions, *first.among(session))
        found.append(
            query.group_by(*keys if (span and apart) or first.when is None else (at, *keys))
        )
    return found


def _figure(measure: Measure, count: int, total: float | Decimal | None) -> Figure:
    scale = SCALE.get(measure.name, 1)
    exact = Decimal(str(total or 0)) / scale
    factor = 100 if measure.unit == "percent" else 1
    mean = _whole(exact * factor / count)
    return Figure(int(count), _whole(exact), mean)


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_EVEN))


def _case(session: Session, measure: Measure) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """How many rows count, and what they add up to; rows that are only counted add up to nothing."""
    conditions = measure.where(session)
    met = and_(*conditions) if conditions else None
    counted = func.count() if met is None else func.sum(case((met, 1), else_=0))
    if counts(measure):
        return counted, literal(0)
    value = value_of(session, measure)
    return counted, func.sum(value if met is None else case((met, value), else_=0))


def _place(when: ColumnElement[Any], spans: Sequence[Span], first: int = 0) -> ColumnElement[Any]:
    """The position of the period that a row falls into, found by halves."""
    if len(spans) == 1:
        return case((when < spans[0].end, first), else_=None)
    half = len(spans) // 2
    before, after = _place(when, spans[:half], first), _place(when, spans[half:], first + half)
    return case((when < spans[half].start, before), else_=after)


def _outer(spans: Sequence[Span]) -> Span:
    return Span(min(one.start for one in spans), max(one.end for one in spans))


def _conditions(measure: Measure, span: Span | None, narrow: Narrow) -> list[ColumnElement[bool]]:
    source = measure.source
    found: list[ColumnElement[bool]] = []
    if measure.when is not None and span is not None:
        found += [measure.when >= span.start, measure.when < span.end]
    if narrow.owner_ids is not None:
        of = source.owned if measure.when is None or measure.stands else source.owned_within
        found.append(of(sorted(narrow.owner_ids)))
    for name, values in narrow.having.items():
        found.append(_one_of(source.dimensions[name], values))
    if source.worth is not None:
        found += [source.worth >= narrow.least] if narrow.least is not None else []
        found += [source.worth <= narrow.most] if narrow.most is not None else []
    if narrow.closing is not None and source.closes is not None:
        found += [source.closes >= narrow.closing[0], source.closes <= narrow.closing[1]]
    return found


def _one_of(dimension: Dimension, values: frozenset[Any]) -> ColumnElement[bool]:
    """Rows with one of some values; texts are compared whatever their case."""
    if dimension.holds is not None:
        return dimension.holds(sorted(values))
    if dimension.kind == "text":
        return func.lower(dimension.column).in_(sorted(str(one).lower() for one in values))
    return dimension.column.in_(sorted(values))


def _reached(query: Select[Any], group: Sequence[Measure], shape: _Shape) -> Select[Any]:
    """Join what the rows need; where no column of the linked ones is, only that they exist."""
    source = group[0].source
    narrowed = replace(shape.narrow, owner_ids=None) != Narrow() or shape.names
    if source.alone is None or narrowed or any(one.unit == "money" for one in group):
        return _joined(query, source, shape.narrow, shape.names)
    return query.where(source.alone)


def _joined(query: Select[Any], source: Source, narrow: Narrow, by: Sequence[str]) -> Select[Any]:
    """Join what the dimensions in use need, each table once."""
    dimensions = [source.dimensions[name] for name in (*narrow.having, *by)]
    needed = [one for one in dimensions[: len(narrow.having)] if one.holds is None]
    needed += dimensions[len(narrow.having) :]
    links: dict[int, Link] = {id(one.table): one for one in source.through}
    for dimension in needed:
        links = {id(one.table): one for one in dimension.through} | links
    for link in source.through:
        query = query.join(link.table, link.on)
    for link in links.values():
        if link not in source.through:
            query = query.join(link.table, link.on, isouter=True)
    return query


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the records behind a figure.

    Attributes:
        rows: number of the record, and the value that its row adds.
        figure: of all of them; the same as `work_out` gives.
    """

    rows: tuple[tuple[int, int], ...]
    figure: Figure


def behind(
    session: Session,
    measure: Measure,
    span: Span,
    narrow: Narrow = Narrow(),
    *,
    offset: int = 0,
    limit: int = PAGE,
) -> Behind:
    """The very records behind a figure, the newest first.

    Raises:
        Denied: the actor may not be told this measure.
    """
    demand(session, [measure])
    found = figure(work_out(session, [measure], [span], narrow), measure.name)
    value = value_of(session, measure)
    rows_of = select(measure.source.record, value).select_from(measure.source.table)
    query = _joined(rows_of, measure.source, narrow, ())
    query = query.where(*_conditions(measure, span, narrow), *measure.among(session))
    query = query.where(*measure.where(session))
    order = measure.source.record if measure.when is None else measure.when
    page = query.order_by(order.desc(), measure.source.record.desc()).offset(offset).limit(limit)
    scale = SCALE.get(measure.name, 1)
    rows = tuple(
        (int(row[0]), _whole(Decimal(str(row[1] or 0)) / scale)) for row in session.execute(page)
    )
    return Behind(rows, found)


def demand(session: Session, measures: Sequence[Measure]) -> None:
    """Let only those go on who may be told one of some measures at least.

    Raises:
        Denied: names the right that the first of them needs.
    """
    if told(session, measures):
        return
    actor, right = session.actor, measures[0].source.right
    reach = actor.scope(right) if actor else None
    missing = right if reach is None else Right.AMOUNTS_SEE
    raise access.Denied(missing, actor.scope(missing) if actor else None)


def values_named(session: Session, source: Source, text: str) -> dict[str, frozenset[str]]:
    """Spellings of a value by text dimension, among the rows that the actor may see."""
    queries = []
    for name, one in source.dimensions.items():
        if one.kind == "text":
            columns: list[Column] = [literal(name).label("name"), one.column.label("value")]
            query: Select[Any] = select(*columns)
            query = _joined(query.select_from(source.table), source, Narrow(), (name,))
            queries.append(query.where(func.lower(one.column) == text.lower()).distinct())
    found: dict[str, frozenset[str]] = {}
    for row in session.execute(union_all(*queries)) if queries else ():
        found[row.name] = found.get(row.name, frozenset()) | {row.value}
    return found
