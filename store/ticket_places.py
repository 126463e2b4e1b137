"""Places of tickets: the chat in which a customer is reached."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from store.columns import table_of
from store.conversations import Place
from store.sessions import Session
from store.tables import Chat, Conversation, Identity, Ticket

_conversations, _chats, _identities = (table_of(table) for table in (Conversation, Chat, Identity))


def of_customer(session: Session, ticket: Ticket) -> tuple[Place, dict[str, Any]] | None:
    """The private chat of the account that asked, used last, and how its holder is spoken to.

    Returns:
        The place, and the account's own "name", "platform", "locale" and "timezone"; None where
        no account asked.
    """
    if ticket.identity_id is None:
        return None
    found = of_accounts(session, [ticket.identity_id]).get(ticket.identity_id)
    if found is None:
        return None
    place, own = found
    return place, own | {"locale": own["locale"] or ticket.locale}


def of_accounts(session: Session, ids: Sequence[int]) -> dict[int, tuple[Place, dict[str, Any]]]:
    """The same of several accounts, in one statement; those without a private chat are missing."""
    query = (
        select(
            _conversations.c.identity_id,
            _conversations.c.id,
            _conversations.c.subject_id,
            _conversations.c.chat_id,
            _chats.c.closed_at,
            _conversations.c.platform,
            _identities.c.name,
            _identities.c.locale,
            _identities.c.timezone,
        )
        .join(_identities, _identities.c.id == _conversations.c.identity_id)
        .outerjoin(_chats, _chats.c.id == _conversations.c.chat_id)
        .where(_conversations.c.identity_id.in_(ids), _chats.c.shared.is_not(True))
        .order_by(_conversations.c.used_at)
    )
    return {row.identity_id: _place(row) for row in session.connection().execute(query)}


def _place(row: Any) -> tuple[Place, dict[str, Any]]:  # noqa: ANN401 (a row of `of_accounts`)
    place = Place(row.id, row.subject_id, row.chat_id, row.closed_at is not None)
    told = ("name", "platform", "timezone", "locale")
    return place, {name: getattr(row, name) for name in told}
