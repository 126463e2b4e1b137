"""What holds for every text and every date."""

import time as clock
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates import (
    AmbiguousDate,
    Period,
    UnreadableDate,
    When,
    find_when,
    read_period,
    read_when,
)
from handlers.dates.durations import add_months, add_workdays

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PIECES = st.sampled_from(
    [
        "next",
        "last",
        "this",
        "friday",
        "3",
        "pm",
        "may",
        "of",
        "the",
        "in",
        "2",
        "weeks",
        "ago",
        "half",
        "past",
        "一",
        "周",
        "下",
        "三点",
        "月",
        "底",
        "后",
        "前",
        "年",
        "10:30",
        "12/1",
        "2026-02-30",
        "..",
        "to",
        "since",
        "，at",
        "-",
        "1st",
        "noon",
        "tonight",
        "q3",
        "99999",
        "１",
        "é",
    ]
)
DAYS = st.dates(date(1000, 1, 1), date(9998, 12, 31))


def outcome(read, text):
    """What reading gives, or the refusal."""
    try:
        return read(text, now=NOW, zone=ZONE)
    except (UnreadableDate, AmbiguousDate) as refused:
        return refused


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map(" ".join)))
def test_any_text_is_read_or_refused(text):
    for read, kind in ((read_when, When), (read_period, Period)):
        result = outcome(read, text)
        assert isinstance(result, kind) or result.text == text


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join)))
def test_what_is_found_lies_within_the_text(text):
    result = outcome(find_when, text)
    if isinstance(result, AmbiguousDate):
        assert result.text in text
        assert len(result.readings) > 1
    else:
        assert result is None or 0 <= result.start < result.end <= len(text)


@pytest.mark.parametrize(
    "form", ["{:%Y-%m-%d}", "{0.year}年{0.month}月{0.day}日", "{:%d %B %Y}", "{:%b %d, %Y}"]
)
@given(day=DAYS)
def test_a_full_date_is_read_back(form, day):
    text = form.format(day)
    assert read_when(text, now=NOW, zone=ZONE).day == day


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_is_the_next_to_come(hour, minute):
    when = read_when(f"{hour:02}:{minute:02}", now=NOW, zone=ZONE)
    local = when.at.astimezone(ZONE)
    assert (local.hour, local.minute) == (hour, minute)
    assert NOW < when.at <= NOW + timedelta(days=1)


@given(st.integers(1, 12), st.integers(1, 31), st.integers(1, 12))
def test_a_month_and_day_is_never_past(month, day, now_month):
    now = NOW.replace(month=now_month)
    try:
        when = read_when(f"{month}月{day}日", now=now, zone=ZONE)
    except UnreadableDate:
        assert day > 29
    else:
        assert when.day >= now.astimezone(ZONE).date()


@given(DAYS, st.integers(-1200, 1200))
def test_adding_months_keeps_the_day_or_the_months_end(day, months):
    try:
        moved = add_months(day, months)
    except ValueError:
        return
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@given(DAYS, st.integers(-400, 400).filter(bool))
def test_working_days_count_monday_to_friday(day, count):
    moved = add_workdays(day, count)
    step = 1 if count > 0 else -1
    between = [day + timedelta(days=step * n) for n in range(1, abs((moved - day).days) + 1)]
    assert sum(one.weekday() < 5 for one in between) == abs(count)
    assert moved.weekday() < 5


@pytest.mark.parametrize(
    "seed", ["1", "1 2 ", "1-", "at 5 ", "2 days ", "fri ", "一", "周", "ﷺ", "the ", "a half ", "."]
)
def test_ten_thousand_characters_are_survived(seed):
    text = (seed * 10_000)[:10_000]
    started = clock.process_time()
    for read in (read_when, read_period, find_when):
        outcome(read, text)
    # Far above what it takes: only a runaway pattern would miss it.
    assert clock.process_time() - started < 5
