"""Calendars: a task as a file, and one's own tasks at a private address."""

from typing import Annotated

from handlers import calendars
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.readers.reminding import ATask
from handlers.readers.words import Choice
from handlers.replies import Button, Invocation, Reply
from handlers.texts import fmt, lines, word
from store import calendar_feeds, files, task_subjects
from store.files import File
from store.refs import Ref
from store.rights import Right

SETTING = "public_url"
Switch = Annotated[
    str,
    Choice(mark("On or off?"), {"on": ("new", "开", "开启", "新"), "off": ("stop", "关", "关闭")}),
]


@command(
    "calendar",
    needs=Right.TASKS_SEE,
    examples=("calendar", "calendar off", "日历", "日历 关闭"),
    phrases=("my calendar link", "我的日历链接"),
    undoable=False,
)
def feed(ask: Ask, switch: Switch = "on") -> Reply:
    """Get a private link under which your calendar program reads your tasks; `calendar off` ends it."""
    if switch == "off":
        if calendar_feeds.revoke(ask.session, ask.person):
            return Reply(fmt("That link works no longer."))
        return Reply(fmt("There is no link of yours."))
    base = ask.directory.setting(SETTING)
    if not base:
        return Reply(
            fmt(
                "I don't know under which address I can be reached. An admin sets it: "
                "`settings public url https://crm.example.com`. A single task comes as a file: `task file R-1`"
            )
        )
    token = calendar_feeds.renew(ask.session, ask.person)
    return Reply(
        lines(
            fmt("Subscribe to this in your calendar program:"),
            fmt("`{url}`", url=f"{base}/calendar/{token}.ics"),
            fmt(
                "Whoever has the link sees your tasks, so keep it to yourself. An earlier one has stopped working."
            ),
        ),
        (Button(word("Stop it"), Invocation("calendar", {"switch": "off"})),),
    )


@command(
    "task file",
    needs=Right.TASKS_SEE,
    examples=("task file R-1", "任务文件 R-1"),
    undoable=False,
)
def task_file(ask: Ask, task: ATask) -> Reply:
    """Get a task as a file for your calendar (.ics)."""
    hidden = task_subjects.hidden(task, task_subjects.of(ask.session, [task]))
    content = calendars.of_tasks(ask.session, [task], places=True)
    file = File(f"R-{task.id}.ics", "text/calendar", content)
    subject_id = ask.person.subject_id if hidden else task.subject_id
    blob_id = files.put(ask.session, subject_id, file)
    return Reply(fmt("For your calendar."), (), (Ref("task", task.id),), files=(blob_id,))
