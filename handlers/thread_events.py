"""Events of tickets as their threads hear of them: one line for whatever a message has done."""

from functools import partial

from handlers import thread_cards, thread_letters, threads, ticket_letters
from handlers.asks import Ask
from handlers.replies import Reply
from handlers.texts import Text, fmt
from handlers.thread_letters import Say, Spot
from store import outboxes, tickets
from store.changes import ChangeSet
from store.outboxes import Letter
from store.sessions import Session
from store.tables import Ticket, TicketMessage

TURNS = {"closed": "closed", "reopened": "open"}
"""Events after which the topics of a ticket are closed, or open again."""

FOLLOWED = ("event", "note", "reply")
"""What customers write comes with its files, so `ticket_letters.in_threads` tells of that."""


def letters(session: Session, but: Spot = None) -> list[Letter]:
    """What the threads are told of all that this unit of work has opened and written.

    Args:
        session: of whoever did it.
        but: the thread in which it was said already.
    """
    if not (session.installation.has_rooms or thread_letters.any_desk(session)):
        return []
    begun = [
        one
        for row in session.opened
        if row.erased_at is None
        for one in (
            *thread_letters.beginning(session, row),
            *ticket_letters.brought(session, row),
        )
    ]
    told: dict[int, tuple[Ticket, list[Say]]] = {}
    turned: list[Letter] = []
    for ticket, row, files in session.happened:
        if ticket.erased_at is not None:
            continue
        if row.kind in FOLLOWED:
            say = partial(_line, session, ticket, row, files)
            told.setdefault(ticket.id, (ticket, []))[1].append(say)
        if row.event in TURNS:
            turned += thread_letters.turned(session, ticket, TURNS[row.event])
    if told:
        session.flush()
    said = [
        letter
        for ticket, says in told.values()
        for letter in thread_letters.of(session, ticket, says, but)
    ]
    return [*begun, *said, *turned]


def _line(session: Session, ticket: Ticket, row: TicketMessage, files: tuple[int, ...]) -> Reply:
    return Reply(thread_cards.line(session, ticket, row), files=files)


def tell_taken_back(ask: Ask, change: ChangeSet, done: Text) -> None:
    """Tell the threads of the tickets of a change that it was undone, but the one it was said in.

    Args:
        ask: of whoever has undone it.
        change: what was taken back.
        done: what is said of it.
    """
    session = ask.session
    if not (session.installation.has_rooms or thread_letters.any_desk(session)):
        return
    numbers = {int(one.subject_row) for one in change.entries if one.subject_table == "tickets"}

    def say() -> Reply:
        return Reply(fmt("{who}: {event}", who=ask.person.name, event=done))

    spot = threads.said_in(ask)
    for ticket in tickets.get_many(session, sorted(numbers)):
        outboxes.post(session, thread_letters.of(session, ticket, [say], spot), ask.taken.id)
