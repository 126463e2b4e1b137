"""Complaints: what customers are unhappy with, who follows it up, and what they were told."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from store import business_hours, calendars, subjects, ticket_messages, tickets
from store.directories import Person
from store.errors import CrmError
from store.ids import new_id
from store.ownership import CannotReceive
from store.rights import Right, Role
from store.sessions import Session
from store.tables import Complaint, Task, Ticket, TicketMessage

WORKING_DAYS = 2
PAGE = 8


class NoComplaint(CrmError):
    """The ticket has no complaint that waits for an answer."""

    def __init__(self, ticket: Ticket) -> None:
        """Keep which one."""
        super().__init__(ticket.id)
        self.ticket = ticket


def raise_(session: Session, ticket: Ticket, kind: str, words: str = "") -> tuple[Complaint, bool]:
    """Keep that a customer is unhappy; one that waits already takes it up.

    Args:
        session: of the customer, or of whoever enters it.
        ticket: what it is about.
        kind: "rating" or "complaint".
        words: to the letter.

    Returns:
        The complaint, and whether it is a new one.
    """
    held = of(session, ticket)
    row = held or _made(session, ticket, kind)
    if kind == "complaint":
        row.kind = kind
    if words:
        before = subjects.clear(session, row, "words_sealed")
        subjects.close(session, row, "words_sealed", f"{before}\n{words}" if before else words)
    return row, held is None


def follow(session: Session, row: Complaint, owner: Person | None, due_at: datetime | None) -> None:
    """Let somebody follow a complaint up, by a moment; None leaves either as it is.

    Raises:
        CannotReceive: somebody who does not work on tickets, or not any more.
    """
    if owner is not None:
        if not _may_follow(session, owner):
            raise CannotReceive(owner)
        row.staff_id = owner.id
    if due_at is not None:
        row.due_at = due_at


def _made(session: Session, ticket: Ticket, kind: str) -> Complaint:
    owner = follower(session, ticket)
    row = Complaint(
        id=new_id(),
        ticket_id=ticket.id,
        kind=kind,
        staff_id=owner.id if owner else None,
        subject_id=ticket.subject_id,
        at=session.now,
        due_at=_due(session),
    )
    session.add(row)
    return row


def _due(session: Session) -> datetime:
    """Two working days from now, as the service works."""
    hours = calendars.first(session)
    length = calendars.working_day(hours) * WORKING_DAYS
    return business_hours.after(calendars.calendar(session, hours.id), session.now, length)


def follower(session: Session, ticket: Ticket) -> Person | None:
    """Who follows a complaint up: the nearest one above who works on it, else a manager or admin."""
    people = session.directory.people
    one, seen = people.get(ticket.assignee_id or 0), set[int]()
    while one and one.manager_id and one.manager_id not in seen:
        seen.add(one.manager_id)
        one = people.get(one.manager_id)
        if one and _may_follow(session, one):
            return one
    able = [person for person in people.values() if _may_follow(session, person)]
    for role in (Role.MANAGER, Role.ADMIN):
        reached = [person for person in able if person.role is role and _covers(session, person)]
        if reached:
            return reached[0]
    return next(iter(session.directory.admins()), None)


def _may_follow(session: Session, person: Person) -> bool:
    return not person.suspended and Right.TICKETS_WORK in session.directory.grants(person.role)


def _covers(session: Session, person: Person) -> bool:
    """Whether somebody sees all tickets, so that this one is among them."""
    grants = session.directory.grants(person.role)
    return grants[Right.TICKETS_WORK].name == "ALL"


def of(session: Session, ticket: Ticket) -> Complaint | None:
    """The complaint about a ticket that waits for an answer."""
    query = select(Complaint).where(
        col(Complaint.ticket_id) == ticket.id, col(Complaint.settled_at).is_(None)
    )
    with session.unscoped():
        return session.scalars(query).one_or_none()


def waiting(session: Session, *, offset: int = 0, limit: int = PAGE) -> tuple[list[Complaint], int]:
    """A page of the complaints that wait and that the actor may see; what is due first on top."""
    query = select(Complaint, func.count().over()).where(col(Complaint.settled_at).is_(None))
    ordered = query.order_by(col(Complaint.due_at), col(Complaint.id))
    rows = session.execute(ordered.offset(offset).limit(limit)).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def settle(session: Session, ticket: Ticket, outcome: str) -> tuple[Complaint, TicketMessage]:
    """End a complaint with what the customer is told, which becomes a reply of the ticket.

    Raises:
        Denied: the right does not reach this ticket.
        NoComplaint: none waits.
    """
    tickets.demand(session, ticket)
    held = of(session, ticket)
    if held is None:
        raise NoComplaint(ticket)
    held.settled_at = session.now
    return held, ticket_messages.write(session, ticket, "reply", outcome)


def of_task(session: Session, task: Task) -> Complaint | None:
    """The complaint that a task is about, while its customer waits."""
    query = select(Complaint).where(
        col(Complaint.task_id) == task.id, col(Complaint.settled_at).is_(None)
    )
    return session.scalars(query).one_or_none()


def task_of(session: Session, row: Complaint) -> Task | None:
    """The task of a complaint that is still to be done."""
    if row.task_id is None:
        return None
    with session.unscoped():
        task = session.get(Task, row.task_id)
    return task if task and task.done_at is None and task.deleted_at is None else None


def words(session: Session, row: Complaint) -> str:
    """What the customer said."""
    return subjects.clear(session, row, "words_sealed") or ""
