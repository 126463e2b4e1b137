"""The outbox: what goes out, kept as its buttons are answered from here; through Core for speed."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Integer, Row, and_, bindparam, insert, or_, select, update

from store import notices, subjects
from store.columns import table_of
from store.conversations import Place
from store.envelopes import Envelope, EnvelopeBroken, seal, unseal
from store.letters import Letter
from store.sessions import Session
from store.subjects import SubjectErased
from store.tables import Conversation, Outbox

__all__ = ["Due", "Letter", "due", "letter", "mark_sent", "opened", "place_of", "post", "sent_as"]
_outbox, _conversations = table_of(Outbox), table_of(Conversation)
_POST = insert(_outbox)
FORGOTTEN: dict[str, Any] = {"spans": [["–", ""]]}
_THEIRS = and_(
    _outbox.c.staff_id.in_(bindparam("staff_ids", expanding=True)), _outbox.c.chat_id.is_(None)
)
_ROOMS = and_(
    *(one.is_(None) for one in (_outbox.c.conversation_id, _outbox.c.staff_id, _outbox.c.chat_id))
)
WAITING = (_outbox.c.sent_at.is_(None), _outbox.c.failed_at.is_(None))
# First the few that wait: SQLite would walk through all that was ever sent into a conversation.
_READY = select(_outbox.c.id).where(*WAITING, _outbox.c.due_at <= bindparam("now"))
_DUE = (
    select(_outbox)
    .where(_outbox.c.id.in_(_READY))
    .where(or_(_outbox.c.conversation_id.in_(bindparam("places", expanding=True)), _THEIRS, _ROOMS))
    .order_by(_outbox.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_SENT = (
    update(_outbox)
    .where(_outbox.c.id.in_(bindparam("sent", expanding=True)))
    .values(sent_at=bindparam("now"))
)


def post(session: Session, letters: Sequence[Letter], inbox_id: int | None) -> None:
    """Put messages into the outbox, in one statement; notices as far as their time has come."""
    rows = []
    for letter in notices.arrange(session, letters):
        subject_id = letter.place.subject_id if letter.place else letter.subject_id
        rows.append(
            {
                "id": letter.id,
                "conversation_id": letter.place.id if letter.place else None,
                "chat_id": letter.place.chat_id if letter.place else letter.chat_id,
                "staff_id": letter.staff_id,
                "inbox_id": inbox_id,
                "subject_id": subject_id,
                "payload_sealed": _closed(session, subject_id, letter),
                "created_at": session.now,
                "due_at": letter.due_at or session.now,
                "platform": letter.platform or None,
            }
        )
    if rows:
        session.connection().execute(_POST, rows)


@dataclass(frozen=True, slots=True)
class Due:
    """A message of the outbox, opened."""

    id: int
    conversation_id: int | None
    staff_id: int | None
    inbox_id: int | None
    payload: dict[str, Any]
    chat_id: int | None = None
    sent_as: str | None = None
    attempts: int = 0
    parts: int = 0
    created_at: datetime | None = None


def due(
    session: Session, places: Sequence[int], staff_ids: Sequence[int], limit: int = 200
) -> list[Due]:
    """Messages for these conversations, these people or the terminal's rooms, oldest first."""
    asked = {"places": places, "staff_ids": staff_ids, "now": session.now, "limit": limit}
    return opened(session, session.connection().execute(_DUE, asked).all())


def opened(session: Session, rows: Sequence[Row[Any]]) -> list[Due]:
    """Rows of the outbox as messages; one that cannot be opened does not hold up the rest."""
    subjects.load(session, (row.subject_id for row in rows))
    return list(_openable(session, rows))


def _openable(session: Session, rows: Sequence[Row[Any]]) -> Iterator[Due]:
    for row in rows:
        with suppress(EnvelopeBroken, SubjectErased):
            yield _opened(session, row)


def letter(session: Session, outbox_id: int) -> Due | None:
    """A message of the outbox, sent or not: its buttons are answered from here."""
    row = session.connection().execute(select(_outbox).where(_outbox.c.id == outbox_id)).first()
    return _opened(session, row) if row else None


def place_of(session: Session, conversation_id: int) -> Place:
    """A conversation by its id."""
    columns = (_conversations.c.id, _conversations.c.subject_id, _conversations.c.chat_id)
    query = select(*columns).where(_conversations.c.id == conversation_id)
    return Place(*session.connection().execute(query).one())


def sent_as(session: Session, name: str) -> Due | None:
    """The message that a platform calls so; the newest one where several are, after edits."""
    query = select(_outbox).where(_outbox.c.sent_as == name).order_by(_outbox.c.id.desc())
    rows = session.connection().execute(query.limit(1)).all()
    return next(iter(opened(session, rows)), None)


def _opened(session: Session, row: Row[Any]) -> Due:
    key = subjects.key_of(session, row.subject_id)
    payload = orjson.loads(unseal(key, row.payload_sealed, f"outbox.{row.id}"))
    return Due(
        id=row.id,
        conversation_id=row.conversation_id,
        staff_id=row.staff_id,
        inbox_id=row.inbox_id,
        payload=payload,
        chat_id=row.chat_id,
        sent_as=row.sent_as,
        attempts=row.attempts,
        parts=row.parts,
        created_at=row.created_at,
    )


def mark_sent(session: Session, outbox_ids: Sequence[int]) -> None:
    """Note that messages have arrived."""
    if outbox_ids:
        session.connection().execute(_SENT, {"sent": outbox_ids, "now": session.now})


def forget(session: Session, conversation_ids: Sequence[int], inbox_ids: Sequence[int]) -> None:
    """Empty what was sent into conversations, or to anybody because of messages, for privacy."""
    ours = or_(_outbox.c.conversation_id.in_(conversation_ids), _outbox.c.inbox_id.in_(inbox_ids))
    query = select(_outbox.c.id, _outbox.c.subject_id).where(ours, _outbox.c.sent_at.is_not(None))
    rows = session.connection().execute(query).all()
    subjects.load(session, (row.subject_id for row in rows))
    for row in rows:
        with suppress(SubjectErased):
            key = subjects.key_of(session, row.subject_id)
            empty = seal(key, row.subject_id, orjson.dumps(FORGOTTEN), f"outbox.{row.id}")
            change = update(_outbox).where(_outbox.c.id == row.id).values(payload_sealed=empty)
            session.connection().execute(change)


def _closed(session: Session, subject_id: int, letter: Letter) -> Envelope:
    key = subjects.key_of(session, subject_id)
    return seal(key, subject_id, orjson.dumps(letter.payload), f"outbox.{letter.id}")
