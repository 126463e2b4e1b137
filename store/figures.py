"""Figures: measures worked out for periods and by dimensions, and the very records behind each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from store import access
from store.measurements import SCALE, Measure, value_of
from store.rights import Right
from store.sessions import Session
from store.sources import Dimension, Link, Source

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
        having: values that a dimension must have, by its name; None stands for "nothing".
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
    by: str | None = None,
) -> dict[Key, Figure]:
    """Work measures out, in one statement.

    Args:
        session: of an actor; rows that may not be seen are not counted.
        measures: those that `told` gives; the others have to be left out before.
        spans: in order, not overlapping; measures of how things stand have position 0 only.
        narrow: which rows count.
        by: a dimension that every one of the sources has; None: all rows together, key None.

    Returns:
        What was found; a measure without rows is missing. `figure` reads it.
    """
    groups: dict[Any, list[Measure]] = defaultdict(list)
    for measure in measures:
        groups[measure.source.name, str(measure.when), measure.among].append(measure)
    if not groups:
        return {}
    widest = max(len(group) for group in groups.values())
    parts = [
        _of_group(session, number, group, spans, _Cut(narrow, by, widest))
        for number, group in enumerate(groups.values())
    ]
    # All in one statement: what they cost is the way to the database, not the rows.
    rows = session.execute(union_all(*parts) if len(parts) > 1 else parts[0]).all()
    return dict(_read(rows, list(groups.values())))


@dataclass(frozen=True, slots=True)
class _Cut:
    """How rows are narrowed and told apart, and how many measures the widest group has."""

    narrow: Narrow
    by: str | None
    widest: int


def _read(rows: Sequence[Any], groups: Sequence[Sequence[Measure]]) -> Iterator[tuple[Key, Figure]]:
    for row in rows:
        if row.span is None:
            continue
        for at, measure in enumerate(groups[row.part]):
            count, total = row[3 + 2 * at], row[4 + 2 * at]
            if count:
                yield (measure.name, int(row.span), row.key), _figure(measure, count, total)


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


def _of_group(
    session: Session, number: int, group: Sequence[Measure], spans: Sequence[Span], cut: _Cut
) -> Select[Any]:
    """Measures that count rows of one table by the same moment: a line for each span and key."""
    first = group[0]
    columns = [cast(part, BigInteger) for one in group for part in _case(session, one)]
    columns += [cast(null(), BigInteger)] * (2 * (cut.widest - len(group)))
    place = _place(first, spans).label("span")
    told_apart = _key(first.source, cut.by).label("key")
    query = select(literal(number).label("part"), place, told_apart, *columns)
    query = _joined(query.select_from(first.source.table), first.source, cut.narrow, cut.by)
    query = query.where(*_conditions(first, _outer(spans), cut.narrow), *first.among(session))
    return query.group_by(place, told_apart)


def _figure(measure: Measure, count: int, total: float | Decimal | None) -> Figure:
    scale = SCALE.get(measure.name, 1)
    exact = Decimal(str(total or 0)) / scale
    factor = 100 if measure.unit == "percent" else 1
    mean = _whole(exact * factor / count)
    return Figure(int(count), _whole(exact), mean)


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_EVEN))


def _case(session: Session, measure: Measure) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """How many rows count, and what they add up to."""
    conditions = measure.where(session)
    value = value_of(session, measure)
    if not conditions:
        return func.count(), func.sum(value)
    met = and_(*conditions)
    return func.sum(case((met, 1), else_=0)), func.sum(case((met, value), else_=0))


def _place(measure: Measure, spans: Sequence[Span]) -> ColumnElement[Any]:
    """The position of the period that a row falls into."""
    if measure.when is None:
        return literal(0)
    whens = [
        (and_(measure.when >= one.start, measure.when < one.end), at)
        for at, one in enumerate(spans)
    ]
    return case(*whens, else_=None)


def _key(source: Source, by: str | None) -> ColumnElement[Any]:
    return cast(null(), BigInteger) if by is None else source.dimensions[by].column


def _outer(spans: Sequence[Span]) -> Span:
    return Span(min(one.start for one in spans), max(one.end for one in spans))


def _conditions(measure: Measure, span: Span, narrow: Narrow) -> list[ColumnElement[bool]]:
    source = measure.source
    found: list[ColumnElement[bool]] = []
    if measure.when is not None:
        found += [measure.when >= span.start, measure.when < span.end]
    if narrow.owner_ids is not None:
        found.append(source.owned(sorted(narrow.owner_ids)))
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
    named = [one for one in values if one is not None]
    if dimension.kind == "text":
        held = func.lower(dimension.column).in_([str(one).lower() for one in named])
    else:
        held = dimension.column.in_(named)
    return or_(held, dimension.column.is_(None)) if None in values else held


def _joined(query: Select[Any], source: Source, narrow: Narrow, by: str | None) -> Select[Any]:
    """Join what the dimensions in use need, each table once."""
    used = [*narrow.having, *([by] if by else [])]
    links: dict[str, Link] = {str(one.table.__tablename__): one for one in source.through}
    for name in used:
        links |= {str(one.table.__tablename__): one for one in source.dimensions[name].through}
    for link in links.values():
        outer = link not in source.through
        query = query.join(link.table, link.on, isouter=outer)
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
    if not may_be_told(session, measure):
        raise access.Denied(_missing(session, measure), None)
    found = figure(work_out(session, [measure], [span], narrow), measure.name)
    value = value_of(session, measure)
    rows_of = select(measure.source.record, value).select_from(measure.source.table)
    query = _joined(rows_of, measure.source, narrow, None)
    query = query.where(*_conditions(measure, span, narrow), *measure.among(session))
    query = query.where(*measure.where(session))
    order = measure.source.record if measure.when is None else measure.when
    page = query.order_by(order.desc(), measure.source.record.desc()).offset(offset).limit(limit)
    scale = SCALE.get(measure.name, 1)
    rows = tuple(
        (int(row[0]), _whole(Decimal(str(row[1] or 0)) / scale)) for row in session.execute(page)
    )
    return Behind(rows, found)


def _missing(session: Session, measure: Measure) -> Right:
    actor, right = session.actor, measure.source.right
    return Right.AMOUNTS_SEE if actor and actor.scope(right) is not None else right


def values_named(
    session: Session, dimension: Dimension, source: Source, text: str
) -> frozenset[str]:
    """The spellings of a text dimension's value among the rows that the actor may see."""
    query = select(dimension.column).select_from(source.table)
    narrow = Narrow()
    for name, one in source.dimensions.items():
        if one is dimension:
            query = _joined(query, source, narrow, name)
    named = query.where(func.lower(dimension.column) == text.lower()).distinct().limit(PAGE)
    return frozenset(session.execute(named).scalars())
