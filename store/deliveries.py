"""Deliveries: what is due where, what arrived, what has to wait, and what failed for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select, update

from store import chats, outboxes, sights, task_rings
from store.columns import table_of
from store.outboxes import Due
from store.sessions import Session
from store.tables import Chat, Conversation, Identity, Outbox

_chats, _conversations, _identities, _outbox = (
    table_of(table) for table in (Chat, Conversation, Identity, Outbox)
)
_WAITING = (_outbox.c.sent_at.is_(None), _outbox.c.failed_at.is_(None))
_UNROUTED = (*_WAITING, _outbox.c.chat_id.is_(None), _outbox.c.staff_id.is_not(None))
_ROUTED = (
    update(_outbox).where(_outbox.c.id == bindparam("letter")).values(chat_id=bindparam("chat"))
)
RECALLED, UNREADABLE = "the access ended", "it cannot be read any more"
NO_CHAT = "no open chat"
GIVES_UP_AFTER = timedelta(hours=24)
PATIENCE = 5
"""So often a notice is tried before it goes another way: within about half a minute."""
TRIES = 10
"""A message is given up only after that long and as often."""


@dataclass(frozen=True, slots=True)
class Target:
    """A chat that something is due for."""

    chat_id: int
    platform: str
    account: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Private:
    """A private chat of a member of staff."""

    chat_id: int
    platform: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits for its chat."""

    id: int
    staff_id: int | None


def targets(session: Session, platforms: Sequence[str], sender: str) -> list[Target]:
    """Chats with something to send that is due, and that neither wait nor are another's."""
    due = (
        select(_outbox.c.chat_id)
        .where(*_WAITING, _outbox.c.due_at <= session.now, _outbox.c.chat_id.is_not(None))
        .distinct()
        .subquery()
    )
    query = (
        select(_chats.c.id, _chats.c.platform, _chats.c.account, _chats.c.shared)
        .join(due, due.c.chat_id == _chats.c.id)
        .where(
            _chats.c.platform.in_(platforms),
            or_(_chats.c.waits_until.is_(None), _chats.c.waits_until <= session.now),
            or_(
                _chats.c.sender.is_(None),
                _chats.c.sender == sender,
                _chats.c.sender_until <= session.now,
            ),
        )
    )
    return [Target(*row) for row in session.connection().execute(query)]


def of_chat(session: Session, chat_id: int, limit: int = 20) -> list[Due]:
    """What is due in a chat, in the order in which it was said."""
    query = (
        select(_outbox)
        .where(*_WAITING, _outbox.c.chat_id == chat_id, _outbox.c.due_at <= session.now)
        .order_by(_outbox.c.id)
        .limit(limit)
    )
    rows = session.connection().execute(query).all()
    letters = outboxes.opened(session, rows)
    for unreadable in {row.id for row in rows} - {letter.id for letter in letters}:
        fail(session, unreadable, UNREADABLE)
    known = sights.arriving(session, letters)
    withdraw(session, [one for one in letters if one not in known])
    return known


def withdraw(session: Session, letters: Sequence[Due]) -> None:
    """Put letters that may not arrive on the list of those that were not delivered.

    Reminders ring again, for what is left of them, and so that whoever is above hears of the rest.
    """
    for letter in letters:
        fail(session, letter.id, RECALLED)
        task_rings.again(session, letter.staff_id, letter.payload.get("reminds", ()))


def unrouted(session: Session, platforms: Sequence[str]) -> bool:
    """Whether a letter to a member of staff waits for a chat, or has got one after all."""
    query = select(_outbox.c.id).where(*_UNROUTED, _outbox.c.due_at <= session.now)
    if session.connection().execute(query.limit(1)).first() is not None:
        return True
    given_up = select(_outbox.c.id).where(*_reachable_again(platforms))
    return session.connection().execute(given_up.limit(1)).first() is not None


def _reachable_again(platforms: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """Letters that waited in vain for a chat with somebody who has one now."""
    open_chat = exists().where(
        _identities.c.staff_id == _outbox.c.staff_id,
        _conversations.c.identity_id == _identities.c.id,
        _chats.c.id == _conversations.c.chat_id,
        _chats.c.platform.in_(platforms),
        _chats.c.shared.is_(False),
        _chats.c.closed_at.is_(None),
    )
    return (_outbox.c.failed_at.is_not(None), _outbox.c.reason == NO_CHAT, open_chat)


def route(session: Session, platforms: Sequence[str]) -> int:
    """Give letters to members of staff the private chat that each used last.

    Args:
        session: of any actor.
        platforms: that this process serves.

    Returns:
        How many letters found their chat. The others wait for their person to appear; after
        GIVES_UP_AFTER they stand among those that could not be delivered, and wait there.
    """
    again = update(_outbox).where(*_reachable_again(platforms)).values(failed_at=None, reason=None)
    session.connection().execute(again)
    columns = (_outbox.c.id, _outbox.c.staff_id, _outbox.c.due_at, _outbox.c.platform)
    query = select(*columns).where(*_UNROUTED, _outbox.c.due_at <= session.now)
    letters = session.connection().execute(query.order_by(_outbox.c.id).limit(500)).all()
    if not letters:
        return 0
    known = private_chats(session, platforms, {row.staff_id for row in letters})
    routed = [
        {"letter": row.id, "chat": _nearest(known[row.staff_id], row.platform)}
        for row in letters
        if known.get(row.staff_id)
    ]
    if routed:
        session.connection().execute(_ROUTED, routed)
    for row in letters:
        if not known.get(row.staff_id) and session.now - row.due_at > GIVES_UP_AFTER:
            fail(session, row.id, NO_CHAT)
    return len(routed)


def _nearest(theirs: Sequence[Private], wanted: str | None) -> int:
    """The chat on the platform that somebody would rather read, or the one that they used last."""
    return next((one.chat_id for one in theirs if one.platform == wanted), theirs[0].chat_id)


def private_chats(
    session: Session, platforms: Sequence[str], staff_ids: set[int]
) -> dict[int, list[Private]]:
    """Open private chats of members of staff, the one used last first."""
    query = (
        select(_identities.c.staff_id, _chats.c.id, _chats.c.platform)
        .join(_conversations, _conversations.c.identity_id == _identities.c.id)
        .join(_chats, _chats.c.id == _conversations.c.chat_id)
        .where(
            _identities.c.staff_id.in_(staff_ids),
            _chats.c.platform.in_(platforms),
            _chats.c.shared.is_(False),
            _chats.c.closed_at.is_(None),
        )
        .order_by(_conversations.c.used_at.desc())
    )
    found: dict[int, list[Private]] = {}
    for row in session.connection().execute(query):
        found.setdefault(row.staff_id, []).append(Private(row.id, row.platform))
    return found


def arrived(session: Session, outbox_id: int, sent_as: str) -> None:
    """Note that a message has arrived, even if it was recalled meanwhile, and its name there."""
    _change(session, outbox_id, sent_at=session.now, sent_as=sent_as, failed_at=None, reason=None)


def postpone(
    session: Session,
    chat_id: int,
    letter: Due,
    until: datetime,
    reason: str,
    *,
    parts: int = 0,
    platforms: Sequence[str] = (),
) -> None:
    """Try a message again later; nothing overtakes it in its chat.

    Notices to staff that fail again and again take another way meanwhile.

    Args:
        session: of any actor.
        chat_id: where it goes.
        letter: the message.
        until: not before.
        reason: of the delay; after GIVES_UP_AFTER and TRIES it becomes the reason of the failure.
        parts: how many of its pieces have arrived.
        platforms: over which notices may go instead.
    """
    old = letter.created_at and session.now - letter.created_at > GIVES_UP_AFTER
    if old and letter.attempts >= TRIES:  # one that waited for its day has only just begun
        fail(session, letter.id, reason)
        return
    _change(session, letter.id, attempts=letter.attempts + 1, parts=parts, reason=reason)
    chats.wait(session, chat_id, until)
    if letter.attempts + 1 >= PATIENCE:
        _turn_away(session, chat_id, platforms)


def _turn_away(session: Session, chat_id: int, platforms: Sequence[str]) -> list[Waiting]:
    """Let notices that wait for a chat go into another one of their people; gives the others."""
    query = select(_outbox.c.id, _outbox.c.staff_id).where(*_WAITING, _outbox.c.chat_id == chat_id)
    waiting = [Waiting(*row) for row in session.connection().execute(query)]
    staff_ids = {one.staff_id for one in waiting if one.staff_id}
    known = private_chats(session, platforms, staff_ids) if staff_ids else {}
    left = []
    for one in waiting:
        other = [chat for chat in known.get(one.staff_id or 0, ()) if chat.chat_id != chat_id]
        if other:
            _change(session, one.id, chat_id=other[0].chat_id, parts=0)
        else:
            left.append(one)
    return left


def refused(session: Session, letter: Due, reason: str, platforms: Sequence[str]) -> None:
    """A platform takes a message by no means: a notice tries another one, once; else it has failed."""
    known = private_chats(session, platforms, {letter.staff_id}) if letter.staff_id else {}
    theirs = known.get(letter.staff_id or 0, ())
    other = [one for one in theirs if one.chat_id != letter.chat_id]
    if other and letter.attempts == 0:
        values = {"chat_id": other[0].chat_id, "parts": 0, "attempts": 1, "reason": reason}
        _change(session, letter.id, **values)
    else:
        fail(session, letter.id, reason)


def fail(session: Session, outbox_id: int, reason: str) -> None:
    """Put a message on the list of those that could not be delivered."""
    _change(session, outbox_id, failed_at=session.now, reason=reason)


def close_chat(session: Session, chat_id: int, reason: str, platforms: Sequence[str]) -> None:
    """Nothing can be sent into a chat any more: its letters take another way, or fail.

    Args:
        session: of any actor.
        chat_id: the chat that is closed.
        reason: in the platform's words.
        platforms: where letters to members of staff may go instead.
    """
    chats.close(session, chat_id)
    for one in _turn_away(session, chat_id, platforms):
        fail(session, one.id, reason)


def recall(session: Session, identity_ids: Sequence[int], staff_id: int | None = None) -> None:
    """Whoever lost their access does not get what was still on its way to them.

    Args:
        session: of any actor.
        identity_ids: accounts that nothing may reach.
        staff_id: a person whom nothing may reach on any account.
    """
    places = select(_conversations.c.id).where(_conversations.c.identity_id.in_(identity_ids))
    theirs: ColumnElement[bool] = _outbox.c.conversation_id.in_(places)
    if staff_id is not None:
        theirs = or_(theirs, _outbox.c.staff_id == staff_id)
    change = update(_outbox).where(*_WAITING, theirs)
    session.connection().execute(change.values(failed_at=session.now, reason=RECALLED))


@dataclass(frozen=True, slots=True)
class Dead:
    """A message that could not be delivered.

    Attributes:
        number: names it; the outbox id.
        identity_id: whom it was for, if it was for one account.
    """

    number: int
    platform: str | None
    identity_id: int | None
    staff_id: int | None
    failed_at: datetime
    reason: str


def dead(session: Session, *, offset: int = 0, limit: int = 8) -> tuple[list[Dead], int]:
    """Messages that could not be delivered, the newest first, and how many there are."""
    of = _outbox.outerjoin(_conversations, _conversations.c.id == _outbox.c.conversation_id)
    of = of.outerjoin(_chats, _chats.c.id == _outbox.c.chat_id)
    query = (
        select(
            _outbox.c.id,
            _chats.c.platform,
            _conversations.c.identity_id,
            _outbox.c.staff_id,
            _outbox.c.failed_at,
            _outbox.c.reason,
        )
        .select_from(of)
        .where(_outbox.c.failed_at.is_not(None))
        .order_by(_outbox.c.failed_at.desc(), _outbox.c.id.desc())
    )
    count = select(func.count()).where(_outbox.c.failed_at.is_not(None))
    rows = session.connection().execute(query.offset(offset).limit(limit))
    total = session.connection().execute(count).scalar_one()
    return [Dead(*row[:5], row.reason or "") for row in rows], int(total)


def retry(session: Session, outbox_id: int | None = None) -> int:
    """Try failed messages again: one, or all of them; what was recalled stays so.

    Returns:
        How many will be tried.
    """
    change = update(_outbox).where(_outbox.c.failed_at.is_not(None))
    change = change.where(func.coalesce(_outbox.c.reason, "") != RECALLED)
    if outbox_id is not None:
        change = change.where(_outbox.c.id == outbox_id)
    values: dict[str, Any] = {"failed_at": None, "reason": None, "attempts": 0, "parts": 0}
    again = change.values(**values, created_at=session.now, due_at=session.now)
    return int(session.connection().execute(again).rowcount)


def _change(session: Session, outbox_id: int, **values: Any) -> None:  # noqa: ANN401
    change = update(_outbox).where(_outbox.c.id == outbox_id).values(**values)
    session.connection().execute(change)
