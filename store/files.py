"""Files: what came with a message or goes out with one, and what is kept with a record."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select
from sqlmodel import col

from store import access, subjects
from store.columns import table_of
from store.envelopes import EnvelopeBroken, seal, unseal
from store.ids import new_id
from store.rights import Right
from store.sessions import Session
from store.subjects import SubjectErased
from store.tables import Attachment, Blob, Company, Contact, TicketMessage

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that is taken in: as much as a Telegram bot may download."""

Keeper = Contact | Company | TicketMessage
KEPT_FOR = timedelta(days=7)
_blobs = table_of(Blob)
_LIGHT = select(
    *(_blobs.c[name] for name in ("id", "subject_id", "name_sealed", "media_type", "size", "fault"))
)


@dataclass(frozen=True, slots=True)
class File:
    """A file on its way in or out.

    Attributes:
        content: bytes in clear; None with a fault.
        fault: why there is no content, such as "too big".
        size: of the content in bytes, as the platform says where there is none.
    """

    name: str
    media_type: str
    content: bytes | None
    fault: str | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A file in the database, without its content.

    Attributes:
        id: of the blob.
        size: bytes.
    """

    id: int
    name: str
    media_type: str
    size: int
    fault: str | None


def put(
    session: Session,
    subject_id: int,
    file: File,
    *,
    inbox_id: int | None = None,
    position: int = 0,
) -> int:
    """Store a file, sealed, and give its id; what nobody attaches is thrown away after KEPT_FOR.

    Args:
        session: of any actor.
        subject_id: whom or what the file speaks of.
        file: what to store.
        inbox_id: the message that brought it.
        position: its place among the files of the message.
    """
    blob_id, key, content = new_id(), subjects.key_of(session, subject_id), file.content
    sealed = None
    if content is not None:
        sealed = seal(key, subject_id, content, _content_place(blob_id))
    row = {
        "id": blob_id,
        "subject_id": subject_id,
        "inbox_id": inbox_id,
        "position": position,
        "name_sealed": seal(key, subject_id, file.name.encode(), _name_place(blob_id)),
        "media_type": file.media_type,
        "size": file.size if content is None else len(content),
        "content_sealed": sealed,
        "fault": file.fault,
        "created_at": session.now,
    }
    session.connection().execute(insert(_blobs), row)
    return blob_id


def _content_place(blob_id: int) -> str:
    return subjects.place("blobs", "content_sealed", blob_id)


def _name_place(blob_id: int) -> str:
    return subjects.place("blobs", "name_sealed", blob_id)


def of_message(session: Session, inbox_id: int) -> list[Held]:
    """Files that came with a message, in their order."""
    return _held(session, _LIGHT.where(_blobs.c.inbox_id == inbox_id).order_by(_blobs.c.position))


def held(session: Session, blob_ids: Sequence[int]) -> list[Held]:
    """Files by their ids, without those that are gone."""
    return _held(session, _LIGHT.where(_blobs.c.id.in_(blob_ids)).order_by(_blobs.c.id))


def _held(session: Session, query: Select[Any]) -> list[Held]:
    rows = session.connection().execute(query).all()
    subjects.load(session, (row.subject_id for row in rows))
    return list(_readable(session, rows))


def _readable(session: Session, rows: Sequence[Row[Any]]) -> Iterator[Held]:
    for row in rows:
        with suppress(EnvelopeBroken, SubjectErased):
            key = subjects.key_of(session, row.subject_id)
            name = unseal(key, row.name_sealed, _name_place(row.id)).decode()
            yield Held(row.id, name, row.media_type, row.size, row.fault)


def open_file(session: Session, blob_id: int) -> File | None:
    """A file with its content; None when it is gone.

    Whoever calls this has made sure that its reader may see it.
    """
    row = session.connection().execute(select(_blobs).where(_blobs.c.id == blob_id)).one_or_none()
    return None if row is None else _opened(session, row)


def _opened(session: Session, row: Row[Any]) -> File | None:
    if row.content_sealed is None:
        return None
    key = subjects.key_of(session, row.subject_id)
    name = unseal(key, row.name_sealed, _name_place(row.id)).decode()
    content = unseal(key, row.content_sealed, _content_place(row.id))
    return File(name, row.media_type, content, size=row.size)


def attach(session: Session, record: Contact | Company, blob_id: int) -> Attachment | None:
    """Keep a file with a record.

    Args:
        session: of an actor whose right to edit covers the record.
        record: a contact or a company.
        blob_id: a file that came with one of the actor's messages.

    Returns:
        None when the file is gone.

    Raises:
        Denied: the right does not reach this record.
    """
    access.demand(session, Right.CONTACTS_EDIT, record)
    return keep(session, record, blob_id)


def keep(session: Session, keeper: Keeper, blob_id: int) -> Attachment | None:
    """Keep a file as long as what it belongs to, sealed anew under whom that speaks of.

    A file that is kept under the same key already, such as that of a note which now goes to the
    customer, is not copied once more.

    Args:
        session: of whoever sent the file.
        keeper: a contact, a company or a message of a ticket.
        blob_id: a file.

    Returns:
        None when the file is gone.
    """
    row = session.connection().execute(select(_blobs).where(_blobs.c.id == blob_id)).one_or_none()
    file = None if row is None else _opened(session, row)
    if row is None or file is None:
        return None
    made_id, subject_id = new_id(), keeper.subject_id
    place = subjects.place("attachments", "name_sealed", made_id)
    ours = row.subject_id == subject_id and row.inbox_id is None
    made = Attachment(
        id=made_id,
        **_whose(keeper),
        staff_id=session.actor.id if session.actor else None,
        subject_id=subject_id,
        blob_id=blob_id if ours else put(session, subject_id, file),
        name_sealed=subjects.envelope(session, file.name, place, subject_id),
        media_type=file.media_type,
        size=file.size,
        created_at=session.now,
    )
    session.add(made)
    return made


def _whose(keeper: Keeper) -> dict[str, int]:
    if isinstance(keeper, TicketMessage):
        return {"ticket_id": keeper.ticket_id, "message_id": keeper.id}
    return {"contact_id" if isinstance(keeper, Contact) else "company_id": keeper.id}


def of_record(session: Session, record: Contact | Company) -> list[Attachment]:
    """Files kept with a record, the newest first."""
    column = col(Attachment.contact_id)
    if isinstance(record, Company):
        column = col(Attachment.company_id)
    query = select(Attachment).where(column == record.id)
    return list(session.scalars(query.order_by(col(Attachment.id).desc())))


def name_of(session: Session, attachment: Attachment) -> str:
    """The name of a file kept with a record."""
    return subjects.clear(session, attachment, "name_sealed") or ""


def forget_unkept(session: Session, older_than: timedelta = KEPT_FOR) -> int:
    """Throw away files that nobody keeps; gives how many."""
    kept = select(col(Attachment.blob_id))
    old = (_blobs.c.created_at < session.now - older_than, _blobs.c.id.not_in(kept))
    return int(session.connection().execute(delete(_blobs).where(*old)).rowcount)
