"""Repeats against an independent oracle: dateutil's rules, on a wall clock of our own reckoning."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil import tz
from dateutil.rrule import rrulestr

from handlers.dates.repeats import DAYS, WORKDAYS, Repeat
from store import recurrences

ZONES = sorted(one for one in available_timezones() if "/" in one and not one.startswith("Etc"))


def cases(count, seed=7):
    """Random rules near the days on which clocks change, on month ends and leap days."""
    chance = random.Random(seed)
    for _ in range(count):
        zone = chance.choice(ZONES)
        begin = datetime(  # noqa: DTZ001 (a wall time)
            chance.randint(2020, 2030), 1, 1, chance.choice((0, 1, 2, 2, 2, 3, 9, 23)), chance.choice((0, 30, 59))
        )  # fmt: skip
        begin += timedelta(
            days=chance.choice((30, 58, 59, 87, 88, 303, 304, 364, chance.randint(0, 365)))
        )
        yield zone, begin, repeat(chance), chance.randint(0, 900)


def repeat(chance):
    unit = chance.choice(("day", "week", "month", "year"))
    interval = chance.choice(
        (1, 1, 2) if unit == "year" else (1, 2, 3, 6)
    )  # dateutil.tz ends in 2037
    if unit == "week":
        return Repeat("week", interval, chance.choice(((), WORKDAYS, (chance.choice(DAYS),))))
    if unit == "month" and chance.random() < 0.5:
        kind = chance.choice(((), ("MO",), ("TU",), ("SU",), WORKDAYS))
        if kind:
            return Repeat("month", interval, kind, chance.choice((1, 2, 3, 4, -1)))
        return Repeat("month", interval, monthday=chance.choice((1, 15, 28, 29, 30, 31, -1)))
    return Repeat(unit, interval)


def oracle(rule, begin, zone, moment):
    """The first moment after another one: dateutil's rule, each wall time looked up in dateutil's zone."""
    place = tz.gettz(zone)
    for wall in rrulestr(rule, dtstart=begin):
        local = wall.replace(tzinfo=place)
        if tz.datetime_exists(local):
            at = local.astimezone(UTC)
        else:  # the first moment after the gap
            at = tz.resolve_imaginary(local).astimezone(UTC)
            while (at - timedelta(minutes=1)).astimezone(place).replace(tzinfo=None) > wall:
                at -= timedelta(minutes=1)
        if at > moment:
            return at
    return None


def check(count, seed=7):
    for zone, begin, how, days in cases(count, seed):
        rule = how.rule(begin.date())
        wall = begin.isoformat(timespec="minutes")
        moment = begin.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) + timedelta(days=days)
        found = recurrences.after(rule, wall, zone, moment)
        assert found == oracle(rule, begin, zone, moment), (zone, wall, rule, moment)
        assert found is not None
        coming = recurrences.after(rule, wall, zone, found)
        assert coming is not None
        assert coming > found, "a time that comes twice counts once"


def test_any_rule_in_any_zone_on_any_day():
    check(300)


@pytest.mark.storm
@pytest.mark.timeout(600)
def test_ten_thousand_rules():
    check(10_000, seed=11)


@pytest.mark.parametrize(
    ("how", "begin", "then"),
    [
        (Repeat("month"), "2027-01-31T09:00", ["02-28", "03-31", "04-30", "05-31"]),
        (Repeat("month", 3), "2026-11-30T09:00", ["02-28", "05-30", "08-30", "11-30"]),
        (Repeat("year"), "2028-02-29T09:00", ["02-28", "02-28", "02-28", "02-29"]),
        (Repeat("month", monthday=-1), "2027-01-31T09:00", ["02-28", "03-31", "04-30", "05-31"]),
        (Repeat("week", 2), "2026-12-25T09:00", ["01-08", "01-22", "02-05", "02-19"]),
    ],
)
def test_month_ends_and_leap_days(how, begin, then):
    rule, found = how.rule(datetime.fromisoformat(begin).date()), []
    at = recurrences.first(rule, begin, "UTC")
    for _ in then:
        assert at is not None
        at = recurrences.after(rule, begin, "UTC", at)
        assert at is not None
        found.append(f"{at:%m-%d}")
    assert found == then


def test_the_hour_that_is_skipped_and_the_one_that_comes_twice():
    after = recurrences.after(
        "FREQ=DAILY", "2026-03-01T02:30", "Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC)
    )
    assert after == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    first = recurrences.after(
        "FREQ=DAILY", "2026-10-01T02:30", "Europe/Berlin", datetime(2026, 10, 24, 12, tzinfo=UTC)
    )
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    again = recurrences.after("FREQ=DAILY", "2026-10-01T02:30", "Europe/Berlin", first)
    assert again == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
