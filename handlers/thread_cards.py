"""What stands in the thread of a ticket: its beginning, its card, a line for whatever happens.

Everybody in the channel reads it, so it tells what a ticket's workers may see, and of the customer
no more than the name and the words.
"""

from handlers import cards, ticket_cards
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, plain, word
from handlers.ticket_words import called, priority
from store import categories, customers, ticket_messages
from store.sessions import Session
from store.tables import Ticket, TicketMessage

LONGEST = 3000
PLATFORMS = {"telegram": "Telegram", "slack": "Slack"}


def customer(session: Session, ticket: Ticket) -> str:
    """What the customer of a ticket is called: as a contact, or as their account is."""
    return customers.name(session, ticket) or word("the customer")


def platform(name: str) -> str:
    """What a platform is called."""
    return word("the terminal") if name == "terminal" else PLATFORMS.get(name, name)


def opening(session: Session, ticket: Ticket) -> Reply:
    """The first message of a thread: which ticket, whose, and how urgent."""
    kind = categories.find(session, ticket.category_id)
    parts: list[Text] = [
        cards.heading(ticket),
        fmt("**{who}**", who=customer(session, ticket)),
        fmt("priority {priority}", priority=priority(ticket.priority)),
    ]
    return Reply(joined(" · ", [*parts, *([plain(called(kind))] if kind else [])]))


def card(session: Session, ticket: Ticket) -> Reply:
    """What was asked, how to work on it here, and its buttons."""
    written = _written(session, ticket)
    texts = ticket_messages.texts(session, written)
    who = customer(session, ticket)
    words = [
        lines(fmt("**{who}**:", who=who), plain(_cut(texts[one.id])))
        for one in reversed(written)
        if one.kind == "customer"
    ]
    how = fmt("What is written here stays inside; `reply` and your words go to {who}.", who=who)
    text = lines(opening(session, ticket).text, *words, how)
    return Reply(text, _buttons(ticket))


def _written(session: Session, ticket: Ticket) -> list[TicketMessage]:
    """What was written last, the newest first; of a new ticket it need not be read."""
    asked = [row for held, row, _ in session.happened if held is ticket and row.kind == "customer"]
    if ticket in session.opened and asked:
        return asked[::-1]
    session.flush()
    with session.unscoped():
        return ticket_messages.of(session, ticket, limit=3, events=False)[0]


def _buttons(ticket: Ticket) -> tuple[Button, ...]:
    ref = {"ticket": f"T-{ticket.id}"}
    return (
        Button(word("Take"), Invocation("ticket take", ref)),
        Button(word("Wait"), Invocation("wait", ref)),
        Button(word("Resolve"), Invocation("resolve", ref)),
        Button(word("Show"), Invocation("ticket show", ref)),
    )


def line(session: Session, ticket: Ticket, row: TicketMessage) -> Text:
    """What happened, or what was written, and by whom."""
    author = session.directory.people.get(row.staff_id or 0)
    by, who = author.name if author else word("Parley"), customer(session, ticket)
    text = plain(_cut(ticket_messages.texts(session, [row])[row.id]))
    if row.kind == "event":
        happened = ticket_cards.happened(session, row)
        author_known = author is not None or row.event != "customer wrote"
        said = fmt("{who}: {event}", who=by, event=happened) if author_known else happened
        return joined(" · ", [said, text]) if text else said
    heads = {
        "reply": fmt("**{author} → {who}**:", author=by, who=who),
        "note": fmt("**{author}**, internal:", author=by),
        "customer": fmt("**{who}**:", who=who),
    }
    return lines(heads[row.kind], text)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
