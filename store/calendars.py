"""Business calendars: the hours of the service, as they are kept and as the clocks read them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from store.business_hours import Calendar, Span
from store.errors import CrmError
from store.sessions import Session

MIDNIGHT = "24:00"
DAYS_A_WEEK = 7


class NoHours(CrmError):
    """A week without any working time: nothing would ever be due."""


class CalendarExists(CrmError):
    """There is a calendar of that name already."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(name)
        self.name = name


class CalendarInUse(CrmError):
    """Promises or categories follow the calendar, so it cannot go."""

    def __init__(self, name: str) -> None:
        """Keep which one."""
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Day:
    """A single date that differs: its spans, none for a holiday, and what it is called."""

    spans: tuple[Span, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """A calendar as every message knows it.

    Attributes:
        zone: IANA name; None for the company's.
        week: spans of Monday to Sunday.
        days: dates that differ.
        country: whose public holidays are days off, "" for none's; None for the company's.
    """

    id: int
    name: str
    zone: str | None
    week: tuple[tuple[Span, ...], ...]
    days: Mapping[date, Day] = field(default_factory=dict)
    country: str | None = None


def write_spans(spans: Sequence[Span]) -> str:
    """Spans as text: 09:00-12:00,13:00-24:00."""
    return ",".join(f"{begin:%H:%M}-{_end(end)}" for begin, end in spans)


def _end(end: time | None) -> str:
    return MIDNIGHT if end is None else f"{end:%H:%M}"


def read_spans(text: str) -> tuple[Span, ...]:
    """Spans that `write_spans` wrote."""
    return tuple(_span(*one.split("-")) for one in text.split(",") if one)


def _span(begin: str, end: str) -> Span:
    return time.fromisoformat(begin), None if end == MIDNIGHT else time.fromisoformat(end)


def write_week(week: Sequence[Sequence[Span]]) -> str:
    """A week as text: the spans of seven days."""
    return "|".join(write_spans(one) for one in week)


def read_week(text: str) -> tuple[tuple[Span, ...], ...]:
    """A week that `write_week` wrote."""
    return tuple(read_spans(one) for one in text.split("|"))


def write_days(days: Mapping[date, Day]) -> str:
    """Single dates as JSON."""
    held = {day.isoformat(): [write_spans(one.spans), one.name] for day, one in days.items()}
    return json.dumps(held, ensure_ascii=False, sort_keys=True)


def read_days(text: str) -> dict[date, Day]:
    """Single dates that `write_days` wrote."""
    return {
        date.fromisoformat(day): Day(read_spans(spans), name)
        for day, (spans, name) in json.loads(text).items()
    }


def every(session: Session) -> Sequence[Hours]:
    """All calendars, the first one first."""
    held: Sequence[Hours] | None = session.directory.known.get("hours")
    if held is None:
        held = [_hours(row) for row in session.directory.rows["business_calendars"]]
        session.directory.known["hours"] = held
    return held


def first(session: Session) -> Hours:
    """The company's own hours, which count wherever nothing else is said."""
    return every(session)[0]


def of_id(session: Session, calendar_id: int | None) -> Hours:
    """The hours of an id; the company's for None."""
    found = (one for one in every(session) if one.id == calendar_id)
    return next(found, first(session))


def _hours(row: Any) -> Hours:  # noqa: ANN401 (a row of the directory)
    return Hours(row.id, row.name, row.zone, read_week(row.week), read_days(row.days), row.country)


def calendar(session: Session, calendar_id: int) -> Calendar:
    """The working time of a calendar; one without a zone is in the company's zone."""
    known = session.directory.known
    held: Calendar | None = known.get(("calendar", calendar_id))
    if held is None:
        hours = next(one for one in every(session) if one.id == calendar_id)
        held = working_time(hours, zone_of(session, hours), place_of(session, hours))
        known["calendar", calendar_id] = held
    return held


def zone_of(session: Session, hours: Hours) -> ZoneInfo:
    """The zone in which a calendar's times are meant."""
    return ZoneInfo(hours.zone or session.directory.setting("timezone", "UTC"))


def place_of(session: Session, hours: Hours) -> str:
    """Whose public holidays a calendar keeps; "" for none's.

    Until it is told otherwise, one with a name keeps the company's, and the company its country's.
    """
    for one in (hours, first(session)):
        if one.country is not None:
            return one.country
    return str(session.directory.setting("region", ""))


def working_time(hours: Hours, zone: ZoneInfo, place: str = "") -> Calendar:
    """The calendar as the clocks read it."""
    days = {day: one.spans for day, one in hours.days.items()}
    return Calendar(zone, hours.week, days, place)


def working_day(hours: Hours) -> timedelta:
    """How long the service works on a day on which it works, on the average."""
    days = [one for one in hours.week if one]
    seconds = 0
    for begin, end in (span for spans in days for span in spans):
        until = 86_400 if end is None else end.hour * 3600 + end.minute * 60
        length_ = until - begin.hour * 3600 - begin.minute * 60
        seconds += length_ if length_ > 0 else length_ + 86_400
    return timedelta(minutes=round(seconds / 60 / len(days)))
