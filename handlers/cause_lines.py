"""Lines and buttons about causes, ratings and complaints on the cards of tickets."""

from dataclasses import replace

from handlers.asks import Ask
from handlers.feedback_words import COMPLAINT_KINDS, cause_name
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, plain, word
from store import causes, subjects, ticket_ends
from store.tables import Ticket

COMMAND = "ticket cause"
OFFERED = 5


def asked(ask: Ask, ticket: Ticket, reply: Reply) -> Reply:
    """The answer to whoever has resolved a ticket, who may say why it came up by a button."""
    held = causes.missing(ask.session, ticket)
    buttons = tuple(
        Button(
            cause_name(one), Invocation(COMMAND, {"ticket": f"T-{ticket.id}", "cause": one.name})
        )
        for one in held[:OFFERED]
    )
    if not buttons:
        return reply
    text = lines(reply.text, fmt("What was the cause?"))
    return replace(reply, text=text, buttons=(*reply.buttons, *buttons))


def of(ask: Ask, ticket: Ticket) -> Text | None:
    """What is known of a ticket that has ended: its cause, how it was rated, what is complained of."""
    if ticket.ended_at is None:
        return None
    end = ticket_ends.of(ask.session, ticket)
    cause, rated, complaint = end.cause, end.rating, end.complaint
    parts = [
        fmt("Cause: {cause}", cause=cause_name(cause)) if cause else None,
        fmt("Rated {score} of 5", score=rated.score) if rated and rated.score else None,
        fmt(
            "**{kind}**, answer due {at}",
            kind=word(COMPLAINT_KINDS[complaint.kind]),
            at=complaint.due_at,
        )
        if complaint
        else None,
    ]
    said = subjects.clear(ask.session, rated, "comment_sealed") if rated else None
    return lines(joined(" · ", [one for one in parts if one]), plain(said or ""))
