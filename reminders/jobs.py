"""Jobs: whatever happens by the clock; the rows are the truth, a job only looks for what is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from reminders import classifications, housekeeping, lead_watches, undelivered_replies
from store.engines import Database


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is looked after again and again.

    Attributes:
        name: as admins read it.
        every: seconds between looks.
        run: does whatever is due; called twice, or by two processes at once, it does it once.
    """

    name: str
    every: int
    run: Callable[[Database, datetime], None]


JOBS = (
    Job("housekeeping", 3600, housekeeping.run_due),
    Job("undelivered replies", 60, undelivered_replies.run_due),
    Job("leads", 60, lead_watches.run_due),
    Job("touched records", 3, classifications.catch_up),
    Job("classification", 60, classifications.run_due),
)
"""In the order in which they run where time is skipped."""
