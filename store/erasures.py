"""Erasures: words of customers that are not kept any longer, and customers who want to be forgotten."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select, update
from sqlmodel import col

from store import consents, customer_accounts, outboxes, requests, search, subjects
from store.columns import table_of
from store.sessions import Session
from store.tables import (
    Attachment,
    AuditEntry,
    Blob,
    Complaint,
    Contact,
    Conversation,
    CustomerAccount,
    HeldWord,
    Identity,
    Inbox,
    Recommendation,
    Ticket,
    TicketMessage,
    TicketRating,
)

SINGLE_KEPT_FOR = timedelta(days=7)
"""How long the words of a single question are kept after it has ended."""
KEPT_DAYS = 3 * 365
"""How long all others are kept after their end, unless the company says otherwise."""
BATCH = 50
AT_ONCE = 5_000
"""Numbers in one statement."""
NOTHING = "–"
_tickets, _messages, _attachments, _blobs, _audit, _inbox, _conversations, _held, _identities = (
    table_of(one)
    for one in (
        Ticket,
        TicketMessage,
        Attachment,
        Blob,
        AuditEntry,
        Inbox,
        Conversation,
        HeldWord,
        Identity,
    )
)
_FEEDBACK = (
    (table_of(Complaint), "words_sealed"),
    (table_of(TicketRating), "comment_sealed"),
    (table_of(Recommendation), "reason_sealed"),
)


def retention(session: Session) -> timedelta | None:
    """How long what customers wrote is kept after the end of their request; None: for good."""
    days = session.directory.setting("retention", KEPT_DAYS)
    return None if days is None else timedelta(days=days)


def due(session: Session) -> list[Ticket]:
    """Requests whose words may not stay any longer; another process takes others meanwhile.

    Those are single questions soon after their end, and after the retention time all that
    customers asked from their own accounts.
    """
    ended = col(Ticket.ended_at)
    over = [and_(col(Ticket.single), ended <= session.now - SINGLE_KEPT_FOR)]
    kept_for = retention(session)
    if kept_for is not None:
        theirs = and_(col(Ticket.identity_id).is_not(None), col(Ticket.merged_into).is_(None))
        over.append(and_(theirs, ended <= session.now - kept_for))
    query = select(Ticket).where(ended.is_not(None), col(Ticket.erased_at).is_(None), or_(*over))
    first = query.order_by(ended, col(Ticket.id)).limit(BATCH)
    with session.unscoped():
        return list(session.scalars(first.with_for_update(skip_locked=True)))


def expire(session: Session, ticket: Ticket) -> None:
    """Erase the words of a request, and of those that were merged into it; the audit tells of it."""
    merged = select(Ticket).where(
        col(Ticket.merged_into) == ticket.id, col(Ticket.erased_at).is_(None)
    )
    with session.unscoped():
        rows = [*session.scalars(merged), ticket]
    for row in rows:
        erase(session, row)


def erase(session: Session, ticket: Ticket) -> None:
    """Erase the words, the title and the files of a ticket, and what the audit holds of them.

    That there was a request, and when, stays: the service report counts it.
    """
    session.flush()
    write = session.connection()
    blobs = select(_attachments.c.blob_id).where(_attachments.c.ticket_id == ticket.id)
    ids = list(write.execute(blobs).scalars())
    write.execute(delete(_attachments).where(_attachments.c.ticket_id == ticket.id))
    kept = select(_attachments.c.blob_id)
    write.execute(delete(_blobs).where(_blobs.c.id.in_(ids), _blobs.c.id.not_in(kept)))
    mine = _messages.c.ticket_id == ticket.id
    write.execute(update(_messages).where(mine).values(text_sealed=None))
    for table, column in _FEEDBACK:
        theirs = table.c.ticket_id == ticket.id
        write.execute(update(table).where(theirs).values({column: None}))
    write.execute(update(_tickets).where(_tickets.c.id == ticket.id).values(title=NOTHING))
    search.drop(write, "ticket", [ticket.id])
    if ticket.single and ticket.identity_id is not None:
        for some in _parts(_talk(session, ticket.identity_id, ticket.ended_at)[1]):
            _empty(session, [], some)
    _forget_audit(session, "tickets", ticket.id)
    with session.unscoped(), session.with_deleted():
        session.refresh(ticket)
    ticket.erased_at = session.now  # through the session, so that the audit tells when
    session.flush()


def _forget_audit(session: Session, table: str, row_id: int) -> None:
    """Empty the details of the entries about a record; the chains hold without them."""
    about = (_audit.c.subject_table == table, _audit.c.subject_row == str(row_id))
    session.connection().execute(update(_audit).where(*about).values(details=None))


def make_single(session: Session, account: CustomerAccount) -> None:
    """Let the requests of a customer who took consent back be erased some days after their end."""
    query = select(Ticket).where(
        col(Ticket.identity_id).in_(customer_accounts.identities_of(account)),
        col(Ticket.erased_at).is_(None),
    )
    with session.unscoped():
        for row in session.scalars(query):
            row.single = True


def forgettable(session: Session, account: CustomerAccount) -> bool:
    """Whether the holder's data can be erased at once: they belong to no contact."""
    return all(one.contact_id is None for one in customer_accounts.all_of(session, account))


def forget(session: Session, account: CustomerAccount) -> int:
    """Erase what was kept of a customer who is no contact; gives how many requests were erased.

    Args:
        session: of the customer.
        account: one of theirs; all joined ones are forgotten.
    """
    theirs = customer_accounts.all_of(session, account)
    query = select(Ticket).where(
        col(Ticket.identity_id).in_([one.identity_id for one in theirs]),
        col(Ticket.erased_at).is_(None),
    )
    with session.unscoped():
        rows = list(session.scalars(query))
    for row in rows:
        if row.ended_at is None:
            requests.close(session, row)
        erase(session, row)
        if not _of_contact(session, row):
            subjects.destroy(session, row.subject_id)
    for one in theirs:
        _forget_account(session, one)
    return len(rows)


def _of_contact(session: Session, ticket: Ticket) -> bool:
    """Whether the words were sealed with the key of a contact, who stays."""
    query = select(col(Contact.id)).where(col(Contact.subject_id) == ticket.subject_id)
    with session.unscoped(), session.with_deleted():
        return session.execute(query).first() is not None


def _forget_account(session: Session, account: CustomerAccount) -> None:
    consents.record(session, account, "forgotten", "words")
    account.phone_sealed = account.email_sealed = None
    account.holder_id = account.identity_id
    subjects.destroy(session, account.subject_id)
    account.subject_id = subjects.create(session)
    session.flush()
    nameless = {"name": NOTHING, "phone_sealed": None, "phone_index": None}
    session.connection().execute(
        update(_identities).where(_identities.c.id == account.identity_id).values(**nameless)
    )
    _forget_audit(session, "identities", account.identity_id)
    _forget_talk(session, account)


def _forget_talk(session: Session, account: CustomerAccount) -> None:
    """What came from an account, what went to it, and what colleagues were told of it."""
    write = session.connection()
    write.execute(delete(_held).where(_held.c.identity_id == account.identity_id))
    places, inboxes = _talk(session, account.identity_id)
    for some in _parts(inboxes):
        write.execute(delete(_blobs).where(_blobs.c.inbox_id.in_(some)))
        _empty(session, places, some)


def _talk(
    session: Session, identity_id: int, until: datetime | None = None
) -> tuple[list[int], list[int]]:
    """The conversations of an account, and its messages, as they came in until a moment."""
    read = session.connection()
    mine = _conversations.c.identity_id == identity_id
    places = list(read.execute(select(_conversations.c.id).where(mine)).scalars())
    came = (_inbox.c.conversation_id.in_(places), _inbox.c.received_at <= (until or session.now))
    return places, list(read.execute(select(_inbox.c.id).where(*came)).scalars())


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(numbers), AT_ONCE):
        yield numbers[first : first + AT_ONCE]


def _empty(session: Session, places: list[int], inboxes: list[int]) -> None:
    """Empty messages as they came in, and the letters that followed from them."""
    done = (_inbox.c.id.in_(inboxes), _inbox.c.done_at.is_not(None))
    session.connection().execute(update(_inbox).where(*done).values(payload_sealed=None))
    outboxes.forget(session, places, inboxes)
