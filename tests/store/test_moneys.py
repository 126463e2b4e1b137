import pickle
from decimal import ROUND_DOWN, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import CrmError
from store.moneys import (
    MOST_MINOR_UNITS,
    CurrencyMismatch,
    Money,
    MoneyOutOfRange,
    MoneyTooFine,
    UnknownCurrency,
)

MINOR = st.integers(-MOST_MINOR_UNITS, MOST_MINOR_UNITS)
CURRENCIES = st.sampled_from(["USD", "CNY", "EUR", "JPY", "KWD", "GBP", "TWD"])


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.34", "USD", 1234),
        ("12", "USD", 1200),
        ("1500", "JPY", 1500),
        ("1.234", "KWD", 1234),
        ("-0.05", "EUR", -5),
        ("12.3000", "USD", 1230),
        ("1E+3", "CNY", 100_000),
        ("0", "USD", 0),
    ],
)
def test_an_amount_becomes_minor_units_of_its_currency(text, currency, minor):
    assert Money.of(Decimal(text), currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "places"),
    [
        ("12.345", "USD", 2),
        ("0.5", "JPY", 0),
        ("1.2345", "KWD", 3),
        ("1E-999999", "USD", 2),
        ("1.00000000000000000000000000000000000000000000000001", "USD", 2),
    ],
)
def test_more_decimals_than_the_currency_has_are_refused_and_never_rounded(text, currency, places):
    with pytest.raises(MoneyTooFine) as refusal:
        Money.of(Decimal(text), currency)
    assert (refusal.value.amount, refusal.value.currency, refusal.value.places) == (
        Decimal(text),
        currency,
        places,
    )


@pytest.mark.parametrize("text", ["1E+14", "-1E+14", "1E+999999", "NaN", "sNaN", "Infinity"])
def test_an_amount_beyond_the_bound_is_refused(text):
    with pytest.raises(MoneyOutOfRange) as refusal:
        Money.of(Decimal(text), "USD")
    assert refusal.value.currency == "USD"


def test_the_bound_itself_is_allowed():
    assert Money.of(Decimal(10**13), "USD").minor == MOST_MINOR_UNITS
    with pytest.raises(MoneyOutOfRange) as refusal:
        Money(-MOST_MINOR_UNITS - 1, "USD")
    assert refusal.value.amount == -MOST_MINOR_UNITS - 1


@pytest.mark.parametrize("code", ["", "usd", "XYZ", "US", "DOLLAR", "人民币"])
def test_an_unknown_currency_is_refused(code):
    with pytest.raises(UnknownCurrency) as refusal:
        Money(1, code)
    assert refusal.value.currency == code
    with pytest.raises(UnknownCurrency):
        Money.of(Decimal(1), code)


def test_a_currency_of_the_past_stays_readable():
    assert Money(100, "DEM").decimal == Decimal("1.00")


def test_sums_stay_within_one_currency():
    assert Money(150, "USD") + Money(50, "USD") == Money(200, "USD")
    with pytest.raises(CurrencyMismatch) as refusal:
        Money(1, "USD") + Money(1, "EUR")
    assert (refusal.value.left, refusal.value.right) == ("USD", "EUR")
    with pytest.raises(MoneyOutOfRange):
        Money(MOST_MINOR_UNITS, "USD") + Money(1, "USD")


def test_money_has_no_order():
    amounts: list[Any] = [Money(1, "USD"), Money(2, "USD")]
    with pytest.raises(TypeError):
        sorted(amounts)


@pytest.mark.parametrize(
    "refusal",
    [
        UnknownCurrency("XYZ"),
        CurrencyMismatch("USD", "EUR"),
        MoneyOutOfRange(1, "USD"),
        MoneyTooFine(Decimal("0.001"), "USD", 2),
    ],
)
def test_refusals_are_crm_errors_that_survive_a_process_boundary(refusal):
    assert isinstance(refusal, CrmError)
    assert vars(pickle.loads(pickle.dumps(refusal))) == vars(refusal)


@given(MINOR, CURRENCIES)
def test_money_survives_its_own_decimal(minor, currency):
    assert Money.of(Money(minor, currency).decimal, currency) == Money(minor, currency)


@given(MINOR, CURRENCIES)
def test_the_callers_decimal_settings_do_not_matter(minor, currency):
    expected = Money(minor, currency).decimal
    with localcontext() as context:
        context.prec = 2
        context.rounding = ROUND_DOWN
        assert Money.of(expected, currency).minor == minor
        assert str(Money(minor, currency).decimal) == str(expected)


@given(MINOR, MINOR)
def test_adding_in_either_order_gives_the_same(left, right):
    if abs(left + right) <= MOST_MINOR_UNITS:
        assert Money(left, "CNY") + Money(right, "CNY") == Money(right, "CNY") + Money(left, "CNY")
