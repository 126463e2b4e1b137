"""Letters into the threads of a ticket: its beginning, and whatever happens to it."""

from collections.abc import Callable, Sequence
from typing import Any

from handlers import thread_cards
from handlers.asks import voice_of
from handlers.languages import speaking
from handlers.replies import Reply
from store import ticket_threads
from store.outboxes import Letter
from store.sessions import Session
from store.tables import Ticket
from store.ticket_threads import Desk, Thread

Say = Callable[[], Reply]
"""Makes a message, spoken as its reader is spoken to."""

Spot = str | int | None
"""A thread in which nothing is repeated: its platform's name, or the number of its row."""

LONGEST_NAME = 128  # UTF-16 units of the name of a topic


def of(session: Session, ticket: Ticket, says: Sequence[Say], but: Spot = None) -> list[Letter]:
    """Say something in every thread of a ticket; where it has none yet, one begins.

    Args:
        session: of any actor.
        ticket: which one.
        says: what is said, one after another.
        but: the thread in which it was said already.
    """
    held = ticket_threads.of(session, ticket)
    letters = [
        _letter(session, ticket, one, say)
        for one in held
        if but is None or but not in (one.id, one.name)
        for say in says
    ]
    for desk in _new_desks(session, ticket, held):
        begun = ticket_threads.begin(session, ticket, desk)
        letters += _beginning(session, ticket, begun)
        letters += [_letter(session, ticket, begun, say) for say in says]
    return letters + _in_room(session, ticket, says, but)


def turned(session: Session, ticket: Ticket, state: str) -> list[Letter]:
    """Let a ticket's topics be closed or open, where there are topics.

    Args:
        session: of any actor.
        ticket: which one.
        state: "closed" or "open".
    """
    return [
        Letter(
            {"spans": [], "turns": state, "thread": one.id, "open": True},
            subject_id=ticket.subject_id,
            chat_id=one.desk.chat_id,
        )
        for one in ticket_threads.of(session, ticket)
        if one.desk.topics
    ]


def beginning(session: Session, ticket: Ticket) -> list[Letter]:
    """Begin the threads of a new ticket, also the one at the terminal."""
    return [
        *of(session, ticket, (), but=room(ticket)),
        *_in_room(session, ticket, [lambda: thread_cards.card(session, ticket)], None),
    ]


def any_desk(session: Session) -> bool:
    """Whether there is a desk at all."""
    return bool(ticket_threads.desks(session))


def stand(session: Session, ticket: Ticket) -> bool:
    """Whether there is a desk in which people hear of a ticket."""
    return bool(ticket_threads.desks_of(session, ticket))


def room(ticket: Ticket) -> str:
    """What the terminal calls the thread of a ticket."""
    return f"#T-{ticket.id}"


def _new_desks(session: Session, ticket: Ticket, held: Sequence[Thread]) -> list[Desk]:
    """Desks that should have the ticket and do not; what has ended is not begun anywhere."""
    if ticket.ended_at is not None:
        return []
    known = {one.desk.chat_id for one in held}
    return [one for one in ticket_threads.desks_of(session, ticket) if one.chat_id not in known]


def _beginning(session: Session, ticket: Ticket, thread: Thread) -> list[Letter]:
    """The first message, below or beside which all others stand, and the card."""
    opening = _letter(session, ticket, thread, lambda: thread_cards.opening(session, ticket))
    name = f"T-{ticket.id} {ticket.title}"
    opening.payload["opens"] = _cut(name)
    if thread.desk.topics:
        opening.payload["topic"] = True
    return [opening, _letter(session, ticket, thread, lambda: thread_cards.card(session, ticket))]


def _cut(name: str) -> str:
    """As much of a name as a topic takes."""
    return name.encode("utf-16-le")[: LONGEST_NAME * 2].decode("utf-16-le", "ignore")


def _letter(session: Session, ticket: Ticket, thread: Thread, say: Say) -> Letter:
    own = {"locale": thread.desk.locale}
    with speaking(voice_of(session.directory, None, own)):
        payload = _payload(ticket, say())
    payload |= {"thread": thread.id, "open": True}
    return Letter(payload, subject_id=ticket.subject_id, chat_id=thread.desk.chat_id)


def _in_room(session: Session, ticket: Ticket, says: Sequence[Say], but: Spot) -> list[Letter]:
    """The same at the terminal, where somebody reads along."""
    if not session.installation.has_rooms or but == room(ticket):
        return []
    letters = []
    with speaking(voice_of(session.directory, None)):
        for say in says:
            payload = _payload(ticket, say()) | {"room": room(ticket)}
            letters.append(Letter(payload, subject_id=ticket.subject_id))
    return letters


def _payload(ticket: Ticket, reply: Reply) -> dict[str, Any]:
    """What is said in a thread is about its ticket, whatever else it shows."""
    payload = reply.dump(to=None)
    others = [one for one in payload.get("shows", ()) if one != f"T-{ticket.id}"]
    return payload | {"shows": [f"T-{ticket.id}", *others]}
