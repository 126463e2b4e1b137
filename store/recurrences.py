"""Recurrences: when a rule comes round next, by the wall clock of a zone."""

from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr

from store.wall_times import instant

DAY = timedelta(days=1)


def after(rule: str, wall: str, zone: str, moment: datetime) -> datetime | None:
    """The first time after a moment at which a rule comes round; None when it ends before.

    Wall times are kept: nine o'clock stays nine o'clock whatever the clocks do. What a clock
    change skips comes right after the gap; what comes twice comes the first time only.

    Args:
        rule: an RRULE (RFC 5545) of days or longer, without DTSTART.
        wall: where it begins: local time as ISO 8601.
        zone: IANA zone.
        moment: aware.
    """
    here = ZoneInfo(zone)
    known = _read(rule, wall)
    # A day before, as a wall time may stand for a moment that is later than it looks.
    at: datetime | None = moment.astimezone(here).replace(tzinfo=None) - DAY
    while at is not None:
        at = known.after(at)
        if at is not None and (found := instant(at.date(), at.time(), here)) > moment:
            return found
    return None


def first(rule: str, wall: str, zone: str) -> datetime | None:
    """The first time of a rule, at its beginning or after it."""
    begins = datetime.fromisoformat(wall)
    here = ZoneInfo(zone)
    return after(rule, wall, zone, instant(begins.date(), begins.time(), here) - DAY / 24)


def times(rule: str, wall: str, count: int) -> str:
    """A rule that ends with the last of so many times; the first is at its beginning.

    A count would begin anew with every task that follows, the day of the last time does not.
    """
    last = list(islice(_read(rule, wall), count))[-1]
    return f"{rule};UNTIL={last:%Y%m%d}T235959"


def wall_of(moment: datetime, zone: str) -> str:
    """The local time of a moment, as rules keep it."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(timespec="minutes")


@lru_cache(maxsize=1024)
def _read(rule: str, wall: str) -> rruleset:
    return rrulestr(rule, dtstart=datetime.fromisoformat(wall), forceset=True, cache=False)
