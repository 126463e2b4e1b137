"""Planned: visits, meetings and calls to come, which are tasks until they have been."""

from typing import Any

from handlers import cards, dates, task_cards
from handlers.asks import Ask
from handlers.readers.kinds import ref_of
from handlers.replies import Reply
from handlers.texts import fmt, plain, word
from store import access, activities, tasks
from store.tasks import Draft

MADE = ("visit", "meeting", "call")
"""Kinds of activities that are agreed upon before they happen."""
ENDS = " ,，、;；:：.。"


def begun(ask: Ask, kind: str, text: str) -> tuple[dates.When, str] | None:
    """The day to come with which the words about a visit begin, and the words behind it.

    A time of today is when something happened; a call "tomorrow he is away" is none to come.
    """
    try:
        found = dates.find_when(text, now=ask.now, zone=ask.voice.timezone)
    except dates.AmbiguousDate:
        return None
    if kind not in MADE or found is None or text[: found.start].strip():
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
    name = word(cards.KINDS[kind])
    words = fmt("{kind}: {text}", kind=name, text=text) if text else plain(name)
    due = when.due(ask.voice.timezone)
    draft = Draft(str(words), due, ask.person.id, ref_of(record), "log", exact=when.has_time)
    task = tasks.add(ask.session, draft, record)
    said = fmt("Planned: I remind you then, and ask what came of it.")
    return task_cards.after(ask, task, said, whole=True)


def made(words: str) -> tuple[activities.Kind, str]:
    """What a task that is done was: the kind of what was planned, and its words without that."""
    for kind in activities.KINDS:
        for name in (word(cards.KINDS[kind]), cards.KINDS[kind]):
            for colon in (":", "："):
                head, found, rest = words.partition(colon)
                if kind in MADE and head == name and (found or not rest):
                    return kind, rest.strip()
    return "note", words
