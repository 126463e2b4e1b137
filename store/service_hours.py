"""Service hours: changing a business calendar, and with it what is owed on open tickets."""

from collections.abc import Collection, Sequence
from datetime import date

from store import calendars, categories, service_levels, sla_rounds, slas
from store.business_hours import Span
from store.calendars import CalendarExists, CalendarInUse, Day, Hours, NoHours
from store.categories import Kind, fold
from store.ids import new_id
from store.sessions import Session
from store.slas import Policy
from store.tables import BusinessCalendar


def add(session: Session, name: str, week: Sequence[Sequence[Span]], zone: str | None) -> Hours:
    """Add a calendar, which nothing follows yet.

    Args:
        session: of an actor with the right to change settings.
        name: that no other has.
        week: spans of Monday to Sunday.
        zone: IANA name; None for the company's.

    Raises:
        CalendarExists: there is one of that name.
        NoHours: it has no working time.
        NeverOpen: so little that some promise would not be due for decades.
    """
    if any(fold(one.name) == fold(name) for one in calendars.every(session)):
        raise CalendarExists(name)
    if not any(week):
        raise NoHours
    row = BusinessCalendar(
        id=new_id(), name=name, zone=zone, week=calendars.write_week(week), days="{}"
    )
    session.add(row)
    session.forget_directory()
    service_levels.demand_time(session)
    return calendars.of_id(session, row.id)


def give(session: Session, kind: Kind, hours: Hours) -> None:
    """Let the tickets of a category follow a calendar; the company's takes it back to normal."""
    own = None if hours.id == calendars.first(session).id else hours.id
    categories.edit(session, kind.id, {"calendar_id": own})
    sla_rounds.settle_open(session)


def remove(session: Session, hours: Hours) -> None:
    """Take away a calendar that nothing follows.

    Raises:
        CalendarInUse: promises or categories follow it, or it is the company's own.
    """
    if hours.id == calendars.first(session).id or followers(session, hours) != ((), ()):
        raise CalendarInUse(hours.name)
    session.delete(session.get_one(BusinessCalendar, hours.id))
    session.forget_directory()


def followers(session: Session, hours: Hours) -> tuple[tuple[Policy, ...], tuple[Kind, ...]]:
    """The promises and the categories that follow a calendar."""
    return (
        tuple(one for one in slas.policies(session) if one.calendar_id == hours.id),
        tuple(one for one in categories.every(session) if one.calendar_id == hours.id),
    )


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


def set_holidays(session: Session, hours: Hours, place: str | None) -> Hours:
    """Set whose public holidays are days off, such as "CN" or "DE-BY"; "" for none's.

    None: the company's again, and for the company those of its country.
    """
    return _keep(session, hours, country=place)


def set_day(session: Session, hours: Hours, day: date, held: Day | None) -> Hours:
    """Set the hours of a single date, or let it be as its weekday again."""
    days = {one: value for one, value in hours.days.items() if one != day}
    if held is not None:
        days[day] = held
    return _keep(session, hours, days=calendars.write_days(days))


def _keep(session: Session, hours: Hours, **values: str | None) -> Hours:
    row = session.get_one(BusinessCalendar, hours.id)
    for name, value in values.items():
        setattr(row, name, value)
    session.forget_directory()
    service_levels.demand_time(session)
    sla_rounds.settle_open(session)
    return calendars.of_id(session, hours.id)
