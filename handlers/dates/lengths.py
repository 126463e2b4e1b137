"""Lengths of time in words: "2 and a half hours", "1d 21h 25m", 一个半小时."""

from collections.abc import Sequence
from itertools import pairwise

from handlers.dates.durations import Duration, Unit
from handlers.dates.tokens import Token
from handlers.dates.words import CLASSES, Kind, one_of

A_FEW = 3
LONGEST = 12
_AMOUNTS = {*CLASSES["number"], Kind.FRACTION}
_UNITS = {
    *CLASSES["unit"],
    Kind.QUARTER,
    Kind.MONTH_MARK,
    Kind.YEAR_MARK,
    Kind.MINUTE_MARK,
    Kind.SECOND_MARK,
}
DURATION_STARTS = (*_AMOUNTS, Kind.A, Kind.HALF, Kind.FEW, Kind.QUARTER)
_BETWEEN = (Kind.OF, Kind.SOFT, Kind.AND, Kind.COMMA, Kind.MEASURE, Kind.MORE)


# From an amount to a unit, with no more in between than anybody says; length() has the details.
DURATION = (
    one_of(*DURATION_STARTS)
    + one_of(*DURATION_STARTS, *_UNITS, *_BETWEEN)
    + f"{{0,{LONGEST}}}"
    + one_of(*_UNITS)
    + f"(?:{one_of(Kind.AND)}?{one_of(Kind.A)}?{one_of(Kind.HALF)})?"
)


def length(tokens: Sequence[Token]) -> Duration | None:
    """The length that words say, or None when a number has no unit or a unit no number."""
    total = Duration()
    amount: float | None = None
    last: Unit | None = None
    if _is_date(tokens):
        return None
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.kind in _UNITS and not _is_part(token, following):
            if amount is None or not isinstance(token.value, Unit):
                return None
            last, total, amount = token.value, total + Duration.of(amount, token.value), None
        else:
            amount = _counted(amount, token, following)
    if amount is None:
        return total
    return total + Duration.of(amount, last) if last and amount == 1 / 2 else None


def _is_date(tokens: Sequence[Token]) -> bool:
    """Whether a month is named (12月), not counted (12个月)."""
    return any(
        month.kind is Kind.MONTH_MARK and number.kind in _AMOUNTS
        for number, month in pairwise(tokens)
    )


def _is_part(token: Token, following: Token | None) -> bool:
    """Whether "quarter" is a fourth ("a quarter of an hour"), not a unit."""
    return token.kind is Kind.QUARTER and following is not None and following.kind is Kind.OF


def _counted(amount: float | None, token: Token, following: Token | None) -> float | None:
    if token.kind in _AMOUNTS:
        return float(str(token.value)) + (amount or 0)
    if token.kind is Kind.A:
        halves = following is not None and following.kind is Kind.HALF
        return 1 if amount is None and not halves else amount
    if token.kind is Kind.FEW:
        return A_FEW if token.value is None else float(str(token.value))
    if token.kind is Kind.HALF:
        return (amount or 0) + 1 / 2
    if token.kind is Kind.QUARTER:
        return (1 if amount is None else amount) / 4
    return amount
