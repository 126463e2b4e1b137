"""Letters to customers that are about no single answer: what was decided, who looks after them."""

from collections.abc import Sequence

from handlers import cards, ticket_letters
from handlers.asks import voice_of
from handlers.languages import speaking
from handlers.replies import Reply
from handlers.texts import fmt, lines, plain
from store import outboxes, subjects, ticket_places
from store.directories import Person
from store.outboxes import Letter
from store.refs import Ref
from store.sessions import Session
from store.tables import Ticket


def new_keeper(session: Session, accounts: Sequence[int], keeper: Person) -> int:
    """Tell customers who looks after them from now on; gives how many could be told.

    Args:
        session: of whoever has decided to tell them.
        accounts: from which they write, one for each customer.
        keeper: looks after them.
    """
    places = ticket_places.of_accounts(session, accounts)
    subjects.load(session, (place.subject_id for place, _ in places.values()))
    letters = []
    for identity_id, (place, own) in places.items():
        with speaking(voice_of(session.directory, None, own)):
            said = fmt("From now on {who} looks after you. Write here as before.", who=keeper)
            letters.append(Letter(Reply(said).dump(to=identity_id), place))
    outboxes.post(session, letters, session.origin.inbox_id)
    return len(letters)


def decided(session: Session, ticket: Ticket, text: str) -> None:
    """Tell customer and staff into which request words went that nobody has placed."""
    ref = Ref("ticket", ticket.id)

    def to_customer() -> Reply:
        said = fmt("You did not say which request it was about, so I put it into `{ref}`.", ref=ref)
        return Reply(said, (), (ref,))

    def to_staff() -> Reply:
        head = fmt("{heading}: the customer wrote", heading=cards.heading(ticket))
        return Reply(lines(head, None if ticket.single else plain(text[:500])), (), (ref,))

    ticket_letters.to_customer(session, ticket, to_customer)
    ticket_letters.to_readers(session, ticket, to_staff)
