"""Jobs: the one list of what happens by the clock; the rows are the truth, a job only looks."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from time import perf_counter
from zoneinfo import ZoneInfo

import structlog

from handlers import incidents
from reminders import (
    classifications,
    customer_words,
    digests,
    escalations,
    feedbacks,
    housekeeping,
    lead_watches,
    notices,
    nudges,
    pool_returns,
    reminders,
    scheduled_reports,
    sla_rounds,
    ticket_routes,
    undelivered_replies,
)
from store import job_runs
from store.engines import Database
from store.errors import CrmError
from store.job_runs import Run
from store.sessions import Session
from store.wall_times import instant

log = structlog.get_logger()
THIS_PROCESS = secrets.token_hex(8)
LOOK = 60
"""Seconds between looks whether a job of a time of day is due."""
NOTED_EVERY = timedelta(minutes=1)
DAY = timedelta(days=1)
Moments = Callable[[Database, datetime, datetime], Iterator[datetime]]


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is looked after again and again.

    Attributes:
        name: as admins read it.
        every: seconds between looks.
        run: does whatever is due; called twice, or by two processes at once, it does it once.
        at: the time of day, by the company's clock, at which it runs instead of every so often.
        shared: several processes run it side by side; otherwise one at a time does.
        moments: where a clock that is moved forward has to stop for it.
    """

    name: str
    every: int
    run: Callable[[Database, datetime], None]
    at: time | None = None
    shared: bool = False
    moments: Moments | None = None

    def next_after(self, database: Database, moment: datetime) -> datetime:
        """When it is due after a moment."""
        if self.at is None:
            return moment + timedelta(seconds=self.every)
        zone = ZoneInfo(database.read(_zone, moment))
        day = moment.astimezone(zone).date()
        found = instant(day, self.at, zone)
        return found if found > moment else instant(day + DAY, self.at, zone)

    def stops(self, database: Database, begun: datetime, now: datetime) -> Iterator[datetime]:
        """The moments at which it runs while a clock is moved forward."""
        if self.moments:
            yield from self.moments(database, begun, now)
        elif self.at is None:
            yield now
        else:
            moment = self.next_after(database, begun)
            while moment <= now:
                yield moment
                moment = self.next_after(database, moment)


def _zone(session: Session) -> str:
    return str(session.directory.setting("timezone", "UTC"))


def _return_to_pool(database: Database, now: datetime) -> None:
    pool_returns.run_due(database, now, THIS_PROCESS)


JOBS = (
    Job("reminders", 1, reminders.run_due, shared=True, moments=reminders.moments),
    Job("pool returns", 3600, _return_to_pool, moments=pool_returns.moments),
    Job("housekeeping", 3600, housekeeping.run_due),
    Job("undelivered replies", 60, undelivered_replies.run_due),
    Job("leads", 60, lead_watches.run_due),
    Job("due times", 10, sla_rounds.run_due),
    Job("tickets", 60, ticket_routes.run_due),
    Job("escalations", 60, escalations.run_due),
    Job("touched records", 3, classifications.catch_up, shared=True),
    Job("ratings", 60, feedbacks.ask_ratings),
    Job("recommendations", 3600, feedbacks.ask_recommendations),
    Job("customers' words", 60, customer_words.run_due),
    Job("classification", 60, classifications.run_due),
    Job("nudges", 900, nudges.run_due),
    Job("digests", 30, digests.run_due),
    Job("scheduled reports", 15, scheduled_reports.run_due, moments=scheduled_reports.moments),
    Job("notices", 5, notices.run_due),
)
"""In the order in which they run where time is skipped."""

_noted: dict[tuple[int, str], tuple[datetime, bool]] = {}
"""Of the shared ones: when this process last noted a run, and whether it had failed."""


def perform(database: Database, job: Job, now: datetime) -> None:
    """Run a job if it is due and no other process is at it; how it went is noted, also a failure.

    Args:
        database: of the company.
        job: which one.
        now: aware moment that counts as the present.
    """
    try:
        if job.shared or database.write(partial(_begin, job=job, database=database), now):
            _run(database, job, now)
    except CrmError as error:  # the database cannot be used: the next look tries again
        log.warning("job not run", job=job.name, reason=type(error).__name__)


def _begin(session: Session, *, job: Job, database: Database) -> bool:
    if job.at and job_runs.expect(session, job.name, job.next_after(database, session.now)):
        return False
    slack = timedelta(seconds=0 if job.at else job.every / 10)
    return job_runs.begin(session, job.name, THIS_PROCESS, slack)


def _run(database: Database, job: Job, now: datetime) -> None:
    begun, reason = perf_counter(), None
    try:
        job.run(database, now)
    except Exception as error:  # noqa: BLE001 (one that fails must not stop the others)
        reason = _reason(job, error)
    millis = int((perf_counter() - begun) * 1000)
    if _worth_noting(database, job, now, failed=reason is not None):
        run = Run(job.name, now, millis, job.next_after(database, now), reason)
        holder = None if job.shared else THIS_PROCESS
        database.write(lambda session: job_runs.end(session, run, holder), now)


def _worth_noting(database: Database, job: Job, now: datetime, *, failed: bool) -> bool:
    """Every run, but of what several processes run every few seconds only some."""
    if not job.shared:
        return True
    key = (id(database), job.name)
    at, before = _noted.get(key, (now - NOTED_EVERY, False))
    if failed != before or not timedelta() <= now - at < NOTED_EVERY:
        _noted[key] = (now, failed)
        return True
    return False


def _reason(job: Job, error: Exception) -> str:
    """What is kept of a failure: its kind and the incident that the log tells more of."""
    incident = incidents.new()
    log.error("job failed", job=job.name, incident=incident, places=incidents.places(error))
    return f"{type(error).__name__} ({incident})"
