"""Notice times: when a notice that nobody has asked for may reach somebody."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from store import digest_times, quiet_hours, workdays
from store.availabilities import read_days_off
from store.directories import Directory, Person
from store.notice_wishes import Frequency
from store.sessions import Session
from store.wall_times import instant

DAY = timedelta(days=1)
DAY_BEGINS, DAY_ENDS = time(8), time(20)
"""Where a day off is over, and between which what a rule found is told."""
LONGEST = 500  # days that somebody may be away before a notice is let through


def zone_of(directory: Directory, person: Person) -> ZoneInfo:
    """The zone in which somebody lives."""
    return ZoneInfo(person.timezone or directory.setting("timezone", "UTC"))


def free_from(directory: Directory, person: Person, now: datetime) -> datetime:
    """When somebody's quiet hours and days off are over; `now` itself outside of them."""
    zone, off, at = zone_of(directory, person), read_days_off(person.days_off), now
    for _ in range(LONGEST):
        day = at.astimezone(zone).date()
        after = instant(day + DAY, DAY_BEGINS, zone) if day in off else None
        later = after or quiet_hours.until(person, zone.key, at)
        if later == at:
            break
        at = later
    return at


def work_from(session: Session, person: Person, now: datetime) -> datetime:
    """When somebody next works by day: for what can wait until then."""
    directory, zone, at = session.directory, zone_of(session.directory, person), now
    while at < now + LONGEST * DAY:
        at = free_from(directory, person, at)
        local = at.astimezone(zone)
        works = workdays.works(session, person, local.date())
        if works and DAY_BEGINS <= local.time() < DAY_ENDS:
            break
        early = works and local.time() < DAY_BEGINS
        at = instant(local.date() if early else local.date() + DAY, DAY_BEGINS, zone)
    return at


def next_hour(now: datetime) -> datetime:
    """When the bundle of this hour goes out."""
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def next_digest(session: Session, person: Person, now: datetime) -> datetime:
    """When somebody's next morning digest comes, or would if they wanted one."""
    zone = zone_of(session.directory, person)
    clock = digest_times.of(person).morning or digest_times.MORNING
    day = now.astimezone(zone).date()
    for _ in range(LONGEST):
        at = instant(day, clock, zone)
        if at > now and workdays.works(session, person, day):
            return at
        day += DAY
    return now + DAY


def bundled(session: Session, person: Person, frequency: Frequency, now: datetime) -> datetime:
    """When a notice goes out that is told so often; `now` itself for at once."""
    if frequency == "hourly":
        return next_hour(now)
    return next_digest(session, person, now) if frequency == "daily" else now
