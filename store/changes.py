"""Change sets: what one message changed, and what others changed since."""

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from store import tables
from store.errors import CrmError
from store.sessions import Session
from store.tables import AuditEntry, Company, Contact, Deal, Lead, Task, Ticket

MOST_SINCE = 200
UNDO_WITHIN = timedelta(minutes=10)
BOOKKEEPING = {"version", "updated_at", "score", "paid_minor", "lifecycle", "lifecycle_at",
               "first_due", "next_due", "resolve_due", "due_at", "warn_at", "warned",
               "escalate_at", "escalated"}  # fmt: skip
"""What follows from the rest, and is never taken back by itself."""
OF_STEPS = frozenset({"next_at"})
"""What follows from the tasks about a contact or a deal."""
OF_BELLS = frozenset({"version", "updated_at", "rings_at", "told_at"})
"""What follows from when a task is due, and from what its owner was told."""

BY_NAME: dict[str, type[SQLModel]] = {
    str(getattr(tables, name).__tablename__): getattr(tables, name) for name in tables.__all__
}

Record = Contact | Company | Deal | Lead | Ticket | Task
OWNED: dict[str, type[Record]] = {
    "contacts": Contact,
    "companies": Company,
    "deals": Deal,
    "leads": Lead,
    "tickets": Ticket,
    "tasks": Task,
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


def following(table: str) -> frozenset[str]:
    """The columns of a table that an undo leaves to whatever they follow from."""
    if table == Task.__tablename__:
        return OF_BELLS
    steps = OF_STEPS if table in (Contact.__tablename__, Deal.__tablename__) else frozenset()
    return frozenset(BOOKKEEPING) | steps


def latest(session: Session, before: int | None = None) -> ChangeSet:
    """The actor's last change set that can still be undone.

    Args:
        session: of the actor.
        before: a change set; only those that are older than it.

    Raises:
        NothingToUndo: there is none within UNDO_WITHIN.
    """
    last, later = aliased(AuditEntry), aliased(AuditEntry)
    query = select(col(last.change_id)).where(
        col(last.staff_id) == (session.actor.id if session.actor else None),
        col(last.at) >= session.now - UNDO_WITHIN,
        col(last.at) <= session.now,
        col(last.undoes).is_(None),
        ~exists().where(col(later.undoes) == col(last.change_id)),
    )
    older = query if before is None else query.where(col(last.change_id) < before)
    newest = older.order_by(col(last.at).desc(), col(last.id).desc()).limit(1).scalar_subquery()
    return _read(session, col(AuditEntry.change_id) == newest)


def get(session: Session, change_id: int) -> ChangeSet:
    """A change set of the actor.

    Raises:
        NothingToUndo: there is none, it is somebody else's, too old or undone already.
    """
    later = aliased(AuditEntry)
    undone = exists().where(col(later.undoes) == change_id)
    return _read(session, col(AuditEntry.change_id) == change_id, ~undone)


def _read(session: Session, *conditions: ColumnElement[bool]) -> ChangeSet:
    # By id, not by chain: the batches of an import may have been written by several chains.
    query = select(AuditEntry).where(*conditions).order_by(col(AuditEntry.id))
    entries = tuple(session.scalars(query))
    actor_id = session.actor.id if session.actor else None
    if not entries or entries[0].staff_id != actor_id:
        raise NothingToUndo
    if session.now - entries[0].at > UNDO_WITHIN:
        raise NothingToUndo
    return ChangeSet(entries[0].change_id, entries[0].command, entries[0].at, entries)


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
