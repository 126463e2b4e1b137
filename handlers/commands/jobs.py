"""Jobs: what runs by the clock, for admins to see."""

from datetime import timedelta
from typing import Any

from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, plural, word
from store import job_runs
from store.rights import Right

NAMES = {
    "reminders": mark("Reminders"), "pool returns": mark("Return to the pool"),
    "housekeeping": mark("Housekeeping"), "leads": mark("Leads nobody touches"),
    "touched records": mark("Classes of changed customers"),
    "classification": mark("Classes of all customers"),
    "scheduled reports": mark("Scheduled reports"),
    "undelivered replies": mark("Replies that did not arrive"), "due times": mark("Due times of tickets"),
    "tickets": mark("Tickets that wait for somebody"), "escalations": mark("Escalations"),
    "ratings": mark("Questions for a rating"), "recommendations": mark("Questions for a recommendation"),
    "customers' words": mark("Customers' words that wait"), "nudges": mark("Nudges"),
    "digests": mark("Digests"), "notices": mark("Notices that waited"),
}  # fmt: skip
OVERDUE = timedelta(minutes=10)


@command(
    "settings jobs",
    needs=Right.SETTINGS,
    examples=("settings jobs", "设置 任务计划"),
    phrases=("which jobs are running", "后台任务状态"),
)
def show_jobs(ask: Ask) -> Reply:
    """Show what runs by the clock: when it ran last, when it runs next, and what failed."""
    runs = job_runs.every(ask.session)
    none = fmt("Nothing has run by the clock yet. `parley serve` runs it.")
    known = {one.name for one in runs}
    waiting = (
        fmt("{name}: has not run yet", name=word(label))
        for name, label in NAMES.items()
        if name not in known
    )
    told = (_line(ask, one) for one in runs)
    return Reply(lines(fmt("**Jobs**"), None if runs else none, *told, *waiting))


def _line(ask: Ask, run: Any) -> Text:  # noqa: ANN401 (a row of JobRun)
    name = word(NAMES.get(run.name, run.name))
    if run.ended_at is None:
        return fmt("{name}: next {next}", name=name, next=run.next_at)
    said = fmt(
        "{name}: last {last} ({millis} ms), next {next}",
        name=name,
        last=run.begun_at,
        millis=run.millis,
        next=run.next_at,
    )
    if run.failures:
        failed = plural(
            " · **failed**: {reason}", " · **failed {count} times**: {reason}", run.failures,
            reason=run.reason,
        )  # fmt: skip
        return said + failed
    if run.next_at and run.next_at + OVERDUE < ask.now:
        return said + fmt(" · **overdue**: is `parley serve` running?")
    if run.failed_at:
        return said + fmt(" · failed last {at}: {reason}", at=run.failed_at, reason=run.reason)
    return said
