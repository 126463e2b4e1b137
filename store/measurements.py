"""Measurements: what a measure is, and what one row adds to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, literal

from store.sessions import Session
from store.sources import Source

Unit = Literal["count", "money", "seconds", "percent"]
Condition = Callable[[Session], Sequence[ColumnElement[bool]]]
Value = Callable[[Session], ColumnElement[Any]]


def _all(_session: Session) -> Sequence[ColumnElement[bool]]:
    return ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that can be asked for.

    Attributes:
        name: such as "won".
        source: the table whose rows are counted.
        unit: of its figure: "count" of rows, "money" in minor units of the company's currency,
            "seconds", or "percent" of the rows for which `value` is 1.
        when: the column whose moment decides in which period a row counts; None: as things stand.
        where: what else a row must meet.
        value: what is added up; None: rows are counted, or for money what the source says.
        average: the figure is the mean of the values, not their sum.
        among: the rows that are looked at, where measures of how things stand share them.
    """

    name: str
    source: Source
    unit: Unit = "count"
    when: ColumnElement[Any] | None = None
    where: Condition = _all
    value: Value | None = None
    average: bool = False
    among: Condition = _all

    @property
    def stands(self) -> bool:
        """Whether it is of what stands now, which is little beside all that ever was."""
        return self.among is not _all


SCALE = {"weighted pipeline": 100}
"""By what a sum is divided at its end, so that no row is rounded on its own."""


def counts(measure: Measure) -> bool:
    """Whether its rows are only counted: each of them adds 1."""
    worth = measure.unit == "money" and measure.source.worth is not None
    return measure.value is None and not worth


def value_of(session: Session, measure: Measure) -> ColumnElement[Any]:
    """What one row adds to a measure's sum."""
    if measure.value is not None:
        return measure.value(session)
    if measure.unit == "money" and measure.source.worth is not None:
        return func.coalesce(measure.source.worth, 0)
    return literal(1)
