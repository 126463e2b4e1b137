"""Tasks: list, show, finish, put off, change, give to somebody else."""

from datetime import datetime, time, timedelta
from functools import partial

from handlers import (
    cards,
    lists,
    repetitions,
    sentences,
    task_cards,
    task_notices,
    task_words,
)
from handlers.asks import Ask, voice_of
from handlers.clearings import EMPTY, Empty
from handlers.contract import command
from handlers.dates import When
from handlers.languages import mark, voice
from handlers.lists import Given, Listed
from handlers.outcomes import Missing
from handlers.readers.records import AColleague
from handlers.readers.reminding import ARepeat, ATask, AWhat, AWhen
from handlers.readers.stretches import LENGTH
from handlers.readers.task_spans import DueDays, Span
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, word
from store import (
    recurrences,
    task_lists,
    task_subjects,
    tasks,
)
from store.access import Denied
from store.directories import Person
from store.refs import Ref
from store.rights import Right, Scope
from store.tables import Task
from store.task_lists import Filters

MINUTE = timedelta(minutes=1)


@command(
    "tasks",
    needs=Right.TASKS_SEE,
    examples=("tasks", "tasks overdue", "tasks week @ben", "任务列表 今天"),
    phrases=(
        "what do I have to do",
        "what do I have to do {span}",
        "what's due {span}",
        "what's on {span}",
        "what do I have {span}",
        "what's on my plate {span}",
        "{span}'s tasks",
        "tasks for {span}",
        "我有哪些任务",
        "{span}的任务",
        "{span}有哪些任务",
        "{span}有什么安排",
        "{span}有什么事",
        "{span}的安排",
        "{span}要做什么",
    ),
)
def list_tasks(ask: Ask, span: Span = "all", owner: AColleague | None = None) -> Reply:
    """List what is to be done: yours, or a colleague's of your team; what is due first is at the top."""
    person = owner or ask.person
    filters = _filters(ask, {"span": span, "owner": owner})
    rows, total = task_lists.page(ask.session, filters, offset=ask.invocation.offset)
    if not total:
        return lists.empty(ask, _none(ask, span, person))
    seen = task_subjects.of(ask.session, rows)
    words = tasks.texts(ask.session, rows)
    shown = [task_words.row(ask, one, words[one.id], seen) for one in rows]
    late = 0 if span == "overdue" else sum(1 for one in rows if one.due_at < ask.now)
    heading = lists.titled(word("Tasks"), lists.typed({"span": span}))
    text, buttons = cards.listing(heading, shown, total, ask.invocation)
    first = Ref("task", rows[0].id)
    done = Button(word("Done {ref}").format(ref=first), Invocation("done", {"task": str(first)}))
    told = fmt("Overdue here: {count}", count=late) if late else None
    mine = rows[0].owner_id == ask.actor.id
    refs = tuple(Ref("task", one.id) for one in rows)
    offered = (*((done,) if mine else ()), *buttons, *lists.export(ask))
    return Reply(lines(text, told), offered, refs, lists=lists.whole_of(ask.invocation))


def _filters(ask: Ask, given: Given) -> Filters:
    zone, span = ask.voice.timezone, given.get("span", "all")
    person = None if span == "team" else given.get("owner") or ask.person
    today = ask.now.astimezone(zone).date()
    owners = frozenset({person.id}) if person else None
    if isinstance(span, DueDays):
        end = datetime.combine(span.last + timedelta(days=1), time(), zone)
        return Filters(owners, datetime.combine(span.first, time(), zone), end)
    ends = {
        "today": datetime.combine(today + timedelta(days=1), time(), zone),
        "week": datetime.combine(today + timedelta(days=7 - today.weekday()), time(), zone),
        "overdue": ask.now,
    }
    return Filters(owners, before=ends.get(span))


lists.declare(
    Listed(
        "tasks", "task", _filters, task_lists.owners, lists.headed(mark("Tasks")), Right.TASKS_SEE
    )
)


def _none(ask: Ask, span: str | DueDays, person: Person) -> Text:
    if person.id != ask.actor.id:
        return fmt("{person} has nothing to do there that you may see.", person=person)
    if span == "overdue":
        return fmt("Nothing is overdue.")
    if isinstance(span, DueDays):
        return fmt("Nothing is due then: {days}.", days=str(span))
    return fmt("Nothing to do there. `remind me tomorrow 9am to ...` sets a reminder.")


@command("task show", needs=Right.TASKS_SEE, examples=("task show R-1", "查看任务 R-1"))
def show_task(ask: Ask, task: ATask) -> Reply:
    """Show a task's card: what, when, and what happened last with whom it is about."""
    return task_cards.card(ask, task)


@command(
    "snooze",
    needs=Right.TASKS_EDIT,
    examples=("snooze R-1 tomorrow 9am", "snooze R-1 in 2 hours", "推迟 R-1 明天上午9点"),
    phrases=(
        "postpone {task} to {when}",
        "put {task} off to {when}",
        "put off {task} until {when}",
        "snooze {task} until {when}",
        "snooze {task} to {when}",
        "snooze {task} for {when}",
        "delay {task} by {when}",
        "delay {task} until {when}",
        "reschedule {task} to {when}",
        "move {task:R-1|R-?\\d+} to {when}",
        "push {task:R-1|R-?\\d+} to {when}",
        "把{task}推迟到{when}",
        "把{task}推迟{when}",
        "{task:R-1|R-?\\d+}推迟{when}",
        "{task:R-1|R-?\\d+}推迟到{when}",
        "{task:R-1|R-?\\d+}改到{when}",
    ),
)
def snooze(ask: Ask, task: ATask, when: AWhen) -> Reply:
    """Put a task off to another time."""
    tasks.snooze(ask.session, task, _put_off(ask, task, when), exact=when.has_time)
    task_notices.put_off(ask, task)
    said = fmt("I remind you again {at} ({zone}).", at=task.due_at, zone=voice().timezone.key)
    return task_cards.after(ask, task, said)


def _put_off(ask: Ask, task: Task, when: When) -> datetime:
    """The new time; a length such as "2 hours" is added to a time that is still to come."""
    zone = ask.voice.timezone
    due_at = when.due(zone)
    if task.due_at <= ask.now or not LENGTH.fullmatch(ask.invocation.values["when"].strip()):
        return due_at
    if when.has_time:
        return task.due_at + (due_at - ask.now)
    here = task.due_at.astimezone(zone)
    days = when.day - ask.now.astimezone(zone).date()
    return datetime.combine(here.date() + days, here.time(), zone)


@command(
    "task edit",
    needs=Right.TASKS_EDIT,
    examples=("task edit R-1 text:send the offer when:friday", "修改任务 R-1 内容:发报价"),
)
def edit_task(
    ask: Ask,
    task: ATask,
    *,
    text: AWhat | None = None,
    when: AWhen | None = None,
    every: ARepeat | Empty | None = None,
) -> Reply:
    """Change what a task says, when it is due, or how it repeats."""
    changes: dict[str, object] = {"text": text} if text else {}
    due_at = when.due(ask.voice.timezone) if when else task.due_at
    if when:
        changes |= {"due_at": due_at, "exact": when.has_time}
    changes |= _repeating(ask, task, due_at, every, moved=when is not None)
    if not changes:
        hint = fmt(
            "What should change? For example: `task edit {ref} when:friday 3pm`",
            ref=Ref("task", task.id),
        )
        return task_cards.card(ask, task, hint)
    tasks.edit(ask.session, task, changes)
    return task_cards.after(ask, task, fmt("Saved."))


def _repeating(
    ask: Ask, task: Task, due_at: datetime, every: object, *, moved: bool
) -> dict[str, object]:
    """The rule from now on: another one, none, or the same from another time on."""
    if every is EMPTY:
        return {"rule": None, "wall": None, "zone": None}
    zone = voice_of(ask.directory, ask.directory.people[task.owner_id]).zone
    if every is None:
        return (
            {"wall": recurrences.wall_of(due_at, zone), "zone": zone} if moved and task.rule else {}
        )
    wall = recurrences.wall_of(due_at, zone)
    rule, first = repetitions.begun(every, due_at, zone, due_at - MINUTE)  # type: ignore[arg-type]
    return {"rule": rule, "wall": wall, "zone": zone, "due_at": first}


@command(
    "task assign",
    needs=Right.TASKS_EDIT,
    examples=("task assign R-1 @ben", "分配任务 R-1 @ben"),
    phrases=("give task {task} to {person}", "把任务{task}交给{person}"),
)
def assign_task(ask: Ask, task: ATask, person: AColleague | None = None) -> Reply:
    """Give a task to a colleague of your team."""
    if person is None:
        scope = ask.actor.scope(Right.TASKS_EDIT)
        if scope is Scope.OWN:  # nobody is asked for a name that will be refused
            return _own_only(ask, task, Denied(Right.TASKS_EDIT, scope))
        raise Missing(ask.invocation, "person", needed=True)
    before = tasks.reassign(ask.session, task, person)
    if before == person.id:
        return task_cards.card(ask, task, fmt("{person} has it already.", person=person))
    ask.tell(person.id, partial(_got, ask, task))
    ask.tell(before, partial(_lost, ask, task, person))
    return task_cards.after(ask, task, fmt("{person} has it now.", person=person))


def _own_only(ask: Ask, task: Task, denied: Denied) -> Reply:
    """The card stays, with the refusal above it and the way to the right below."""
    refusal, card = sentences.refusal(ask, denied), task_cards.card(ask, task)
    buttons = (*card.buttons, *refusal.buttons)
    return Reply(lines(refusal.text, card.text), buttons, card.shows, card.versions)


def _got(ask: Ask, task: Task) -> Reply:
    ref = Ref("task", task.id)
    text = fmt(
        "{who} gave you the task `{ref}`, due {at}.", who=ask.person, ref=ref, at=task.due_at
    )
    show = Button(word("Show"), Invocation("task show", {"task": str(ref)}))
    return Reply(text, (show,), (ref,))


def _lost(ask: Ask, task: Task, person: Person) -> Reply:
    ref = Ref("task", task.id)
    return Reply(
        fmt("{who} gave the task `{ref}` to {person}.", who=ask.person, ref=ref, person=person)
    )


@command(
    "task delete",
    needs=Right.TASKS_EDIT,
    examples=("task delete R-1", "删除任务 R-1"),
    phrases=("cancel task {task}", "cancel reminder {task}", "cancel {task:R-1|R-?\\d+}"),
)
def delete_task(ask: Ask, task: ATask) -> Reply:
    """Take a task off the list; one that repeats ends."""
    tasks.delete(ask.session, task)
    task_notices.deleted(ask, task)
    return Reply(fmt("Deleted `{ref}`.", ref=Ref("task", task.id)), (cards.undo_button(),))


@command("task reopen", needs=Right.TASKS_EDIT, examples=("task reopen R-1", "重新打开任务 R-1"))
def reopen_task(ask: Ask, task: ATask) -> Reply:
    """Take up a task again that was done."""
    tasks.reopen(ask.session, task)
    return task_cards.after(ask, task, fmt("Open again."))
