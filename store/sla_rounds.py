"""Rounds of SLA clocks: what is due on open tickets is worked out anew, many in few statements."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlmodel import col

from store import customers, slas
from store.columns import columns_of, table_of
from store.sessions import Session
from store.tables import Round, Ticket

NAME = "sla"
BATCH = 500
_READ = (
    "id", "priority", "category_id", "contact_id", "opened_at", "first_response_at", "next_since", "answered_at",
    "paused_since", "pauses", "ended_at", "warned", "first_due", "next_due", "resolve_due",
)  # fmt: skip
_KEPT = ("first_due", "next_due", "resolve_due")
_WRITTEN = (*_KEPT, "due_at", "warn_at")


def settle_open(session: Session) -> None:
    """Work out what is due on the open tickets: on the first ones at once, on others in a while.

    Hours and promises belong to all tickets; however many there are, few statements do.
    """
    last = _settle(session, 0)
    held = session.get(Round, NAME)
    if held is not None:
        held.after_id = last
    elif last is not None:
        session.add(Round(name=NAME, due_at=session.now, after_id=last))


def settle_contact(session: Session, contact_id: int) -> None:
    """Work out what is due on the open tickets of a contact, whose tier has changed."""
    last: int | None = 0
    while last is not None:
        last = _settle(session, last, columns_of(Ticket).contact_id == contact_id)


def is_due(session: Session) -> bool:
    """Whether tickets wait to be worked out."""
    held = session.get(Round, NAME)
    return held is not None and held.after_id is not None


def go_on(session: Session) -> None:
    """Work out the next tickets; of two processes, the second waits and goes on from there."""
    query = select(Round).where(col(Round.name) == NAME).with_for_update()
    held = session.scalars(query).one_or_none()
    if held is not None and held.after_id is not None:
        held.after_id = _settle(session, held.after_id)


def _settle(session: Session, after: int, *conditions: ColumnElement[bool]) -> int | None:
    """Work out the open tickets behind a number; gives the last one's, or None when all are done.

    Not through the mapper: what is due follows from the rest, and takes no version of its own.
    """
    session.flush()
    columns = columns_of(Ticket)
    query = select(*(columns[name] for name in _READ)).where(
        columns.ended_at.is_(None), columns.id > after, *conditions
    )
    some = query.order_by(columns.id).limit(BATCH).with_for_update()
    with session.unscoped():
        rows = session.execute(some).all()
    customers.load(session, rows)
    _write(session, [{"ticket": row.id} | _dues(session, row) for row in rows])
    return rows[-1].id if len(rows) == BATCH else None


def _dues(session: Session, row: Any) -> dict[str, Any]:  # noqa: ANN401 (a row of _READ)
    kept = {name: getattr(row, name) for name in _KEPT}
    return kept | slas.dues(session, row)


def _write(session: Session, found: list[dict[str, Any]]) -> None:
    if not found:
        return
    table = table_of(Ticket)
    change = update(table).where(table.c.id == bindparam("ticket"))
    session.connection().execute(change.values({name: bindparam(name) for name in _WRITTEN}), found)
    for values in found:
        held = session.identity_map.get(identity_key(Ticket, values["ticket"]))
        if held is not None:
            for name in _WRITTEN:
                set_committed_value(held, name, values[name])
