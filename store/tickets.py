"""Tickets: what customers ask for, who works on it, and what it is about."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import col

from store import (
    access,
    categories,
    customers,
    escalations,
    slas,
    subjects,
    ticket_messages,
    ticket_rosters,
)
from store.access import NotFound
from store.categories import Kind, Priority, Suggestion
from store.directories import Person
from store.ownership import CannotReceive
from store.rights import Right
from store.sessions import Session
from store.tables import Company, Contact, Deal, Ticket

LONGEST_TITLE = 60
ENDINGS = ".!?。！？\n"
_GET = select(Ticket, *customers.FACTS).where(col(Ticket.id) == bindparam("ticket_id"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket before it is stored.

    Attributes:
        text: the customer's words.
        contact: whose it is, if that is known.
        kind: its category; None: found by the keywords.
        priority: None for that of the category.
        subject_id: the key for its words where there is no contact.
    """

    text: str
    contact: Contact | None = None
    kind: Kind | None = None
    priority: Priority | None = None
    identity_id: int | None = None
    subject_id: int | None = None
    locale: str | None = None
    source: str | None = None


def fold(title: str) -> str:
    """The form by which titles are compared."""
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


def title_of(text: str) -> str:
    """The first words of a request, up to the end of its first sentence."""
    line = text.strip().split("\n", 1)[0]
    words = " ".join(line.split())
    ends = [words.find(one, 3) for one in ENDINGS if words.find(one, 3) > 0]
    sentence = words[: min(ends)] if ends and " " not in words[: min(ends)][-3:] else words
    if len(sentence) <= LONGEST_TITLE:
        return sentence or "…"
    cut = sentence[: LONGEST_TITLE - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > LONGEST_TITLE // 2 else cut).rstrip(",;:，；：") + "…"


def add(session: Session, draft: Draft) -> Ticket:
    """Open a ticket on behalf of a customer.

    Raises:
        Denied: the right to work on tickets does not reach this customer's.
        NeverOpen: the calendar has not so much working time as is promised.
    """
    ticket = open_(session, draft)
    access.demand(session, Right.TICKETS_WORK, ticket)
    return ticket


def open_(session: Session, draft: Draft) -> Ticket:
    """Open a ticket for a customer who asks themselves; nobody's right is asked."""
    ticket = made(session, draft, opened_at=session.now, routed=True)
    ticket_messages.write(session, ticket, "customer", draft.text, identity_id=draft.identity_id)
    note_route(session, ticket)
    return ticket


def made(session: Session, draft: Draft, *, opened_at: datetime, routed: bool = False) -> Ticket:
    """A ticket without its message; its clocks run from a moment on.

    Args:
        session: of anybody.
        draft: what it begins as.
        opened_at: aware moment.
        routed: it goes to whose turn it is; otherwise it is nobody's.
    """
    ticket = _row(session, draft, opened_at)
    if routed:
        ticket_rosters.route(session, ticket)
    _keep(session, ticket)
    return ticket


def note_route(session: Session, ticket: Ticket) -> None:
    """Note to whom a new ticket has gone, behind the words that it began with."""
    if ticket.assignee_id is not None:
        ticket_messages.note_event(session, ticket, "routed", ticket.assignee_id)


def _keep(session: Session, ticket: Ticket) -> None:
    slas.settle(session, ticket)
    escalations.follow(session, ticket)
    session.add(ticket)
    session.flush()
    session.opened.append(ticket)


def _row(session: Session, draft: Draft, opened_at: datetime) -> Ticket:
    found = Suggestion(draft.kind, ()) if draft.kind else categories.suggest(session, draft.text)
    kind = found.kind
    return Ticket(
        id=session.take_number("ticket"),
        title=title_of(draft.text),
        status="open",
        priority=draft.priority or kind.priority,
        category_id=kind.id,
        contact_id=draft.contact.id if draft.contact else None,
        company_id=draft.contact.company_id if draft.contact else None,
        identity_id=draft.identity_id,
        team_id=kind.team_id,
        locale=draft.locale,
        source=draft.source,
        subject_id=_subject(session, draft),
        opened_at=opened_at,
        last_customer_at=opened_at,
        created_by=session.actor.id if session.actor else None,
        updated_at=session.now,
        because=",".join(found.because) or None,
        version=1,
    )


def _subject(session: Session, draft: Draft) -> int:
    if draft.contact:
        return draft.contact.subject_id
    return draft.subject_id if draft.subject_id is not None else subjects.create(session)


def get(session: Session, ticket_id: int) -> Ticket:
    """The ticket of a number; a merged one leads to the one in which it goes on.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    row = session.execute(_GET, {"ticket_id": ticket_id}).one_or_none()
    if row is None:
        raise NotFound("ticket", f"T-{ticket_id}")
    found: Ticket = row[0]
    if found.merged_into:
        return get(session, found.merged_into)
    customers.know(session, found, row)
    return found


def get_many(session: Session, ids: Sequence[int]) -> list[Ticket]:
    """The tickets of these numbers that the actor may see, in the given order."""
    if not ids:
        return []
    found = {row.id: row for row in session.scalars(select(Ticket).where(col(Ticket.id).in_(ids)))}
    return [found[one] for one in ids if one in found]


def names(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Titles of these tickets, of those that the actor may see."""
    if not ids:
        return {}
    query = select(col(Ticket.id), col(Ticket.title)).where(col(Ticket.id).in_(ids))
    return {row.id: row.title for row in session.execute(query)}


def demand(session: Session, ticket: Ticket) -> None:
    """Check that the actor may work on a ticket.

    Raises:
        Denied: the right does not reach this one.
    """
    access.demand(session, Right.TICKETS_WORK, ticket)


def assign(session: Session, ticket: Ticket, person: Person | None) -> int | None:
    """Give a ticket to somebody who works on tickets, or to nobody; gives who had it.

    Raises:
        Denied: the right does not reach this ticket.
        CannotReceive: suspended, or a role that does not work on tickets.
    """
    demand(session, ticket)
    if person is not None:
        may_work = session.directory.grants(person.role).get(Right.TICKETS_WORK)
        if person.suspended or may_work is None:
            raise CannotReceive(person)
    before, after = ticket.assignee_id, person.id if person else None
    if before != after:
        ticket_rosters.give(session, ticket, after)
        ticket_messages.note_event(session, ticket, "assigned", after)
    return before


def set_priority(session: Session, ticket: Ticket, priority: Priority) -> str:
    """Make a ticket more or less urgent; its due times follow. Gives the priority before.

    Raises:
        Denied: the right does not reach this ticket.
    """
    demand(session, ticket)
    before = ticket.priority
    if before != priority:
        ticket.priority = priority
        ticket.updated_at = session.now
        ticket_messages.note_event(session, ticket, "priority", priority)
        slas.settle(session, ticket)
    return before


def set_category(session: Session, ticket: Ticket, kind: Kind) -> int | None:
    """Put a ticket into another category and to its team; the priority stays. Gives the one before.

    Raises:
        Denied: the right does not reach this ticket.
    """
    demand(session, ticket)
    before = ticket.category_id
    if before != kind.id:
        ticket.category_id, ticket.because = kind.id, None
        ticket.team_id = kind.team_id or ticket.team_id
        ticket.updated_at = session.now
        slas.settle(session, ticket)
        ticket_messages.note_event(session, ticket, "category", kind.id)
    return before


def link(session: Session, ticket: Ticket, row: Company | Deal) -> bool:
    """Join a ticket to a company or a deal; False when it was joined so already.

    Raises:
        Denied: the right does not reach this ticket.
    """
    demand(session, ticket)
    column, letter = ("deal_id", "D") if isinstance(row, Deal) else ("company_id", "O")
    if getattr(ticket, column) == row.id:
        return False
    setattr(ticket, column, row.id)
    ticket.updated_at = session.now
    ticket_messages.note_event(session, ticket, "linked", f"{letter}-{row.id}")
    return True
