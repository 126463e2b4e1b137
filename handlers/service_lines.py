"""Lines about service on the cards of contacts and companies."""

from handlers.asks import Ask
from handlers.texts import Text, fmt, listed, plural, word
from handlers.ticket_words import STATUSES
from store import ticket_queues
from store.refs import Ref
from store.rights import Right
from store.tables import Company, Contact, Ticket


def of(ask: Ask, row: Contact | Company) -> Text | None:
    """The open tickets of a contact or a company, for those who see tickets."""
    if ask.actor.scope(Right.TICKETS_SEE) is None:
        return None
    rows, total = ticket_queues.on_card(ask.session, row)
    if not rows:
        return None
    tickets = listed(_short(one) for one in rows)
    return plural(
        "Open ticket: {tickets}", "{count} open tickets: {tickets}", total, tickets=tickets
    )


def _short(row: Ticket) -> Text:
    return fmt(
        "{title} `{ref}` ({status})",
        title=row.title,
        ref=Ref("ticket", row.id),
        status=word(STATUSES[row.status]),
    )
