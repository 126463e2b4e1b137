"""What a period expression means. Today is Wednesday 4 March 2026 in Berlin."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.dates import AmbiguousDate, Period, UnreadableDate, read_period

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=BERLIN)


def read(text: str, *, ahead: bool = False) -> tuple[str, str]:
    period = read_period(text, now=NOW, zone=BERLIN, ahead=ahead)
    return str(period.start), str(period.end)


PERIODS = {
    "today": ("2026-03-04", "2026-03-05"),
    "yesterday": ("2026-03-03", "2026-03-04"),
    "this week": ("2026-03-02", "2026-03-09"),
    "week": ("2026-03-02", "2026-03-09"),
    "last week": ("2026-02-23", "2026-03-02"),
    "past week": ("2026-02-23", "2026-03-02"),
    "coming week": ("2026-03-09", "2026-03-16"),
    "next month": ("2026-04-01", "2026-05-01"),
    "Month": ("2026-03-01", "2026-04-01"),
    "last quarter": ("2025-10-01", "2026-01-01"),
    "quarter": ("2026-01-01", "2026-04-01"),
    "last year": ("2025-01-01", "2026-01-01"),
    "weekend": ("2026-03-07", "2026-03-09"),
    "last weekend": ("2026-02-28", "2026-03-02"),
    "june": ("2025-06-01", "2025-07-01"),
    "march": ("2026-03-01", "2026-04-01"),
    "june 2027": ("2027-06-01", "2027-07-01"),
    "2027 june": ("2027-06-01", "2027-07-01"),
    "2026-02": ("2026-02-01", "2026-03-01"),
    "2/2026": ("2026-02-01", "2026-03-01"),
    "2025": ("2025-01-01", "2026-01-01"),
    "Q3": ("2025-07-01", "2025-10-01"),
    "q1": ("2026-01-01", "2026-04-01"),
    "Q3 2025": ("2025-07-01", "2025-10-01"),
    "2025-Q3": ("2025-07-01", "2025-10-01"),
    "second quarter of 2025": ("2025-04-01", "2025-07-01"),
    "last 30 days": ("2026-02-03", "2026-03-05"),
    "past 2 weeks": ("2026-02-19", "2026-03-05"),
    "last few months": ("2025-12-05", "2026-03-05"),
    "next 7 days": ("2026-03-04", "2026-03-11"),
    "ytd": ("2026-01-01", "2026-03-05"),
    "month to date": ("2026-03-01", "2026-03-05"),
    "since monday": ("2026-03-02", "2026-03-05"),
    "since wednesday": ("2026-03-04", "2026-03-05"),
    "since the 15th": ("2026-02-15", "2026-03-05"),
    "since june": ("2025-06-01", "2026-03-05"),
    "since 3 days ago": ("2026-03-01", "2026-03-05"),
    "2026-01-01..2026-02-15": ("2026-01-01", "2026-02-16"),
    "2026-01..2026-02": ("2026-01-01", "2026-03-01"),
    "from 5 jan to 15 jan": ("2026-01-05", "2026-01-16"),
    "june to august": ("2025-06-01", "2025-09-01"),
    "nov - feb": ("2025-11-01", "2026-03-01"),
    "feb through april": ("2026-02-01", "2026-05-01"),
    "feb 10 to mar 20": ("2026-02-10", "2026-03-21"),
    "monday to friday": ("2026-03-02", "2026-03-07"),
    "the 20th to the 10th": ("2026-02-20", "2026-03-11"),
    "20th of last month": ("2026-02-20", "2026-02-21"),
    "friday, 13 february": ("2026-02-13", "2026-02-14"),
    "2 weeks ago": ("2026-02-18", "2026-02-19"),
    "monday": ("2026-03-02", "2026-03-03"),
    "jan 5": ("2026-01-05", "2026-01-06"),
    "end of february": ("2026-02-28", "2026-03-01"),
    "last friday of january": ("2026-01-30", "2026-01-31"),
    "今天": ("2026-03-04", "2026-03-05"),
    "昨天": ("2026-03-03", "2026-03-04"),
    "本周": ("2026-03-02", "2026-03-09"),
    "上周": ("2026-02-23", "2026-03-02"),
    "上个月": ("2026-02-01", "2026-03-01"),
    "本季度": ("2026-01-01", "2026-04-01"),
    "今年": ("2026-01-01", "2027-01-01"),
    "去年": ("2025-01-01", "2026-01-01"),
    "最近7天": ("2026-02-26", "2026-03-05"),
    "近三个月": ("2025-12-05", "2026-03-05"),
    "最近半年": ("2025-09-05", "2026-03-05"),
    "未来两周": ("2026-03-04", "2026-03-18"),
    "6月": ("2025-06-01", "2025-07-01"),
    "2027年6月": ("2027-06-01", "2027-07-01"),
    "去年6月": ("2025-06-01", "2025-07-01"),
    "2025年": ("2025-01-01", "2026-01-01"),
    "第三季度": ("2025-07-01", "2025-10-01"),
    "2025年第二季度": ("2025-04-01", "2025-07-01"),
    "今年一季度": ("2026-01-01", "2026-04-01"),
    "上半年": ("2026-01-01", "2026-07-01"),
    "去年下半年": ("2025-07-01", "2026-01-01"),
    "1月1日到2月15日": ("2026-01-01", "2026-02-16"),
    "自周一以来": ("2026-03-02", "2026-03-05"),
}


@pytest.mark.parametrize(("text", "days"), PERIODS.items())
def test_periods(text, days):
    assert read(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "soon",
        "3pm",
        "this morning",
        "now",
        "2026-02-15..2026-01-01",
        "today to yesterday",
        "since tomorrow",
        "from soon to later",
        "13月",
        "Q5",
        "第五季度",
        "今年13月",
        "0/2026",
        "last 5 hours",
        "last minute",
        "30 feb",
        "2026-02-30..2026-03-01",
        "last 99999 years",
        "next 9999999 years",
        "since " * 60,
    ],
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(UnreadableDate):
        read(text)


def test_a_period_is_its_first_day_and_the_day_after_its_last():
    period = read_period("today", now=NOW, zone=BERLIN)
    assert period == Period(start=date(2026, 3, 4), end=date(2026, 3, 5))


def test_closing_dates_look_ahead():
    assert read("june", ahead=True) == ("2026-06-01", "2026-07-01")
    assert read("march", ahead=True) == ("2026-03-01", "2026-04-01")
    assert read("q4", ahead=True) == ("2026-10-01", "2027-01-01")
    assert read("friday", ahead=True) == ("2026-03-06", "2026-03-07")


def test_a_day_that_reads_two_ways_is_asked_about():
    with pytest.raises(AmbiguousDate):
        read("03/04")
    with pytest.raises(AmbiguousDate):
        read("03/04..2026-12-31")
