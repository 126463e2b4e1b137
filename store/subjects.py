"""Subjects: whom data speak of. Each has a key; personal fields open with it only."""

from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from store.envelopes import Envelope, new_key, seal, unseal
from store.errors import CrmError
from store.ids import new_id
from store.insertions import insert_many
from store.sessions import Session
from store.tables import SubjectKey

_WRAPPED = select(col(SubjectKey.id), col(SubjectKey.wrapped)).where(
    col(SubjectKey.id).in_(bindparam("subject_ids", expanding=True))
)
_CREATE = insert(SubjectKey)


ERASED = Envelope(b"")


class SubjectErased(CrmError):
    """The key of this subject was destroyed: what was sealed with it cannot be read again."""


class SealedRow(Protocol):
    """A row with sealed columns."""

    id: int
    subject_id: int


def create(session: Session) -> int:
    """Make a subject with a key of its own, and give its id."""
    subject_id, key = new_id(), new_key()
    row = {
        "id": subject_id,
        "wrapped": session.keys.wrap(key, subject_id),
        "created_at": session.now,
    }
    session.connection().execute(_CREATE, row)
    session.subject_keys[subject_id] = key
    return subject_id


def create_many(session: Session, count: int) -> list[int]:
    """Make many subjects in one statement."""
    keys = {new_id(): new_key() for _ in range(count)}
    rows = [
        {"id": one, "wrapped": session.keys.wrap(key, one), "created_at": session.now}
        for one, key in keys.items()
    ]
    insert_many(session.connection(), SubjectKey, rows)
    session.subject_keys.update(keys)
    return list(keys)


def know(session: Session, subject_id: int, wrapped: Envelope) -> None:
    """Keep the key of a subject that was read together with something else, unless it is gone."""
    if wrapped:
        session.subject_keys[subject_id] = session.keys.unwrap(wrapped, subject_id)


def load(session: Session, subject_ids: Iterable[int]) -> None:
    """Read the keys of several subjects in one statement."""
    missing = sorted({one for one in subject_ids if one not in session.subject_keys})
    if not missing:
        return
    for row in session.connection().execute(_WRAPPED, {"subject_ids": missing}):
        know(session, row.id, row.wrapped)


def key_of(session: Session, subject_id: int) -> bytes:
    """The key of a subject.

    Raises:
        SubjectErased: it was destroyed.
    """
    load(session, (subject_id,))
    try:
        return session.subject_keys[subject_id]
    except KeyError as error:
        raise SubjectErased(subject_id) from error


def destroy(session: Session, subject_id: int) -> None:
    """Destroy a subject's key; every envelope under it is unreadable from then on.

    Its row stays, empty, as others refer to it.
    """
    emptied = update(SubjectKey).where(col(SubjectKey.id) == subject_id).values(wrapped=ERASED)
    session.connection().execute(emptied)
    session.subject_keys.pop(subject_id, None)


def place(table: str, field: str, row_id: int) -> str:
    """The associated data of an envelope: it opens in this table, column and row only."""
    return f"{table}.{field}.{row_id}"


def table_of(row: object) -> str:
    """Name of a row's table."""
    return str(vars(type(row))["__tablename__"])


def close(session: Session, row: SealedRow, field: str, text: str | None) -> None:
    """Seal a text into a column of a row; None empties the column."""
    sealed = None
    if text is not None:
        sealed = envelope(session, text, place(table_of(row), field, row.id), row.subject_id)
    setattr(row, field, sealed)


def envelope(session: Session, text: str, where: str, subject_id: int) -> Envelope:
    """Seal a text for a place (see `place`) under a subject's key."""
    return seal(key_of(session, subject_id), subject_id, text.encode(), where)


def clear(session: Session, row: SealedRow, field: str) -> str | None:
    """Open a sealed column of a row; callers ask `access.reveals` before they show it.

    Raises:
        SubjectErased: the subject's key was destroyed.
        EnvelopeBroken: the envelope was altered or belongs to another row.
    """
    held: Envelope | None = getattr(row, field)
    if held is None:
        return None
    return open_envelope(session, held, table_of(row), field, row.id, row.subject_id)


def open_envelope(
    session: Session, held: Envelope, table: str, field: str, row_id: int, subject_id: int
) -> str:
    """Open an envelope that was read without its row, such as one from the audit."""
    key = key_of(session, subject_id)
    return unseal(key, held, place(table, field, row_id)).decode()
