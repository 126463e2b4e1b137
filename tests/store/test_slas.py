"""SLA clocks against counting minute by minute, and the defects of other products."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import sla_clocks
from store.business_hours import Calendar
from tests.store.test_business_hours import (
    ALWAYS,
    BERLIN,
    OFFICE,
    at,
    calendars,
    changes,
    minutes,
    starts,
)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NEW_YORK = ZoneInfo("America/New_York")


def test_a_pause_moves_what_is_due_by_its_working_time_only():
    asked = at(BERLIN, 2026, 11, 20, 16)
    weekend = (at(BERLIN, 2026, 11, 20, 16, 30), at(BERLIN, 2026, 11, 23, 9, 30))
    assert sla_clocks.due(OFFICE, asked, 2 * HOUR, []) == at(BERLIN, 2026, 11, 23, 10)
    assert sla_clocks.due(OFFICE, asked, 2 * HOUR, [weekend]) == at(BERLIN, 2026, 11, 23, 11)


def test_a_clock_that_stands_still_has_no_due_time_unless_it_was_late_before():
    asked, later = at(BERLIN, 2026, 11, 23, 9), at(BERLIN, 2026, 11, 23, 11)
    assert sla_clocks.due(OFFICE, asked, 4 * HOUR, [(later, None)]) is None
    assert sla_clocks.due(OFFICE, asked, HOUR, [(later, None)]) == at(BERLIN, 2026, 11, 23, 10)
    assert sla_clocks.used(OFFICE, asked, at(BERLIN, 2026, 12, 1), [(later, None)]) == 2 * HOUR


def test_a_clock_that_stops_at_the_last_moment_is_due_at_once_when_it_goes_on():
    asked, noon = at(BERLIN, 2026, 11, 23, 9), at(BERLIN, 2026, 11, 23, 12)
    later = at(BERLIN, 2026, 11, 24, 10)
    assert sla_clocks.due(OFFICE, asked, 3 * HOUR, [(noon, later)]) == later


def test_saturday_evening_the_switch_of_clocks_and_one_minute_to_midnight():
    assert sla_clocks.due(OFFICE, at(BERLIN, 2026, 11, 21, 20, 15), 4 * HOUR, []) == at(
        BERLIN, 2026, 11, 23, 13
    )
    night = at(NEW_YORK, 2026, 3, 8) - HOUR
    pause = (night + HOUR, night + 2 * HOUR)
    assert sla_clocks.due(ALWAYS, night, 4 * HOUR, [pause]) == night.astimezone(UTC) + 5 * HOUR
    late = at(NEW_YORK, 2026, 6, 1, 23, 59)
    assert sla_clocks.due(ALWAYS, late, 2 * MINUTE, []) == at(NEW_YORK, 2026, 6, 2, 0, 1)


def test_a_leap_day_counts():
    days = Calendar(BERLIN, (((time(9), time(17)),),) * 7)
    friday = at(BERLIN, 2028, 2, 28, 9)
    assert sla_clocks.due(days, friday, 24 * HOUR, []) == at(BERLIN, 2028, 3, 1, 17)


def test_states_of_a_clock():
    due, budget = at(BERLIN, 2026, 11, 23, 13), 4 * HOUR

    def state(used: timedelta, now: datetime, stopped: datetime | None = None) -> str:
        return sla_clocks.state(due, budget, used, now, stopped)

    assert state(3 * HOUR - MINUTE, due - HOUR - MINUTE) == "healthy"
    assert state(3 * HOUR, due - HOUR) == "at risk"
    assert state(4 * HOUR, due) == "at risk"
    assert state(4 * HOUR + MINUTE, due + MINUTE) == "breached"
    assert state(HOUR, due + HOUR, due) == "met"
    assert state(HOUR, due + HOUR, due + MINUTE) == "met late"
    assert sla_clocks.state(None, budget, HOUR, due + HOUR, None) == "healthy"
    assert sla_clocks.state(None, budget, 3 * HOUR, due + HOUR, None) == "at risk"
    assert sla_clocks.state(None, budget, HOUR, due + HOUR, due) == "met"


@st.composite
def halts(draw: st.DrawFn) -> list[tuple[int, int | None]]:
    """Pauses that do not overlap, in minutes from the start; the last one may go on."""
    edges = sorted(draw(st.lists(st.integers(0, 1500), max_size=6, unique=True)))
    pairs: list[tuple[int, int | None]] = list(zip(edges[::2], edges[1::2], strict=False))
    if len(edges) % 2:
        pairs.append((edges[-1], None))
    return pairs


def standing(pauses: list[tuple[int, int | None]], minute: int) -> bool:
    return any(begin <= minute and (end is None or minute < end) for begin, end in pauses)


def by_counting(
    calendar: Calendar,
    start: datetime,
    budget: int,
    pauses: list[tuple[int, int | None]],
    most: int,
) -> tuple[datetime | None, list[int]]:
    """Slowly: the first running moment by which so many minutes were worked, and the sums so far."""
    works = minutes(calendar, start, start + most * MINUTE)
    worked, sums, due = 0, [], None
    for minute in range(most):
        sums.append(worked)
        if due is None and worked >= budget and not standing(pauses, minute):
            due = start + minute * MINUTE
        worked += works[minute] and not standing(pauses, minute)
    return due, sums


@pytest.mark.no_cover  # hundreds of examples: what they reach, the tests beside them reach too
@settings(max_examples=80, deadline=None)
@given(calendars(), starts | changes, halts(), st.integers(1, 600))
def test_it_agrees_with_counting_minutes(calendar, start, pauses, budget):
    most = 2000
    expected, sums = by_counting(calendar, start, budget, pauses, most)
    stretches = [
        (start + begin * MINUTE, None if end is None else start + end * MINUTE)
        for begin, end in pauses
    ]
    for minute in (0, 1, 59, 777, most - 1):
        spent = sla_clocks.used(calendar, start, start + minute * MINUTE, stretches)
        assert spent == sums[minute] * MINUTE
    if expected is not None:
        due = sla_clocks.due(calendar, start, budget * MINUTE, stretches)
        assert due == expected
        until_due = sla_clocks.used(calendar, start, due, stretches)
        assert until_due == budget * MINUTE
    elif pauses and pauses[-1][1] is None:
        assert sla_clocks.due(calendar, start, budget * MINUTE, stretches) is None


@pytest.mark.no_cover  # hundreds of examples: what they reach, the tests beside them reach too
@settings(max_examples=60, deadline=None)
@given(calendars(), starts | changes, halts(), st.integers(1, 600), st.integers(0, 1999))
def test_states_agree_with_what_is_due(calendar, start, pauses, budget, minute):
    stretches = [
        (start + begin * MINUTE, None if end is None else start + end * MINUTE)
        for begin, end in pauses
        if begin <= minute
    ]
    now, promised = start + minute * MINUTE, budget * MINUTE
    due, sums = by_counting(calendar, start, budget, pauses, minute + 1)
    spent = sums[minute] * MINUTE
    found = sla_clocks.state(due, promised, spent, now, None)
    if due is not None and due < now:
        assert found == "breached"
    elif sums[minute] * 4 >= budget * 3:
        assert found == "at risk"
    else:
        assert found == "healthy"
    assert sla_clocks.used(calendar, start, now, stretches) == spent


def test_holidays_and_half_days_shift_what_is_due():
    days = {date(2026, 12, 24): ((time(9), time(12)),), date(2026, 12, 25): ()}
    hours = Calendar(BERLIN, OFFICE.week, days)
    asked = at(BERLIN, 2026, 12, 24, 11)
    pause = (at(BERLIN, 2026, 12, 24, 11, 30), at(BERLIN, 2026, 12, 28, 9, 30))
    assert sla_clocks.due(hours, asked, 2 * HOUR, [pause]) == at(BERLIN, 2026, 12, 28, 11)
