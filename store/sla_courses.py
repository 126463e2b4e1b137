"""Courses of SLA clocks: when each comes to be at risk and is due, and what was told of it.

What was told is kept with the ticket as "first risk 1795424400,next breach 1795431600": a clock,
what was told of it, and when the clock began.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from store.sla_clocks import Kind

What = Literal["risk", "breach"]


@dataclass(frozen=True, slots=True)
class Course:
    """A clock that runs, or stands still.

    Attributes:
        start: since when.
        risk_at: when it comes to be at risk; None where it stands still before.
        due: when it is breached; None where it stands still before.
    """

    kind: Kind
    start: datetime
    risk_at: datetime | None
    due: datetime | None

    def mark(self, what: What) -> str:
        """How it is kept that somebody was told."""
        return f"{self.kind} {what} {int(self.start.timestamp())}"


def read(warned: str) -> list[str]:
    """The marks that a ticket keeps."""
    return [one for one in warned.split(",") if one]


def write(marks: Iterable[str]) -> str:
    """Marks as a ticket keeps them, each once."""
    return ",".join(dict.fromkeys(marks))


def next_at(warned: str, courses: Iterable[Course]) -> datetime | None:
    """When there is something to tell of these clocks, unless somebody does something."""
    known = read(warned)
    moments: list[datetime | None] = []
    for one in courses:
        if one.mark("breach") not in known:
            moments.append(one.due)
            if one.mark("risk") not in known:
                moments.append(one.risk_at)
    return min((one for one in moments if one), default=None)
