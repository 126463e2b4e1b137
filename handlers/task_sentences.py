"""The sentences for refusals about tasks and reminders."""

from collections.abc import Callable, Sequence
from typing import Any

from handlers.languages import mark
from handlers.replies import Button, Invocation
from handlers.texts import Text, fmt, word
from store import tasks
from store.errors import CrmError
from store.refs import Ref
from store.rights import Right

RIGHT_NAMES = {
    Right.TASKS_SEE: mark("see tasks"),
    Right.TASKS_EDIT: mark("add and change tasks"),
}
KIND_NAMES = {"task": mark("No task fits “{text}”. `tasks` lists yours.")}


def _finished(error: Any) -> Text:  # noqa: ANN401
    return fmt(
        "`{ref}` was done on {at}. `task reopen {ref}` takes it up again.",
        ref=Ref("task", error.task.id),
        at=error.task.done_at,
    )


def ways_on(error: Exception) -> Sequence[Button]:
    """What may be done with a task that is done already."""
    if not isinstance(error, tasks.Finished):
        return ()
    ref = {"task": f"R-{error.task.id}"}
    return (Button(word("Take up again"), Invocation("task reopen", ref)),)


SENTENCES: dict[type[CrmError], Callable[[Any], Text]] = {
    tasks.Finished: _finished,
    tasks.NotFinished: lambda error: fmt("`{ref}` is not done yet.", ref=Ref("task", error.task.id)),
    tasks.OwnerSeesNot: lambda error: fmt("{person} may not see `{ref}`, so I cannot remind them of it. Share it with them, or ask somebody else.", person=error.person, ref=error.about),
}  # fmt: skip
