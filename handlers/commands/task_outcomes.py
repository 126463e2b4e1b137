"""What came of tasks: done, their outcome, and the next step."""

from collections.abc import Mapping
from typing import Any

from handlers import cards, feedback_letters, task_cards, task_notices, task_words
from handlers.asks import Ask
from handlers.contract import command
from handlers.dates import When
from handlers.readers.reminding import AnOutcome, ATask, AWhen
from handlers.replies import Button, Invocation, Reply
from handlers.texts import fmt, lines, word
from store import access, activities, plans, task_contexts, task_subjects, tasks
from store.refs import Ref
from store.rights import Right
from store.tables import Task
from store.tasks import Draft


@command(
    "done",
    needs=Right.TASKS_EDIT,
    examples=("done R-1 they order on Monday", "完成 R-1 客户周一下单"),
    phrases=(
        "I did {task}",
        "mark {task:R-1|R-?\\d+} as done",
        "{task:R-1|R-?\\d+} is done",
        "{task:R-1|R-?\\d+} done",
        "close {task:R-1|R-?\\d+}",
        "{task}做完了",
        "{task}已完成",
        "{task:R-1|R-?\\d+}完成了",
    ),
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
    task_notices.done(ask, task, outcome)
    ref = {"task": f"R-{task.id}"}
    times = () if coming else task_cards.next_times(ask, task)
    after = fmt("And when is the next step?")
    after = after if task_cards.stepped(task) else fmt("Shall I remind you again?")
    over = fmt("That was the last time.") if task.rule and not coming else None
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
        else over,
        after if times else None,
    )
    log = () if outcome else (Button(word("Log outcome"), Invocation("task outcome", ref)),)
    shows = (Ref("task", task.id), *((task.about,) if task.about in seen and task.about else ()))
    told = feedback_letters.what_next(ask.session, task)
    awaits = _awaited(task, told_already=bool(outcome), again=bool(times))
    return Reply(said, (*told, cards.undo_button(), *log, *times), shows, awaits=awaits)


def _awaited(task: Task, *, told_already: bool, again: bool) -> dict[str, object] | None:
    """What may be said after a task was done, without naming it: its outcome, or the next time."""
    ref = {"task": f"R-{task.id}"}
    told = {"told": Invocation("task outcome", ref).dump(), "parameter": "outcome"}
    dated = {"dated": Invocation("task next", ref).dump()}
    return {**({} if told_already else told), **(dated if again else {})} or None


def _log(ask: Ask, task: Task, outcome: str, seen: Mapping[Ref, Any]) -> None:
    """What came of it belongs to the history of the record, where the actor may add to that."""
    if task.about is None or task.about.kind not in task_contexts.LOGGED:
        return
    row = seen.get(task.about)
    if row is None or not access.may_edit(ask.session, row):
        return
    words = tasks.texts(ask.session, [task])[task.id]
    made: activities.Kind = "note"
    kind = next((one for one in activities.KINDS if one == task.origin), made)
    said = str(fmt("{words}: {outcome}", words=words, outcome=outcome)) if words else outcome
    activities.log(ask.session, row, kind, said)


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
    row = task_subjects.about(ask.session, task)
    access.demand(ask.session, access.editing(row), row)
    held = plans.put(ask.session, row, when.due(ask.voice.timezone), exact=when.has_time)
    assert held  # noqa: S101 (the actor takes it, if nobody else)
    return task_cards.after(ask, held, fmt("Next step set."), seen={about: row})


def _again(ask: Ask, task: Task, when: When) -> Reply:
    words = tasks.texts(ask.session, [task])[task.id]
    due = when.due(ask.voice.timezone)
    draft = Draft(words, due, ask.person.id, task.about, exact=when.has_time)
    return task_cards.after(ask, tasks.add(ask.session, draft), fmt("I will remind you."))
