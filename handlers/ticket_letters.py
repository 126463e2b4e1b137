"""Letters about tickets: to the customer, and to the staff who work on them."""

from collections.abc import Callable

from handlers import letters
from handlers.asks import voice_of
from handlers.languages import speaking
from handlers.replies import Reply
from store import outboxes, ticket_places
from store.conversations import Place
from store.directories import Person
from store.outboxes import Letter
from store.rights import Role
from store.sessions import Session
from store.tables import Ticket

Say = Callable[[], Reply]
"""Makes a message, spoken as its reader is spoken to."""


def to_customer(session: Session, ticket: Ticket, say: Say) -> bool:
    """Send a message to whoever asked, in their own chat and language.

    Nothing but an explicit act of somebody may lead here: whatever staff write among themselves
    has no way to this function.

    Returns:
        Whether there is a chat in which the customer can be reached.
    """
    found = ticket_places.of_customer(session, ticket)
    if found is None:
        return False
    place, own = found
    with speaking(voice_of(session.directory, None, own)):
        _post(session, place, say().dump(to=ticket.identity_id))
    return True


def _post(session: Session, place: Place, payload: dict[str, object]) -> None:
    outboxes.post(session, [Letter(payload, place)], session.origin.inbox_id)


def to_staff(session: Session, ticket: Ticket, say: Say) -> None:
    """Tell those who work on a ticket: its assignee, or while it has none every agent."""
    told = []
    for person in _readers(session, ticket):
        if session.actor is None or session.actor.id != person.id:
            with speaking(voice_of(session.directory, person)):
                told.append(letters.notice(session, person, say()))
    outboxes.post(session, told, session.origin.inbox_id)


def _readers(session: Session, ticket: Ticket) -> list[Person]:
    directory = session.directory
    people = [one for one in directory.people.values() if not one.suspended]
    if ticket.assignee_id is not None:
        return [one for one in people if one.id == ticket.assignee_id]
    return [one for one in people if one.role is Role.AGENT]
