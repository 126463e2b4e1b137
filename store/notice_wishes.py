"""Notice wishes: of what somebody wants to be told, how often, and where.

They are kept with the person, as `deals=daily,tickets=once@slack`; what is not there is told at once.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from store.directories import Person

Frequency = Literal["once", "hourly", "daily", "off"]
FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)
WORK = "work"
EVENTS = (
    WORK, "approvals", "leads", "deals", "customers", "quotes", "orders", "tickets", "tasks", "pool",
)  # fmt: skip
"""What notices are about; what colleagues do with one's records is work."""
PLATFORMS = ("telegram", "slack")


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants to be told of an event.

    Attributes:
        frequency: at once, bundled every hour, once a day, or never.
        platform: empty for the one that was used last.
    """

    frequency: Frequency = "once"
    platform: str = ""

    def written(self) -> str:
        """The form that is kept."""
        return f"{self.frequency}@{self.platform}" if self.platform else self.frequency


def of(person: Person) -> dict[str, Wish]:
    """What somebody has chosen, by event."""
    parts = [one.partition("=") for one in (person.notices or "").split(",") if one]
    return {event: _read(kept) for event, _, kept in parts}


def _read(kept: str) -> Wish:
    named, _, platform = kept.partition("@")
    return Wish(FREQUENCIES[FREQUENCIES.index(named)] if named in FREQUENCIES else "once", platform)


def wish(person: Person, event: str) -> Wish:
    """How somebody wants to be told of an event."""
    return of(person).get(event, Wish())


def with_wish(person: Person, event: str, chosen: Wish) -> str | None:
    """What is kept with somebody who wants this of an event; what is usual is not written down."""
    held = of(person) | {event: chosen}
    kept = [f"{name}={one.written()}" for name, one in held.items() if one != Wish()]
    return ",".join(kept) or None
