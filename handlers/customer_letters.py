"""Letters about what was decided for a customer by the clock."""

from handlers import cards, ticket_letters
from handlers.replies import Reply
from handlers.texts import fmt, lines, plain
from store.refs import Ref
from store.sessions import Session
from store.tables import Ticket


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
