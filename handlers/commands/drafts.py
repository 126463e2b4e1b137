"""Drafts: what was written in a thread goes to the customer by a button, once; another try."""

from collections.abc import Sequence
from typing import Annotated, Any

from handlers import ticket_replies
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.outcomes import Missing
from handlers.readers.readings import Reader, Word
from handlers.readers.records import ATicket
from handlers.readers.words import FreeText
from handlers.replies import Reply
from handlers.texts import fmt
from handlers.ticket_replies import Draft
from store import files, ticket_deliveries, ticket_messages
from store.access import NotFound
from store.files import Held
from store.refs import Ref
from store.rights import Right

DIGITS = 20  # of a 63-bit number


class MessageReader(Reader[int]):
    """A message of a ticket; a button names it, so nobody types it."""

    aside = True

    def read(self, ask: Ask, text: str) -> int:
        """Read its id."""
        if not text.isdecimal() or len(text) >= DIGITS:
            raise NotFound("message", text)
        return int(text)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """It stands in no message."""
        return None


class CarriedReader(Reader[Sequence[Held]]):
    """Files that came with a draft; a button or a question names them, so nobody types them."""

    aside = True

    def read(self, ask: Ask, text: str) -> Sequence[Held]:
        """Find those that are there still."""
        if not ask.taken.payload.get("answered"):
            return ()
        ids = [int(one) for one in text.split(",") if one.isdecimal() and len(one) < DIGITS]
        return files.held(ask.session, ids)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """They stand in no message."""
        return None


class DraftReader(FreeText):
    """The words of a draft that was asked about."""

    aside = True

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """They stand in no message."""
        return None


AMessage = Annotated[int, MessageReader()]
Carried = Annotated[Sequence[Held], CarriedReader()]
Words = Annotated[str, DraftReader(mark("What shall the customer read?"))]


@command(
    "ticket send",
    needs=Right.TICKETS_WORK,
    examples=("ticket send T-1", "发送工单 T-1"),
)
def send(
    ask: Ask,
    ticket: ATicket,
    *,
    note: AMessage | None = None,
    text: Words | None = None,
    files: Carried | None = None,
) -> Reply:
    """Send to the customer what you wrote in a ticket's thread; its button does this."""
    if note is not None:
        row = ticket_messages.get(ask.session, ticket, note)
        if row.kind != "note":
            raise NotFound("message", str(note))
        return ticket_replies.send_note(ask, ticket, row)
    if text is None:
        raise Missing(ask.invocation, "text")
    return ticket_replies.answer(ask, ticket, Draft(text, files or ()))


@command(
    "ticket resend",
    needs=Right.TICKETS_WORK,
    examples=("ticket resend T-1", "重发工单 T-1"),
    undoable=False,
)
def resend(ask: Ask, ticket: ATicket, *, message: AMessage | None = None) -> Reply:
    """Try once more to deliver an answer that did not reach the customer."""
    ref = Ref("ticket", ticket.id)
    row = (
        ticket_deliveries.last_failed(ask.session, ticket)
        if message is None
        else ticket_messages.get(ask.session, ticket, message)
    )
    if row is None or not ticket_deliveries.again(ask.session, ticket, row):
        return Reply(fmt("There is no answer on {ref} that did not arrive.", ref=ref), (), (ref,))
    return Reply(fmt("I try once more to deliver your answer on {ref}.", ref=ref), (), (ref,))
