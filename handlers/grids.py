"""Grids: a report as a table of typed cells, for whoever wants it as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from handlers.languages import voice
from handlers.texts import Text, word
from store.figures import Figure
from store.measurements import Measure
from store.moneys import Money

Cell = str | int | Decimal | Money | date | datetime | None
DAY, HOUR = Decimal(86_400), Decimal(3_600)
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of cells.

    Attributes:
        heads: of the columns.
        rows: of as many cells.
        said: what stands above it on paper, where the message itself tells some of the rows.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    said: Text | None = None


def grid(heads: Sequence[str], rows: Iterable[Sequence[Any]], said: Text | None = None) -> Grid:
    """A table of cells.

    Args:
        heads: of the columns.
        rows: each a Cell for every column; mypy cannot see that in tuples of several types.
        said: see Grid.
    """
    return Grid(tuple(heads), tuple(tuple(row) for row in rows), said)


def amount(minor: int) -> Money:
    """Minor units of the company's currency."""
    return Money(minor, voice().currency)


def days(seconds: int) -> Decimal:
    """A stretch of time in days."""
    return (Decimal(seconds) / DAY).quantize(TENTH)


def hours(seconds: int) -> Decimal:
    """A stretch of time in hours."""
    return (Decimal(seconds) / HOUR).quantize(TENTH)


def cell(measure: Measure, figure: Figure) -> Cell:
    """A figure as a number: amounts in the company's currency, times in days, rates in percent."""
    number = figure.mean if measure.average else figure.total
    if measure.unit == "count":
        return figure.count
    if number is None:
        return None
    if measure.unit == "money":
        return amount(number)
    return days(number) if measure.unit == "seconds" else number


def unit(measure: Measure) -> str:
    """What the numbers of a measure count."""
    if measure.unit == "money":
        return voice().currency
    if measure.unit == "count":
        return ""
    return word("days") if measure.unit == "seconds" else "%"
