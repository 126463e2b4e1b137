"""Merging: two records of one person become one, and nothing of either is lost."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from store import access, next_steps, sla_rounds, subjects
from store.columns import columns_of
from store.errors import CrmError
from store.rights import Right
from store.sessions import Session
from store.tables import (
    Activity,
    Contact,
    ContactPoint,
    Deal,
    DealContact,
    FieldValue,
    Share,
    Tagging,
    Task,
    Ticket,
)

FILLED = ("company_id", "title", "tier", "source", "owner_id")


class SameRecord(CrmError):
    """A record cannot be merged with itself."""


def merge(session: Session, kept: Contact, given: Contact) -> list[str]:
    """Merge a contact into another one, which keeps its own values and takes what it lacks.

    Args:
        session: of an actor whose right to merge covers both.
        kept: keeps its number and wins where both have a value.
        given: is deleted; its number leads to the kept one from then on.

    Returns:
        Names of fields in which the values differed; the given one's were left behind.

    Raises:
        SameRecord: both are one.
        Denied: the right does not reach both.
    """
    if kept.id == given.id:
        raise SameRecord
    access.demand(session, Right.BULK, kept)
    access.demand(session, Right.BULK, given)
    differing = _fill(session, kept, given)
    _move_points(session, kept, given)
    _move_unique(session, Tagging, "tag_id", kept, given)
    _move_unique(session, FieldValue, "field_id", kept, given)
    _move_unique(session, Share, "staff_id", kept, given)
    _move_rows(session, (Activity,), kept, given)
    with session.unscoped(), session.with_deleted():
        _move_rows(session, (Deal, Ticket, Task), kept, given)
        _move_unique(session, DealContact, "deal_id", kept, given)
    session.flush()
    sla_rounds.settle_contact(session, kept.id)
    next_steps.settle_all(session, [kept, given])
    given.deleted_at = session.now
    given.merged_into = kept.id
    kept.updated_at = session.now
    return differing


def _fill(session: Session, kept: Contact, given: Contact) -> list[str]:
    differing = []
    for name in FILLED:
        old, new = getattr(kept, name), getattr(given, name)
        if old is None and new is not None:
            setattr(kept, name, new)
        elif new not in (None, old):
            differing.append(name)
    for name in ("birthday", "address"):
        old, new = (subjects.clear(session, row, f"{name}_sealed") for row in (kept, given))
        if old is None and new is not None:
            subjects.close(session, kept, f"{name}_sealed", new)
        elif new not in (None, old):
            differing.append(name)
    stamps = [stamp for stamp in (kept.touched_at, given.touched_at) if stamp]
    kept.touched_at = max(stamps, default=None)
    return differing


def _move_points(session: Session, kept: Contact, given: Contact) -> None:
    held, others = _of_both(session, ContactPoint, kept, given)
    known = {row.look_up for row in held}
    for row in others:
        if row.look_up not in known:
            row.contact_id = kept.id
            row.position += len(held)


def _move_unique(
    session: Session, table: type[SQLModel], column: str, kept: Contact, given: Contact
) -> None:
    """Move rows of which a contact has one per tag, field or colleague."""
    held, others = _of_both(session, table, kept, given)
    known = {getattr(row, column) for row in held}
    for row in others:
        if getattr(row, column) not in known:
            row.contact_id = kept.id


def _move_rows(
    session: Session, tables: Iterable[type[SQLModel]], kept: Contact, given: Contact
) -> None:
    for table in tables:
        for row in _of(session, table, given):
            row.contact_id = kept.id


def _of_both(
    session: Session, table: type[SQLModel], kept: Contact, given: Contact
) -> tuple[list[Any], list[Any]]:
    """Rows of two contacts, those of each by themselves, in one statement."""
    columns = columns_of(table)
    query = select(table).where(columns.contact_id.in_((kept.id, given.id)))
    rows: list[Any] = list(session.scalars(query.order_by(columns.id)))
    held, others = ([row for row in rows if row.contact_id == one.id] for one in (kept, given))
    return held, others


def _of(session: Session, table: type[SQLModel], contact: Contact) -> list[Any]:
    column = columns_of(table).contact_id
    return list(session.scalars(select(table).where(column == contact.id)))
