"""Causes: why customers had to ask, counted so that it need not happen again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from store import tickets
from store.access import NotFound
from store.categories import fold
from store.errors import CrmError
from store.ids import new_id
from store.sessions import Session
from store.tables import Cause, Ticket, TicketCause


class CauseExists(CrmError):
    """There is a cause of that name already."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(name)
        self.name = name


class CauseInUse(CrmError):
    """Tickets have the cause, so it cannot go."""

    def __init__(self, name: str, tickets: int) -> None:
        """Keep which one, and how many."""
        super().__init__(name, tickets)
        self.name = name
        self.tickets = tickets


@dataclass(frozen=True, slots=True)
class Reason:
    """A cause as every message knows it."""

    id: int
    name: str
    folded: str


def every(session: Session) -> Sequence[Reason]:
    """All causes, in the order in which they are offered."""
    held: Sequence[Reason] | None = session.directory.known.get("causes")
    if held is None:
        rows = sorted(session.directory.rows["causes"], key=lambda row: (row.position, row.id))
        held = [Reason(row.id, row.name, row.folded) for row in rows]
        session.directory.known["causes"] = held
    return held


def find(session: Session, cause_id: int | None) -> Reason | None:
    """The cause of an id."""
    return next((one for one in every(session) if one.id == cause_id), None)


def add(session: Session, name: str) -> Reason:
    """Add a cause behind the others.

    Raises:
        CauseExists: there is one of that name.
    """
    if any(one.folded == fold(name) for one in every(session)):
        raise CauseExists(name)
    last = session.execute(select(func.max(col(Cause.position)))).scalar_one() or 0
    row = Cause(id=new_id(), name=name, folded=fold(name), position=last + 1)
    session.add(row)
    session.forget_directory()
    return Reason(row.id, row.name, row.folded)


def rename(session: Session, cause: Reason, name: str) -> None:
    """Call a cause otherwise; tickets that have it follow.

    Raises:
        CauseExists: another one has the new name.
    """
    if any(one.folded == fold(name) and one.id != cause.id for one in every(session)):
        raise CauseExists(name)
    row = session.get_one(Cause, cause.id)
    row.name, row.folded = name, fold(name)
    session.forget_directory()


def remove(session: Session, cause: Reason) -> None:
    """Take away a cause that no ticket has.

    Raises:
        CauseInUse: some have it.
    """
    query = select(func.count()).select_from(TicketCause)
    with session.unscoped():
        held = session.execute(query.where(col(TicketCause.cause_id) == cause.id)).scalar_one()
    if held:
        raise CauseInUse(cause.name, held)
    session.delete(session.get_one(Cause, cause.id))
    session.forget_directory()


def put(session: Session, ticket: Ticket, cause: Reason) -> Reason | None:
    """Say why a ticket came up; gives the cause that it had.

    Raises:
        Denied: the right does not reach this ticket.
        NotFound: the cause is gone.
    """
    tickets.demand(session, ticket)
    if find(session, cause.id) is None:
        raise NotFound("cause", cause.name)
    held = _held(session, ticket)
    if held is None:
        staff_id = session.actor.id if session.actor else None
        values: dict[str, Any] = {"ticket_id": ticket.id, "cause_id": cause.id}
        session.add(TicketCause(id=new_id(), staff_id=staff_id, at=session.now, **values))
        return None
    before, held.cause_id = held.cause_id, cause.id
    held.at = session.now
    return find(session, before)


def _held(session: Session, ticket: Ticket) -> TicketCause | None:
    query = select(TicketCause).where(col(TicketCause.ticket_id) == ticket.id)
    return session.scalars(query).one_or_none()


def missing(session: Session, ticket: Ticket) -> Sequence[Reason]:
    """The causes to choose from where nobody has said yet why a ticket came up; else none."""
    held = select(col(TicketCause.id)).where(col(TicketCause.ticket_id) == ticket.id)
    query = select(Cause).where(~held.exists()).order_by(col(Cause.position), col(Cause.id))
    return [Reason(row.id, row.name, row.folded) for row in session.scalars(query)]
