"""Calendars: tasks as entries that any calendar program reads (RFC 5545)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from handlers import task_words
from handlers.languages import voice
from handlers.texts import word
from store import companies, contacts, task_lists, task_subjects, tasks
from store.refs import Ref
from store.sessions import Session
from store.tables import Company, Contact, Task
from store.task_lists import Filters

if TYPE_CHECKING:
    from icalendar import Event, vRecur

LENGTH = timedelta(minutes=30)
MOST = 500


def of_person(session: Session) -> bytes:
    """The open tasks of the actor, with their rights, in their words; MOST at most."""
    own = frozenset({session.actor.id or 0}) if session.actor else frozenset()
    rows = task_lists.page(session, Filters(own), limit=MOST)[0]
    return of_tasks(session, rows)


def of_tasks(session: Session, rows: Sequence[Task], *, places: bool = False) -> bytes:
    """Tasks as a calendar.

    Args:
        session: of whoever reads it.
        rows: tasks that they may see.
        places: whether an entry says where its contact or company is; whoever gets hold of a
            private address is not told.
    """
    from icalendar import Calendar  # noqa: PLC0415 (a fifth of a second, and few need it)

    seen = task_subjects.of(session, rows)
    words = tasks.texts(session, rows)
    made = Calendar()
    made.add("prodid", "-//Parley//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", word("Tasks"))
    for task in rows:
        entry = _event(session, task, words[task.id], seen)
        place = _place(session, seen.get(task.about)) if places and task.about else None
        if place:
            entry.add("location", place)
        made.add_component(entry)
    return bytes(made.to_ical())


def _place(session: Session, row: object) -> str | None:
    """Where a visit leads to, as far as the reader may know."""
    if isinstance(row, Contact):
        return contacts.personal(session, row).address
    if isinstance(row, Company):
        return companies.sealed(session, row, "address")
    return None


def _event(session: Session, task: Task, words: str | None, seen: Mapping[Ref, Any]) -> "Event":
    """An entry; a rule goes by the wall clock of its zone."""
    from icalendar import Alarm, Event  # noqa: PLC0415 (as above)

    zone = ZoneInfo(task.zone) if task.zone else voice().timezone
    begins = task.due_at.astimezone(zone)
    found = Event()
    found.add("uid", f"R-{task.id}@parley")
    found.add("dtstamp", session.now)
    found.add("summary", str(task_words.what(task, words, seen)))
    found.add("dtstart", begins)
    found.add("dtend", begins + LENGTH)
    if task.rule:
        found.add("rrule", _rule(task.rule, zone))
    bell = Alarm()
    bell.add("action", "DISPLAY")
    bell.add("description", word("Reminder"))
    bell.add("trigger", timedelta())
    found.add_component(bell)
    return found


def _rule(rule: str, zone: ZoneInfo) -> "vRecur":
    """A rule as calendars want it: its end in UTC, as its beginning has a zone."""
    from icalendar import vRecur  # noqa: PLC0415 (as above)

    found: vRecur = vRecur.from_ical(rule)
    for index, until in enumerate(found.get("UNTIL", [])):
        found["UNTIL"][index] = until.replace(tzinfo=zone).astimezone(UTC)
    return found
