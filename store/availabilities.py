"""Availabilities: whether somebody can take something on now: no quiet hours, no day off.

Days off are kept as weekdays and days, separated by commas: `sat,sun,2026-12-24..2026-12-31`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from store import quiet_hours
from store.directories import Directory, Person

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TO = ".."


@dataclass(frozen=True, slots=True)
class DaysOff:
    """When somebody does not work.

    Attributes:
        weekdays: 0 is Monday.
        spans: first and last day of each time away.
    """

    weekdays: frozenset[int] = frozenset()
    spans: Sequence[tuple[date, date]] = ()

    def __contains__(self, day: date) -> bool:
        """Whether a day is off."""
        away = any(first <= day <= last for first, last in self.spans)
        return away or day.weekday() in self.weekdays

    def written(self) -> str:
        """The form that is kept."""
        week = [WEEKDAYS[one] for one in sorted(self.weekdays)]
        return ",".join([*week, *(f"{first}{TO}{last}" for first, last in self.spans)])


def read_days_off(kept: str | None) -> DaysOff:
    """Read what `DaysOff.written` wrote."""
    parts = [part for part in (kept or "").split(",") if part]
    spans = [part.split(TO) for part in parts if TO in part]
    return DaysOff(
        frozenset(WEEKDAYS.index(part) for part in parts if part in WEEKDAYS),
        tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans),
    )


def is_free(directory: Directory, person: Person, now: datetime) -> bool:
    """Whether somebody can be given something now."""
    zone = person.timezone or directory.setting("timezone", "UTC")
    today = now.astimezone(ZoneInfo(zone)).date()
    if person.suspended or today in read_days_off(person.days_off):
        return False
    return quiet_hours.until(person, zone, now) == now
