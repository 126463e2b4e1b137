"""Business hours, against counting minute by minute, and the defects of other products."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import business_hours, public_holidays
from store.business_hours import Calendar, NeverOpen, after, between, is_open

BERLIN, NEW_YORK, SHANGHAI = map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Asia/Shanghai"))
NINE_TO_FIVE = ((time(9), time(17)),)
OFFICE = Calendar(BERLIN, (NINE_TO_FIVE,) * 5 + ((),) * 2)
ALWAYS = Calendar(NEW_YORK, (((time(0), None),),) * 7)
HOUR = timedelta(hours=1)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe",
         "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "Africa/Casablanca")  # fmt: skip


def at(zone: ZoneInfo, *numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=zone)  # type: ignore[misc,arg-type]


def test_a_request_of_saturday_evening_is_due_on_monday():
    asked = at(BERLIN, 2026, 11, 21, 20, 15)
    assert after(OFFICE, asked, 4 * HOUR) == at(BERLIN, 2026, 11, 23, 13)


def test_a_request_before_opening_waits_for_the_opening_of_the_same_day():
    assert after(OFFICE, at(BERLIN, 2026, 11, 23, 6), HOUR) == at(BERLIN, 2026, 11, 23, 10)


def test_a_day_until_midnight_loses_no_minute():
    asked = at(NEW_YORK, 2026, 6, 1)
    assert between(ALWAYS, asked, asked + timedelta(days=100)) == timedelta(days=100)
    assert after(ALWAYS, at(NEW_YORK, 2026, 6, 1, 23, 59), timedelta(minutes=2)) == at(
        NEW_YORK, 2026, 6, 2, 0, 1
    )


@pytest.mark.parametrize("day", [(2026, 3, 8), (2026, 11, 1)])
def test_four_hours_stay_four_hours_when_the_clock_changes(day):
    asked = at(NEW_YORK, *day) - HOUR
    assert after(ALWAYS, asked, 4 * HOUR) - asked.astimezone(UTC) == 4 * HOUR


def test_a_night_shift_belongs_to_the_evening_on_which_it_begins():
    nights = Calendar(SHANGHAI, (((time(22), time(6)),),) * 5 + ((),) * 2)
    friday = at(SHANGHAI, 2026, 11, 20, 23)
    assert after(nights, friday, 5 * HOUR) == at(SHANGHAI, 2026, 11, 21, 4)
    assert after(nights, friday, 8 * HOUR) == at(SHANGHAI, 2026, 11, 23, 23)
    assert is_open(nights, at(SHANGHAI, 2026, 11, 21, 5, 59))
    assert not is_open(nights, at(SHANGHAI, 2026, 11, 21, 6))


def test_several_spans_holidays_and_half_days():
    days = {date(2026, 12, 24): ((time(9), time(12)),), date(2026, 12, 25): ()}
    lunch = ((time(9), time(12)), (time(13), time(17)))
    hours = Calendar(BERLIN, (lunch,) * 5 + ((),) * 2, days)
    assert after(hours, at(BERLIN, 2026, 12, 24, 11), 2 * HOUR) == at(BERLIN, 2026, 12, 28, 10)
    assert between(hours, at(BERLIN, 2026, 12, 23, 11), at(BERLIN, 2026, 12, 23, 14)) == 2 * HOUR


def test_a_due_time_at_closing_is_the_closing_not_the_next_opening():
    assert after(OFFICE, at(BERLIN, 2026, 11, 23, 9), 8 * HOUR) == at(BERLIN, 2026, 11, 23, 17)


def test_nothing_passes_backwards_and_no_work_is_due_at_once():
    now = at(BERLIN, 2026, 11, 22, 12)
    assert between(OFFICE, now, now - HOUR) == timedelta(0)
    assert after(OFFICE, now, timedelta(0)) == now


def test_a_calendar_that_never_opens_says_so():
    with pytest.raises(NeverOpen):
        after(Calendar(BERLIN, ((),) * 7), at(BERLIN, 2026, 1, 1), HOUR)


def test_a_week_has_seven_days():
    with pytest.raises(ValueError, match=r"\(\)"):
        Calendar(BERLIN, ((),) * 6)


times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 1, 15, 30, 59)))
spans = st.lists(st.tuples(times, times | st.none()), max_size=3).map(tuple)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    week = tuple(draw(spans) for _ in range(7))
    near = st.dates(date(2027, 12, 20), date(2028, 4, 10))
    return Calendar(zone, week, draw(st.dictionaries(near, spans, max_size=3)))


def minutes(calendar: Calendar, start: datetime, end: datetime) -> list[bool]:
    """Slowly: whether each minute is worked, by looking at the clock at its beginning."""
    found = []
    moment = start
    while moment < end:
        found.append(_worked(calendar, moment))
        moment += timedelta(minutes=1)
    return found


def _worked(calendar: Calendar, moment: datetime) -> bool:
    """Whether a span of today or of yesterday has begun, and not ended, by now."""
    today = moment.astimezone(calendar.zone).date()
    shown = _shown(calendar, moment)
    for day in (today - timedelta(days=1), today, today + timedelta(days=1)):
        for begin, end in calendar.days.get(day, calendar.week[day.weekday()]):
            over = end is None or end <= begin
            last = day + timedelta(days=1) if over else day
            begun = shown >= datetime.combine(day, begin)
            if begun and shown < datetime.combine(last, end or time(0)):
                return True
    return False


def _shown(calendar: Calendar, moment: datetime) -> datetime:
    """The latest time that a wall clock has shown at some minute until now."""
    until_now = (moment - timedelta(minutes=one) for one in (0, *range(30, 200, 30)))
    return max(_wall(calendar.zone, one) for one in until_now)


@lru_cache(maxsize=4096)
def _wall(zone: ZoneInfo, moment: datetime) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


starts = st.datetimes(datetime(2027, 12, 25), datetime(2028, 4, 5)).map(  # noqa: DTZ001
    lambda one: one.replace(second=0, microsecond=0, tzinfo=UTC)
)
changes = st.sampled_from(
    [
        datetime(2028, 3, 26, tzinfo=UTC), datetime(2028, 3, 12, 5, tzinfo=UTC),
        datetime(2028, 10, 28, 22, tzinfo=UTC), datetime(2028, 11, 5, 3, tzinfo=UTC),
        datetime(2028, 2, 28, 20, tzinfo=UTC), datetime(2028, 4, 1, 12, tzinfo=UTC),
        datetime(2027, 12, 31, 20, tzinfo=UTC),
    ]
)  # fmt: skip


@pytest.mark.no_cover  # hundreds of examples: what they reach, the tests beside them reach too
@settings(max_examples=60, deadline=None)
@given(calendars(), starts | changes, st.integers(1, 2000), st.integers(1, 600))
def test_it_agrees_with_counting_minutes(calendar, start, length, work):
    end = start + timedelta(minutes=length)
    worked = minutes(calendar, start, end)
    assert between(calendar, start, end) == timedelta(minutes=sum(worked))
    assert is_open(calendar, start) == worked[0]
    if sum(worked) >= work:
        due = after(calendar, start, timedelta(minutes=work))
        assert due == start + timedelta(minutes=_nth(worked, work) + 1)
        assert between(calendar, start, due) == timedelta(minutes=work)


def _nth(worked: list[bool], number: int) -> int:
    """Where the so-many-th worked minute stands."""
    return [index for index, one in enumerate(worked) if one][number - 1]


US_OFFICE = Calendar(NEW_YORK, OFFICE.week, place="US")


def test_saturday_evening_is_due_on_monday_morning_not_a_day_late():
    asked = at(BERLIN, 2026, 11, 21, 20, 15)
    assert business_hours.after(OFFICE, asked, HOUR) == at(BERLIN, 2026, 11, 23, 10)


def test_public_holidays_are_days_off_unless_the_company_says_otherwise():
    eve = at(NEW_YORK, 2026, 11, 25, 16)
    assert business_hours.after(US_OFFICE, eve, 2 * HOUR) == at(NEW_YORK, 2026, 11, 27, 10)
    thanksgiving = {date(2026, 11, 26): ((time(9), time(12)),)}
    half = Calendar(NEW_YORK, OFFICE.week, thanksgiving, "US")
    assert business_hours.after(half, eve, 2 * HOUR) == at(NEW_YORK, 2026, 11, 26, 10)
    assert not public_holidays.is_known("XX")
    assert not public_holidays.is_known("US-XX")
    assert public_holidays.is_known("DE-BY")
    assert public_holidays.of("", 2026) == public_holidays.of("XX", 2026) == ({}, frozenset())


def test_a_weekend_that_makes_up_for_a_holiday_is_worked():

    calendar = Calendar(SHANGHAI, OFFICE.week, place="CN")
    worked = min(
        day for day in public_holidays.of("CN", 2025)[1] if day.year == 2025 and day.weekday() > 4
    )
    begin = datetime.combine(worked, time(9), SHANGHAI)
    assert business_hours.is_open(calendar, begin)
    assert not business_hours.is_open(calendar, at(SHANGHAI, 2025, 10, 1, 10))


@given(st.integers(2024, 2028), st.integers(0, 364), st.integers(1, 60 * 24 * 9))
@settings(max_examples=60, deadline=None)
def test_holidays_agree_with_counting_minutes(year, day, length):
    start = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day, hours=7)
    end = start + timedelta(minutes=length)
    off = {*public_holidays.of("US", year)[0], *public_holidays.of("US", year + 1)[0]}
    counted, moment = 0, start
    while moment < end:
        local = moment.astimezone(NEW_YORK)
        weekday = local.weekday() < 5 and local.date() not in off
        counted += weekday and 9 <= local.hour < 17
        moment += timedelta(minutes=1)
    assert business_hours.between(US_OFFICE, start, end) == timedelta(minutes=counted)
