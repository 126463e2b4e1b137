"""What a date or time expression means. Today is Monday 2 March 2026, 10:00 in Berlin."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.dates import AmbiguousDate, UnreadableDate, When, read_when
from store.errors import CrmError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=BERLIN)


def read(text: str, now: datetime = NOW) -> str:
    when = read_when(text, now=now, zone=BERLIN)
    local = when.at.astimezone(BERLIN)
    return f"{local:%Y-%m-%d %H:%M:%S}".removesuffix(":00") if when.has_time else str(when.day)


DAYS = {
    "today": "2026-03-02",
    "Tomorrow": "2026-03-03",
    "yesterday": "2026-03-01",
    "day after tomorrow": "2026-03-04",
    "the day before yesterday": "2026-02-28",
    "2026-07-09": "2026-07-09",
    "2026/7/9": "2026-07-09",
    "20260709": "2026-07-09",
    "28.11.2027": "2027-11-28",
    "11/28/27": "2027-11-28",
    "28 11 2027": "2027-11-28",
    "11/28": "2026-11-28",
    "next 11/28": "2026-11-28",
    "30 jun": "2026-06-30",
    "June 30th": "2026-06-30",
    "jun 30 2027": "2027-06-30",
    "the 3rd of April": "2026-04-03",
    "second of april": "2026-04-02",
    "15/Oct/2026": "2026-10-15",
    "2026-Oct-15": "2026-10-15",
    "2026-15-Oct": "2026-10-15",
    "15-2026-Oct": "2026-10-15",
    "Oct-2026-15": "2026-10-15",
    "3 May 99": "1999-05-03",
    "5 aug nineteen seventy one": "1971-08-05",
    "aug 5 nineteen seventy one": "1971-08-05",
    "next 6 april": "2026-04-06",
    "the 15th": "2026-03-15",
    "the 2": "2026-03-02",
    "1st": "2026-04-01",
    "on the first": "2026-04-01",
    "20th of next month": "2026-04-20",
    "the 20th of this month": "2026-03-20",
    "next month the 20th": "2026-04-20",
    "end of month": "2026-03-31",
    "eom": "2026-03-31",
    "end of next quarter": "2026-06-30",
    "end of the year": "2026-12-31",
    "end of 2027": "2027-12-31",
    "end of February": "2027-02-28",
    "early next week": "2026-03-09",
    "late next week": "2026-03-13",
    "end of week": "2026-03-06",
    "mid May": "2026-05-15",
    "middle of the quarter": "2026-05-16",
    "beginning of april": "2026-04-01",
    "august": "2026-08-01",
    "Sept 2027": "2027-09-01",
    "2027 sept": "2027-09-01",
    "9/2027": "2027-09-01",
    "2027-09": "2027-09-01",
    "next week": "2026-03-09",
    "coming week": "2026-03-09",
    "next month": "2026-04-01",
    "next year": "2027-01-01",
    "this month": "2026-03-31",
    "this quarter": "2026-03-31",
    "weekend": "2026-03-07",
    "next weekend": "2026-03-14",
    "next business day": "2026-03-03",
    "in 2 weeks": "2026-03-16",
    "in a fortnight": "2026-03-16",
    "within 10 days": "2026-03-12",
    "10 days from now": "2026-03-12",
    "in a couple of days": "2026-03-04",
    "in a few days": "2026-03-05",
    "in half a month": "2026-03-17",
    "in 3 business days": "2026-03-05",
    "5 business days ago": "2026-02-23",
    "3 days ago": "2026-02-27",
    "2 months": "2026-05-02",
    "+3 days": "2026-03-05",
    "-3 days": "2026-02-27",
    "a week from friday": "2026-03-13",
    "2 days before 10 april": "2026-04-08",
    "3 days after next friday": "2026-03-16",
    "by the end of next month": "2026-04-30",
    "the day after": "2026-03-03",
}


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_days_in_english(text, day):
    assert read(text) == day


WEEKDAYS = {
    "fri": "2026-03-06",
    "friday": "2026-03-06",
    "monday": "2026-03-09",
    "this friday": "2026-03-06",
    "next friday": "2026-03-13",
    "next monday": "2026-03-09",
    "next tuesday": "2026-03-10",
    "last friday": "2026-02-27",
    "past friday": "2026-02-27",
    "coming monday": "2026-03-09",
    "tuesday of next week": "2026-03-10",
    "next week on tuesday": "2026-03-10",
    "friday after next": "2026-03-13",
    "2 fridays from now": "2026-03-13",
    "2 mondays ago": "2026-02-16",
    "monday two weeks from now": "2026-03-16",
    "first tuesday of next month": "2026-04-07",
    "last friday of april": "2026-04-24",
    "last thursday in november 2027": "2027-11-25",
    "second monday of february": "2027-02-08",
    "Friday, 13 March": "2026-03-13",
    "friday 11/12": "2026-12-11",
    "tuesday the 31st": "2026-03-31",
    "tuesday 31": "2026-03-31",
    "sunday, march 1": "2026-03-01",
}


@pytest.mark.parametrize(("text", "day"), WEEKDAYS.items())
def test_weekdays_in_english(text, day):
    assert read(text) == day


def test_this_monday_is_to_come_once_it_is_past():
    wednesday = NOW.replace(day=4)
    assert read("this monday", wednesday) == "2026-03-09"
    assert read("本周一", wednesday) == "2026-03-02"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "hello",
        "7",
        "31 feb",
        "february 30 2027",
        "31.04.2026",
        "0000-01-01",
        "99999",
        "2026-13-01",
        "25:00",
        "utc",
        "2027",
        "20th of next week",
        "first friday of next week",
        "next hour",
        "next minute",
        "noon 2027",
        "next friday 2027",
        "today 2027",
        "in 5 minutes hours",
        "三三十号",
        "friday 31 february 2027",
        "9:75",
        "13 am",
        "24/7",
        "194.09",
        "tomorrow tomorrow",
        "friday next monday",
        "tomorrow morning at 3pm",
        "in 99999999999 years",
        "in 999999999 days",
        "5 months of sundays",
        "32号",
        "13月",
        "13月5日",
        "三十百零",
        "2026-01-99T10:00Z",
        "2026-03-05T99:00Z",
        "fifth monday of february",
        "6th monday of march",
        "the end of day of judgement",
        "quarter",
        "90 to 5",
        "friday 2027",
        "call me maybe tomorrow",
        "tomorrow " * 50,
        "1" * 5000,
    ],
)
def test_what_is_no_date_is_refused_with_the_text(text):
    with pytest.raises(UnreadableDate) as refused:
        read(text)
    assert refused.value.text == text
    assert isinstance(refused.value, CrmError)


def test_a_date_that_reads_two_ways_is_asked_about():
    with pytest.raises(AmbiguousDate) as asked:
        read("03/04")
    assert asked.value.text == "03/04"
    assert [when.day for when in asked.value.readings] == [date(2026, 3, 4), date(2026, 4, 3)]
    assert isinstance(asked.value, CrmError)


@pytest.mark.parametrize("text", ["3/4/2026", "3.4.2026", "3-4", "3.4", "03.04", "3/4 10am"])
def test_other_notations_that_read_two_ways(text):
    with pytest.raises(AmbiguousDate):
        read(text)


def test_the_same_day_both_ways_is_not_ambiguous():
    assert read("4/4") == "2026-04-04"


def test_a_weekday_that_contradicts_its_date_is_asked_about():
    with pytest.raises(AmbiguousDate) as asked:
        read("friday, 12 may")
    assert [when.day for when in asked.value.readings] == [date(2026, 3, 6), date(2026, 5, 12)]


def test_a_day_is_local_midnight_in_utc():
    assert read_when("tomorrow", now=NOW, zone=BERLIN) == When(
        at=datetime(2026, 3, 2, 23, 0, tzinfo=UTC), has_time=False, day=date(2026, 3, 3)
    )


def test_the_day_is_that_of_the_speaker():
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    shanghai = ZoneInfo("Asia/Shanghai")
    assert read_when("today", now=late, zone=shanghai).day == date(2026, 3, 3)
    assert read_when("today", now=late, zone=ZoneInfo("UTC")).day == date(2026, 3, 2)


def test_a_month_and_day_may_be_today():
    assert read("march 2") == "2026-03-02"
    assert read("march 1") == "2027-03-01"


def test_a_leap_day_waits_for_a_leap_year():
    assert read("29 feb") == "2028-02-29"


def test_a_day_that_a_month_lacks_waits_for_the_next():
    assert read("the 31st", NOW.replace(month=4)) == "2026-05-31"


def test_months_are_clamped_at_their_end():
    assert read("in 1 month", datetime(2026, 1, 31, 10, 0, tzinfo=BERLIN)) == "2026-02-28"
    assert read("in 1 month", datetime(2028, 1, 31, 10, 0, tzinfo=BERLIN)) == "2028-02-29"


def test_working_days_start_behind_a_weekend():
    saturday = NOW.replace(day=7)
    assert read("in 1 business day", saturday) == "2026-03-09"
    assert read("in 5 business days", saturday) == "2026-03-13"
    assert read("1 business day ago", saturday) == "2026-03-06"


def test_tonight_after_midnight_is_the_night_that_began_yesterday():
    assert read("tonight at 2", NOW.replace(hour=0, minute=30)) == "2026-03-02 02:00"


def test_end_of_week_on_a_saturday_is_the_coming_friday():
    assert read("end of week", NOW.replace(day=7)) == "2026-03-13"
