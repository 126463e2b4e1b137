"""What a quote comes to: whole minor units throughout, and none of them lost or made up.

Half a unit is rounded to the even neighbour. With quantity q in thousandths, price p in minor
units and discounts in hundredths of a percent:

    line      gross = round(q · p · (10000 - line discount) / (1000 · 10000))
    subtotal  the sum of gross
    discount  round(subtotal · whole discount / 10000), divided among the lines by their gross
    net       gross less the line's part of the discount
    tax       round(Σ net · the line's rate / 10000): once for the whole, divided among the rates
    total     net + tax

Where a whole is divided, each part gets the whole units that it is due, and what is left goes,
unit by unit, to those that were cut off most (the largest remainder, also Hamilton's method), to
the earlier one of equals. So parts always add up to their whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

WHOLE_BP = 10_000
"""All of something, in hundredths of a percent."""

MILLI = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """What a line is made of.

    Attributes:
        quantity_milli: thousandths.
        price_minor: of one, in minor units.
        discount_bp: hundredths of a percent off the line.
        tax_bp: hundredths of a percent.
    """

    quantity_milli: int
    price_minor: int
    discount_bp: int = 0
    tax_bp: int = 0


@dataclass(frozen=True, slots=True)
class LineSum:
    """What a line comes to, in minor units.

    Attributes:
        gross: with the line's own discount.
        off: its part of the discount on the whole.
    """

    gross: int
    off: int

    @property
    def net(self) -> int:
        """What is paid for it before tax."""
        return self.gross - self.off


@dataclass(frozen=True, slots=True)
class TaxSum:
    """The tax of one rate, in minor units: `net` is what it is reckoned from."""

    rate_bp: int
    net: int
    tax: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What a quote comes to, in minor units; see the module for the formulas.

    Attributes:
        taxes: one for each rate above 0, the lowest first.
    """

    lines: tuple[LineSum, ...]
    subtotal: int
    discount: int
    net: int
    taxes: tuple[TaxSum, ...]
    tax: int
    total: int


def half_even(numerator: int, denominator: int) -> int:
    """The whole number nearest to a fraction; half goes to the even one.

    Args:
        numerator: any.
        denominator: above 0.
    """
    whole, rest = divmod(numerator, denominator)
    twice = 2 * rest
    return whole + (twice > denominator or (twice == denominator and whole % 2 == 1))


def line(part: Part) -> int:
    """What a line comes to before any discount on the whole, in minor units."""
    factor = WHOLE_BP - part.discount_bp
    return half_even(part.quantity_milli * part.price_minor * factor, MILLI * WHOLE_BP)


def divide(whole: int, shares: Sequence[int]) -> list[int]:
    """Divide a whole by shares, with the largest remainder; the parts add up to the whole.

    Args:
        whole: 0 or above.
        shares: what each part is due is proportional to its share; none is negative.
    """
    together = sum(shares)
    if not together:
        return [0] * len(shares)
    parts = [whole * share // together for share in shares]
    rests = [whole * share % together for share in shares]
    most = sorted(range(len(shares)), key=lambda at: -rests[at])
    for at in most[: whole - sum(parts)]:
        parts[at] += 1
    return parts


def sums(parts: Iterable[Part], discount_bp: int = 0) -> Sums:
    """What lines come to together.

    Args:
        parts: the lines.
        discount_bp: hundredths of a percent off the whole.
    """
    held = list(parts)
    gross = [line(one) for one in held]
    subtotal = sum(gross)
    discount = half_even(subtotal * discount_bp, WHOLE_BP)
    lines = tuple(map(LineSum, gross, divide(discount, gross)))
    taxes = _taxes(held, lines)
    net, tax = subtotal - discount, sum(one.tax for one in taxes)
    return Sums(lines, subtotal, discount, net, taxes, tax, net + tax)


def _taxes(parts: Sequence[Part], lines: Sequence[LineSum]) -> tuple[TaxSum, ...]:
    nets: dict[int, int] = defaultdict(int)
    for part, one in zip(parts, lines, strict=True):
        nets[part.tax_bp] += one.net
    rates = sorted(rate for rate in nets if rate)
    due = [nets[rate] * rate for rate in rates]
    divided = divide(half_even(sum(due), WHOLE_BP), due)
    return tuple(TaxSum(rate, nets[rate], tax) for rate, tax in zip(rates, divided, strict=True))


def deepest_discount(offered: Iterable[tuple[int | None, Part]], discount_bp: int = 0) -> Fraction:
    """The largest part of the list price that any line is short of, all discounts together.

    Args:
        offered: the price of one by the price list, if it is on it, and the line.
        discount_bp: hundredths of a percent off the whole.
    """
    whole = Fraction(WHOLE_BP - discount_bp, WHOLE_BP)
    return max((_short(listed, part, whole) for listed, part in offered), default=Fraction(0))


def _short(listed: int | None, part: Part, whole: Fraction) -> Fraction:
    usual = part.price_minor if listed is None else listed
    if usual <= 0:
        return Fraction(0)
    paid = Fraction(part.price_minor * (WHOLE_BP - part.discount_bp), usual * WHOLE_BP)
    return 1 - paid * whole
