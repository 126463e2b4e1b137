"""Notices about tickets: to whom they were given, and to whoever has to look after one now."""

from collections.abc import Sequence

from handlers import cards, nudge_lines
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, plain, plural, word
from handlers.ticket_words import CLOCKS, priority
from store import customers
from store.refs import Ref
from store.sessions import Session
from store.sla_warnings import Notice
from store.tables import Ticket

SHOWN = 8


def _show(ticket: Ticket) -> Button:
    return Button(word("Show"), Invocation("ticket show", {"ticket": f"T-{ticket.id}"}))


def _list() -> Button:
    return Button(word("Show"), Invocation("tickets", {"which": "mine"}))


def _brief(session: Session, ticket: Ticket) -> Text:
    """A ticket in a notice: what it is, of whom, and how urgent."""
    found = customers.of(session, ticket)
    parts = [cards.heading(ticket), *([plain(found.name)] if found else [])]
    return joined(" · ", [*parts, plain(priority(ticket.priority))])


def routed(session: Session, ticket: Ticket) -> Reply:
    """Told to whoever got a ticket because it was their turn."""
    text = fmt("New ticket for you: {ticket}", ticket=_brief(session, ticket))
    return Reply(text, (_show(ticket),), (Ref("ticket", ticket.id),))


def several(count: int) -> Reply:
    """Told to whoever got many tickets at once."""
    text = plural(
        "{count} new ticket for you. `tickets mine` lists it.",
        "{count} new tickets for you. `tickets mine` lists them.",
        count,
    )
    return Reply(text, (_list(),))


def clock(notices: Sequence[Notice]) -> Text:
    """Which clocks of a ticket are at risk or broken."""
    said = [
        fmt("**{clock} overdue since {at}**", clock=word(CLOCKS[one.kind]), at=one.due)
        if one.what == "breach"
        else fmt("{clock} at risk, due {at}", clock=word(CLOCKS[one.kind]), at=one.due)
        for one in notices
    ]
    return joined(" · ", said)


def silent(session: Session, ticket: Ticket, level: int) -> Text:
    """That nobody has done anything about a ticket, and who works on it."""
    person = session.directory.people.get(ticket.assignee_id or 0)
    if person is None:
        return fmt(
            "**Escalation {level}** · Nothing has been done about it for too long. "
            "Nobody has taken it.",
            level=level,
        )
    return fmt(
        "**Escalation {level}** · Nothing has been done about it for too long. "
        "{person} works on it.",
        level=level,
        person=person,
    )


def news(
    session: Session, told: Sequence[tuple[Ticket, Sequence[Text]]], *, clocks: bool = False
) -> Reply:
    """All that somebody is told in one look at the tickets: one message, however much it is.

    Args:
        session: knows the customers.
        told: tickets with what is said of each, those that nobody touches first.
        clocks: whether promises at risk or overdue are among it.
    """
    why = (nudge_lines.why("ticket"),) if clocks else ()
    said = [lines(_brief(session, ticket), *texts) for ticket, texts in told]
    shows = tuple(Ref("ticket", ticket.id) for ticket, _ in told[:SHOWN])
    if len(told) == 1:
        return Reply(said[0], (_show(told[0][0]), *why), shows)
    rest = len(told) - SHOWN
    more = plural("and {count} more", "and {count} more", rest) if rest > 0 else None
    head = plural("{count} ticket needs you:", "{count} tickets need you:", len(told))
    every = Button(word("Show"), Invocation("tickets"))
    return Reply(lines(head, *said[:SHOWN], more), (every, *why), shows)
