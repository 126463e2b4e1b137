"""Causes: why tickets came up, and the list that an admin keeps."""

from typing import Annotated

from handlers import cards, cause_lines
from handlers.asks import Ask
from handlers.contract import command
from handlers.feedback_words import cause_name
from handlers.languages import mark
from handlers.readers.articles import ACause
from handlers.readers.records import ATicket
from handlers.readers.words import Label
from handlers.replies import Reply
from handlers.texts import fmt, lines, plain
from store import causes
from store.refs import Ref
from store.rights import Right

CauseName = Annotated[str, Label(mark("What is the cause called?"))]


@command(
    cause_lines.COMMAND,
    needs=Right.TICKETS_WORK,
    examples=("ticket cause T-1 defect", "工单原因 T-1 缺陷"),
)
def set_cause(ask: Ask, ticket: ATicket, cause: ACause) -> Reply:
    """Say why a ticket came up, for the service report."""
    before = causes.put(ask.session, ticket, cause)
    if before and before.id != cause.id:
        lead = fmt(
            "Cause: {before} → **{after}**", before=cause_name(before), after=cause_name(cause)
        )
    else:
        lead = fmt("Cause: **{cause}**", cause=cause_name(cause))
    ask.session.flush()
    ref = Ref("ticket", ticket.id)
    text = fmt("{heading}: {lead}", heading=cards.heading(ticket), lead=lead)
    return Reply(text, (cards.undo_button(),), (ref,), {str(ref): ticket.version})


@command("cause list", needs=Right.TICKETS_SEE, examples=("cause list", "原因列表"))
def list_causes(ask: Ask) -> Reply:
    """List the causes that tickets are counted by."""
    held = [plain(cause_name(one)) for one in causes.every(ask.session)]
    return Reply(lines(fmt("**Causes**"), *held))


@command(
    "cause add",
    needs=Right.SETTINGS,
    examples=("cause add training", "新增原因 培训"),
    undoable=False,
)
def add_cause(ask: Ask, name: CauseName) -> Reply:
    """Add a cause to the list."""
    return Reply(fmt("Saved: {name}", name=cause_name(causes.add(ask.session, name))))


@command(
    "cause edit",
    needs=Right.SETTINGS,
    examples=("cause edit training name:user training", "修改原因 培训 名称:用户培训"),
    undoable=False,
)
def edit_cause(ask: Ask, cause: ACause, *, name: CauseName) -> Reply:
    """Call a cause otherwise; tickets that have it follow."""
    causes.rename(ask.session, cause, name)
    return Reply(fmt("Saved: {name}", name=name))


@command(
    "cause delete",
    needs=Right.SETTINGS,
    examples=("cause delete training", "删除原因 培训"),
    undoable=False,
)
def delete_cause(ask: Ask, cause: ACause) -> Reply:
    """Take away a cause that no ticket has."""
    name = cause_name(cause)
    ask.confirm(fmt("Take away the cause {name}?", name=name))
    causes.remove(ask.session, cause)
    return Reply(fmt("The cause {name} is gone.", name=name))
