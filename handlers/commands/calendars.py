"""Calendars: a task as a file, and one's own tasks at a private address."""

from datetime import datetime
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
    Choice(
        mark("On or off?"),
        {"on": ("开", "开启"), "new": ("another", "新", "换新"), "off": ("stop", "关", "关闭")},
    ),
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
    since = calendar_feeds.since(ask.session, ask.person)
    if since and switch != "new":
        return _there_already(since)
    token = calendar_feeds.renew(ask.session, ask.person)
    return Reply(
        lines(
            fmt("Subscribe to this in your calendar program:"),
            fmt("`{url}`", url=f"{base}/calendar/{token}.ics"),
            fmt("Whoever has the link sees your tasks, so keep it to yourself."),
            fmt("From now on the earlier one has stopped working.") if since else None,
        ),
        (Button(word("Stop it"), Invocation("calendar", {"switch": "off"})),),
    )


def _there_already(since: datetime) -> Reply:
    """A new link would end the subscription that somebody has, so it is asked for by name."""
    said = fmt(
        "You have a link since {at}. I cannot show it again; a new one ends it.",
        at=since,
    )
    new = Button(word("New link"), Invocation("calendar", {"switch": "new"}))
    return Reply(said, (new, Button(word("Stop it"), Invocation("calendar", {"switch": "off"}))))


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
