"""SLA clocks: when an answer is due in working time with pauses, and how a clock stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from store import business_hours
from store.business_hours import Calendar

Kind = Literal["first", "next", "resolve"]
State = Literal["healthy", "at risk", "breached", "met", "met late"]
Pause = tuple[datetime, datetime | None]
"""Since, until; None while it lasts."""

AT_RISK = 0.75
"""The part of its time after which a clock is called at risk."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise to a customer, and how it stands.

    Attributes:
        due: None while it stands still; of a clock that was stopped, when it would have been due.
        budget: working time that is promised.
        used: working time that has passed; of a stopped clock unknown, so nothing.
        stopped_at: when it was kept, or broken for good; None while it runs.
        paused: it stands still now.
    """

    kind: Kind
    due: datetime | None
    budget: timedelta
    used: timedelta
    stopped_at: datetime | None
    paused: bool
    state: State


def used(
    calendar: Calendar, start: datetime, until: datetime, pauses: Sequence[Pause]
) -> timedelta:
    """Working time between two moments, without the pauses."""
    found = timedelta(0)
    for begin, end in _running(start, pauses):
        found += business_hours.between(calendar, begin, until if end is None else min(end, until))
    return found


def due(
    calendar: Calendar, start: datetime, budget: timedelta, pauses: Sequence[Pause]
) -> datetime | None:
    """The first moment outside of pauses by which so much working time has passed.

    Args:
        calendar: whose working time counts.
        start: when the clock began.
        budget: working time that is promised.
        pauses: in which it stands still, the last one perhaps until further notice.

    Returns:
        None when the clock stands still before that moment.

    Raises:
        NeverOpen: there is not so much working time in the years ahead.
    """
    left = budget
    for begin, end in _running(start, pauses):
        if end is None:
            return business_hours.after(calendar, begin, left)
        worked = business_hours.between(calendar, begin, end)
        if worked >= left and (moment := business_hours.after(calendar, begin, left)) < end:
            return moment
        left -= worked
    return None


def _running(start: datetime, pauses: Sequence[Pause]) -> Iterator[Pause]:
    """The stretches between pauses, the last one open unless a pause lasts."""
    moment = start
    for begin, end in sorted(pauses, key=lambda one: one[0]):
        if begin > moment:
            yield moment, begin
        if end is None:
            return
        moment = max(moment, end)
    yield moment, None


def state(
    due: datetime | None,
    budget: timedelta,
    used: timedelta,
    now: datetime,
    stopped: datetime | None,
) -> State:
    """How a clock stands.

    Args:
        due: None while it stands still and was not due before.
        budget: working time that is promised.
        used: working time that has passed.
        now: the present.
        stopped: when it was stopped; None while it runs.
    """
    if stopped is not None:
        return "met" if due is None or stopped <= due else "met late"
    if due is not None and now > due:
        return "breached"
    return "at risk" if used >= budget * AT_RISK else "healthy"
