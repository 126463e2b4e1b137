"""Notices about tasks: what others did with one's task, and what came of one that was given away."""

from functools import partial

from handlers import task_words
from handlers.asks import Ask
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, word
from store import task_subjects, tasks
from store.access import NotFound
from store.directories import Person
from store.refs import Ref
from store.tables import Task


def done(ask: Ask, task: Task, outcome: str) -> None:
    """Tell the owner of a task that somebody else has done it; else whoever set it for them."""
    mine = task.owner_id == ask.actor.id
    asked = task.created_by if task.origin == "remind" else None
    listener = ask.directory.people.get((asked if mine else task.owner_id) or 0)
    if listener is None or listener.suspended or not _sees(ask, task, listener):
        return
    ask.tell(listener.id, partial(_done, ask, task, outcome))


def put_off(ask: Ask, task: Task) -> None:
    """Tell the owner of a task that somebody else has put it off."""
    ask.tell(task.owner_id, partial(_put_off, ask, task))


def deleted(ask: Ask, task: Task) -> None:
    """Tell the owner of a task that somebody else has taken it off their list."""
    ask.tell(task.owner_id, partial(_deleted, ask, task))


def _sees(ask: Ask, task: Task, person: Person) -> bool:
    """Whether somebody may read the task and what it is about."""
    if person.id == ask.actor.id:
        return False
    with task_subjects.as_seen_by(ask.session, person):
        try:
            tasks.get(ask.session, task.id)
        except NotFound:
            return False
        return not task_subjects.hidden(task, task_subjects.of(ask.session, [task]))


def _what(ask: Ask, task: Task) -> Text:
    words = tasks.texts(ask.session, [task])[task.id]
    return task_words.what(task, words, task_subjects.of(ask.session, [task]))


def _values(ask: Ask, task: Task) -> dict[str, object]:
    return {"who": ask.person, "ref": Ref("task", task.id), "what": _what(ask, task)}


def _done(ask: Ask, task: Task, outcome: str) -> Reply:
    came = fmt("Outcome: {outcome}", outcome=outcome) if outcome else None
    said = lines(fmt("{who} has done `{ref}`: {what}", **_values(ask, task)), came)
    return _reply(task, said, shown=True)


def _put_off(ask: Ask, task: Task) -> Reply:
    said = fmt("{who} put `{ref}` off to {at}: {what}", at=task.due_at, **_values(ask, task))
    return _reply(task, said, shown=True)


def _deleted(ask: Ask, task: Task) -> Reply:
    return _reply(task, fmt("{who} deleted `{ref}`: {what}", **_values(ask, task)), shown=False)


def _reply(task: Task, said: Text, *, shown: bool) -> Reply:
    ref = Ref("task", task.id)
    show = Button(word("Show"), Invocation("task show", {"task": str(ref)}))
    about = (task.about,) if task.about else ()
    return Reply(said, (show,) if shown else (), (ref,) if shown else (), tells=about)
