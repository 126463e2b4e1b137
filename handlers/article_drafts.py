"""Drafts of articles from requests that were answered, without whoever asked."""

import re
from collections.abc import Callable

from sqlalchemy import select
from sqlmodel import col

from handlers.asks import Ask
from handlers.readers.entries import Span, find_phone
from handlers.scripts import HAN
from store import customers, emails, indexes, ticket_messages
from store.articles import Draft
from store.sessions import Session
from store.tables import Identity, Ticket

GAP = "…"
MOST = 40
"""Messages of a request that are read."""
LONGEST = 10_000
SHORTEST_NAME = 2
MOST_FOUND = 50
"""Phones and e-mails of one text; more than that is no answer to anybody."""


def language_of(text: str, otherwise: str) -> str:
    """The language in which a text is written."""
    return "zh" if HAN.search(text) else otherwise


def from_ticket(ask: Ask, ticket: Ticket) -> Draft:
    """A draft from a request: its title and what was answered, without the customer's data.

    Notes and the customer's own words are left out; names of the customer and of their company,
    phones and e-mails are replaced.

    Args:
        ask: of an agent who sees the ticket.
        ticket: the request.
    """
    rows, _ = ticket_messages.of(ask.session, ticket, limit=MOST, events=False)
    texts = ticket_messages.texts(ask.session, rows)
    answers = [texts[one.id] for one in reversed(rows) if one.kind == "reply"]
    names = _names(ask, ticket)
    title = scrubbed(ticket.title, names, ask.voice.region)
    text = scrubbed("\n\n".join(answers), names, ask.voice.region)[:LONGEST]
    locale = language_of(title + text, ask.voice.language)
    return Draft(title, text, locale, ticket_id=ticket.id)


def _names(ask: Ask, ticket: Ticket) -> list[str]:
    """What the customer and their company are called, wherever that is kept."""
    found, known = _account(ask.session, ticket), customers.of(ask.session, ticket)
    found += [known.name] if known else []
    if ticket.company_id:
        found += indexes.company_names(ask.session, [ticket.company_id]).values()
    parts = [part for name in found for part in (name, *name.split())]
    return sorted({one for one in parts if len(one) >= SHORTEST_NAME}, key=len, reverse=True)


def _account(session: Session, ticket: Ticket) -> list[str]:
    if ticket.identity_id is None:
        return []
    query = select(col(Identity.name)).where(col(Identity.id) == ticket.identity_id)
    return [one for one in session.scalars(query) if one]


def scrubbed(text: str, names: list[str], region: str) -> str:
    """A text without names, phones and e-mails.

    Args:
        text: any text.
        names: the longest first; Latin ones are replaced as whole words.
        region: by which national phone numbers are read.
    """
    for find in (emails.find_email, lambda one: find_phone(one, region)):
        text = _without(text, find)
    for name in names:
        edges = r"(?<!\w){}(?!\w)" if name.isascii() else "{}"
        text = re.sub(edges.format(re.escape(name)), GAP, text, flags=re.IGNORECASE)
    return text


def _without(text: str, find: Callable[[str], Span | None]) -> str:
    """A text without what a finder finds in it."""
    done = ""
    for _ in range(MOST_FOUND):
        found = find(text)
        if found is None:
            break
        done += text[: found.start] + GAP
        text = text[found.end :]
    return done + text
