"""Letters about tickets: to the customer, and to the staff who work on them."""

from collections.abc import Sequence

from handlers import letters, thread_cards, thread_letters
from handlers.asks import voice_of
from handlers.languages import speaking
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, plain, word
from handlers.thread_letters import Say
from store import files as held_files
from store import outboxes, ticket_files, ticket_messages, ticket_places
from store.directories import Person
from store.outboxes import Letter
from store.refs import Ref
from store.rights import Role
from store.sessions import Session
from store.tables import Ticket, TicketMessage


def to_customer(session: Session, ticket: Ticket, say: Say) -> int | None:
    """Send a message to whoever asked, in their own chat and language.

    Nothing but an explicit act of somebody may lead here: whatever staff write among themselves
    has no way to this function.

    Returns:
        The letter's number in the outbox; None where no chat leads to the customer.
    """
    found = ticket_places.of_customer(session, ticket)
    if found is None:
        return None
    place, own = found
    with speaking(voice_of(session.directory, None, own)):
        letter = Letter(say().dump(to=ticket.identity_id), place)
    outboxes.post(session, [letter], session.origin.inbox_id)
    return letter.id


def to_staff(session: Session, ticket: Ticket, say: Say) -> None:
    """Tell those who work on a ticket: in its threads, or where it has no desk each of them.

    Those are its assignee, or while it has none every agent.
    """
    told = thread_letters.of(session, ticket, [say])
    if not thread_letters.stand(session, ticket):
        told += notices(session, readers(session, ticket), say)
    outboxes.post(session, told, session.origin.inbox_id)


def in_threads(session: Session, ticket: Ticket, message: TicketMessage) -> None:
    """Show a customer's message, with its files, in the threads of the ticket and nowhere else."""
    say = _written(session, ticket, message, ticket_files.brought(session, message))
    outboxes.post(session, thread_letters.of(session, ticket, [say]), session.origin.inbox_id)


def brought(session: Session, ticket: Ticket) -> list[Letter]:
    """What the threads of a new ticket are shown behind its card: messages that brought files."""
    return [
        letter
        for one in ticket_files.bringing(session, ticket)
        for letter in thread_letters.of(
            session, ticket, [_written(session, ticket, one, ticket_files.brought(session, one))]
        )
    ]


def to_readers(session: Session, ticket: Ticket, say: Say) -> None:
    """Tell those who work on a ticket wherever they are, unless there is a desk that shows it."""
    if not thread_letters.stand(session, ticket):
        told = notices(session, readers(session, ticket), say)
        outboxes.post(session, told, session.origin.inbox_id)


def _written(session: Session, ticket: Ticket, message: TicketMessage, files: Sequence[int]) -> Say:
    session.flush()
    text = ticket_messages.texts(session, [message])[message.id]
    named = [one.name for one in held_files.held(session, files)] if files else []

    def say() -> Reply:
        who = thread_cards.customer(session, ticket)
        words = lines(fmt("{ref} · **{who}**:", ref=_ref(ticket), who=who), _said(text, named))
        return Reply(words, _buttons(ticket), (_ref(ticket),), files=tuple(files))

    return say


def _said(text: str, names: Sequence[str]) -> Text:
    files = [plain(f"📎 {one}") for one in names]
    return lines(plain(text) if text.strip() else None, *files)


def _ref(ticket: Ticket) -> Ref:
    return Ref("ticket", ticket.id)


def _buttons(ticket: Ticket) -> tuple[Button, ...]:
    ref = {"ticket": str(_ref(ticket))}
    return (
        Button(word("Reply"), Invocation("reply", ref)),
        Button(word("Show"), Invocation("ticket show", ref)),
    )


def notices(session: Session, people: Sequence[Person], say: Say) -> list[Letter]:
    """The same to each of some people, wherever they are; nobody hears of their own act."""
    told = []
    for person in people:
        if session.actor is None or session.actor.id != person.id:
            with speaking(voice_of(session.directory, person)):
                told.append(letters.notice(session, person, say()))
    return told


def readers(session: Session, ticket: Ticket) -> list[Person]:
    """Those who work on a ticket: its assignee, or while it has none every agent."""
    directory = session.directory
    people = [one for one in directory.people.values() if not one.suspended]
    if ticket.assignee_id is not None:
        return [one for one in people if one.id == ticket.assignee_id]
    return [one for one in people if one.role is Role.AGENT]
