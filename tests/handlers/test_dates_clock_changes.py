"""Wall times that a clock change skips or repeats, and lengths of time across one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates import read_when
from store.wall_times import instant

BERLIN = ZoneInfo("Europe/Berlin")


def utc(text: str, now: str, zone: ZoneInfo = BERLIN) -> str:
    moment = datetime.fromisoformat(now).replace(tzinfo=zone)
    return f"{read_when(text, now=moment, zone=zone).at:%Y-%m-%d %H:%M}"


def test_a_skipped_wall_time_is_the_moment_after_the_gap():
    assert utc("2026-03-29 02:30", "2026-03-02 10:00") == "2026-03-29 01:00"


def test_a_repeated_wall_time_is_the_first_of_the_two():
    assert utc("2026-10-25 02:30", "2026-03-02 10:00") == "2026-10-25 00:30"


def test_a_day_without_midnight_begins_after_the_gap():
    assert utc("2026-09-06", "2026-03-02 10:00", ZoneInfo("America/Santiago")) == "2026-09-06 04:00"


def test_a_skipped_day_is_the_moment_after_it():
    assert utc("2011-12-30", "2011-12-01 10:00", ZoneInfo("Pacific/Apia")) == "2011-12-30 10:00"


def test_hours_are_elapsed_time_and_days_are_wall_time():
    evening = "2026-03-28 20:00"
    assert utc("in 12 hours", evening) == "2026-03-29 07:00"
    assert utc("tomorrow 8pm", evening) == "2026-03-29 18:00"
    assert utc("in 24 hours", evening) == "2026-03-29 19:00"
    assert utc("in 1 day and 1 hour", evening) == "2026-03-29 19:00"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
@given(day=st.dates(date(1990, 1, 1), date(2040, 1, 1)), minutes=st.integers(0, 24 * 60 - 1))
def test_a_wall_time_is_met_or_just_passed(zone, day, minutes):
    place = ZoneInfo(zone)
    clock = time(minutes // 60, minutes % 60)
    shown = instant(day, clock, place).astimezone(place).replace(tzinfo=None)
    wanted = datetime.combine(day, clock)
    assert wanted <= shown <= wanted + timedelta(hours=1)
    assert instant(day, clock, place).tzinfo is UTC
