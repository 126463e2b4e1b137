"""Exchange rates: what is converted keeps every minor unit that can be kept."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import rates
from store.moneys import Money, decimal_places
from store.rates import RateMissing
from store.sessions import PARLEY

CURRENCIES = ("EUR", "JPY", "KWD", "CNY")


def convert(chat, currency, rate, minor):
    def unit(session):
        session.actor = PARLEY
        rates.put(session, currency, rate)
        return rates.convert(session, Money(minor, currency))

    return chat.database.write(unit, chat.clock.now())


@given(
    currency=st.sampled_from(CURRENCIES),
    rate=st.decimals("0.0001", "1000", places=4),
    minor=st.integers(0, 10**9),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_converted_amount_is_off_by_half_a_minor_unit_at_most(chat, currency, rate, minor):
    found = convert(chat, currency, rate, minor)
    exact = Decimal(minor).scaleb(-decimal_places(currency)) * rate
    assert found.currency == "USD"
    assert abs(found.decimal - exact) <= Decimal("0.005")


def test_the_own_currency_needs_no_rate_and_others_do(any_chat):
    def unit(session):
        session.actor = PARLEY
        assert rates.convert(session, Money(123, "USD")) == Money(123, "USD")
        with pytest.raises(RateMissing) as missing:
            rates.convert(session, Money(123, "GBP"))
        return missing.value.currency

    assert any_chat.database.read(unit, any_chat.clock.now()) == "GBP"


def test_what_was_converted_keeps_the_rate_of_its_day(chat):
    admin, ada = chat.admin(), chat.rep("Ada")
    admin.says("rate EUR 1.10")
    ada.says("deal add Servers 1,000 EUR")
    admin.says("rate EUR 2")
    assert "€1,000.00" in ada.says("deals")
    assert "Together: $1,100.00" in ada.says("deals")
    ada.says("deal edit D-1 amount:2,000 EUR")
    assert "Together: $4,000.00" in ada.says("deals")
