"""Reversals: undoing a change set where its new values still stand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from store import (
    access,
    approvals,
    articles,
    bells,
    classifications,
    escalations,
    lead_scores,
    next_steps,
    orders,
    payments,
    pools,
    products,
    quote_revisions,
    sla_rounds,
    slas,
    ticket_deliveries,
    transitions,
)
from store.audits import decode, encode
from store.changes import (
    BY_NAME,
    OWNED,
    CannotUndo,
    ChangedSince,
    ChangeSet,
    Record,
    following,
    of_record,
)
from store.columns import table_of
from store.rights import Right
from store.sessions import Session
from store.tables import (
    Approval,
    ApprovalSeat,
    Article,
    AuditEntry,
    Company,
    Contact,
    Deal,
    Lead,
    Order,
    Payment,
    Product,
    Quote,
    ScoreRule,
    Task,
    Ticket,
)

AT_ONCE = 5_000
"""Numbers in one statement."""
KEPT = {"staff", "identities", "teams"}
POOLED = {"contacts", "companies"}
"""Tables whose rows go into the pool and out of it."""
HISTORIES = {"order_steps": "before", "stage_moves": "from_stage_id"}
"""Tables of histories, and the column that is empty where one begins."""
RETRACTED: dict[type[SQLModel], Callable[[Session, Any], None]] = {
    Order: orders.retract,
    Payment: payments.reverse,
    Approval: approvals.retract,
    ApprovalSeat: lambda _session, _row: None,
    Article: articles.delete,
    Product: products.retire,
    Quote: quote_revisions.retract,
}
"""Rows that an undo does not delete, and how it takes them back."""


def undo(session: Session, change: ChangeSet, right: Right) -> list[Record]:
    """Apply the old values of a change set; all of them, or none.

    Args:
        session: of the actor who made the change.
        change: what is taken back.
        right: the one that the change needed; it must reach its records still, or again.

    Returns:
        The records that it is about, whether or not the actor may see them.

    Raises:
        Denied: a record has gone where the right does not reach.
        ChangedSince: a new value no longer stands.
        CannotUndo: it holds something that is not taken back this way.
        LeftTheHouse: it has sent something to a customer.
        Unready: a deal would lack what its stage asks for.
    """
    ticket_deliveries.refuse_sent(session, change)
    session.origin.undoes = change.id
    if any(_moved(entry) for entry in change.entries):
        pools.forget(session, change.id)
    with session.unscoped(), session.with_deleted():
        held = _load(session, change)
        rows = _records(change, held)
        beyond = [row for row in rows if not access.covers(session, right, row)]
        _revert_all(session, change, held)
        for row in beyond:
            access.demand(session, right, row)
        _settle(session, change, rows)
    return rows


def _moved(entry: AuditEntry) -> bool:
    """Whether a contact or a company went to somebody else, into the pool or out of it."""
    changed = entry.table in POOLED and entry.action == "change" and entry.details
    return bool(changed) and "owner_id" in orjson.loads(entry.details or b"{}")["new"]


STEPPED = (Contact.__tablename__, Deal.__tablename__)


def _stepped(entry: AuditEntry) -> bool:
    """Whether the next step of a record may be another one: a task, its date, or a deleted row."""
    if entry.table == Task.__tablename__:
        return True
    changed = orjson.loads(entry.details or b"{}").get("new") or {}
    return entry.table in STEPPED and bool({"next_at", "deleted_at"} & changed.keys())


def _tier_moved(change: ChangeSet, row: Contact) -> bool:
    """Whether a contact may be of another tier again, by which its tickets are due."""
    theirs = (one for one in change.entries if (one.table, one.row_id) == ("contacts", str(row.id)))
    changed = [orjson.loads(one.details or b"{}").get("new") or {} for one in theirs]
    return any({"tier", "company_id", "deleted_at"} & one.keys() for one in changed)


def _settle(session: Session, change: ChangeSet, rows: Sequence[Record]) -> None:
    """What follows from the values that stand again: the stage's rules, the score."""
    for row in rows:
        if isinstance(row, Deal):
            transitions.settle(session, row)
        elif isinstance(row, Lead):
            lead_scores.settle(session, row)
        elif isinstance(row, Ticket):
            escalations.follow(session, row)
            slas.settle(session, row)
        elif isinstance(row, Contact) and row.deleted_at is None and _tier_moved(change, row):
            sla_rounds.settle_contact(session, row.id)
    bells.settle_all(row for row in rows if isinstance(row, Task))
    if any(map(_stepped, change.entries)):
        kinds = Contact | Deal | Task
        next_steps.settle_all(session, [row for row in rows if isinstance(row, kinds)])
    if any(entry.table == ScoreRule.__tablename__ for entry in change.entries):
        session.forget_directory()
        lead_scores.settle_all(session)


def _load(session: Session, change: ChangeSet) -> list[Any]:
    """The records that a change set is about, and the rows that it has changed or added."""
    wanted: dict[type[SQLModel], set[int]] = {}
    for kind, number in _about(change):
        wanted.setdefault(OWNED[kind], set()).add(number)
    for table, numbers in _by_id(change):
        wanted.setdefault(table, set()).update(numbers)
    single = {table: numbers for table, numbers in wanted.items() if len(numbers) == 1}
    found = _read_single(session, single) if len(single) > 1 else []
    read = {type(row) for row in found}
    return found + [
        row
        for table, numbers in wanted.items()
        if table not in read
        for row in _read(session, table, sorted(numbers))
    ]


def _about(change: ChangeSet) -> set[tuple[str, int]]:
    """Table and number of the contacts, companies and deals that a change set is about."""
    subjects = {(entry.subject_table, entry.subject_row) for entry in change.entries}
    return {(kind, int(number)) for kind, number in subjects if kind in OWNED}


def _records(change: ChangeSet, held: Sequence[Any]) -> list[Record]:
    """Those among the rows that a change set is about, by kind."""
    about = _about(change)
    return [
        row
        for kind, table in OWNED.items()
        for row in held
        if isinstance(row, table) and (kind, row.id) in about
    ]


def _read_single(session: Session, wanted: Mapping[type[SQLModel], set[int]]) -> list[Any]:
    """One row of each of several tables by one statement; nothing where one of them is missing."""
    first, *others = wanted
    query: Any = select(*wanted).select_from(first).execution_options(populate_existing=True)
    for table in others:
        query = query.join(table, true())
    keys = (table_of(table).c.id.in_(numbers) for table, numbers in wanted.items())
    return list(session.execute(query.where(*keys)).one_or_none() or ())


def _read(session: Session, table: type[SQLModel], ids: Sequence[int]) -> list[SQLModel]:
    """Rows of a table as they are in the database, in few statements."""
    key = table_of(table).c.id
    fresh = select(table).execution_options(populate_existing=True)
    return [
        row
        for first in range(0, len(ids), AT_ONCE)
        for row in session.scalars(fresh.where(key.in_(ids[first : first + AT_ONCE])))
    ]


def _revert_all(session: Session, change: ChangeSet, held: list[Any]) -> None:
    """Apply the old values from the last entry to the first; entries of one kind go together."""
    waiting: set[tuple[str, str]] = set()
    kind = None
    for entry in reversed(change.entries):
        if (entry.table, entry.action) != kind or (entry.table, entry.row_id) in waiting:
            session.flush()
            waiting.clear()
        kind = (entry.table, entry.action)
        waiting.add((entry.table, entry.row_id))
        _revert(session, change, entry)
    session.flush()
    held.clear()  # until here the session finds them in memory


def _by_id(change: ChangeSet) -> list[tuple[type[SQLModel], list[int]]]:
    """Numbers of the rows that were changed or added, by table, where one number names a row."""
    found: dict[str, set[int]] = {}
    for entry in change.entries:
        changed = entry.action != "remove" and entry.row_id.isdecimal() and not _begins(entry)
        if changed:
            found.setdefault(entry.table, set()).add(int(entry.row_id))
    tables = {name: BY_NAME[name] for name in found}
    return [
        (table, sorted(found[name]))
        for name, table in tables.items()
        if list(table_of(table).primary_key.columns.keys()) == ["id"]
    ]


def _revert(session: Session, change: ChangeSet, entry: AuditEntry) -> None:
    table = BY_NAME[entry.table]
    details = orjson.loads(entry.details) if entry.details else {}
    if not details or (entry.action != "change" and entry.table in KEPT):
        raise CannotUndo(change.command)
    if entry.action == "remove":
        values = {name: decode(value) for name, value in details["old"].items()}
        session.add(table(**values))
        return
    if _begins(entry):
        return  # the history begins with it, and what was added is only deleted again
    row = session.get(table, _key(table, entry.row_id))
    _check_standing(entry, row, details["new"])
    if entry.action == "change":
        _refuse_asked_anew(session, entry, row)
        for name, value in details["old"].items():
            if name not in following(entry.table):
                setattr(row, name, decode(value))
        if isinstance(row, Record):
            row.updated_at = session.now
    elif isinstance(row, Record):
        _refuse_used(session, entry, row)
        row.deleted_at = session.now
    elif type(row) in RETRACTED:
        _retract(session, entry, row)
    else:
        session.delete(row)


def _refuse_asked_anew(session: Session, entry: AuditEntry, row: SQLModel | None) -> None:
    """A request does not wait again while a newer one about the same record waits."""
    if isinstance(row, Approval) and approvals.waiting_for(session, row.kind, row.record_id):
        raise ChangedSince(entry.table, entry.row_id, "status")


def _begins(entry: AuditEntry) -> bool:
    """Whether a history begins with the row that an entry added."""
    before = HISTORIES.get(entry.table)
    if before is None or entry.action != "add" or not entry.details:
        return False
    return orjson.loads(entry.details)["new"].get(before) is None


def _retract(session: Session, entry: AuditEntry, row: Any) -> None:  # noqa: ANN401
    """Take back what stays in the books all the same."""
    if isinstance(row, Order) and row.paid_minor:
        raise ChangedSince(entry.table, entry.row_id, "paid_minor")
    RETRACTED[type(row)](session, row)


def _check_standing(entry: AuditEntry, row: SQLModel | None, new: dict[str, Any]) -> None:
    if row is None:
        raise ChangedSince(entry.table, entry.row_id, "")
    for name, value in new.items():
        if name not in following(entry.table) and encode(getattr(row, name)) != value:
            raise ChangedSince(entry.table, entry.row_id, name)


def _refuse_used(session: Session, entry: AuditEntry, row: Record) -> None:
    """What was built upon since is not taken from under it, unless one took that back oneself."""
    later = aliased(AuditEntry)
    stands = and_(
        col(AuditEntry.undoes).is_(None),
        ~exists().where(col(later.undoes) == col(AuditEntry.change_id)),
    )
    built_upon = of_record(row).where(
        col(AuditEntry.id) > entry.id,
        col(AuditEntry.change_id) != entry.change_id,
        col(AuditEntry.command) != classifications.COMMAND,
        or_(col(AuditEntry.staff_id) != entry.staff_id, stands),
    )
    # All is asked at once, as most undos take back what nobody has built upon.
    if session.execute(select(or_(built_upon.exists(), *_users(row)))).scalar_one():
        raise ChangedSince(entry.table, entry.row_id, "")


def _users(row: Record) -> Iterator[ColumnElement[bool]]:
    """Whether contacts, deals or tickets refer to a contact or a company."""
    if not isinstance(row, Contact | Company):
        return
    of_company = isinstance(row, Company)
    if of_company:
        yield exists().where(col(Contact.company_id) == row.id, col(Contact.deleted_at).is_(None))
    for table in (Deal, Ticket):
        refers = col(table.company_id if of_company else table.contact_id) == row.id
        yield exists().where(refers, col(table.deleted_at).is_(None))


def _key(table: type[SQLModel], row_id: str) -> Sequence[Any]:
    columns = table_of(table).primary_key
    parts = row_id.split("/")
    return [
        int(part) if column.type.python_type is int else part
        for column, part in zip(columns, parts, strict=True)
    ]
