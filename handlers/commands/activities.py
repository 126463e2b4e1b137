"""Activities: log what happened, look back."""

from datetime import datetime
from typing import Annotated

from handlers import cards, planned, task_cards, ticket_cards, timelines
from handlers.asks import Ask
from handlers.contract import command
from handlers.dates import When as Step
from handlers.outcomes import Missing, Unreadable
from handlers.readers.entries import When
from handlers.readers.kinds import ref_of
from handlers.readers.records import Anything, Loggable
from handlers.readers.words import Body, Choice
from handlers.replies import Reply
from handlers.texts import fmt, lines, word
from store import activities
from store.rights import Right
from store.tables import Deal, Ticket

ActivityKind = Annotated[
    str,
    Choice(
        "What was it: a call, meeting, visit, email or note?",
        {
            "call": ("phone call", "电话", "通话"),
            "meeting": ("meet", "会议", "开会"),
            "visit": ("拜访", "上门"),
            "email": ("mail", "e-mail", "邮件"),
            "note": ("memo", "备注", "笔记"),
        },
    ),
]


@command(
    "log",
    needs=Right.CONTACTS_EDIT,
    examples=(
        "log call C-1 wants 20 compilers next:tuesday 10am",
        "log meeting D-1 they like the offer next:friday",
        "log visit C-1 on:friday 3pm at their yard",
        "记录 电话 C-1 想要报价 下次:下周二",
    ),
    phrases=(
        "{kind:note} on {record}: {text}",
        "{kind:note} for {record}: {text}",
        "add a {kind:note} to {record}: {text}",
        "add a {kind:note} for {record}: {text}",
        "add {kind:note} to {record}: {text}",
        "{kind:call|meeting|visit} with {record}: {text}",
        "had a {kind:call|meeting} with {record}: {text}",
        "给{record}{kind:备注}{text}",
        "给{record}加{kind:备注}{text}",
        "plan a {kind:visit|call|meeting} to {record} on {on}",
        "plan a {kind:visit|call|meeting} with {record} on {on}",
        "plan a {kind:visit|call|meeting} with {record} for {on}",
        "schedule a {kind:visit|call|meeting} with {record} on {on}",
        "schedule a {kind:visit|call|meeting} with {record} for {on}",
    ),
)
def log(
    ask: Ask,
    kind: ActivityKind,
    record: Loggable,
    text: Body = "",
    *,
    on: When | None = None,
    next: When | None = None,
) -> Reply:
    """Log a call, meeting, visit, e-mail or note with a contact, company or lead, or on a deal.

    With a day to come a call, a meeting or a visit is planned.
    """
    begun = None if on else planned.begun(ask, kind, text)
    when, words = begun or (on, text)
    at = when.due(ask.voice.timezone) if when else None
    if when and at and at > ask.now:
        if next:
            raise Unreadable(fmt("Say the next step once it has been: I ask you then."))
        return planned.plan(ask, kind, record, words, when)
    if not text:
        raise Missing(ask.invocation, "text", needed=True)
    return _logged(ask, kind, record, text, at, next)


def _logged(
    ask: Ask,
    kind: str,
    record: activities.Logged,
    text: str,
    at: datetime | None,
    then: Step | None,
) -> Reply:
    next_at = then.due(ask.voice.timezone) if then else None
    exact = then is not None and then.has_time
    done = activities.log(
        ask.session, record, _kind(kind), text, next_at=next_at, exact=exact, at=at
    )
    said = lines(
        fmt(
            "{kind} logged for {heading}.",
            kind=word(cards.KINDS[kind]),
            heading=cards.heading(record),
        ),
        fmt("Next step: {at}", at=done.next_at) if done.next_at else None,
    )
    ref = ref_of(record)
    file = (task_cards.as_file(str(ref)),) if done.next_at else ()
    return Reply(said, (cards.undo_button(), *file), (ref,))


def _kind(kind: str) -> activities.Kind:
    return next(one for one in activities.KINDS if one == kind)


@command(
    "timeline",
    needs=Right.CONTACTS_SEE,
    examples=("timeline C-1", "时间线 C-1"),
    phrases=(
        "show me notes for {record}",
        "notes for {record}",
        "what happened with {record}",
        "{record}的跟进记录",
    ),
)
def timeline(ask: Ask, record: Anything) -> Reply:
    """Show what happened with a contact, company, deal, lead or ticket, newest first."""
    if isinstance(record, Deal):
        return timelines.of_deal(ask, record)
    if isinstance(record, Ticket):
        return ticket_cards.timeline(ask, record)
    rows, total = activities.of(ask.session, record, offset=ask.invocation.offset)
    ref = ref_of(record)
    if not total:
        return Reply(
            fmt("Nothing logged for {heading} yet.", heading=cards.heading(record)), (), (ref,)
        )
    texts = activities.texts(ask.session, rows)
    shown = [cards.activity_row(ask, row, texts[row.id]) for row in rows]
    text, buttons = cards.listing(cards.heading(record), shown, total, ask.invocation)
    return Reply(text, buttons, (ref,))
