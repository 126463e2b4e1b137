"""The audit, written from the flush: no verb can forget it. Append-only, chained, verifiable."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Connection, event, insert, inspect, select, update
from sqlalchemy.orm import UOWTransaction
from sqlmodel import SQLModel

from store import directory_rows
from store.columns import columns_of
from store.envelopes import Envelope
from store.ids import new_id
from store.insertions import insert_many
from store.keys import KeyRing
from store.row_rules import UNAUDITED
from store.sessions import NoActor, Session
from store.tables import AuditChain, AuditEntry, CalendarFeed, LinkCode

_FACTS = itemgetter(
    *("change_id", "undoes", "staff_id", "inbox_id", "command", "action", "table", "row_id"),
    *("subject_table", "subject_row"),
)
LEASE = timedelta(hours=1)
GENESIS = bytes(32)
PARENTS = {
    "deal_id": "deals",
    "lead_id": "leads",
    "ticket_id": "tickets",
    "contact_id": "contacts",
    "company_id": "companies",
    "staff_id": "staff",
}
OWN_SUBJECT = {
    "contacts", "companies", "deals", "staff", "teams", "tags", "fields", "settings",
    "pipelines", "stages", "tier_rules", "leads", "score_rules", "assignment_rules",
    "approvals", "approval_seats", "tickets", "tasks", "categories", "sla_policies", "business_calendars",
    "articles", "macros", "causes", "consents",
}  # fmt: skip


@dataclass(slots=True)
class Chain:
    """The end of the chain that a writer extends."""

    id: int
    link: int
    mac: bytes


def encode(value: Any) -> Any:  # noqa: ANN401
    """Write a column's value as JSON; envelopes stay sealed."""
    if isinstance(value, bytes):
        mark = "sealed" if isinstance(value, Envelope) else "bytes"
        return {mark: base64.b64encode(value).decode("ascii")}
    if isinstance(value, datetime):
        return {"at": _written(value)}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    return value


def _written(moment: datetime) -> str:
    return _iso(moment.astimezone(UTC))


@lru_cache(maxsize=256)  # most moments of a unit of work are its present
def _iso(utc: datetime) -> str:
    return utc.isoformat()


def decode(value: Any) -> Any:  # noqa: ANN401
    """Read what `encode` wrote."""
    if not isinstance(value, dict):
        return value
    ((mark, text),) = value.items()
    readers: dict[str, Callable[[], Any]] = {
        "sealed": lambda: Envelope(base64.b64decode(text)),
        "bytes": lambda: base64.b64decode(text),
        "at": lambda: datetime.fromisoformat(text),
        "on": lambda: date.fromisoformat(text),
    }
    return readers[mark]()


def collect(session: Session, _context: UOWTransaction) -> None:
    """Note every change of a flush while old values are still known."""
    for action, row in _changed_rows(session):
        if isinstance(row, UNAUDITED):
            continue
        if session.actor is None:
            raise NoActor(type(row).__name__)
        details = _details(action, row)
        if details["old"] or details["new"]:
            session.changes.append(_change(action, row, details))
            session.directory_changed |= isinstance(row, directory_rows.TABLES)


def _changed_rows(session: Session) -> Iterator[tuple[str, SQLModel]]:
    yield from (("add", row) for row in session.new)
    yield from (("change", row) for row in session.dirty if session.is_modified(row))
    yield from (("remove", row) for row in session.deleted)


def _details(action: str, row: SQLModel) -> dict[str, dict[str, Any]]:
    """Old and new values of the columns that changed (all of them for a new or removed row)."""
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    state = inspect(row)
    if action == "change":
        for name in state.committed_state:
            history = state.attrs[name].history
            if history.has_changes():
                old[name] = encode(history.deleted[0] if history.deleted else None)
                new[name] = encode(getattr(row, name))
    else:
        values = {column.key: getattr(row, column.key) for column in state.mapper.column_attrs}
        known = new if action == "add" else old
        known.update((name, encode(one)) for name, one in values.items() if one is not None)
    if action == "change" and new and hasattr(row, "version"):
        # The mapper counts it up beside the attribute's history.
        old["version"], new["version"] = row.version - 1, row.version
    if isinstance(row, LinkCode | CalendarFeed):
        for name in ("code_index", "token_index"):
            old.pop(name, None)
            new.pop(name, None)
    return {"old": old, "new": new}


def note_added(session: Session, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Note rows that are inserted beside the flush, many by one statement.

    Args:
        session: of an actor.
        table: name of theirs; their key is `id`.
        rows: values by column.

    Raises:
        NoActor: nobody acts.
    """
    if session.actor is None:
        raise NoActor(table)
    for row in rows:
        new = {name: value for name, value in row.items() if value is not None}
        details = {"old": {}, "new": new}
        session.changes.append(_noted("add", table, str(row["id"]), row.get, details))


def _change(action: str, row: SQLModel, details: dict[str, dict[str, Any]]) -> dict[str, Any]:
    key = inspect(row).mapper.primary_key_from_instance(row)
    row_id = "/".join(str(part) for part in key)
    return _noted(
        action, str(row.__tablename__), row_id, lambda name: getattr(row, name, None), details
    )


def _noted(
    action: str,
    table: str,
    row_id: str,
    value_of: Callable[[str], Any],
    details: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    subject = _subject(table, value_of, row_id)
    return {
        "action": action,
        "table": table,
        "row_id": row_id,
        "subject_table": subject[0],
        "subject_row": subject[1],
        "details": orjson.dumps(details, encode, orjson.OPT_PASSTHROUGH_DATETIME),
    }


def _subject(table: str, value_of: Callable[[str], Any], row_id: str) -> tuple[str, str]:
    """The record that people would look the change up by: a phone belongs to its contact."""
    if table not in OWN_SUBJECT:
        for column, parent in PARENTS.items():
            value = value_of(column)
            if value is not None:
                return parent, str(value)
    return table, row_id


def write(session: Session, chain: Chain) -> None:
    """Write the entries of this unit of work and move the end of the chain."""
    if not session.changes:
        return
    origin = session.origin
    common = {
        "change_id": origin.change_id,
        "undoes": origin.undoes,
        "staff_id": session.actor.id if session.actor else None,
        "inbox_id": origin.inbox_id,
        "at": session.now,
        "command": origin.command,
        "chain_id": chain.id,
    }
    rows = []
    for change in session.changes:
        entry = common | change
        entry["id"] = new_id()
        entry["digest"] = hashlib.sha256(change["details"]).digest()
        entry["link"] = chain.link = chain.link + 1
        entry["mac"] = chain.mac = mac(session.keys, chain.id, chain.link, chain.mac, entry)
        rows.append(entry)
    insert_many(session.connection(), AuditEntry, rows)
    session.changes.clear()


@contextmanager
def apart(session: Session) -> Iterator[None]:
    """What is changed meanwhile keeps the command and the change set that it names as its origin."""
    session.flush()
    origin, first = replace(session.origin), len(session.changes)
    try:
        yield
        session.flush()
        named = {"change_id": session.origin.change_id, "command": session.origin.command}
        session.changes[first:] = [change | named for change in session.changes[first:]]
    finally:
        session.origin = origin


def mac(keys: KeyRing, chain_id: int, link: int, before: bytes, entry: dict[str, Any]) -> bytes:
    """Keyed MAC (HMAC-SHA-256, RFC 2104) of an entry and its predecessor's MAC."""
    facts = [chain_id, link, _written(entry["at"]), *_FACTS(entry)]
    message = before + entry["digest"] + orjson.dumps(facts)
    return hmac.digest(keys.audit, message, "sha256")


def take_chain(connection: Connection, now: datetime, *, single: bool) -> Chain:
    """Take a chain to extend: the only one on SQLite, one that nobody leases elsewhere.

    A chain that two writers hold by accident does no harm: the unique link stops the second.
    """
    chains = columns_of(AuditChain)
    query = select(chains.id).order_by(chains.id).limit(1)
    if not single:
        query = query.where(chains.leased_until <= now).with_for_update(skip_locked=True)
    found = connection.execute(query).scalar_one_or_none()
    if found is None:
        found = 1 if single else new_id()
        row = {"id": found, "leased_until": now + LEASE}
        connection.execute(insert(AuditChain), row)
    elif not single:
        lease(connection, found, now + LEASE)
    return Chain(found, *head(connection, found))


def lease(connection: Connection, chain_id: int, until: datetime) -> None:
    """Hold a chain until a moment, or free it with a moment in the past."""
    chains = columns_of(AuditChain)
    connection.execute(update(AuditChain).where(chains.id == chain_id).values(leased_until=until))


def head(connection: Connection, chain_id: int) -> tuple[int, bytes]:
    """The last link of a chain and its MAC."""
    entries = columns_of(AuditEntry)
    query = select(entries.link, entries.mac).where(entries.chain_id == chain_id)
    found = connection.execute(query.order_by(entries.link.desc()).limit(1)).one_or_none()
    return (found.link, bytes(found.mac)) if found else (0, GENESIS)


event.listen(Session, "after_flush", collect)
