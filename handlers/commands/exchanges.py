"""Work on a ticket: reply, note, wait, go on, resolve, close, reopen, merge, split."""

from collections.abc import Sequence
from typing import Annotated, Any

from handlers import cards, cause_lines, ticket_cards, ticket_replies
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.readers.entries import Count
from handlers.readers.readings import Reader, Word
from handlers.readers.records import ATicket
from handlers.readers.tickets import Awaited
from handlers.readers.words import FreeText
from handlers.replies import Reply
from handlers.texts import Text, fmt, word
from handlers.ticket_replies import Draft
from handlers.ticket_words import AWAITED
from store import exchanges, ticket_merges, ticket_messages, ticket_states
from store.refs import Ref
from store.rights import Right
from store.tables import Ticket

ToCustomer = Annotated[str, FreeText(mark("What shall the customer read?"))]
Internal = Annotated[str, FreeText(mark("What shall your colleagues know?"))]
Solved = Annotated[str, FreeText(mark("How was it solved?"))]


class MessageNumber(Count):
    """A message of a ticket, counted from the oldest."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The last word, if it is a number."""
        is_number = bool(words) and words[-1].text.isdecimal()
        return slice(len(words) - 1, len(words)) if is_number else None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which message, counted from the oldest? For example: 2")


Number = Annotated[int, MessageNumber(10_000)]


@command(
    "reply",
    needs=Right.TICKETS_WORK,
    examples=("reply T-1 It works again, please try.", "回复 T-1 已经恢复，请再试一次。"),
)
def reply(ask: Ask, ticket: ATicket, text: ToCustomer) -> Reply:
    """Answer the customer of a ticket."""
    return ticket_replies.answer(ask, ticket, Draft(text, ticket_replies.of_message(ask)))


def _of(ticket: Ticket) -> Text:
    return cards.heading(ticket)


def _short(ask: Ask, ticket: Ticket, lead: Text) -> Reply:
    """An answer without the whole card."""
    ask.session.flush()
    ref = Ref("ticket", ticket.id)
    return Reply(lead, (cards.undo_button(),), (ref,), {str(ref): ticket.version})


@command(
    "note",
    needs=Right.TICKETS_WORK,
    examples=("note T-1 The log says disk full", "内部备注 T-1 日志显示磁盘已满"),
)
def note(ask: Ask, ticket: ATicket, text: Internal) -> Reply:
    """Keep a note with a ticket that the customer never sees."""
    attached = ticket_replies.of_message(ask)
    row = exchanges.note(ask.session, ticket, text, [one.id for one in attached])
    ask.files = []
    if ask.taken.payload.get("plain"):
        row.named = ask.taken.payload.get("named")
        return ticket_replies.offer(ask, ticket, row)
    return _short(ask, ticket, fmt("Noted on {heading}, internally.", heading=_of(ticket)))


@command(
    "wait",
    needs=Right.TICKETS_WORK,
    examples=("wait T-1 customer", "等待 T-1 第三方"),
)
def wait(ask: Ask, ticket: ATicket, awaited: Awaited = "customer") -> Reply:
    """Wait for the customer or a third party; the clocks stand still meanwhile."""
    whom: ticket_states.Awaited = "customer" if awaited == "customer" else "third party"
    if not ticket_states.wait(ask.session, ticket, whom):
        return ticket_cards.card(
            ask, ticket, fmt("It waits for {whom} already.", whom=word(AWAITED[whom]))
        )
    lead = fmt("It waits for {whom}: its clocks stand still.", whom=word(AWAITED[whom]))
    return ticket_cards.after(ask, ticket, lead)


@command(
    "ticket resume",
    needs=Right.TICKETS_WORK,
    examples=("ticket resume T-1", "继续工单 T-1"),
)
def resume(ask: Ask, ticket: ATicket) -> Reply:
    """Go on with a ticket that waited; its clocks run again."""
    ticket_states.resume(ask.session, ticket)
    return ticket_cards.after(ask, ticket, fmt("It goes on: its clocks run again."))


@command(
    "resolve",
    needs=Right.TICKETS_WORK,
    examples=("resolve T-1 Disk replaced", "解决 T-1 已更换磁盘"),
    phrases=("{ticket} is solved", "{ticket}解决了"),
)
def resolve(ask: Ask, ticket: ATicket, text: Solved = "") -> Reply:
    """Call a ticket solved; words about how are internal."""
    ticket_states.resolve(ask.session, ticket, text)
    return cause_lines.asked(
        ask, ticket, ticket_cards.after(ask, ticket, fmt("Resolved."), with_messages=False)
    )


@command(
    "ticket close",
    needs=Right.TICKETS_WORK,
    examples=("ticket close T-1", "关闭工单 T-1"),
)
def close(ask: Ask, ticket: ATicket) -> Reply:
    """Close a ticket for good."""
    ticket_states.close(ask.session, ticket)
    return ticket_cards.after(ask, ticket, fmt("Closed."))


@command(
    "ticket reopen",
    needs=Right.TICKETS_WORK,
    examples=("ticket reopen T-1", "重新打开工单 T-1"),
)
def reopen(ask: Ask, ticket: ATicket) -> Reply:
    """Take up a resolved or closed ticket again; its clocks go on where they stood."""
    ticket_states.reopen(ask.session, ticket)
    return ticket_cards.after(ask, ticket, fmt("Open again."))


@command(
    "ticket merge",
    needs=Right.TICKETS_WORK,
    examples=("ticket merge T-1 T-2", "合并工单 T-1 T-2"),
)
def merge(ask: Ask, ticket: ATicket, other: ATicket) -> Reply:
    """Merge the second ticket into the first, which goes on with the messages of both."""
    gone = _of(other)
    ask.confirm(
        fmt(
            "Merge {other} into {heading}? What is written in either goes on in {ref}.",
            other=gone,
            heading=_of(ticket),
            ref=Ref("ticket", ticket.id),
        )
    )
    ticket_merges.merge(ask.session, ticket, other)
    return ticket_cards.after(ask, ticket, fmt("{other} is part of it now.", other=gone))


@command(
    "ticket split",
    needs=Right.TICKETS_WORK,
    examples=("ticket split T-1 2", "拆分工单 T-1 2"),
)
def split(ask: Ask, ticket: ATicket, number: Number) -> Reply:
    """Make a ticket of its own of a customer's message, counted from the oldest."""
    message = ticket_messages.numbered(ask.session, ticket, number)
    made = ticket_merges.split(ask.session, ticket, message)
    return ticket_cards.after(ask, made, fmt("Split off from {heading}.", heading=_of(ticket)))
