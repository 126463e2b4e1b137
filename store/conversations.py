"""Conversations and the inbox: what came in, through Core for speed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import bindparam, exists, insert, select, update
from sqlmodel import col

from store import subjects
from store.columns import table_of
from store.directories import VERSION_SETTING
from store.envelopes import Envelope, EnvelopeBroken, seal, unseal
from store.ids import new_id
from store.sessions import Session
from store.tables import Chat, Conversation, Identity, Inbox, Setting, SubjectKey

_conversations, _inbox, _identities, _keys, _chats = (
    table_of(table) for table in (Conversation, Inbox, Identity, SubjectKey, Chat)
)
_earlier = _inbox.alias("earlier")
_version = select(col(Setting.value)).where(col(Setting.name) == VERSION_SETTING).scalar_subquery()
_FIND = (
    select(
        _conversations.c.id,
        _conversations.c.subject_id,
        _conversations.c.chat_id,
        _keys.c.wrapped,
        _chats.c.closed_at,
    )
    .join(_keys, _keys.c.id == _conversations.c.subject_id)
    .outerjoin(_chats, _chats.c.id == _conversations.c.chat_id)
    .where(
        _conversations.c.platform == bindparam("platform"),
        _conversations.c.place == bindparam("place"),
    )
)
_SEEN = select(_inbox.c.id).where(_inbox.c.key == bindparam("key"))
_RECEIVE = insert(_inbox)
_TAKE = (
    select(
        _inbox.c.id,
        _inbox.c.conversation_id,
        _inbox.c.payload_sealed,
        _inbox.c.received_at,
        _inbox.c.done_at,
        _conversations.c.platform,
        _conversations.c.place,
        _conversations.c.subject_id,
        _conversations.c.chat_id,
        _conversations.c.state_sealed,
        _conversations.c.identity_id,
        _identities.c.staff_id,
        _identities.c.name.label("account_name"),
        _identities.c.locale,
        _identities.c.timezone,
        _keys.c.wrapped,
        _version.label("version"),
        exists()
        .where(
            _earlier.c.conversation_id == _inbox.c.conversation_id,
            _earlier.c.id < _inbox.c.id,
            _earlier.c.done_at.is_(None),
        )
        .label("too_early"),
    )
    .join(_conversations, _conversations.c.id == _inbox.c.conversation_id)
    .join(_keys, _keys.c.id == _conversations.c.subject_id)
    .outerjoin(_identities, _identities.c.id == _conversations.c.identity_id)
    .where(_inbox.c.id == bindparam("inbox_id"))
)
# Where several processes work side by side, the conversation's row is the claim on it.
_TAKE_ALONE = _TAKE.with_for_update(of=_conversations)
_WAITING = (
    select(_inbox.c.id, _inbox.c.conversation_id, _conversations.c.platform)
    .join(_conversations, _conversations.c.id == _inbox.c.conversation_id)
    .where(
        _inbox.c.done_at.is_(None),
        _inbox.c.received_at <= bindparam("before"),
        _conversations.c.platform.in_(bindparam("platforms", expanding=True)),
    )
    .order_by(_inbox.c.id)
)
_DONE = (
    update(_inbox)
    .where(_inbox.c.id == bindparam("inbox_id"), _inbox.c.done_at.is_(None))
    .values(done_at=bindparam("at"), incident=bindparam("why"), command=bindparam("asked_for"))
)
_REMEMBER = (
    update(_conversations)
    .where(_conversations.c.id == bindparam("conversation"))
    .values(state_sealed=bindparam("state"), used_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation, the key that its messages are sealed with, and its chat on a platform.

    Attributes:
        closed: nothing can be sent into the chat until somebody writes there.
    """

    id: int
    subject_id: int
    chat_id: int | None = None
    closed: bool = False


class TooEarly(Exception):
    """An earlier message of the conversation is not done yet; it has to be handled first."""


@dataclass(slots=True)
class Taken:
    """A message taken from the inbox, opened, with everything that dispatch needs to know."""

    id: int
    place: Place
    platform: str
    payload: dict[str, Any]
    state: dict[str, Any]
    identity_id: int | None
    staff_id: int | None
    account_name: str
    locale: str | None
    timezone: str | None
    received_at: datetime
    done: bool


def open_place(
    session: Session,
    platform: str,
    place: str,
    identity_id: int | None,
    chat_id: int | None = None,
) -> Place:
    """The conversation of a place, made at its first message."""
    found = find_place(session, platform, place)
    if found:
        return found
    made = Place(new_id(), subjects.create(session), chat_id)
    values = {
        "id": made.id,
        "platform": platform,
        "place": place,
        "identity_id": identity_id,
        "subject_id": made.subject_id,
        "chat_id": chat_id,
        "used_at": session.now,
    }
    session.connection().execute(insert(_conversations), values)
    return made


def find_place(session: Session, platform: str, place: str) -> Place | None:
    """The conversation of a place, if anything was ever said there."""
    row = session.connection().execute(_FIND, {"platform": platform, "place": place}).one_or_none()
    if row is None:
        return None
    subjects.know(session, row.subject_id, row.wrapped)
    return Place(row.id, row.subject_id, row.chat_id, row.closed_at is not None)


def receive(session: Session, place: Place, key: str, payload: dict[str, Any]) -> int | None:
    """Store a payload under its unique key; None when it is there already.

    Args:
        session: commits before the platform gets its acknowledgement.
        place: where it was said.
        key: such as "tg:1:42", given by the platform, the same at each delivery.
        payload: anything JSON can hold.
    """
    if session.connection().execute(_SEEN, {"key": key}).first():
        return None
    inbox_id = new_id()
    values = {
        "id": inbox_id,
        "key": key,
        "conversation_id": place.id,
        "payload_sealed": _close(session, place.subject_id, payload, f"inbox.{inbox_id}"),
        "received_at": session.now,
    }
    session.connection().execute(_RECEIVE, values)
    return inbox_id


def take(session: Session, inbox_id: int) -> Taken:
    """Read a stored message with its conversation, speaker and directory, in one statement.

    Raises:
        TooEarly: those before it in its conversation come first.
    """
    alone = session.installation.dialect != "sqlite"
    row = (
        session.connection().execute(_TAKE_ALONE if alone else _TAKE, {"inbox_id": inbox_id}).one()
    )
    if row.too_early and row.done_at is None:
        raise TooEarly
    session.know_directory(row.version)
    key = session.keys.unwrap(row.wrapped, row.subject_id)
    session.subject_keys[row.subject_id] = key
    payload: dict[str, Any] = {}
    if row.payload_sealed is not None:
        payload = orjson.loads(unseal(key, row.payload_sealed, f"inbox.{inbox_id}"))
    return Taken(
        id=row.id,
        place=Place(row.conversation_id, row.subject_id, row.chat_id),
        platform=row.platform,
        payload=payload,
        state=_state(key, row),
        identity_id=row.identity_id,
        staff_id=row.staff_id,
        account_name=row.account_name or "",
        locale=row.locale,
        timezone=row.timezone,
        received_at=row.received_at,
        done=row.done_at is not None,
    )


def _state(key: bytes, row: Any) -> dict[str, Any]:  # noqa: ANN401 (a row of _TAKE)
    if row.state_sealed is None:
        return {}
    try:
        opened = unseal(key, row.state_sealed, f"conversations.{row.conversation_id}")
    except EnvelopeBroken:
        # Only what was shown last is lost; the conversation must not be.
        return {}
    state: dict[str, Any] = orjson.loads(opened)
    return state


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that is stored and not handled."""

    inbox_id: int
    conversation_id: int
    platform: str


def waiting(session: Session, platforms: Sequence[str], before: datetime) -> list[Waiting]:
    """Stored messages of some platforms that were not handled yet, oldest first.

    Args:
        session: of any actor.
        platforms: such as "telegram".
        before: what came in later is left to whoever received it.
    """
    asked = {"platforms": list(platforms), "before": before}
    found = session.connection().execute(_WAITING, asked)
    return [Waiting(*row) for row in found]


def payload(session: Session, inbox_id: int) -> dict[str, Any]:
    """What the platform delivered; empty once it was forgotten.

    Raises:
        EnvelopeBroken: it was altered outside of Parley.
    """
    columns = (_inbox.c.payload_sealed, _conversations.c.subject_id)
    query = select(*columns).join(_conversations, _conversations.c.id == _inbox.c.conversation_id)
    row = session.connection().execute(query.where(_inbox.c.id == inbox_id)).one()
    if row.payload_sealed is None:
        return {}
    key = subjects.key_of(session, row.subject_id)
    found: dict[str, Any] = orjson.loads(unseal(key, row.payload_sealed, f"inbox.{inbox_id}"))
    return found


def finish(session: Session, taken: Taken, state: dict[str, Any], incident: str | None) -> bool:
    """Mark a message as handled and remember the conversation's state.

    Returns:
        False when another process has handled it meanwhile; the caller then undoes everything.
    """
    values = {"inbox_id": taken.id, "at": session.now, "why": incident}
    values |= {"asked_for": session.origin.command or None}
    if not session.connection().execute(_DONE, values).rowcount:
        return False
    remember(session, taken.place, state)
    return True


def remember(session: Session, place: Place, state: dict[str, Any]) -> None:
    """Keep what was asked and shown last in a conversation."""
    sealed = _close(session, place.subject_id, state, f"conversations.{place.id}")
    values = {"conversation": place.id, "state": sealed, "at": session.now}
    session.connection().execute(_REMEMBER, values)


def set_aside(session: Session, inbox_id: int, incident: str | None) -> None:
    """Mark a message as done without handling it.

    Args:
        session: of any actor.
        inbox_id: which one.
        incident: why it cannot be handled; None when another one stands for it, as in an album.
    """
    values = {"inbox_id": inbox_id, "at": session.now, "why": incident, "asked_for": None}
    session.connection().execute(_DONE, values)


def subject_of(session: Session, conversation_id: int) -> int:
    """Whose key the messages of a conversation are sealed with."""
    query = select(_conversations.c.subject_id).where(_conversations.c.id == conversation_id)
    return int(session.connection().execute(query).scalar_one())


def takes_files(session: Session, inbox_id: int) -> bool:
    """Whether the files of a message are taken in: those of staff, and what customers send privately."""
    query = (
        select(_identities.c.staff_id, _chats.c.shared)
        .select_from(_inbox)
        .join(_conversations, _conversations.c.id == _inbox.c.conversation_id)
        .join(_identities, _identities.c.id == _conversations.c.identity_id)
        .outerjoin(_chats, _chats.c.id == _conversations.c.chat_id)
        .where(_inbox.c.id == inbox_id)
    )
    row = session.connection().execute(query).one_or_none()
    return row is not None and (row.staff_id is not None or not row.shared)


def forget_payloads(session: Session, older_than: timedelta) -> int:
    """Empty the payloads of handled messages; their keys stay, so that repeats are known."""
    change = (
        update(_inbox)
        .where(_inbox.c.done_at < session.now - older_than, _inbox.c.payload_sealed.is_not(None))
        .values(payload_sealed=None)
    )
    return int(session.connection().execute(change).rowcount)


def _close(session: Session, subject_id: int, content: dict[str, Any], place: str) -> Envelope:
    key = subjects.key_of(session, subject_id)
    return seal(key, subject_id, orjson.dumps(content), place)
