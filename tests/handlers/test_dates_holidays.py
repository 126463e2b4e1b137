"""Holidays by name, in the company's country, and the days around them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.dates import UnreadableDate, find_when, read_when
from handlers.dates.holidays import AFTER, BY_COUNTRY, EASTER, FIXED, NTH, days_of
from handlers.languages import Voice, speaking

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def read(text, region="US"):
    with speaking(Voice(language="en", zone="UTC", currency="USD", region=region)):
        return f"{read_when(text, now=NOW, zone=ZoneInfo('UTC')).at:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Christmas", "2026-12-25 00:00"),
        ("christmas eve 10am", "2026-12-24 10:00"),
        ("thanksgiving", "2026-11-26 00:00"),
        ("Thanksgiving 2027", "2027-11-25 00:00"),
        ("black friday", "2026-11-27 00:00"),
        ("easter 2027", "2027-03-28 00:00"),
        ("the day before christmas", "2026-12-24 00:00"),
        ("day after christmas", "2026-12-26 00:00"),
        ("2 days before christmas", "2026-12-23 00:00"),
        ("春节", "2027-02-06 00:00"),
        ("除夕晚上8点", "2027-02-05 20:00"),
        ("元宵节", "2027-02-20 00:00"),
        ("国庆节", "2027-10-01 00:00"),
        ("明年中秋节上午10点", "2027-09-15 10:00"),
        ("2028年春节", "2028-01-26 00:00"),
        ("春节后三天", "2027-02-09 00:00"),
        ("春节前一天", "2027-02-05 00:00"),
        ("端午", "2027-06-09 00:00"),
        ("mother's day", "2027-05-09 00:00"),
        ("Father's Day 10am", "2027-06-20 10:00"),
        ("last thanksgiving", "2025-11-27 00:00"),
        ("last mothers day", "2026-05-10 00:00"),
        ("memorial day 2027", "2027-05-31 00:00"),
        ("MLK day", "2027-01-18 00:00"),
        ("presidents day", "2027-02-15 00:00"),
        ("veterans day", "2027-11-11 00:00"),
        ("cyber monday", "2026-11-30 00:00"),
        ("palm sunday 2027", "2027-03-21 00:00"),
        ("whit monday", "2027-05-17 00:00"),
        ("重阳节", "2027-10-08 00:00"),
        ("教师节上午10点", "2027-09-10 10:00"),
        ("母親節", "2027-05-09 00:00"),
        ("儿童节前一天", "2027-05-31 00:00"),
        ("清明节", "2027-04-05 00:00"),
    ],
)
def test_a_holiday_is_a_day(text, day):
    assert read(text) == day
    assert read(text, "CN") == day


def test_the_companys_country_decides_where_it_has_its_own():
    assert read("thanksgiving", "US") == "2026-11-26 00:00"
    assert read("national day", "SG") == "2027-08-09 00:00"
    assert read("national day", "DE") == "2027-10-01 00:00"
    assert read("independence day", "IN") == "2027-08-15 00:00"
    assert read("mother's day", "GB") == "2027-03-07 00:00"
    assert read("thanksgiving", "XX") == "2026-11-26 00:00"


def test_every_name_has_a_day_in_every_near_year():
    for name in (*FIXED, *EASTER, *NTH, *BY_COUNTRY, *AFTER):
        for year in range(2025, 2031):
            assert days_of(name, year, "CN"), (name, year)


def test_in_a_sentence_and_where_no_calendar_reaches():
    zone = ZoneInfo("UTC")
    found = find_when("提醒我中秋节上午10点给王总打电话", now=NOW, zone=zone)
    assert found is not None
    assert (found.start, found.end) == (3, 11)
    assert find_when("we met in the christmas market team", now=NOW, zone=zone) is not None
    with pytest.raises(UnreadableDate):
        read("the week before christmas of 12000")
