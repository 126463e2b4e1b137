"""Service hours: changing a business calendar, and with it what is owed on open tickets."""

from collections.abc import Collection, Sequence
from datetime import date

from store import calendars, service_levels, sla_rounds
from store.business_hours import Span
from store.calendars import Day, Hours, NoHours
from store.sessions import Session
from store.tables import BusinessCalendar


def set_week(
    session: Session, hours: Hours, weekdays: Collection[int], spans: Sequence[Span]
) -> Hours:
    """Set the hours of some weekdays.

    Args:
        session: of an actor with the right to change settings.
        hours: the calendar.
        weekdays: 0 for Monday to 6 for Sunday.
        spans: none for days off.

    Raises:
        NoHours: no working time would be left.
        NeverOpen: so little that some promise would not be due for decades.
    """
    week = [tuple(spans) if day in weekdays else held for day, held in enumerate(hours.week)]
    if not any(week):
        raise NoHours
    return _keep(session, hours, week=calendars.write_week(week))


def set_zone(session: Session, hours: Hours, zone: str) -> Hours:
    """Set the zone in which the times are meant, an IANA name."""
    return _keep(session, hours, zone=zone)


def set_holidays(session: Session, hours: Hours, place: str) -> Hours:
    """Set whose public holidays are days off, such as "CN" or "DE-BY"; "" for none's."""
    return _keep(session, hours, country=place)


def set_day(session: Session, hours: Hours, day: date, held: Day | None) -> Hours:
    """Set the hours of a single date, or let it be as its weekday again."""
    days = {one: value for one, value in hours.days.items() if one != day}
    if held is not None:
        days[day] = held
    return _keep(session, hours, days=calendars.write_days(days))


def _keep(session: Session, hours: Hours, **values: str) -> Hours:
    row = session.get_one(BusinessCalendar, hours.id)
    for name, value in values.items():
        setattr(row, name, value)
    session.forget_directory()
    service_levels.demand_time(session)
    sla_rounds.settle_open(session)
    return next(one for one in calendars.every(session) if one.id == hours.id)
