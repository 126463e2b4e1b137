"""What colleagues are told of customers' requests."""

from datetime import datetime

from handlers import cards, thread_letters, ticket_letters
from handlers.asks import Ask
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, plain, word
from handlers.thread_letters import Say
from store import customer_links
from store.refs import Ref
from store.requests import TOGETHER
from store.tables import Contact, Ticket

SHOWN = 500


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _about(ticket: Ticket, text: Text, *buttons: Button) -> Reply:
    ref = {"ticket": f"T-{ticket.id}"}
    take = () if ticket.assignee_id else (Button(word("Take"), Invocation("ticket take", ref)),)
    show = Button(word("Show"), Invocation("ticket show", ref))
    return Reply(text, (*take, *buttons, show), (Ref("ticket", ticket.id),))


def came(ask: Ask, ticket: Ticket, text: str) -> None:
    """Tell of a new request; of a single question without its words."""
    found = None
    if ticket.contact_id is None and not ticket.single and ticket.identity_id is not None:
        found = customer_links.candidate(ask.session, ticket.identity_id)

    def say() -> Reply:
        head = fmt(
            "New request {heading} from {name} ({platform})",
            heading=cards.heading(ticket),
            name=ask.taken.account_name or word("a guest"),
            platform=ask.taken.platform,
        )
        words = None if ticket.single else plain(_cut(text))
        buttons = (_link(ticket, found),) if found else ()
        return _about(ticket, lines(head, words, _same_number(found)), *buttons)

    _tell(ask, ticket, say)
    if found and thread_letters.stand(ask.session, ticket):
        shared_number(ask, ticket)


def _tell(ask: Ask, ticket: Ticket, say: Say) -> None:
    """Tell those who work on a ticket, unless there is a desk that shows it."""
    if not thread_letters.stand(ask.session, ticket):
        for person in ticket_letters.readers(ask.session, ticket):
            ask.tell(person.id, say)


def _same_number(contact: Contact | None) -> Text | None:
    if contact is None:
        return None
    return fmt(
        "The account's own number, which its platform vouches for, is that of {heading}.",
        heading=cards.heading(contact),
    )


def _link(ticket: Ticket, contact: Contact) -> Button:
    values = {"ticket": f"T-{ticket.id}", "record": f"C-{contact.id}"}
    label = word("Link to {name}").format(name=contact.name)
    return Button(label[:40], Invocation("ticket link", values))


def wrote(ask: Ask, ticket: Ticket, text: str, before: datetime | None) -> None:
    """Tell of more words of a customer's; of those that follow each other at once only once."""
    if before is not None and ask.now - before <= TOGETHER:
        return

    def say() -> Reply:
        head = fmt("{heading}: the customer wrote", heading=cards.heading(ticket))
        return _about(ticket, lines(head, None if ticket.single else plain(_cut(text))))

    _tell(ask, ticket, say)


def closed(ask: Ask, ticket: Ticket) -> None:
    """Tell that a customer has closed their request."""
    ticket_letters.to_staff(
        ask.session,
        ticket,
        lambda: _about(
            ticket, fmt("{heading}: the customer has closed it.", heading=cards.heading(ticket))
        ),
    )


def wants_human(ask: Ask, ticket: Ticket) -> None:
    """Tell that a customer wants to talk to a person."""
    ticket_letters.to_staff(
        ask.session,
        ticket,
        lambda: _about(
            ticket,
            fmt(
                "{heading}: the customer wants to talk to a person.", heading=cards.heading(ticket)
            ),
        ),
    )


def shared_number(ask: Ask, ticket: Ticket) -> None:
    """Ask whether the account is the contact's whose number it has."""
    if ticket.contact_id is not None or ticket.single or ticket.identity_id is None:
        return
    found = customer_links.candidate(ask.session, ticket.identity_id)
    if found is None:
        return
    ticket_letters.to_staff(
        ask.session,
        ticket,
        lambda: _about(
            ticket, lines(cards.heading(ticket), _same_number(found)), _link(ticket, found)
        ),
    )
