"""Wall times: what a clock on the wall shows, and which moment that is."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def instant(day: date, clock: time, zone: tzinfo) -> datetime:
    """The moment at which a wall clock shows ``clock`` on ``day``, in UTC.

    A wall time that a clock change skips becomes the first moment after the gap; of one that
    comes twice the first is taken (PEP 495, ``fold=0``).

    Raises:
        OverflowError: The moment lies outside the years 1 to 9999.
    """
    wall = datetime.combine(day, clock)
    early, late = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    if early >= late:
        return late
    return _change_between(early, late, zone)


def _change_between(early: datetime, late: datetime, zone: tzinfo) -> datetime:
    """The first whole second after ``early`` at which ``zone`` has another offset (bisection)."""
    before = early.astimezone(zone).utcoffset()
    low, high = 0, int((late - early).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (early + timedelta(seconds=middle)).astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return early + timedelta(seconds=high)
