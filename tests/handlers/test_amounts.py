import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.amounts import (
    FoundMoney,
    UnreadableMoney,
    UnreadableNumber,
    find_money,
    read_money,
    read_number,
)
from store.errors import CrmError
from store.moneys import Money, MoneyOutOfRange, MoneyTooFine


def money(amount, currency):
    return Money.of(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("50k", "50000", "USD"),
        ("$50k", "50000", "USD"),
        ("1.2m", "1200000", "USD"),
        ("12,500.00 EUR", "12500", "EUR"),
        ("USD 300", "300", "USD"),
        ("€ 1.234,56", "1234.56", "EUR"),
        ("5万", "50000", "USD"),
        ("3.5千", "3500", "USD"),
        ("¥3000", "3000", "CNY"),
        ("2亿", "200000000", "USD"),
        ("三万五千元", "35000", "CNY"),
        ("两百块", "200", "CNY"),
        ("50 grand", "50000", "USD"),
        ("1 million dollars", "1000000", "USD"),
        ("HK$5k", "5000", "HKD"),
        ("RMB 20万", "200000", "CNY"),
        ("100欧元", "100", "EUR"),
        ("人民币5万元", "50000", "CNY"),
        ("3万亿日元", "3000000000000", "JPY"),
        ("8千万元人民币", "80000000", "CNY"),
        ("$7 USD", "7", "USD"),
        ("60 USD million", "60000000", "USD"),
        ("2.5 MGBP", "2500000", "GBP"),
        ("US$ 5.2bn", "5200000000", "USD"),
        ("5w", "50000", "USD"),
        ("￥３，０００", "3000", "CNY"),
        ("1，500元", "1500", "CNY"),
        ("12 500 €", "12500", "EUR"),
        ("1'234.50 CHF", "1234.50", "CHF"),
        ("7块3", "7.30", "CNY"),
        ("9元4角2分", "9.42", "CNY"),
        ("6 dollars and 40 cents", "6.40", "USD"),
        ("80 cents", "0.80", "USD"),
        ("5毛", "0.50", "CNY"),
        ("壹萬貳仟元整", "12000", "CNY"),
        ("百万美元", "1000000", "USD"),
        ("六十奈拉", "60", "NGN"),
        ("half a million", "500000", "USD"),
        ("two hundred and five thousand dollars", "205000", "USD"),
        ("75", "75", "USD"),
        ("TRY 300", "300", "TRY"),
        ("90k.", "90000", "USD"),
    ],
)
def test_amounts_as_people_write_them(text, amount, currency):
    assert read_money(text, currency="USD") == money(amount, currency)


@pytest.mark.parametrize(
    ("text", "company", "currency"),
    [
        ("$5", "USD", "USD"),
        ("$5", "EUR", "USD"),
        ("$5", "AUD", "AUD"),
        ("$5", "TWD", "TWD"),
        ("5 dollars", "SGD", "SGD"),
        ("$5 CAD", "USD", "CAD"),
        ("¥5", "USD", "CNY"),
        ("¥5", "CNY", "CNY"),
        ("¥5", "JPY", "JPY"),
        ("¥5元", "JPY", "CNY"),
        ("5元", "TWD", "TWD"),
        ("kr 5", "NOK", "NOK"),
        ("5 kr", "USD", "SEK"),
        ("5 won", "KRW", "KRW"),
        ("5", "GBP", "GBP"),
    ],
)
def test_the_companys_currency_decides_what_a_shared_name_means(text, company, currency):
    assert read_money(text, currency=company) == money("5", currency)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234", "1234"),
        ("1,234,567.89", "1234567.89"),
        ("1.234.567,89", "1234567.89"),
        ("1234,5", "1234.5"),
        ("12,5", "12.5"),
        ("0.50", "0.50"),
        (".5", "0.5"),
        ("€1.234", "1234"),
        ("1.234 EUR", "1234"),
        ("€1.234m", "1234000"),
        ("1.234k €", "1234"),
    ],
)
def test_separators_are_told_apart(text, amount):
    assert read_money(text, currency="EUR") == money(amount, "EUR")


def test_a_dot_before_three_digits_is_a_decimal_point_without_a_comma_currency_beside_it():
    assert read_money("1.234", currency="KWD") == money("1.234", "KWD")
    for text, company in [("1.234", "EUR"), ("$1.234", "USD"), ("12.5", "JPY")]:
        with pytest.raises(MoneyTooFine):
            read_money(text, currency=company)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "abc", "$", "k", "-50", "−50", "(50)", "负五万", "minus 50k", "1,23,4", "1.2.3"),
        *(
            "3pm",
            "2031-05-01",
            "10:30",
            "50%",
            "1e5",
            "1 2",
            "$5 EUR",
            "all 5",
            "50 won",
            "三五百元",
        ),
        *(
            "one two",
            "nine million million",
            "five thousand two million",
            "50k users",
            "万",
            "5" * 61,
        ),
        *("两三万", "twelve three", "3万4百5十abc", "5 all"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_text(text):
    with pytest.raises(UnreadableMoney) as refusal:
        read_money(text, currency="USD")
    assert refusal.value.text == text
    assert isinstance(refusal.value, CrmError)


def test_an_amount_beyond_the_bound_is_refused():
    with pytest.raises(MoneyOutOfRange):
        read_money("90000 trillion", currency="USD")


@pytest.mark.parametrize(
    ("text", "found", "amount", "currency"),
    [
        ("met Ada, +1 202 555 0143, wants 20 compilers for about 50k", "50k", "50000", "USD"),
        ("4k screens for $12,000.", "$12,000", "12000", "USD"),
        ("报价５万左右，下周", "５万", "50000", "USD"),
        ("预算大概三万五千，3月签", "三万五千", "35000", "USD"),
        ("预算6.5w", "6.5w", "65000", "USD"),
        ("她付了￥３，０００。", "￥３，０００", "3000", "CNY"),
        ("İ will pay 5k €", "5k €", "5000", "EUR"),
        ("amount:50k close:fri", "50k", "50000", "USD"),
        ("she won a $7.3 million deal", "$7.3 million", "7300000", "USD"),
        ("2 $15 tickets", "$15", "15", "USD"),
        ("$25，400美元", "$25", "25", "USD"),
        ("$35 $ 600", "$35", "35", "USD"),
        ("cny 60 eur 70", "cny 60", "60", "CNY"),
        ("12月5万元", "5万元", "50000", "CNY"),
        ("两百块吧", "两百块", "200", "CNY"),
        ("给比尔5万", "5万", "50000", "USD"),
        ("maybe fifty grand", "fifty grand", "50000", "USD"),
        ("$1.2345 or $3", "$3", "3", "USD"),
        ("Paid 300 TRY", "300 TRY", "300", "TRY"),
    ],
)
def test_an_amount_is_found_in_a_sentence_at_its_place(text, found, amount, currency):
    start = text.index(found)
    assert find_money(text, currency="USD") == FoundMoney(
        start, start + len(found), money(amount, currency)
    )


@pytest.mark.parametrize(
    "text",
    [
        *(
            "20 compilers",
            "in 2031",
            "on 2031-03-04 at 3pm",
            "call +1 202 555 0143",
            "138 1234 5678",
        ),
        *(
            "5万人",
            "50k users",
            "三千字",
            "30多万",
            "几百万",
            "千万别忘",
            "万一",
            "三千零二夜",
            "第三万元",
        ),
        *("20 kids", "50km", "5mm", "7w bulb", "v1.2m", "50-60k", "5万-8万", "10:50k", "-50k"),
        *(
            "minus 50k",
            "负五万元",
            "ALL 4 offers",
            "300 try again",
            "won 5 deals",
            "三块屏幕",
        ),
        *("三角形", "5 won deals", "1.2.3k", "$5 EUR", "a million", "x$5", "", "5元旦", "3 m"),
    ],
)
def test_other_numbers_are_not_taken_for_money(text):
    assert find_money(text, currency="USD") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,500", "12500"),
        ("-3", "-3"),
        ("负五", "-5"),
        ("1.2k", "1200"),
        ("3.5千", "3500"),
        ("三千五", "3500"),
        ("八千零七", "8007"),
        ("四万零六十", "40060"),
        ("二〇三一", "2031"),
        ("二十六点四", "26.4"),
        ("三点五万", "35000"),
        ("6万2000", "62000"),
        ("2亿3千万", "230000000"),
        ("七", "7"),
        ("零", "0"),
        ("2.5 million", "2500000"),
        ("three hundred and sixty-five", "365"),
        ("half a billion", "500000000"),
        ("9 876 543", "9876543"),
    ],
)
def test_numbers_alone(text, number):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "abc", "5元", "$5", "5%", "1,2,3", "--5", "三五百"])
def test_what_is_no_number_is_refused_with_the_text(text):
    with pytest.raises(UnreadableNumber) as refusal:
        read_number(text)
    assert refusal.value.text == text


@given(st.integers(0, 10**9), st.sampled_from(["USD", "EUR", "CNY", "JPY", "KWD"]))
def test_an_amount_with_code_and_separators_is_read_back(minor, currency):
    amount = Money(minor, currency)
    assert read_money(f"{amount.decimal:,} {currency}", currency="GBP") == amount
    assert read_money(f"{currency} {amount.decimal}", currency="GBP").currency == currency


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with suppress(CrmError):
        assert read_money(text, currency="USD").minor >= 0
    found = find_money(text, currency="CNY")
    assert found is None or 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["1 ", "9", "万", "$1", "1,", "5角", "1元", "一点", "$-1 ", "half a ", "İ5k ", "1 usd "],
)
def test_ten_thousand_characters_are_no_burden(piece):
    text = (piece * 10_000)[:10_000]
    before = time.process_time()
    find_money(text, currency="USD")
    assert time.process_time() - before < 5
