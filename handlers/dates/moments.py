"""Points in time: what a date expression means, and how local wall time becomes UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

WORK_BEGINS = time(9)


@dataclass(frozen=True, slots=True)
class When:
    """A point in time that somebody named.

    Attributes:
        at: The moment, aware, in UTC.
        has_time: False when only a day was named; ``at`` is then the first moment of that day.
        day: The local day.
    """

    at: datetime
    has_time: bool
    day: date

    def due(self, zone: tzinfo) -> datetime:
        """When something is due that was promised for then: a mere day when work begins.

        Args:
            zone: of whoever named it.
        """
        if self.has_time:
            return self.at
        return datetime.combine(self.day, WORK_BEGINS, zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """A run of local days.

    Attributes:
        start: The first day.
        end: The day after the last one.
    """

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Found:
    """A date expression inside a longer text.

    Attributes:
        start: Offset of its first character in the text as given.
        end: Offset after its last character.
        when: What it means.
    """

    start: int
    end: int
    when: When
