"""Importing tickets: history that is written as the file has it, and fires nothing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from store import (
    bulk_rows,
    categories,
    customers,
    escalations,
    indexes,
    sla_courses,
    slas,
    staff,
    subjects,
)
from store.holdings import Reference
from store.ids import new_id, reserve
from store.rights import Right
from store.sessions import Session
from store.sla_courses import Course
from store.tables import Ticket, TicketMessage
from store.ticket_entries import TicketEntry
from store.ticket_states import ENDED

Row = dict[str, Any]
_DUES = ("first_due", "next_due", "resolve_due", "due_at", "warn_at")


def stored(session: Session, outside_ids: Iterable[str]) -> set[str]:
    """Which of these tickets are here already, whoever sees them."""
    query = select(col(Ticket.outside_id)).where(col(Ticket.outside_id).in_(sorted(outside_ids)))
    with session.unscoped():
        return {one for one in session.scalars(query) if one}


def write(
    session: Session, entries: Sequence[TicketEntry], people: Mapping[int, Reference]
) -> None:
    """Add tickets with what the customer wrote and how they were solved, in few statements.

    They are not routed, and nobody is warned of their clocks; once somebody works on an open one,
    it is a ticket as any other.

    Args:
        session: of an actor who may work on tickets.
        entries: none of which is stored.
        people: the customers, by the lines of their tickets.

    Raises:
        Denied: no right to work on tickets.
    """
    staff.demand(session, Right.TICKETS_WORK)
    if not entries:
        return
    numbers = reserve(session.connection(), "ticket", len(entries))
    subjects.load(session, (one.subject_id for one in people.values()))
    customers.load(session, people.values())
    nobodys = iter(subjects.create_many(session, len(entries) - len(people)))
    rows, written = [], []
    for number, entry in zip(numbers, entries, strict=True):
        customer = people.get(entry.line)
        subject_id = customer.subject_id if customer else next(nobodys)
        row = _row(session, entry, number, customer) | {"subject_id": subject_id}
        rows.append(row)
        written += _messages(session, row, entry)
    session.flush()  # the contacts come first
    bulk_rows.add(session, Ticket, rows)
    bulk_rows.add(session, TicketMessage, written)
    indexes.put_tickets(session, rows)


def _row(session: Session, entry: TicketEntry, number: int, customer: Reference | None) -> Row:
    kind = categories.find(session, entry.category_id)
    found = None if kind else categories.suggest(session, f"{entry.title}\n{entry.text}")
    kind = kind or (found.kind if found else categories.every(session)[0])
    times = _times(entry, session.now)
    row = {
        "id": number,
        "title": entry.title,
        "status": entry.status,
        "waiting_for": entry.waiting_for,
        "priority": entry.priority or kind.priority,
        "category_id": kind.id,
        "contact_id": customer.contact_id if customer else None,
        "company_id": customer.company_id if customer else None,
        "team_id": kind.team_id,
        "assignee_id": entry.assignee_id,
        "source": entry.source,
        "because": ",".join(found.because) or None if found else None,
        "escalated": escalations.LEVELS,
        "escalate_at": None,
        "warned": _told(times["opened_at"]),
        "outside_id": entry.outside_id,
        "created_by": session.actor.id if session.actor else None,
        "updated_at": session.now,
        "reopened": 0,
        "version": 1,
    }
    row |= times | dict.fromkeys(_DUES)
    return row if times["ended_at"] else row | slas.dues(session, SimpleNamespace(**row))


def _times(entry: TicketEntry, now: datetime) -> Row:
    """When it was opened, answered and ended, and when its clocks stood still."""
    opened = entry.opened_at or now
    ended = (entry.ended_at or now) if entry.status in ("resolved", "closed") else None
    held = entry.responded or opened if entry.status == "waiting" else None
    return {
        "opened_at": opened,
        "first_response_at": entry.responded,
        "last_customer_at": opened,
        "next_since": None,
        "answered_at": None,
        "paused_since": held,
        "pauses": _pauses(entry, held, ended),
        "resolved_at": entry.resolved if ended else None,
        "closed_at": ended if entry.status == "closed" else None,
        "ended_at": ended,
    }


def _pauses(entry: TicketEntry, held: datetime | None, ended: datetime | None) -> str:
    since, reason = (ended, ENDED) if ended else (held, entry.waiting_for)
    return json.dumps([[since.isoformat(), None, reason]] if since else [])


def _told(opened: datetime) -> str:
    """As if everybody had been warned of its clocks."""
    courses = [Course(kind, opened, None, None) for kind in ("first", "resolve")]
    return sla_courses.write(one.mark(what) for one in courses for what in ("risk", "breach"))


def _messages(session: Session, row: Row, entry: TicketEntry) -> list[Row]:
    """What the customer wrote, and how it was solved, which stays inside."""
    found = [_message(session, row, entry.text, kind="customer", at=row["opened_at"])]
    if entry.resolution:
        solved = _message(
            session, row, entry.resolution, kind="event", at=row["ended_at"] or row["opened_at"]
        )
        found.append(solved | {"event": "resolved"})
    return found


def _message(session: Session, row: Row, text: str, *, kind: str, at: datetime) -> Row:
    number = new_id()
    where = subjects.place("ticket_messages", "text_sealed", number)
    return {
        "id": number,
        "ticket_id": row["id"],
        "kind": kind,
        "staff_id": None,
        "subject_id": row["subject_id"],
        "text_sealed": subjects.envelope(session, text, where, row["subject_id"]),
        "event": None,
        "at": at,
    }
