"""The talk itself: conversations, and the rows of inbox and outbox, through Core for speed."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, insert, or_, select, update
from sqlmodel import col

from store import subjects
from store.columns import table_of
from store.directories import VERSION_SETTING
from store.envelopes import Envelope, EnvelopeBroken, seal, unseal
from store.ids import new_id
from store.sessions import Session
from store.subjects import SubjectErased
from store.tables import Conversation, Identity, Inbox, Outbox, Setting, SubjectKey

_conversations, _inbox, _outbox, _identities, _keys = (
    table_of(table) for table in (Conversation, Inbox, Outbox, Identity, SubjectKey)
)
_version = select(col(Setting.value)).where(col(Setting.name) == VERSION_SETTING).scalar_subquery()
_FIND = (
    select(_conversations.c.id, _conversations.c.subject_id, _keys.c.wrapped)
    .join(_keys, _keys.c.id == _conversations.c.subject_id)
    .where(
        _conversations.c.platform == bindparam("platform"),
        _conversations.c.place == bindparam("place"),
    )
)
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
        _conversations.c.state_sealed,
        _conversations.c.identity_id,
        _identities.c.staff_id,
        _identities.c.name.label("account_name"),
        _identities.c.locale,
        _identities.c.timezone,
        _keys.c.wrapped,
        _version.label("version"),
    )
    .join(_conversations, _conversations.c.id == _inbox.c.conversation_id)
    .join(_keys, _keys.c.id == _conversations.c.subject_id)
    .outerjoin(_identities, _identities.c.id == _conversations.c.identity_id)
    .where(_inbox.c.id == bindparam("inbox_id"))
)
_WAITING = (
    select(_inbox.c.id)
    .join(_conversations, _conversations.c.id == _inbox.c.conversation_id)
    .where(_inbox.c.done_at.is_(None), _conversations.c.platform == bindparam("platform"))
    .order_by(_inbox.c.id)
)
_DONE = (
    update(_inbox)
    .where(_inbox.c.id == bindparam("inbox_id"), _inbox.c.done_at.is_(None))
    .values(done_at=bindparam("at"), incident=bindparam("why"))
)
_POST = insert(_outbox)
_REMEMBER = (
    update(_conversations)
    .where(_conversations.c.id == bindparam("conversation"))
    .values(state_sealed=bindparam("state"), used_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation and the key that its messages are sealed with."""

    id: int
    subject_id: int


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


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to send: into a conversation, or to a member of staff wherever they are.

    Attributes:
        due_at: not before; None for at once.
    """

    payload: dict[str, Any]
    place: Place | None = None
    staff_id: int | None = None
    subject_id: int = 0
    due_at: datetime | None = None
    id: int = field(default_factory=new_id)


def open_place(session: Session, platform: str, place: str, identity_id: int | None) -> Place:
    """The conversation of a place, made at its first message."""
    row = session.connection().execute(_FIND, {"platform": platform, "place": place}).one_or_none()
    if row:
        session.subject_keys[row.subject_id] = session.keys.unwrap(row.wrapped, row.subject_id)
        return Place(row.id, row.subject_id)
    made = Place(new_id(), subjects.create(session))
    values = {
        "id": made.id,
        "platform": platform,
        "place": place,
        "identity_id": identity_id,
        "subject_id": made.subject_id,
        "used_at": session.now,
    }
    session.connection().execute(insert(_conversations), values)
    return made


def receive(session: Session, place: Place, key: str, payload: dict[str, Any]) -> int | None:
    """Store a payload under its unique key; None when it is there already.

    Args:
        session: commits before the platform gets its acknowledgement.
        place: where it was said.
        key: such as "tg:1:42", given by the platform, the same at each delivery.
        payload: anything JSON can hold.
    """
    seen = session.connection().execute(select(_inbox.c.id).where(_inbox.c.key == key)).first()
    if seen:
        return None
    inbox_id = new_id()
    values = {
        "id": inbox_id,
        "key": key,
        "conversation_id": place.id,
        "payload_sealed": _close(session, place.subject_id, payload, f"inbox.{inbox_id}"),
        "received_at": session.now,
    }
    session.connection().execute(insert(_inbox), values)
    return inbox_id


def take(session: Session, inbox_id: int) -> Taken:
    """Read a stored message with its conversation, speaker and directory, in one statement."""
    row = session.connection().execute(_TAKE, {"inbox_id": inbox_id}).one()
    session.know_directory(row.version)
    key = session.keys.unwrap(row.wrapped, row.subject_id)
    session.subject_keys[row.subject_id] = key
    payload: dict[str, Any] = {}
    if row.payload_sealed is not None:
        payload = orjson.loads(unseal(key, row.payload_sealed, f"inbox.{inbox_id}"))
    return Taken(
        id=row.id,
        place=Place(row.conversation_id, row.subject_id),
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


def waiting(session: Session, platform: str) -> list[int]:
    """Ids of stored messages of a platform that were not handled yet, oldest first."""
    found = session.connection().execute(_WAITING, {"platform": platform})
    return list(found.scalars())


def finish(session: Session, taken: Taken, state: dict[str, Any], incident: str | None) -> bool:
    """Mark a message as handled and remember the conversation's state.

    Returns:
        False when another process has handled it meanwhile; the caller then undoes everything.
    """
    values = {"inbox_id": taken.id, "at": session.now, "why": incident}
    if not session.connection().execute(_DONE, values).rowcount:
        return False
    place = f"conversations.{taken.place.id}"
    sealed = _close(session, taken.place.subject_id, state, place)
    values = {"conversation": taken.place.id, "state": sealed, "at": session.now}
    session.connection().execute(_REMEMBER, values)
    return True


def set_aside(session: Session, inbox_id: int, incident: str) -> None:
    """Put a message that cannot be opened out of the way of those behind it."""
    values = {"inbox_id": inbox_id, "at": session.now, "why": incident}
    session.connection().execute(_DONE, values)


def post(session: Session, letters: Sequence[Letter], inbox_id: int | None) -> None:
    """Put messages into the outbox, in one statement."""
    if not letters:
        return
    rows = []
    for letter in letters:
        subject_id = letter.place.subject_id if letter.place else letter.subject_id
        rows.append(
            {
                "id": letter.id,
                "conversation_id": letter.place.id if letter.place else None,
                "staff_id": letter.staff_id,
                "inbox_id": inbox_id,
                "subject_id": subject_id,
                "payload_sealed": _close(
                    session, subject_id, letter.payload, f"outbox.{letter.id}"
                ),
                "created_at": session.now,
                "due_at": letter.due_at or session.now,
            }
        )
    session.connection().execute(_POST, rows)


@dataclass(frozen=True, slots=True)
class Due:
    """A message that waits in the outbox, opened."""

    id: int
    conversation_id: int | None
    staff_id: int | None
    inbox_id: int | None
    payload: dict[str, Any]


def due(
    session: Session, places: Sequence[int], staff_ids: Sequence[int], limit: int = 200
) -> list[Due]:
    """Messages that wait to be sent into these conversations or to these people, oldest first."""
    query = (
        select(_outbox)
        .where(_outbox.c.sent_at.is_(None), _outbox.c.failed_at.is_(None))
        .where(or_(_outbox.c.conversation_id.in_(places), _outbox.c.staff_id.in_(staff_ids)))
        .where(_outbox.c.due_at <= session.now)
        .order_by(_outbox.c.id)
        .limit(limit)
    )
    rows = session.connection().execute(query).all()
    subjects.load(session, (row.subject_id for row in rows))
    return list(_openable(session, rows))


def _openable(session: Session, rows: Sequence[Row[Any]]) -> Iterator[Due]:
    """What was altered, or speaks of somebody erased, must not hold up the rest."""
    for row in rows:
        with suppress(EnvelopeBroken, SubjectErased):
            yield _opened(session, row)


def letter(session: Session, outbox_id: int) -> Due | None:
    """A message of the outbox, sent or not: its buttons are answered from here."""
    row = session.connection().execute(select(_outbox).where(_outbox.c.id == outbox_id)).first()
    return _opened(session, row) if row else None


def _opened(session: Session, row: Row[Any]) -> Due:
    key = subjects.key_of(session, row.subject_id)
    payload = orjson.loads(unseal(key, row.payload_sealed, f"outbox.{row.id}"))
    return Due(row.id, row.conversation_id, row.staff_id, row.inbox_id, payload)


def mark_sent(session: Session, outbox_ids: Sequence[int]) -> None:
    """Note that messages have arrived."""
    if outbox_ids:
        change = update(_outbox).where(_outbox.c.id.in_(outbox_ids)).values(sent_at=session.now)
        session.connection().execute(change)


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
