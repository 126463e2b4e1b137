"""Replies that did not reach their customer: told in the threads and to who works on the ticket."""

from functools import partial

from handlers import thread_cards, thread_letters, ticket_letters
from handlers.delivery_reasons import reason
from handlers.replies import Button, Invocation, Reply
from handlers.texts import fmt, lines, plain, word
from store import outboxes, ticket_deliveries, ticket_messages
from store.refs import Ref
from store.sessions import PARLEY, Session
from store.ticket_deliveries import Failure

LONGEST = 300
COMMAND = "reply failed"


def tell(session: Session) -> None:
    """Tell of replies that have failed since the last look; nothing is lost without a word."""
    if not ticket_deliveries.waiting(session):
        return
    session.actor = PARLEY
    session.origin.command = session.origin.command or COMMAND
    for one in ticket_deliveries.failures(session):
        _tell(session, one)


def _tell(session: Session, failure: Failure) -> None:
    """In the threads, and to the author and the assignee, who may be one person."""
    say = partial(_undelivered, session, failure)
    told = thread_letters.of(session, failure.ticket, [say])
    people = session.directory.people
    concerned = dict.fromkeys([failure.message.staff_id or 0, failure.ticket.assignee_id or 0])
    readers = [people[one] for one in concerned if one in people and not people[one].suspended]
    told += ticket_letters.notices(session, readers, say)
    outboxes.post(session, told, session.origin.inbox_id)


def _undelivered(session: Session, failure: Failure) -> Reply:
    ticket, message = failure.ticket, failure.message
    ref = Ref("ticket", ticket.id)
    text = ticket_messages.texts(session, [message])[message.id]
    said = lines(
        fmt(
            "Your answer on {ref} did not reach {who}: {reason}.",
            ref=ref,
            who=thread_cards.customer(session, ticket),
            reason=reason(failure.reason),
        ),
        plain(f"“{text[:LONGEST]}”"),
    )
    values = {"ticket": str(ref), "message": str(message.id)}
    return Reply(said, (Button(word("Retry"), Invocation("ticket resend", values)),), (ref,))
