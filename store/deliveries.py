"""Deliveries: what is due where, what arrived, what has to wait, and what failed for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, update

from store import chats, outboxes, sights, task_rings
from store.columns import table_of
from store.outboxes import WAITING, Due
from store.sessions import Session
from store.tables import Chat, Conversation, Identity, Outbox

_chats, _conversations, _identities, _outbox = (
    table_of(table) for table in (Chat, Conversation, Identity, Outbox)
)
# By the bare name of the chat SQLite would look at each of these letters, not at the index alone.
_UNROUTED = (
    *WAITING,
    func.coalesce(_outbox.c.chat_id, 0) == 0,
    _outbox.c.staff_id.is_not(None),
)
_ROUTED = (
    update(_outbox).where(_outbox.c.id == bindparam("letter")).values(chat_id=bindparam("chat"))
)
RECALLED, UNREADABLE = "the access ended", "it cannot be read any more"
NO_CHAT = "no open chat"
GIVES_UP_AFTER = timedelta(hours=24)
PATIENCE = 5
"""So often a notice is tried before it goes another way: within about half a minute."""
ROUTED = 500
"""Letters that are given their chats at a time."""
TRIES = 10
"""A message is given up only after that long and as often."""


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


def of_chat(session: Session, chat_id: int, limit: int = 20) -> list[Due]:
    """What is due in a chat, in the order in which it was said."""
    query = (
        select(_outbox)
        .where(*WAITING, _outbox.c.chat_id == chat_id, _outbox.c.due_at <= session.now)
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
    """Whether letters to members of staff can be given a chat, or have waited for one too long."""
    conditions = (
        _routable(session, platforms),
        _reachable_again(platforms),
        _hopeless(session, platforms),
    )
    queries = (select(_outbox.c.id).where(*one).limit(1) for one in conditions)
    return any(session.connection().execute(query).first() is not None for query in queries)


def _open_chats(platforms: Sequence[str]) -> Select[tuple[int, int, str]]:
    """Private chats into which members of staff can be written to: whose, which, where."""
    return (
        select(_identities.c.staff_id, _chats.c.id, _chats.c.platform)
        .join(_conversations, _conversations.c.identity_id == _identities.c.id)
        .join(_chats, _chats.c.id == _conversations.c.chat_id)
        .where(
            _identities.c.staff_id.is_not(None),
            _chats.c.platform.in_(platforms),
            _chats.c.shared.is_(False),
            _chats.c.closed_at.is_(None),
        )
    )


def _reachable(platforms: Sequence[str]) -> Select[tuple[int]]:
    """Members of staff who have an open private chat."""
    return _open_chats(platforms).with_only_columns(_identities.c.staff_id)


def _routable(session: Session, platforms: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """Letters that are due to somebody who has a chat; those of others must not stand before them."""
    reached = _outbox.c.staff_id.in_(_reachable(platforms))
    return (*_UNROUTED, _outbox.c.due_at <= session.now, reached)


def _reachable_again(platforms: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """Letters that waited in vain for a chat with somebody who has one now."""
    reached = _outbox.c.staff_id.in_(_reachable(platforms))
    return (_outbox.c.failed_at.is_not(None), _outbox.c.reason == NO_CHAT, reached)


def _hopeless(session: Session, platforms: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """Letters that have waited too long for a chat with somebody who has none."""
    old = _outbox.c.due_at < session.now - GIVES_UP_AFTER
    return (*_UNROUTED, old, _outbox.c.staff_id.not_in(_reachable(platforms)))


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
    vain = update(_outbox).where(*_hopeless(session, platforms))
    session.connection().execute(vain.values(failed_at=session.now, reason=NO_CHAT))
    columns = (_outbox.c.id, _outbox.c.staff_id, _outbox.c.platform)
    query = select(*columns).where(*_routable(session, platforms)).order_by(_outbox.c.id)
    letters = session.connection().execute(query.limit(ROUTED)).all()
    if not letters:
        return 0
    known = private_chats(session, platforms, {row.staff_id for row in letters})
    routed = [
        {"letter": row.id, "chat": _nearest(known[row.staff_id], row.platform)}
        for row in letters
        if row.staff_id in known  # a chat may have been closed in between
    ]
    if routed:
        session.connection().execute(_ROUTED, routed)
    return len(routed)


def _nearest(theirs: Sequence[Private], wanted: str | None) -> int:
    """The chat on the platform that somebody would rather read, or the one that they used last."""
    return next((one.chat_id for one in theirs if one.platform == wanted), theirs[0].chat_id)


def private_chats(
    session: Session, platforms: Sequence[str], staff_ids: set[int]
) -> dict[int, list[Private]]:
    """Open private chats of members of staff, the one used last first."""
    query = _open_chats(platforms).where(_identities.c.staff_id.in_(staff_ids))
    query = query.order_by(_conversations.c.used_at.desc())
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
    query = select(_outbox.c.id, _outbox.c.staff_id).where(*WAITING, _outbox.c.chat_id == chat_id)
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
    change = update(_outbox).where(*WAITING, theirs)
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
