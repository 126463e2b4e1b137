"""Reading the audit: who changed what, as far as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, case, cast, exists, func, or_, select

from store import access, rates, subjects, verifications
from store.access import Denied
from store.audits import decode
from store.changes import BY_NAME
from store.columns import columns_of, table_of
from store.envelopes import Envelope, EnvelopeBroken
from store.moneys import Money
from store.rights import Right
from store.row_rules import Owned
from store.sessions import Session
from store.subjects import SubjectErased
from store.tables import AuditEntry, Company, Contact, Deal, Lead, Ticket
from store.verifications import Verdict

PAGE = 8
OWNED: tuple[type[Owned], ...] = (Contact, Company, Deal, Lead, Ticket)
AMOUNTS = {"amount_minor", "base_minor", "total_minor", "paid_minor", "net_minor", "price_minor",
           "potential_minor"}  # fmt: skip
OPEN_PRICES = {"products"}
"""Tables whose amounts are known to everybody who sees them."""

HIDDEN = {"id", "folded", "subject_id", "look_up", "version", "updated_at", "created_at",
          "created_by", "touched_at", "position", "deal_id", "base_minor", "imported", "plausible",
          "label", "email_index", "contact_id", "staff_id", "lead_id", "identity_id", "phone_index",
          "passed", "alerted_at", "converted_at", "list_minor", "replaces_id",
          "product_id", "tier_by_hand", "lifecycle_at", "first_due", "next_due", "resolve_due",
          "ticket_id", "ended_at", "pauses", "warn_at", "warned", "escalate_at", "escalated",
          "assigned_at", "because", "outside_id", "steps"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A changed row, ready to be shown.

    Attributes:
        values: old and new value by field; `...` stands for what the reader may not read.
    """

    at: datetime
    staff_id: int | None
    command: str
    action: str
    table: str
    subject: str
    values: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked up: a record, a person, a time; None does not narrow."""

    table: str | None = None
    row_id: int | None = None
    staff_id: int | None = None
    since: datetime | None = None


def page(
    session: Session, asked: Asked, *, offset: int = 0, limit: int = PAGE
) -> tuple[list[Entry], int]:
    """A page of the audit, newest first, and how many entries there are.

    Raises:
        Denied: the actor may not read the audit, or not of this person.
    """
    conditions = _conditions(session, asked)
    columns = columns_of(AuditEntry)
    total = session.execute(select(func.count(columns.id)).where(*conditions)).scalar_one()
    query = select(AuditEntry).where(*conditions).order_by(columns.at.desc(), columns.id.desc())
    rows = session.scalars(query.offset(offset).limit(limit))
    return [_entry(session, row) for row in rows], total


def _conditions(session: Session, asked: Asked) -> list[ColumnElement[bool]]:
    columns = columns_of(AuditEntry)
    found = list(_within_right(session, asked))
    if asked.table is not None:
        found += [columns.subject_table == asked.table, columns.subject_row == str(asked.row_id)]
    if asked.staff_id is not None:
        found.append(columns.staff_id == asked.staff_id)
    if asked.since is not None:
        found.append(columns.at >= asked.since)
    return found


def _within_right(session: Session, asked: Asked) -> Sequence[ColumnElement[bool]]:
    """A manager reads what the team did; an admin everything."""
    if session.actor is None or session.actor.scope(Right.AUDIT_SEE) is None:
        raise Denied(Right.AUDIT_SEE)
    staff = access.owners(session.actor, Right.AUDIT_SEE)
    if staff is None:
        return []
    if asked.staff_id is not None and asked.staff_id not in staff:
        raise Denied(Right.AUDIT_SEE, session.actor.scope(Right.AUDIT_SEE))
    column = columns_of(AuditEntry).staff_id
    return [column.in_(sorted(staff)), _of_visible_records(session)]


def _of_visible_records(session: Session) -> ColumnElement[bool]:
    """A record that has left the reader's sight takes its history along."""
    others = columns_of(AuditEntry).subject_table.not_in([table_of(one).name for one in OWNED])
    return or_(others, *(_of_visible(session, table) for table in OWNED))


def _of_visible(session: Session, table: type[Owned]) -> ColumnElement[bool]:
    columns, rows = columns_of(AuditEntry), columns_of(table)
    # Only the rows of its table are cast: the key of a role's right, for one, is no number.
    ours = columns.subject_table == table_of(table).name
    number = case((ours, cast(columns.subject_row, BigInteger)))
    return exists(select(rows.id).where(rows.id == number, access.visible(session, table)))


def _entry(session: Session, row: AuditEntry) -> Entry:
    details = orjson.loads(row.details) if row.details else {"old": {}, "new": {}}
    names = [name for name in details["old"] | details["new"] if name not in HIDDEN]
    read = _Reader(session, row, details)
    return Entry(
        at=row.at,
        staff_id=row.staff_id,
        command=row.command,
        action=row.action,
        table=row.table,
        subject=f"{row.subject_table}/{row.subject_row}",
        values={name: (read("old", name), read("new", name)) for name in names},
    )


class _Reader:
    """Reads values of an entry; personal ones only for whoever may see everybody's.

    Amounts are read by those who may read the amounts of all deals that they see.
    """

    def __init__(self, session: Session, row: AuditEntry, details: dict[str, Any]) -> None:
        self._session = session
        self._row = row
        self._details = details
        actor = session.actor
        self._clear = actor is not None and access.owners(actor, Right.PERSONAL_SEE) is None
        self._amounts = access.all_amounts(session)

    def __call__(self, side: str, name: str) -> Any:  # noqa: ANN401
        value = decode(self._details[side].get(name))
        if name in AMOUNTS and value is not None:
            clear = self._amounts or self._row.table in OPEN_PRICES
            return Money(value, self._currency(side)) if clear else ...
        if not isinstance(value, Envelope):
            return value
        if not self._clear:
            return ...
        try:
            return subjects.open_envelope(
                self._session, value, self._row.table, name, int(self._row.row_id), value.key_id
            )
        except (SubjectErased, EnvelopeBroken):
            return ...

    def _currency(self, side: str) -> str:
        """That of the amount; an entry names it only where it changed."""
        if self._row.table == "companies":
            return rates.base(self._session)
        named = self._details[side].get("currency")
        if named is None:
            with self._session.unscoped(), self._session.with_deleted():
                return self._currency_of(self._row.table, int(self._row.row_id))
        return str(named)

    def _currency_of(self, table: str, row_id: int) -> str:
        """The currency of a row, or of the quote or deal that it belongs or belonged to."""
        row = self._session.get(BY_NAME[table], row_id)
        held = row.model_dump() if row else self._details["old"] | self._details["new"]
        if "currency" in held:
            return str(held["currency"])
        if "quote_id" in held and table == "quote_lines":
            return self._currency_of("quotes", held["quote_id"])
        return self._currency_of("deals", int(self._row.subject_row))


def verify(session: Session) -> Verdict:
    """Check the whole audit and its anchors.

    Raises:
        Denied: the actor may not read the whole audit.
    """
    actor = session.actor
    if actor is None or access.owners(actor, Right.AUDIT_SEE) is not None:
        raise Denied(Right.AUDIT_SEE, actor.scope(Right.AUDIT_SEE) if actor else None)
    return verifications.verify(session.connection(), session.keys, session.installation.anchors())
