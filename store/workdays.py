"""Working days: of a person, by their days off, the company's calendar and its public holidays."""

from datetime import date

from store import calendars, public_holidays
from store.availabilities import read_days_off
from store.directories import Person
from store.sessions import Session


def works(session: Session, person: Person, day: date) -> bool:
    """Whether somebody works on a day.

    Who has set days off as weekdays works on all others; everybody else follows the first business
    calendar. Dates that the calendar names count before the public holidays that it keeps, and
    before the weekends that are worked to make up for them.
    """
    off = read_days_off(person.days_off)
    if day in off:
        return False
    hours = next(iter(calendars.every(session)), None)
    if hours is None:
        return True
    if day in hours.days:
        return bool(hours.days[day].spans)
    free, worked = public_holidays.of(calendars.place_of(session, hours), day.year)
    if day in free:
        return False
    return day in worked or bool(off.weekdays) or bool(hours.week[day.weekday()])
