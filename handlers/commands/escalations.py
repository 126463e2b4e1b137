"""Escalations: who is told when, if nobody does anything about a ticket."""

from typing import Annotated

from handlers import working_times
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.readers.tickets import ACategory, AnyTime
from handlers.readers.words import Choice
from handlers.replies import Reply
from handlers.texts import Text, fmt, joined, lines
from handlers.ticket_words import called
from store import categories, escalations
from store.categories import Kind
from store.escalations import Step
from store.rights import Right

LEVEL = Choice(
    mark("Which level: 1, 2 or 3?"), {"1": ("one", "一"), "2": ("two", "二"), "3": ("three", "三")}
)
CLOCK = Choice(
    mark("Round the clock, or in service hours?"),
    {
        "always": ("round the clock", "24/7", "全天", "全天候"),
        "hours": ("service hours", "working hours", "工作时间", "服务时间"),
    },
)
ALevel = Annotated[str, LEVEL]
AClock = Annotated[str, CLOCK]


def line(kind: Kind) -> Text:
    """When tickets of a category are escalated: "**outage**: after 1 h, 1 h, 1 h, round the clock"."""
    steps = escalations.steps(kind)
    if len(set(steps)) == 1:
        said = fmt("{step} each", step=_step(steps[0]))
    else:
        said = joined(" → ", [_step(one) for one in steps])
    return fmt("**{name}**: {said}", name=called(kind), said=said)


def _step(step: Step) -> Text:
    length = working_times.length(step.length)
    return fmt("{length} round the clock", length=length) if step.always else length


@command(
    "escalations",
    needs=Right.TICKETS_SEE,
    examples=("escalations", "升级规则"),
)
def list_escalations(ask: Ask) -> Reply:
    """Show after how long without anything done a ticket is escalated, level by level."""
    held = [line(one) for one in categories.every(ask.session)]
    return Reply(
        lines(
            fmt(
                "**Escalation**, when nobody does anything about a ticket, in service hours (`hours`)"
            ),
            *held,
            fmt("Level 1 tells who works on it, level 2 their manager, level 3 whoever is above."),
        )
    )


@command(
    "escalation edit",
    needs=Right.SETTINGS,
    examples=(
        "escalation edit outage 30m clock:always",
        "escalation edit general 8h level:3",
        "修改升级规则 中断 30分钟",
    ),
    undoable=False,
)
def edit_escalation(
    ask: Ask,
    category: ACategory,
    time: AnyTime | None = None,
    *,
    level: ALevel | None = None,
    clock: AClock | None = None,
) -> Reply:
    """Change after how long tickets of a category are escalated, at one level or at all three."""
    if time is None and clock is None:
        return Reply(line(category))
    saved = escalations.edit(
        ask.session,
        category,
        level=int(level) if level else None,
        length=time,
        always=None if clock is None else clock == "always",
    )
    return Reply(
        lines(
            fmt("Saved: {line}", line=line(saved)),
            fmt("It counts from each ticket's next level on."),
        )
    )
