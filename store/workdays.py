"""Working days: of a person, by their days off, the company's calendar and its country's holidays."""

from datetime import date
from functools import lru_cache

from store import calendars
from store.availabilities import read_days_off
from store.directories import Person
from store.sessions import Session


def works(session: Session, person: Person, day: date) -> bool:
    """Whether somebody works on a day.

    Who has set days off as weekdays works on all others; everybody else follows the first business
    calendar. Dates that the calendar names count before the holidays of the company's country.
    """
    off = read_days_off(person.days_off)
    if day in off:
        return False
    hours = next(iter(calendars.every(session)), None)
    if hours and day in hours.days:
        return bool(hours.days[day].spans)
    country = (hours.country if hours else None) or session.directory.setting("region", "US")
    if is_holiday(country, day):
        return False
    return bool(off.weekdays) or hours is None or bool(hours.week[day.weekday()])


def is_holiday(country: str, day: date) -> bool:
    """Whether a day is a public holiday of a country (ISO 3166, two letters)."""
    return day in _holidays(country, day.year)


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415 (some hundred milliseconds, needed by jobs only)

    if country not in holidays.list_supported_countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))
