"""Tasks: list, show, finish, put off, change, give to somebody else."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from handlers import cards, feedback_letters, lists, sentences, task_cards, task_words
from handlers.asks import Ask, voice_of
from handlers.clearings import EMPTY, Empty
from handlers.contract import command
from handlers.dates import When
from handlers.languages import mark, voice
from handlers.lists import Given, Listed
from handlers.outcomes import Missing
from handlers.readers.kinds import KINDS
from handlers.readers.records import AColleague
from handlers.readers.reminding import AnOutcome, ARepeat, ATask, AWhat, AWhen, Span
from handlers.readers.stretches import LENGTH
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, word
from store import (
    access,
    activities,
    plans,
    recurrences,
    task_contexts,
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
from store.tasks import Draft


@command(
    "tasks",
    needs=Right.TASKS_SEE,
    examples=("tasks", "tasks overdue", "tasks week @ben", "任务列表 今天"),
    phrases=("what do I have to do", "我有哪些任务"),
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
    late = sum(1 for one in rows if one.due_at < ask.now)
    text, buttons = cards.listing(fmt("Tasks"), shown, total, ask.invocation)
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
    ends = {
        "today": datetime.combine(today + timedelta(days=1), time(), zone),
        "week": datetime.combine(today + timedelta(days=7 - today.weekday()), time(), zone),
        "overdue": ask.now,
    }
    owners = frozenset({person.id}) if person else None
    return Filters(owners, before=ends.get(span))


lists.declare(
    Listed(
        "tasks", "task", _filters, task_lists.owners, lists.headed(mark("Tasks")), Right.TASKS_SEE
    )
)


def _none(ask: Ask, span: str, person: Person) -> Text:
    if span == "overdue":
        return fmt("Nothing is overdue.")
    if person.id != ask.actor.id:
        return fmt("{person} has nothing to do there that you may see.", person=person)
    return fmt("Nothing to do there. `remind me tomorrow 9am to ...` sets a reminder.")


@command("task show", needs=Right.TASKS_SEE, examples=("task show R-1", "查看任务 R-1"))
def show_task(ask: Ask, task: ATask) -> Reply:
    """Show a task's card: what, when, and what happened last with whom it is about."""
    return task_cards.card(ask, task)


@command(
    "done",
    needs=Right.TASKS_EDIT,
    examples=("done R-1 they order on Monday", "完成 R-1 客户周一下单"),
    phrases=("I did {task}", "{task}做完了", "{task}已完成", "{task:R-1|R-?\\d+}完成了"),
)
def finish(ask: Ask, task: ATask, outcome: AnOutcome = "") -> Reply:
    """Mark a task as done, with what came of it; then say when the next step is."""
    if task.done_at is not None and outcome and task.outcome_sealed is None:
        return log_outcome(ask, task, outcome)
    coming = tasks.complete(ask.session, task, outcome or None)
    return _finished(ask, task, coming, outcome)


def _finished(ask: Ask, task: Task, coming: Task | None, outcome: str) -> Reply:
    seen = task_subjects.of(ask.session, [task])
    if outcome:
        _log(ask, task, outcome, seen)
    ref = {"task": f"R-{task.id}"}
    times = () if coming else task_cards.next_times(ask, task)
    after = fmt("And when is the next step?")
    after = after if task_cards.stepped(task) else fmt("Shall I remind you again?")
    words = tasks.texts(ask.session, [task])[task.id]
    said = lines(
        fmt(
            "Done: **{what}** `{ref}`",
            what=task_words.what(task, words, seen),
            ref=Ref("task", task.id),
        ),
        fmt("Outcome: {outcome}", outcome=outcome) if outcome else fmt("What came of it?"),
        fmt("Comes round again {at}: `{ref}`", at=coming.due_at, ref=Ref("task", coming.id))
        if coming
        else None,
        after if times else None,
    )
    log = () if outcome else (Button(word("Log outcome"), Invocation("task outcome", ref)),)
    shows = (Ref("task", task.id), *((task.about,) if task.about in seen and task.about else ()))
    told = feedback_letters.what_next(ask.session, task)
    return Reply(said, (*told, cards.undo_button(), *log, *times), shows)


def _log(ask: Ask, task: Task, outcome: str, seen: Mapping[Ref, Any]) -> None:
    """What came of it belongs to the history of the record, where the actor may add to that."""
    if task.about is None or task.about.kind not in task_contexts.LOGGED:
        return
    row = seen.get(task.about)
    if row is None or not access.may_edit(ask.session, row):
        return
    words = tasks.texts(ask.session, [task])[task.id]
    said = str(fmt("{words}: {outcome}", words=words, outcome=outcome)) if words else outcome
    activities.log(ask.session, row, "note", said)


@command(
    "task outcome",
    needs=Right.TASKS_EDIT,
    examples=("task outcome R-1 they order on Monday", "任务结果 R-1 客户周一下单"),
)
def log_outcome(ask: Ask, task: ATask, outcome: AnOutcome) -> Reply:
    """Say what came of a task; an open one is done with that."""
    if task.done_at is None:
        coming = tasks.complete(ask.session, task, outcome)
        return _finished(ask, task, coming, outcome)
    tasks.put_outcome(ask.session, task, outcome)
    return _finished(ask, task, None, outcome)


@command(
    "task next",
    needs=Right.TASKS_EDIT,
    examples=("task next R-1 next tuesday 10am", "任务下一步 R-1 下周二上午10点"),
)
def next_step(ask: Ask, task: ATask, when: AWhen) -> Reply:
    """Set the next step with the record that a task was about; without one it is said again."""
    about = task.about
    if about is None or not task_cards.stepped(task):
        return _again(ask, task, when)
    row = KINDS[about.kind].get(ask.session, about.id)
    access.demand(ask.session, access.editing(row), row)
    held = plans.put(ask.session, row, when.due(ask.voice.timezone), exact=when.has_time)  # type: ignore[arg-type]
    assert held  # noqa: S101 (the actor takes it, if nobody else)
    return task_cards.after(ask, held, fmt("Next step set."))


def _again(ask: Ask, task: Task, when: When) -> Reply:
    words = tasks.texts(ask.session, [task])[task.id]
    due = when.due(ask.voice.timezone)
    draft = Draft(words, due, ask.person.id, task.about, exact=when.has_time)
    return task_cards.after(ask, tasks.add(ask.session, draft), fmt("I will remind you."))


@command(
    "snooze",
    needs=Right.TASKS_EDIT,
    examples=("snooze R-1 tomorrow 9am", "snooze R-1 in 2 hours", "推迟 R-1 明天上午9点"),
    phrases=(
        "postpone {task} to {when}",
        "put {task} off to {when}",
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
    rule = every.rule(datetime.fromisoformat(wall).date())  # type: ignore[attr-defined]
    first = recurrences.first(rule, wall, zone)
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


@command("task delete", needs=Right.TASKS_EDIT, examples=("task delete R-1", "删除任务 R-1"))
def delete_task(ask: Ask, task: ATask) -> Reply:
    """Take a task off the list; one that repeats ends."""
    tasks.delete(ask.session, task)
    return Reply(fmt("Deleted `{ref}`.", ref=Ref("task", task.id)), (cards.undo_button(),))


@command("task reopen", needs=Right.TASKS_EDIT, examples=("task reopen R-1", "重新打开任务 R-1"))
def reopen_task(ask: Ask, task: ATask) -> Reply:
    """Take up a task again that was done."""
    tasks.reopen(ask.session, task)
    return task_cards.after(ask, task, fmt("Open again."))
