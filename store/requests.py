"""Requests: a customer's own tickets, and which of them a message belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import col

from store import (
    categories,
    customer_accounts,
    exchanges,
    files,
    slas,
    ticket_messages,
    ticket_states,
    tickets,
)
from store.access import NotFound
from store.held_words import Held
from store.sessions import PARLEY, Session
from store.tables import Contact, CustomerAccount, Ticket, TicketMessage
from store.tickets import Draft

TOGETHER = timedelta(minutes=1)
"""Messages in a row that belong together, whatever else is open."""
REOPEN_WITHIN = timedelta(days=7)
TELLING = 12
"""Letters that a title should have; a Chinese character counts for two."""
MOST = 50
PAGE = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """A customer's requests that a message may belong to, those written in last first.

    Attributes:
        open: on which there is work to do.
        ended: those of the last days, which may be taken up again.
    """

    open: tuple[Ticket, ...] = ()
    ended: tuple[Ticket, ...] = ()

    def just_written(self, now: datetime) -> Ticket | None:
        """The request in which the customer wrote a moment ago."""
        newest = next(iter(self.open), None)
        wrote = newest.last_customer_at if newest else None
        return newest if wrote and now - wrote <= TOGETHER else None


def standing(session: Session, account: CustomerAccount | None) -> Standing:
    """The requests of whoever holds an account that a message may belong to."""
    if account is None:
        return Standing()
    ended = col(Ticket.ended_at)
    alive = or_(ended.is_(None), ended >= session.now - REOPEN_WITHIN)
    query = select(Ticket).where(
        _mine(account), alive, col(Ticket.merged_into).is_(None), col(Ticket.erased_at).is_(None)
    )
    newest = query.order_by(col(Ticket.last_customer_at).desc(), col(Ticket.id).desc()).limit(MOST)
    with session.unscoped():
        rows = list(session.scalars(newest))
    return Standing(
        tuple(one for one in rows if one.ended_at is None),
        tuple(one for one in rows if one.ended_at is not None),
    )


def _mine(account: CustomerAccount) -> ColumnElement[bool]:
    return col(Ticket.identity_id).in_(customer_accounts.identities_of(account))


def own(session: Session, account: CustomerAccount | None, number: int) -> Ticket:
    """A request of the customer's; a merged one leads to the one in which it goes on.

    Raises:
        NotFound: there is none of that number, or it is somebody else's.
    """
    row = None
    if account is not None:
        with session.unscoped():
            query = select(Ticket).where(col(Ticket.id) == number, _mine(account))
            row = session.scalars(query).one_or_none()
            while row is not None and row.merged_into is not None:
                row = session.get_one(Ticket, row.merged_into)
    if row is None:
        raise NotFound("request", f"T-{number}")
    return row


def every(
    session: Session, account: CustomerAccount | None, *, offset: int = 0
) -> tuple[Sequence[Ticket], int]:
    """A page of the customer's requests, the newest first, and how many there are."""
    if account is None:
        return [], 0
    query = select(Ticket, func.count().over()).where(
        _mine(account), col(Ticket.merged_into).is_(None), col(Ticket.erased_at).is_(None)
    )
    with session.unscoped():
        rows = session.execute(query.order_by(col(Ticket.id).desc()).offset(offset).limit(PAGE))
        found = rows.all()
    return [one[0] for one in found], found[0][1] if found else 0


def newest(session: Session, account: CustomerAccount | None) -> Ticket | None:
    """The customer's request that was opened last."""
    return next(iter(every(session, account)[0]), None)


def written(session: Session, ticket: Ticket, limit: int = 3) -> list[TicketMessage]:
    """What customer and staff wrote to each other last, oldest first; nothing internal."""
    theirs = col(TicketMessage.ticket_id) == ticket.id
    spoken = col(TicketMessage.kind).in_(("customer", "reply"))
    newest = select(TicketMessage).where(theirs, spoken).order_by(col(TicketMessage.at).desc())
    with session.unscoped():
        rows = list(session.scalars(newest.order_by(col(TicketMessage.id).desc()).limit(limit)))
    return rows[::-1]


def words(session: Session, ticket: Ticket) -> str:
    """What the customer wrote first, as far as the first messages go."""
    said = select(TicketMessage).where(
        col(TicketMessage.ticket_id) == ticket.id, col(TicketMessage.kind) == "customer"
    )
    rows = list(session.scalars(said.order_by(col(TicketMessage.at)).limit(PAGE)))
    texts = ticket_messages.texts(session, rows)
    return "\n".join(texts[one.id] for one in rows)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a request begins.

    Attributes:
        words: its messages, the first one first.
        locale: the language of the customer.
        source: the platform.
        title: None: the first words; of a single question something that says nothing of it.
        continues: an older request that it goes on from.
    """

    words: Sequence[Held]
    locale: str
    source: str
    title: str | None = None
    continues: Ticket | None = None


def open_(session: Session, account: CustomerAccount, opening: Opening) -> Ticket:
    """Open a request of a customer's with all the words that led to it.

    Raises:
        NeverOpen: the calendar has not so much working time as is promised.
    """
    text = "\n".join(one.text for one in opening.words)
    telling = next((one.text for one in opening.words if _tells(one.text)), text)
    single = opening.title is not None
    contact = None if single else customer_accounts.contact_of(session, account)
    kind = categories.suggest(session, text).kind
    draft = Draft(
        opening.title or telling,
        contact,
        kind,
        identity_id=account.identity_id,
        subject_id=None if single else account.subject_id,
        locale=opening.locale,
        source=opening.source,
    )
    row = tickets.made(session, draft, opened_at=session.now, routed=True)
    row.single = single
    if opening.continues is not None:
        ticket_messages.note_event(session, row, "continues", f"T-{opening.continues.id}")
    for one in opening.words:
        _write(session, row, account, one)
    tickets.note_route(session, row)
    return row


def _tells(text: str) -> bool:
    """Whether words say what it is about: more than a greeting or the mark of a photo."""
    return sum(1 + (not one.isascii()) for one in text if one.isalpha()) >= TELLING


def _write(session: Session, ticket: Ticket, account: CustomerAccount, said: Held) -> None:
    came, files_ = account.identity_id, _files(session, said)
    ticket_messages.write(session, ticket, "customer", said.text, identity_id=came, files=files_)


def _files(session: Session, said: Held) -> list[int]:
    """What came with a message."""
    held = files.of_message(session, said.inbox_id) if said.inbox_id is not None else []
    return [one.id for one in held]


def go_on(
    session: Session, ticket: Ticket, account: CustomerAccount, words: Sequence[Held]
) -> list[TicketMessage]:
    """Add messages to a request, which is taken up again if it had ended.

    Args:
        session: of the customer.
        ticket: one of theirs.
        account: from which they write.
        words: the first one first.

    Returns:
        The messages.
    """
    if ticket.status == "closed":
        actor, session.actor = session.actor, PARLEY
        ticket_states.reopen(session, ticket)
        session.flush()
        session.actor = actor
    written = []
    for one in words:
        came, files_ = account.identity_id, _files(session, one)
        row = exchanges.receive(session, ticket, one.text, identity_id=came, files=files_)
        written.append(row)
    _learn(session, ticket, words)
    return written


def _learn(session: Session, ticket: Ticket, words: Sequence[Held]) -> None:
    """Words that follow at once say what a greeting did not: its category, and so its priority."""
    young = session.now - ticket.opened_at <= TOGETHER
    if young and not ticket.single and not _tells(ticket.title):
        ticket.title = next(
            (tickets.title_of(one.text) for one in words if _tells(one.text)), ticket.title
        )
    first = categories.every(session)[0]
    if not young or ticket.assignee_id is not None or ticket.category_id != first.id:
        return
    found = categories.suggest(session, "\n".join(one.text for one in words))
    if found.because:
        ticket.category_id, ticket.team_id = found.kind.id, found.kind.team_id
        if ticket.priority == first.priority:
            ticket.priority = found.kind.priority
        slas.settle(session, ticket)


def close(session: Session, ticket: Ticket) -> None:
    """Close a request because its customer says so.

    Raises:
        Closed: it is closed already.
    """
    actor, session.actor = session.actor, PARLEY
    ticket_states.close(session, ticket)
    session.flush()
    session.actor = actor


def ask_for_human(session: Session, ticket: Ticket) -> None:
    """Note that the customer wants to talk to a person."""
    ticket_messages.note_event(session, ticket, "human")
    ticket.updated_at = session.now


def contact_of(session: Session, ticket: Ticket) -> Contact | None:
    """The contact of a ticket, whoever may see it."""
    with session.unscoped():
        return session.get(Contact, ticket.contact_id) if ticket.contact_id else None
