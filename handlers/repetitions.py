"""Repetitions: the rule of something that repeats, and the first time that it comes."""

from datetime import datetime

from handlers.dates.repeats import Repeat
from handlers.outcomes import Unreadable
from handlers.texts import fmt
from store import recurrences


def begun(every: Repeat, begin: datetime, zone: str, after: datetime) -> tuple[str, datetime]:
    """The rule of a repeat, and its first time.

    Args:
        every: how often, and perhaps until when or how many times.
        begin: aware moment whose time of day it keeps.
        zone: IANA zone by whose wall clock it repeats.
        after: aware moment; the first time is later than that.

    Raises:
        Unreadable: it would end before it begins.
    """
    wall = recurrences.wall_of(begin, zone)
    rule = every.rule(datetime.fromisoformat(wall).date())
    first = recurrences.after(rule, wall, zone, after)
    if first is None:
        raise Unreadable(fmt("That ends before it begins."))
    times = every.ending.times if every.ending else None
    if times:
        rule = recurrences.times(rule, recurrences.wall_of(first, zone), times)
    return rule, first
