"""Planned: visits, meetings and calls to come, which are tasks until they have been."""

from typing import Any

from handlers import dates, task_cards
from handlers.asks import Ask
from handlers.readers.kinds import ref_of
from handlers.replies import Reply
from handlers.texts import fmt
from store import access, tasks
from store.tasks import Draft

ENDS = " ,，、;；:：.。"


def begun(ask: Ask, kind: str, text: str) -> tuple[dates.When, str] | None:
    """The day to come with which the words about a visit begin, and the words behind it.

    A time of today is when something happened; a call "tomorrow he is away" is none to come.
    """
    try:
        found = dates.find_when(text, now=ask.now, zone=ask.voice.timezone)
    except dates.AmbiguousDate:
        return None
    if kind not in tasks.APPOINTMENTS or found is None or text[: found.start].strip():
        return None
    today = ask.now.astimezone(ask.voice.timezone).date()
    sure = found.when.has_time or kind != "call"
    return (found.when, text[found.end :].strip(ENDS)) if sure and found.when.day > today else None


def plan(ask: Ask, kind: str, record: Any, text: str, when: dates.When) -> Reply:  # noqa: ANN401
    """Plan something with a record that the asker may change.

    Raises:
        Denied: they may not.
    """
    access.demand(ask.session, access.editing(record), record)
    due = when.due(ask.voice.timezone)
    usual: tasks.Origin = "log"
    origin = next((one for one in tasks.APPOINTMENTS if one == kind), usual)
    draft = Draft(text or None, due, ask.person.id, ref_of(record), origin, exact=when.has_time)
    task = tasks.add(ask.session, draft, record)
    said = fmt("Planned: I remind you then, and ask what came of it.")
    return task_cards.after(ask, task, said, whole=True)
