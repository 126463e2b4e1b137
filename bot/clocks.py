"""Clocks: the wall clock, or one that stands still; both can be moved forward."""

from datetime import UTC, datetime, timedelta


class Clock:
    """What counts as the present."""

    def __init__(self, stands_at: datetime | None = None) -> None:
        """Start a clock.

        Args:
            stands_at: aware moment at which time stands; None for the wall clock.
        """
        self._stands_at = stands_at
        self._moved = timedelta()

    def now(self) -> datetime:
        """The present, aware, in UTC."""
        return (self._stands_at or datetime.now(UTC)) + self._moved

    def move(self, by: timedelta) -> None:
        """Move the present forward."""
        self._moved += by
