"""Quiet hours: how long a notice waits that nobody has asked for at this very moment."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from store.directories import Person


def until(person: Person, zone: str, now: datetime) -> datetime:
    """When a notice may reach somebody.

    Args:
        person: whose quiet hours count, kept as "22:00-08:00"; the end belongs to them no more.
        zone: IANA zone in which the person lives.
        now: aware moment.

    Returns:
        The end of the quiet hours in UTC, or `now` itself outside of them.
    """
    if not person.quiet:
        return now
    begin, end = (time.fromisoformat(part) for part in person.quiet.split("-"))
    local = now.astimezone(ZoneInfo(zone))
    clock = local.time()
    quiet = begin <= clock < end if begin <= end else clock >= begin or clock < end
    if not quiet:
        return now
    day = local.date() if clock < end else local.date() + timedelta(days=1)
    # Where the clocks are put back an hour comes twice, and an end in it might lie behind.
    return max(now, datetime.combine(day, end, ZoneInfo(zone)).astimezone(UTC))
