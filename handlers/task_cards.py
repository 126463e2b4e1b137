"""Cards of tasks and reminders: what, when, about whom, and the buttons that finish the job."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import cards, repeat_words, task_words
from handlers.asks import Ask
from handlers.languages import voice
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, plural, word
from store import access, subjects, task_contexts, task_subjects, tasks, workdays
from store.refs import Ref
from store.rights import Right
from store.sessions import Session
from store.tables import Task
from store.task_contexts import Context

LATE = timedelta(minutes=5)
"""A reminder that comes later than that says how late it is."""
LONGEST_SHOWN = 120


def card(
    ask: Ask,
    task: Task,
    lead: Text | None = None,
    *,
    seen: Mapping[Ref, Any] | None = None,
    whole: bool = True,
) -> Reply:
    """A task's card.

    Args:
        ask: of whoever reads it.
        task: one that they may see.
        lead: what is said before it.
        seen: what it is about, where that was read already.
        whole: whether what happened last with whom it is about stands below.
    """
    seen = task_subjects.of(ask.session, [task]) if seen is None else seen
    hidden = task_subjects.hidden(task, seen)
    words = tasks.texts(ask.session, [task])[task.id]
    person = ask.directory.people[task.owner_id]
    outcome = None if hidden else subjects.clear(ask.session, task, "outcome_sealed")
    body = lines(
        lead,
        fmt(
            "`{ref}` **{what}**", ref=Ref("task", task.id), what=task_words.what(task, words, seen)
        ),
        _state(ask, task),
        repeats(task),
        fmt("For {person}", person=person) if person.id != ask.actor.id else None,
        fmt("Outcome: {outcome}", outcome=outcome) if outcome else None,
        *context(task, seen, task_contexts.of(ask.session, [task] if whole and not hidden else [])),
    )
    shows = (Ref("task", task.id), *((task.about,) if task.about and not hidden else ()))
    way = () if task.done_at else (as_file(f"R-{task.id}"),)
    found = (*buttons(ask.session, task), *way)
    return Reply(body, found, shows, {f"R-{task.id}": task.version})


def _state(ask: Ask, task: Task) -> Text:
    if task.done_at:
        return fmt("Done {at}", at=task.done_at)
    zone = voice().timezone.key
    due = fmt("{at} ({zone})", at=task.due_at, zone=zone)
    if task.due_at + LATE < ask.now:
        return fmt("{due}, **{late}**", due=due, late=task_words.late(ask.now - task.due_at))
    return due


def repeats(task: Task) -> Text | None:
    """How often it comes round."""
    return fmt("Repeats {how}", how=repeat_words.repeat(task.rule)) if task.rule else None


def after(
    ask: Ask,
    task: Task,
    lead: Text,
    *,
    seen: Mapping[Ref, Any] | None = None,
    whole: bool = False,
) -> Reply:
    """The card of a task that was just changed, with Undo before its other buttons; see `card`."""
    ask.session.flush()
    found = card(ask, task, lead, seen=seen, whole=whole)
    return Reply(found.text, (cards.undo_button(), *found.buttons), found.shows, found.versions)


def context(task: Task, seen: Mapping[Ref, Any], known: Mapping[int, Context]) -> tuple[Text, ...]:
    """What happened last with whom it is about, and what is being sold there."""
    found = known.get(task.id)
    if found is None or task_subjects.hidden(task, seen):
        return ()
    said = []
    if found.activity:
        kind = word(cards.KINDS[found.activity.kind])
        text = " ".join(found.text.split())
        text = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
        said.append(fmt("Last: {kind}, {at}: {text}", kind=kind, at=found.activity.at, text=text))
    if found.deal:
        said.append(
            fmt(
                "Open deal: {title} `{ref}`", title=found.deal.title, ref=Ref("deal", found.deal.id)
            )
        )
    return tuple(said)


def buttons(session: Session, task: Task) -> tuple[Button, ...]:
    """What can be done with it: of a finished one only to take it up again."""
    ref = {"task": f"R-{task.id}"}
    if not access.covers(session, Right.TASKS_EDIT, task):
        return ()
    if task.done_at:
        return (Button(word("Take up again"), Invocation("task reopen", ref)),)
    return (
        Button(word("Done"), Invocation("done", ref)),
        *(Button(label, Invocation("snooze", ref | {"when": when})) for label, when in _later()),
        Button(word("Reassign"), Invocation("task assign", ref)),
        Button(word("Log outcome"), Invocation("task outcome", ref)),
    )


def as_file(task: str) -> Button:
    """Give it as a file for a calendar: its ref, or that of the record that it is about."""
    return Button(word("Calendar file"), Invocation("task file", {"task": task}))


def _later() -> tuple[tuple[str, str], ...]:
    """Labels of times to put it off to, and how they are said; what counts is when it is pressed."""
    return (
        (word("+1h"), "in 1 hour"),
        (word("Tomorrow"), "tomorrow 9am"),
        (word("Next Monday"), "next monday 9am"),
    )


def stepped(task: Task) -> bool:
    """Whether what comes after it is the next step with a record; otherwise it is said again."""
    return task.about is not None and task.about.kind in task_contexts.LOGGED


def next_times(ask: Ask, task: Task) -> tuple[Button, ...]:
    """Times for what comes after a task that is done: those that fall on a day of work."""
    today = ask.now.astimezone(ask.voice.timezone).date()
    offered = (
        (word("Tomorrow"), "tomorrow 9am", 1),
        (word("In 3 days"), "in 3 days", 3),
        (word("Next Monday"), "next monday 9am", 7 - today.weekday()),
        (word("In 2 weeks"), "in 2 weeks", 14),
    )
    ref = {"task": f"R-{task.id}"}
    return tuple(
        Button(label, Invocation("task next", ref | {"when": when}))
        for label, when, days in offered
        if workdays.works(ask.session, ask.person, today + timedelta(days=days))
    )


def reminder(
    session: Session, task: Task, seen: Mapping[Ref, Any], known: Mapping[int, Context]
) -> Reply:
    """What its owner is told when it is due; said in their voice, with their rights."""
    words = subjects.clear(session, task, "text_sealed")
    by = session.now - task.due_at
    late = by > LATE
    what = task_words.what(task, words, seen)
    setter = session.directory.people.get(task.created_by or 0)
    body = lines(
        fmt("⏰ **{what}** `{ref}`", what=what, ref=Ref("task", task.id)),
        fmt("It was due {at}: {late}.", at=task.due_at, late=task_words.late(by)) if late else None,
        repeats(task),
        fmt("From {person}", person=setter) if setter and setter.id != task.owner_id else None,
        *context(task, seen, known),
    )
    shows = (Ref("task", task.id), *((task.about,) if task.about else ()))
    return Reply(body, buttons(session, task), shows, tells=_told_of(known.get(task.id)))


def _told_of(known: Context | None) -> tuple[Ref, ...]:
    """The records that the context of a reminder speaks of."""
    deal = (Ref("deal", known.deal.id),) if known and known.deal else ()
    if known is None or known.activity is None:
        return deal
    links = ((kind, getattr(known.activity, f"{kind}_id")) for kind in task_contexts.LOGGED)
    return (*deal, *(Ref(kind, number) for kind, number in links if number))


def missed(session: Session, tasks_: list[Task], seen: Mapping[Ref, Any], total: int) -> Reply:
    """One message that lists what somebody was not told of in time."""
    head = plural(
        "While I was away, {count} reminder came due:",
        "While I was away, {count} reminders came due:",
        total,
    )
    rows = []
    for task in tasks_:
        words = subjects.clear(session, task, "text_sealed")
        what = task_words.what(task, words, seen)
        late = task_words.late(session.now - task.due_at)
        rows.append(
            fmt(
                "• `{ref}` {what} · {at}, {late}",
                ref=Ref("task", task.id),
                what=what,
                at=task.due_at,
                late=late,
            )
        )
    more = (
        plural(
            "and {count} more: `tasks overdue`",
            "and {count} more: `tasks overdue`",
            total - len(rows),
        )
        if total > len(rows)
        else None
    )
    button = Button(word("Overdue"), Invocation("tasks", {"span": "overdue"}))
    shows = tuple(Ref("task", one.id) for one in tasks_)
    tells = tuple(dict.fromkeys(one.about for one in tasks_ if one.about))
    return Reply(lines(head, *rows, more), (button,), shows, tells=tells)


def lost(session: Session, task: Task) -> Reply:
    """What a manager is told of a reminder whose owner may no longer know what it is about."""
    person = session.directory.people[task.owner_id]
    said = fmt(
        "⏰ {person} had a reminder `{ref}` for {at} and may no longer see what it is about. Who takes it over?",
        person=person,
        ref=Ref("task", task.id),
        at=task.due_at,
    )
    offered = (
        Button(word("Show"), Invocation("task show", {"task": f"R-{task.id}"})),
        Button(word("Reassign"), Invocation("task assign", {"task": f"R-{task.id}"})),
    )
    return Reply(said, offered, (Ref("task", task.id),))
