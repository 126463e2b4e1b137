"""Digest times: at what time of day somebody reads how their day begins and ends.

They are kept with the person, as `morning=08:30,evening=off`; what is not there is as usual.
"""

from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

from store.directories import Person

Digest = Literal["morning", "evening", "weekly"]
MORNING, EVENING = time(8, 30), time(18)
OFF = "off"


@dataclass(frozen=True, slots=True)
class DigestTimes:
    """When somebody gets which digest, in their own zone; None: never.

    Attributes:
        weekly: on the first working day of a week, for who leads others; it comes in the morning.
    """

    morning: time | None = MORNING
    evening: time | None = None
    weekly: time | None = MORNING

    def written(self) -> str:
        """The form that is kept."""
        parts = {"morning": self.morning, "evening": self.evening, "weekly": self.weekly}
        return ",".join(f"{name}={f'{at:%H:%M}' if at else OFF}" for name, at in parts.items())


def of(person: Person) -> DigestTimes:
    """What somebody has chosen, or what is usual."""
    parts = [one.partition("=") for one in (person.digest or "").split(",") if one]
    held = {name: None if kept == OFF else time.fromisoformat(kept) for name, _, kept in parts}
    return replace(DigestTimes(), **held)


def with_time(person: Person, which: Digest, at: time | None) -> str | None:
    """What is kept with somebody who wants a digest then, or never; nothing, if that is usual."""
    chosen = replace(of(person), **{which: at})
    return None if chosen == DigestTimes() else chosen.written()
