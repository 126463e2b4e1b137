"""Change sets: what one message changed, and what others changed since."""

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from store import tables
from store.errors import CrmError
from store.sessions import Session
from store.tables import AuditEntry, Company, Contact, Deal, Lead, Ticket

MOST_SINCE = 200
UNDO_WITHIN = timedelta(minutes=10)
BOOKKEEPING = {"version", "updated_at", "score", "paid_minor", "lifecycle", "lifecycle_at",
               "first_due", "next_due", "resolve_due", "due_at"}  # fmt: skip
"""What follows from the rest, and is never taken back by itself."""

BY_NAME: dict[str, type[SQLModel]] = {
    str(getattr(tables, name).__tablename__): getattr(tables, name) for name in tables.__all__
}

Record = Contact | Company | Deal | Lead | Ticket
OWNED: dict[str, type[Record]] = {
    "contacts": Contact,
    "companies": Company,
    "deals": Deal,
    "leads": Lead,
    "tickets": Ticket,
}


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one message changed."""

    id: int
    command: str
    at: datetime
    entries: tuple[AuditEntry, ...]


class NothingToUndo(CrmError):
    """No change of the actor is young enough, or all were undone."""


class CannotUndo(CrmError):
    """A change that is not taken back this way, such as inviting somebody."""

    def __init__(self, command: str) -> None:
        """Keep the command that made it."""
        super().__init__(command)
        self.command = command


class ChangedSince(CrmError):
    """Somebody changed the same field after the change that was to be undone."""

    def __init__(self, table: str, row_id: str, field: str) -> None:
        """Keep where the new value no longer stands."""
        super().__init__(table, row_id, field)
        self.table = table
        self.row_id = row_id
        self.field = field


def latest(session: Session, before: int | None = None) -> ChangeSet:
    """The actor's last change set that can still be undone.

    Args:
        session: of the actor.
        before: a change set; only those that are older than it.

    Raises:
        NothingToUndo: there is none within UNDO_WITHIN.
    """
    later = aliased(AuditEntry)
    actor_id = session.actor.id if session.actor else None
    query = (
        select(col(AuditEntry.change_id))
        .where(
            col(AuditEntry.staff_id) == actor_id,
            col(AuditEntry.at) >= session.now - UNDO_WITHIN,
            col(AuditEntry.at) <= session.now,
            col(AuditEntry.undoes).is_(None),
            ~exists().where(col(later.undoes) == col(AuditEntry.change_id)),
        )
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        .limit(1)
    )
    older = query if before is None else query.where(col(AuditEntry.change_id) < before)
    change_id = session.execute(older).scalar_one_or_none()
    if change_id is None:
        raise NothingToUndo
    return get(session, change_id)


def get(session: Session, change_id: int) -> ChangeSet:
    """A change set of the actor.

    Raises:
        NothingToUndo: there is none, it is somebody else's, too old or undone already.
    """
    query = select(AuditEntry).where(col(AuditEntry.change_id) == change_id)
    # By id, not by chain: the batches of an import may have been written by several chains.
    entries = tuple(session.scalars(query.order_by(col(AuditEntry.id))))
    undone = select(col(AuditEntry.id)).where(col(AuditEntry.undoes) == change_id).limit(1)
    actor_id = session.actor.id if session.actor else None
    if not entries or entries[0].staff_id != actor_id or session.execute(undone).first():
        raise NothingToUndo
    if session.now - entries[0].at > UNDO_WITHIN:
        raise NothingToUndo
    return ChangeSet(change_id, entries[0].command, entries[0].at, entries)


def since(session: Session, row: Record, version: int) -> dict[str, int | None]:
    """Fields of a record that others changed after a version was shown, and who did.

    Args:
        session: of the actor who was shown the version.
        row: the record as it is now.
        version: the version that was shown.
    """
    if row.version <= version:
        return {}
    entries = list(session.scalars(of_record(row).limit(MOST_SINCE)))
    seen = {
        one.change_id for one in entries if one.table == row.__tablename__ and _made(one) <= version
    }
    found: dict[str, int | None] = {}
    for entry in itertools.takewhile(lambda one: one.change_id not in seen, entries):
        if entry.staff_id != (session.actor and session.actor.id):
            for name in _fields(entry):
                found.setdefault(name, entry.staff_id)
    return found


def of_record(row: Record) -> Select[AuditEntry]:
    """The audit of a record and of what belongs to it, newest first."""
    return (
        select(AuditEntry)
        .where(
            col(AuditEntry.subject_table) == row.__tablename__,
            col(AuditEntry.subject_row) == str(row.id),
        )
        .order_by(col(AuditEntry.id).desc())
    )


def _details(entry: AuditEntry) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(entry.details) if entry.details else {"old": {}, "new": {}}
    return found


def _made(entry: AuditEntry) -> int:
    """The version of its row that an entry made."""
    return int(_details(entry)["new"].get("version", 0))


def _fields(entry: AuditEntry) -> set[str]:
    """The fields of its record that an entry changed, as people name them."""
    details = _details(entry)
    if entry.table == "contact_points":
        return {side["kind"] for side in details.values() if "kind" in side}
    if entry.action != "change" or entry.table not in OWNED:
        return set()
    return {
        name.removesuffix("_sealed").removesuffix("_minor") for name in details["new"]
    } - BOOKKEEPING
