"""Change sets: what one message changed, and undoing it where the new values still stand."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from store import access, slas, tables, transitions
from store.audits import decode, encode
from store.columns import table_of
from store.errors import CrmError
from store.rights import Right
from store.sessions import Session
from store.tables import AuditEntry, Company, Contact, Deal, StageMove, Ticket

MOST_SINCE = 200
UNDO_WITHIN = timedelta(minutes=10)
BOOKKEEPING = {"version", "updated_at"}
KEPT = {"staff", "identities", "teams"}
BY_NAME: dict[str, type[SQLModel]] = {
    str(getattr(tables, name).__tablename__): getattr(tables, name) for name in tables.__all__
}

DERIVED = {"first_due", "next_due", "resolve_due", "due_at"}
"""Worked out anew from what an undo leaves, so that they neither stand in its way nor come back."""
LEFT_ALONE = BOOKKEEPING | DERIVED

Record = Contact | Company | Deal | Ticket
OWNED: dict[str, type[Record]] = {
    "contacts": Contact,
    "companies": Company,
    "deals": Deal,
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


def latest(session: Session) -> ChangeSet:
    """The actor's last change set that can still be undone.

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
    change_id = session.execute(query).scalar_one_or_none()
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


def undo(session: Session, change: ChangeSet, right: Right) -> None:
    """Apply the old values of a change set; all of them, or none.

    Args:
        session: of the actor who made the change.
        change: what is taken back.
        right: the one that the change needed; it must reach its records still, or again.

    Raises:
        Denied: a record has gone where the right does not reach.
        ChangedSince: a new value no longer stands.
        CannotUndo: it holds something that is not taken back this way.
        Unready: a deal would lack what its stage asks for.
    """
    session.origin.undoes = change.id
    with session.unscoped(), session.with_deleted():
        rows = _records(session, change)
        beyond = [row for row in rows if not access.covers(session, right, row)]
        for entry in reversed(change.entries):
            _revert(session, change, entry)
            session.flush()
        for row in beyond:
            access.demand(session, right, row)
        for row in rows:
            _settle(session, row)


def _settle(session: Session, row: Record) -> None:
    """What follows from a record's values follows from those that an undo has left."""
    if isinstance(row, Deal):
        transitions.settle(session, row)
    elif isinstance(row, Ticket):
        slas.settle(session, row)
    elif isinstance(row, Contact):
        slas.settle_contact(session, row.id)


def _records(session: Session, change: ChangeSet) -> list[Record]:
    """The contacts, companies and deals that a change set is about."""
    subjects = {(entry.subject_table, entry.subject_row) for entry in change.entries}
    found: list[Any] = [
        session.get(OWNED[table], int(number))
        for table, number in sorted(subjects)
        if table in OWNED
    ]
    return [row for row in found if row]


def _revert(session: Session, change: ChangeSet, entry: AuditEntry) -> None:
    table = BY_NAME[entry.table]
    details = orjson.loads(entry.details) if entry.details else {}
    if not details or (entry.action != "change" and entry.table in KEPT):
        raise CannotUndo(change.command)
    if entry.action == "remove":
        values = {name: decode(value) for name, value in details["old"].items()}
        session.add(table(**values))
        return
    row = session.get(table, _key(table, entry.row_id), populate_existing=True)
    _check_standing(entry, row, details["new"])
    if isinstance(row, StageMove) and row.from_stage_id is None:
        return  # the history begins with it, and a deal that is added is only deleted again
    if entry.action == "change":
        for name, value in details["old"].items():
            if name not in LEFT_ALONE:
                setattr(row, name, decode(value))
        if isinstance(row, Record):
            row.updated_at = session.now
    elif isinstance(row, Record):
        _refuse_used(session, entry, row)
        row.deleted_at = session.now
    else:
        session.delete(row)


def _check_standing(entry: AuditEntry, row: SQLModel | None, new: dict[str, Any]) -> None:
    if row is None:
        raise ChangedSince(entry.table, entry.row_id, "")
    for name, value in new.items():
        if name not in LEFT_ALONE and encode(getattr(row, name)) != value:
            raise ChangedSince(entry.table, entry.row_id, name)


def _refuse_used(session: Session, entry: AuditEntry, row: Record) -> None:
    """What was built upon since is not taken from under it, unless one took that back oneself."""
    later = aliased(AuditEntry)
    stands = and_(
        col(AuditEntry.undoes).is_(None),
        ~exists().where(col(later.undoes) == col(AuditEntry.change_id)),
    )
    built_upon = _of_record(row).where(
        col(AuditEntry.id) > entry.id,
        col(AuditEntry.change_id) != entry.change_id,
        or_(col(AuditEntry.staff_id) != entry.staff_id, stands),
    )
    if session.scalars(built_upon.limit(1)).first():
        raise ChangedSince(entry.table, entry.row_id, "")
    staff = select(col(Contact.id)).where(
        col(Contact.company_id) == row.id, col(Contact.deleted_at).is_(None)
    )
    sold = select(col(Deal.id)).where(
        col(Deal.deleted_at).is_(None),
        col(Deal.company_id if isinstance(row, Company) else Deal.contact_id) == row.id,
    )
    if isinstance(row, Company) and session.execute(staff.limit(1)).first():
        raise ChangedSince(entry.table, entry.row_id, "")
    if isinstance(row, Contact | Company):
        of_row = col(Ticket.company_id if isinstance(row, Company) else Ticket.contact_id) == row.id
        asked = select(col(Ticket.id)).where(col(Ticket.deleted_at).is_(None), of_row)
        if any(session.execute(one.limit(1)).first() for one in (sold, asked)):
            raise ChangedSince(entry.table, entry.row_id, "")


def _key(table: type[SQLModel], row_id: str) -> Sequence[Any]:
    columns = table_of(table).primary_key
    parts = row_id.split("/")
    return [
        int(part) if column.type.python_type is int else part
        for column, part in zip(columns, parts, strict=True)
    ]


def since(session: Session, row: Record, version: int) -> dict[str, int | None]:
    """Fields of a record that others changed after a version was shown, and who did.

    Args:
        session: of the actor who was shown the version.
        row: the record as it is now.
        version: the version that was shown.
    """
    if row.version <= version:
        return {}
    entries = list(session.scalars(_of_record(row).limit(MOST_SINCE)))
    seen = {
        one.change_id for one in entries if one.table == row.__tablename__ and _made(one) <= version
    }
    found: dict[str, int | None] = {}
    for entry in itertools.takewhile(lambda one: one.change_id not in seen, entries):
        if entry.staff_id != (session.actor and session.actor.id):
            for name in _fields(entry):
                found.setdefault(name, entry.staff_id)
    return found


def _of_record(row: Record) -> Select[AuditEntry]:
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
    } - LEFT_ALONE
