"""What was said so far: the pieces of a date expression, and how two of them go together."""

from dataclasses import dataclass, fields, replace
from datetime import tzinfo
from typing import Any

from handlers.dates.clocks import Clock, Part
from handlers.dates.days import Day
from handlers.dates.durations import Duration

# Evidence that words inside a sentence are a date. ENOUGH stands alone; FAINT wants a
# preposition or another piece; NONE says nothing by itself; NEVER keeps a text from being one.
ENOUGH = 2
FAINT = 1
NONE = 0
NEVER = -10


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of a date expression, or several put together.

    Attributes:
        days: The day; more than one when it can be read in several ways.
        weekday: A weekday, which names the day or confirms the one named.
        clock: The time.
        part: The part of the day.
        zone: The zone in which the wall clock is meant.
        year: A year that stands apart from its day and month.
        shift: A length of time to add to the rest.
        from_now: The shift counts from now: "monday, two weeks from now".
        now: The present moment was named.
        weight: Evidence that this is a date at all.
    """

    days: tuple[Day, ...] | None = None
    weekday: Day | None = None
    clock: Clock | None = None
    part: Part | None = None
    zone: tzinfo | None = None
    year: int | None = None
    shift: Duration | None = None
    from_now: bool | None = None
    now: bool | None = None
    weight: int = ENOUGH

    def with_(self, other: "Said") -> "Said | None":
        """Both together, or None when they speak of the same thing differently."""
        both: dict[str, Any] = {"weight": self.weight + other.weight}
        for name in _NAMES:
            mine, yours = getattr(self, name), getattr(other, name)
            if mine is None or (yours == mine and name == "part"):
                both[name] = yours
            elif yours is None:
                both[name] = mine
            else:
                return None
        together = Said(**both)
        return None if together.now and together.names_time else together

    @property
    def names_time(self) -> bool:
        """Whether a day or a time of day is named."""
        return bool(self.days or self.weekday or self.clock or self.part)

    def lighter(self, weight: int) -> "Said":
        """The same with less evidence."""
        return replace(self, weight=weight)


def on(*days: Day, weight: int = ENOUGH) -> Said:
    """A day, or several that it may be."""
    return Said(days=days, weight=weight)


_NAMES = tuple(field.name for field in fields(Said) if field.name != "weight")
