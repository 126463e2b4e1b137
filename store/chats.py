"""Chats: where a platform's messages appear; open, closed, moved, or claimed by a sender."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, or_, select, update

from store.columns import table_of
from store.ids import new_id
from store.sessions import Session
from store.tables import Chat, Conversation, Inbox, Outbox

_chats, _conversations, _inbox, _outbox = (
    table_of(table) for table in (Chat, Conversation, Inbox, Outbox)
)


def of_account(session: Session, platform: str, account: str, *, shared: bool) -> int:
    """The id of a chat, made at its first message; what was closed is open again.

    Args:
        session: of any actor.
        platform: such as "telegram".
        account: the platform's own id of the chat.
        shared: whether others read along.
    """
    query = select(_chats.c.id, _chats.c.closed_at).where(
        _chats.c.platform == platform, _chats.c.account == account
    )
    held = session.connection().execute(query).one_or_none()
    if held is None:
        chat_id = new_id()
        row = {"id": chat_id, "platform": platform, "account": account, "shared": shared}
        session.connection().execute(insert(_chats), row)
        return chat_id
    if held.closed_at is not None:
        _set(session, held.id, closed_at=None)
    return int(held.id)


def account_of(session: Session, chat_id: int) -> str:
    """The platform's own id of a chat."""
    query = select(_chats.c.account).where(_chats.c.id == chat_id)
    return str(session.connection().execute(query).scalar_one())


def reopen(session: Session, chat_id: int) -> None:
    """Somebody wrote there: messages can be sent again."""
    _set(session, chat_id, closed_at=None)


def close(session: Session, chat_id: int) -> None:
    """The bot was removed or blocked there."""
    _set(session, chat_id, closed_at=session.now)


def move(session: Session, platform: str, old: str, new: str) -> None:
    """A group got another id, as Telegram's do when they grow; everything of it moves along."""
    held, there = (_id_of(session, platform, account) for account in (old, new))
    if held is None:
        return
    query = select(_conversations.c.id, _conversations.c.place)
    places = session.connection().execute(query.where(_conversations.c.chat_id == held)).all()
    if there is None:
        _set(session, held, account=new)
    else:
        _hand_over(session, held, there)
    for row in places:
        place = new + row.place.removeprefix(old)
        _move_place(session, platform, row.id, place)


def _id_of(session: Session, platform: str, account: str) -> int | None:
    query = select(_chats.c.id).where(_chats.c.platform == platform, _chats.c.account == account)
    return session.connection().execute(query).scalar_one_or_none()


def _hand_over(session: Session, held: int, there: int) -> None:
    """Something was said in the new group already: what waits for the old one goes there."""
    for table in (_conversations, _outbox):
        here = [table.c.chat_id == held]
        here += [table.c.sent_at.is_(None)] if table is _outbox else []
        session.connection().execute(update(table).where(*here).values(chat_id=there))


def _move_place(session: Session, platform: str, conversation_id: int, place: str) -> None:
    """Rename a conversation, unless one of that name has begun in the new group already."""
    taken = select(_conversations.c.id).where(
        _conversations.c.platform == platform, _conversations.c.place == place
    )
    if session.connection().execute(taken).first() is None:
        change = update(_conversations).where(_conversations.c.id == conversation_id)
        session.connection().execute(change.values(place=place))


def claim(session: Session, chat_id: int, sender: str, until: datetime) -> bool:
    """Let one process at a time send into a chat.

    Returns:
        False when another process holds it.
    """
    free = or_(
        _chats.c.sender.is_(None), _chats.c.sender == sender, _chats.c.sender_until <= session.now
    )
    change = update(_chats).where(_chats.c.id == chat_id, free)
    found = session.connection().execute(change.values(sender=sender, sender_until=until))
    return bool(found.rowcount)


def release(session: Session, chat_id: int, sender: str) -> None:
    """Let others send into a chat."""
    change = update(_chats).where(_chats.c.id == chat_id, _chats.c.sender == sender)
    session.connection().execute(change.values(sender=None, sender_until=None))


def renew(session: Session, chat_ids: Sequence[int], sender: str, until: datetime) -> None:
    """Keep claims that a process still holds."""
    change = update(_chats).where(_chats.c.id.in_(chat_ids), _chats.c.sender == sender)
    session.connection().execute(change.values(sender_until=until))


def release_all(session: Session, sender: str) -> None:
    """Let others send into whatever chats a process holds."""
    change = update(_chats).where(_chats.c.sender == sender)
    session.connection().execute(change.values(sender=None, sender_until=None))


def wait(session: Session, chat_id: int, until: datetime) -> None:
    """Send nothing into a chat until a moment."""
    _set(session, chat_id, waits_until=until)


def newest_keys(session: Session, platform: str, beginning: str, limit: int = 500) -> list[str]:
    """The last key of each private conversation among those that begin so, last used first.

    Args:
        session: of any actor.
        platform: such as "slack".
        beginning: of the keys; in each conversation they sort by time.
        limit: how many conversations are looked into.
    """
    query = (
        select(func.max(_inbox.c.key))
        .join(_conversations, _conversations.c.id == _inbox.c.conversation_id)
        .join(_chats, _chats.c.id == _conversations.c.chat_id)
        .where(_chats.c.platform == platform, _chats.c.shared.is_(False))
        .where(_inbox.c.key.startswith(beginning, autoescape=True))
        .group_by(_inbox.c.conversation_id)
        .order_by(func.max(_inbox.c.id).desc())
        .limit(limit)
    )
    return list(session.connection().execute(query).scalars())


def _set(session: Session, chat_id: int, **values: datetime | str | None) -> None:
    change = update(_chats).where(_chats.c.id == chat_id)
    session.connection().execute(change.values(**values))
