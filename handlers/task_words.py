"""Words about tasks: what is to be done, with whom, and how late it is."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from handlers.asks import Ask
from handlers.cards import KINDS
from handlers.languages import mark
from handlers.texts import Text, clock, fmt, moment, plain, plural, shown, word
from store import task_subjects, tasks
from store.refs import Ref
from store.tables import Deal, Task

LONGEST_IN_LIST = 120
TABLES = {"tasks": mark("task"), "calendar_feeds": mark("calendar link")}
LABELS = {
    "due_at": mark("Due"), "done_at": mark("Done"), "done_by": mark("Done by"),
    "exact": mark("At that very time"), "origin": mark("Comes from"), "outcome": mark("Outcome"),
    "rule": mark("Repeats"), "wall": mark("Begins"), "zone": mark("Time zone"),
    "task_id": mark("Task"), "lead_id": mark("Lead"), "ticket_id": mark("Ticket"),
    "rings_at": mark("Reminds at"), "told_at": mark("Reminded at"),
}  # fmt: skip
ORIGINS = {
    "remind": mark("a reminder"), "log": mark("a next step"), "rule": mark("a rule"),
    "feedback": mark("feedback"), **{one: KINDS[one] for one in tasks.APPOINTMENTS},
}  # fmt: skip


def what(task: Task, text: str | None, seen: Mapping[Ref, Any]) -> Text:
    """What is to be done and about which record, as far as the listener may know."""
    if task_subjects.hidden(task, seen):
        return fmt("about a record that is no longer open to you")
    row = seen.get(task.about) if task.about else None
    words = said(task, text) or (row.next_step if isinstance(row, Deal) else None)
    if task.about is None:
        return plain(_cut(words or ""))
    name = called(row)
    place = (
        fmt("{name} `{ref}`", name=name, ref=task.about) if name else fmt("`{ref}`", ref=task.about)
    )
    if not words:
        return place
    return fmt("{words} · {place}", words=_cut(words), place=place)


def said(task: Task, text: str | None) -> str | None:
    """What is to be done, in its owner's words; a visit to come is called one in the listener's."""
    if task.origin not in tasks.APPOINTMENTS:
        return text
    kind = word(KINDS[task.origin])
    return str(fmt("{kind}: {text}", kind=kind, text=text)) if text else kind


def names(ask: Ask, numbers: Sequence[int]) -> dict[int, str]:
    """What some tasks are about, in few words, of those that the asker may see."""
    rows = tasks.get_many(ask.session, numbers)
    seen, words = task_subjects.of(ask.session, rows), tasks.texts(ask.session, rows)
    return {row.id: str(what(row, words[row.id], seen)) for row in rows}


def called(row: Any) -> str:  # noqa: ANN401 (a row of task_subjects.TABLES)
    """The name of a record that has one; quotes and orders have their refs only."""
    return str(getattr(row, "name", "") or "")


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_IN_LIST else line[: LONGEST_IN_LIST - 1].rstrip() + "…"


def at(ask: Ask, task: Task) -> str:
    """Due later today: the time of day; otherwise the whole date."""
    same_day = _day(ask, task.due_at) == _day(ask, ask.now)
    return clock(task.due_at) if same_day and task.due_at >= ask.now else moment(task.due_at)


def _day(ask: Ask, when: Any) -> Any:  # noqa: ANN401
    return when.astimezone(ask.voice.timezone).date()


def row(ask: Ask, task: Task, text: str | None, seen: Mapping[Ref, Any]) -> Text:
    """A task in a list."""
    person = ask.directory.people[task.owner_id]
    whose = fmt(" · {person}", person=shown(person)) if person.id != ask.actor.id else Text()
    ref = Ref("task", task.id)
    return (
        fmt("{at} · `{ref}` {what}", at=at(ask, task), ref=ref, what=what(task, text, seen)) + whose
    )


def late(by: timedelta) -> Text:
    """How late something is, in its biggest unit."""
    minutes = int(by.total_seconds() // 60)
    if minutes < 60:  # noqa: PLR2004 (an hour)
        return plural("{count} minute late", "{count} minutes late", max(1, minutes))
    if minutes < 60 * 24:
        return plural("{count} hour late", "{count} hours late", minutes // 60)
    return plural("{count} day late", "{count} days late", minutes // (60 * 24))
