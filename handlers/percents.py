"""Percentages and quantities as the listener writes them."""

from decimal import Decimal

from babel.numbers import format_decimal, format_percent

from handlers.languages import voice


def shown(basis_points: int | Decimal) -> str:
    """A percentage of hundredths of a percent: 5 % is 500."""
    pattern = "#,##0.##%" if voice().language == "zh" else "#,##0.## %"
    return str(format_percent(Decimal(basis_points) / 10_000, pattern, locale=voice().locale))


def quantity(milli: int) -> str:
    """A quantity in thousandths."""
    return str(format_decimal(Decimal(milli) / 1000, locale=voice().locale))
