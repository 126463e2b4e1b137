"""Sums of quotes: against exact fractions, and never a minor unit lost."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import quote_sums
from store.moneys import Money
from store.quote_sums import Part

AMOUNTS = st.one_of(st.integers(0, 30), st.integers(0, 10**12))
RATES = st.one_of(st.sampled_from([0, 500, 600, 900, 1300, 1900]), st.integers(0, 10_000))
PARTS = st.lists(
    st.builds(Part, st.one_of(st.integers(1, 50), st.integers(1, 10**9)), AMOUNTS, RATES, RATES),
    max_size=8,
)


def rounded(exact: Fraction) -> int:
    """Half to even, by comparing distances."""
    below = floor(exact)
    above = below + 1
    if exact - below == above - exact:
        return below if below % 2 == 0 else above
    return below if exact - below < above - exact else above


@given(PARTS, RATES)
def test_sums_are_those_of_exact_fractions(parts, discount_bp):
    found = quote_sums.sums(parts, discount_bp)
    gross = [
        rounded(
            Fraction(one.quantity_milli, 1000)
            * one.price_minor
            * (1 - Fraction(one.discount_bp, 10_000))
        )
        for one in parts
    ]
    assert [one.gross for one in found.lines] == gross
    assert found.subtotal == sum(gross)
    assert found.discount == rounded(sum(gross) * Fraction(discount_bp, 10_000))
    taxed = zip(found.lines, parts, strict=True)
    exact = sum((one.net * Fraction(part.tax_bp, 10_000) for one, part in taxed), Fraction(0))
    assert found.tax == rounded(exact)
    assert found.total == found.subtotal - found.discount + found.tax


@given(PARTS, RATES)
def test_no_minor_unit_is_lost(parts, discount_bp):
    found = quote_sums.sums(parts, discount_bp)
    assert sum(one.net for one in found.lines) == found.net == found.subtotal - found.discount
    assert sum(one.off for one in found.lines) == found.discount
    assert all(0 <= one.off <= one.gross for one in found.lines)
    assert sum(one.tax for one in found.taxes) == found.tax
    taxed = sum(one.net for one, part in zip(found.lines, parts, strict=True) if part.tax_bp)
    assert sum(one.net for one in found.taxes) == taxed
    assert [one.rate_bp for one in found.taxes] == sorted({one.tax_bp for one in parts} - {0})


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), max_size=9))
def test_parts_add_up_and_are_less_than_a_unit_from_what_they_are_due(whole, shares):
    parts = quote_sums.divide(whole, shares)
    assert sum(parts) == (whole if sum(shares) else 0)
    for part, share in zip(parts, shares, strict=True):
        due = Fraction(whole * share, sum(shares) or 1)
        assert abs(part - due) < 1


@given(PARTS, RATES)
def test_the_same_lines_in_another_order_come_to_the_same(parts, discount_bp):
    one, other = (quote_sums.sums(held, discount_bp) for held in (parts, parts[::-1]))
    assert (one.subtotal, one.discount, one.net) == (other.subtotal, other.discount, other.net)


@pytest.mark.parametrize(
    ("currency", "price", "total"),
    [("JPY", 101, 114), ("USD", 10_101, 11_414), ("KWD", 101_001, 114_131)],
)
def test_minor_units_are_those_of_the_currency(currency, price, total):
    found = quote_sums.sums([Part(1000, price, 0, 1300)])
    assert Money(found.total, currency).minor == total


def test_half_goes_to_the_even_one_and_what_is_left_to_the_earlier():
    assert [quote_sums.half_even(one, 10) for one in (5, 15, 25, 26, 24)] == [0, 2, 2, 3, 2]
    assert quote_sums.divide(2, [1, 1, 1]) == [1, 1, 0]
    assert quote_sums.divide(5, [0, 0]) == [0, 0]
    assert quote_sums.sums([]).total == 0


def test_the_deepest_discount_counts_every_way_to_give_one():
    full = Part(1000, 100)
    assert quote_sums.deepest_discount([]) == 0
    assert quote_sums.deepest_discount([(100, full), (None, full)]) == 0
    assert quote_sums.deepest_discount([(100, full)], 1000) == Fraction(1, 10)
    assert quote_sums.deepest_discount([(200, full), (100, full)]) == Fraction(1, 2)
    assert quote_sums.deepest_discount([(0, full)]) == 0
    both = quote_sums.deepest_discount([(100, Part(1000, 90, 1000))], 1000)
    assert both == 1 - Fraction(9, 10) ** 3
