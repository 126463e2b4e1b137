"""Handing over what somebody has to a colleague: all of it or none, and all of it back again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import ColumnElement, case, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from store import leads, notice_times, ownership, shares, task_zones, ticket_messages
from store.audits import decode
from store.changes import ChangeSet
from store.columns import columns_of, table_of
from store.directories import Person
from store.errors import CrmError
from store.rights import Right
from store.sessions import Session
from store.tables import (
    Approval,
    ApprovalSeat,
    AuditEntry,
    Company,
    Contact,
    CustomerAccount,
    Deal,
    Lead,
    Task,
    Ticket,
)

COMMAND = "handover"
CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Handed:
    """A kind of what is handed over.

    Attributes:
        kind: names it.
        table: its rows.
        right: whoever is to have it needs it.
        owner: the column that says whose it is.
        ended: rows that are history: they stay, unless history is to go along.
        barred: rows that the one with this staff id cannot take over: they stay in any case.
        then: what else a row takes that has gone to somebody.
    """

    kind: str
    table: type[SQLModel]
    right: Right = Right.CONTACTS_EDIT
    owner: str = "owner_id"
    ended: ColumnElement[bool] | None = None
    barred: Callable[[int], ColumnElement[bool]] | None = None
    then: Callable[[Session, Any, int], None] | None = None


def _assigned(session: Session, ticket: Ticket, staff_id: int) -> None:
    """Who works on a ticket is told in its history, and so in its threads."""
    ticket_messages.note_event(session, ticket, "assigned", staff_id)


def _moved(session: Session, task: Task, staff_id: int) -> None:
    """What repeats goes by the clock of who has it now."""
    person = session.directory.people[staff_id]
    task_zones.move(session, task, notice_times.zone_of(session.directory, person).key)


def _undecided() -> ColumnElement[bool]:
    """Seats at requests that still wait."""
    asked = col(Approval.id) == col(ApprovalSeat.approval_id)
    return exists().where(asked, col(Approval.status) == "waiting")


def _seated(staff_id: int) -> ColumnElement[bool]:
    """Seats at requests that somebody decides already, or has made."""
    other = aliased(ApprovalSeat)
    same = col(other.approval_id) == col(ApprovalSeat.approval_id)
    own = col(Approval.id) == col(ApprovalSeat.approval_id)
    return or_(
        exists().where(same, col(other.staff_id) == staff_id),
        exists().where(own, col(Approval.asked_by) == staff_id),
    )


HANDED: tuple[Handed, ...] = (
    Handed("contact", Contact),
    Handed("company", Company),
    Handed("deal", Deal, Right.DEALS_EDIT, ended=col(Deal.closed_at).is_not(None)),
    Handed("lead", Lead, Right.LEADS_EDIT, ended=col(Lead.status).not_in(leads.OPEN)),
    Handed(
        "ticket",
        Ticket,
        Right.TICKETS_WORK,
        "assignee_id",
        col(Ticket.ended_at).is_not(None),
        then=_assigned,
    ),
    Handed("task", Task, Right.TASKS_EDIT, ended=col(Task.done_at).is_not(None), then=_moved),
    Handed("approval", ApprovalSeat, Right.APPROVE, "staff_id", ~_undecided(), _seated),
)
_BY_TABLE = {str(table_of(one.table).name): one for one in HANDED}
_SHARES = {str(table_of(one).name): one for one in shares.COLUMNS}


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What somebody has.

    Attributes:
        goes: how many of each kind are handed over.
        stays: how many of each kind are history, and stay.
        shares: how many records were shared with them, which ends.
    """

    goes: Mapping[str, int] = field(default_factory=dict)
    stays: Mapping[str, int] = field(default_factory=dict)
    shares: int = 0

    @property
    def total(self) -> int:
        """How many records are handed over."""
        return sum(self.goes.values())


class SamePerson(CrmError):
    """Nobody hands over to themselves."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose records go to whom.

    Attributes:
        kinds: which kinds; empty: all.
        history: whether what has ended goes along.
    """

    giver: Person
    receiver: Person
    kinds: frozenset[str] = frozenset()
    history: bool = False

    @property
    def handed(self) -> list[Handed]:
        """The kinds that go."""
        return [one for one in HANDED if not self.kinds or one.kind in self.kinds]


def survey(session: Session, wish: Wish) -> Portfolio:
    """What a handover would move, by two statements.

    Raises:
        SamePerson: giver and receiver are one.
        Denied: one of them is outside the actor's right to assign.
        CannotReceive: the receiver is suspended, or may not own what would come.
    """
    if wish.giver.id == wish.receiver.id:
        raise SamePerson
    for person in (wish.giver, wish.receiver):
        ownership.demand_reach(session, person)
    rows = [*_counted(session, wish, _records(wish))]
    with session.unscoped():  # nobody else sees where somebody sits
        rows += _counted(session, wish, _seats(wish))
    for one in wish.handed:
        if any(row.goes for row in rows if row.kind == one.kind):
            ownership.demand_receiver(session, wish.receiver, one.right)
    return Portfolio(
        {row.kind: row.goes for row in rows if row.goes},
        {row.kind: row.stays for row in rows if row.stays},
        _shared_with(session, wish),
    )


def _records(wish: Wish) -> list[Handed]:
    return [one for one in wish.handed if one.table is not ApprovalSeat]


def _seats(wish: Wish) -> list[Handed]:
    return [one for one in wish.handed if one.table is ApprovalSeat]


def _counted(session: Session, wish: Wish, handed: Sequence[Handed]) -> Sequence[Any]:
    """How many of each kind go and stay, by one statement."""
    if not handed:
        return []
    counted = union_all(*(_counting(one, wish) for one in handed)).subquery().c
    return session.execute(select(counted.kind, counted.goes, counted.stays)).all()


def _counting(one: Handed, wish: Wish) -> Any:  # noqa: ANN401 (a SELECT)
    stays: Any = literal(0)
    if one.ended is not None and not wish.history:
        stays = func.count(case((one.ended, 1)))
    goes = func.count() - stays
    theirs = columns_of(one.table)[one.owner] == wish.giver.id
    counting = select(literal(one.kind).label("kind"), goes.label("goes"), stays.label("stays"))
    return counting.select_from(one.table).where(theirs, *_free(one, wish))


def _free(one: Handed, wish: Wish) -> list[ColumnElement[bool]]:
    """Only rows that the receiver can take over."""
    return [] if one.barred is None else [~one.barred(wish.receiver.id)]


def _shared_with(session: Session, wish: Wish) -> int:
    tables = _share_tables(wish)
    if not tables:
        return 0
    ids = [select(col(one.id)).where(col(one.staff_id) == wish.giver.id) for one in tables]
    with session.unscoped():
        counting = select(func.count()).select_from(union_all(*ids).subquery())
        return int(session.execute(counting).scalar_one())


def _share_tables(wish: Wish) -> list[type[shares.AnyShare]]:
    return [shares.TABLES[one.table] for one in wish.handed if one.table in shares.TABLES]  # type: ignore[index]


def hand_over(session: Session, wish: Wish, found: Portfolio) -> None:
    """Give what somebody has to a colleague, and end what was shared with them.

    Args:
        session: of the actor who may assign to and from both.
        wish: whose records go to whom.
        found: what `survey` has found in this unit of work; it has checked the rights.
    """
    for one in _records(wish):
        if found.goes.get(one.kind):
            _give(session, one, wish)
    with session.unscoped():
        for one in _seats(wish) if found.goes else ():
            _give(session, one, wish)
        for table in _share_tables(wish) if found.shares else ():
            for share in session.scalars(select(table).where(col(table.staff_id) == wish.giver.id)):
                session.delete(share)


def _give(session: Session, one: Handed, wish: Wish) -> None:
    theirs = columns_of(one.table)[one.owner] == wish.giver.id
    query = select(one.table).where(theirs, *_free(one, wish))
    if one.ended is not None and not wish.history:
        query = query.where(~one.ended)
    for row in session.scalars(query):
        _put_owner(session, one, row, wish.receiver.id)


def _put_owner(session: Session, one: Handed, row: Any, owner_id: int) -> None:  # noqa: ANN401
    setattr(row, one.owner, owner_id)
    if hasattr(row, "updated_at"):
        row.updated_at = session.now
    if one.then is not None:
        one.then(session, row, owner_id)


def customers_of(session: Session, giver: Person) -> list[int]:
    """Accounts from which customers of somebody write to us, one for each of them.

    Those of the giver's contacts count, as far as their holders have agreed to the notice.

    Args:
        session: of the actor.
        giver: whose customers.
    """
    theirs = select(col(Contact.id)).where(col(Contact.owner_id) == giver.id)
    accounts = columns_of(CustomerAccount)
    query = select(func.max(accounts.identity_id)).where(
        accounts.contact_id.in_(theirs), accounts.agreed_version.is_not(None)
    )
    return list(session.scalars(query.select_from(CustomerAccount).group_by(accounts.holder_id)))


@dataclass(frozen=True, slots=True)
class Returned:
    """What an undone handover gave back, and how much had gone on meanwhile and stays."""

    back: int
    kept: int


def take_back(session: Session, change: ChangeSet) -> Returned:
    """Undo a handover: whatever still stands with the receiver goes back, and shares begin again.

    Raises:
        Denied: giver or receiver has left the actor's right to assign.
    """
    session.origin.undoes = change.id
    moved = [one for one in change.entries if one.action == "change" and one.table in _BY_TABLE]
    ended = [one for one in change.entries if one.action == "remove" and one.table in _SHARES]
    _demand_both(session, moved)
    back = 0
    with session.unscoped(), session.with_deleted():
        for name, one in _BY_TABLE.items():
            ours = [entry for entry in moved if entry.table == name]
            for first in range(0, len(ours), CHUNK):
                back += _give_back(session, one, ours[first : first + CHUNK])
        for name, table in _SHARES.items():
            _share_again(session, table, [_old(one) for one in ended if one.table == name])
    return Returned(back, len(moved) - back)


def _demand_both(session: Session, moved: Iterable[AuditEntry]) -> None:
    sides = {
        side[_BY_TABLE[entry.table].owner] for entry in moved for side in _sides(entry) if side
    }
    for staff_id in sorted(sides):
        ownership.demand_reach(session, session.directory.people[staff_id])


def _sides(entry: AuditEntry) -> Iterator[dict[str, Any]]:
    details = orjson.loads(entry.details or b"{}")
    yield from (details["old"], details["new"])


def _old(entry: AuditEntry) -> dict[str, Any]:
    return {name: decode(value) for name, value in next(_sides(entry)).items()}


def _give_back(session: Session, one: Handed, entries: Sequence[AuditEntry]) -> int:
    """Give rows back that stand where the handover has put them; how many did."""
    sides = {int(entry.row_id): tuple(_sides(entry)) for entry in entries}
    back = 0
    for row in session.scalars(select(one.table).where(columns_of(one.table).id.in_(sides))):
        old, new = sides[getattr(row, "id")]  # noqa: B009 (every table here has one)
        if getattr(row, one.owner) == new[one.owner]:
            _put_owner(session, one, row, old[one.owner])
            back += 1
    return back


def _share_again(
    session: Session, table: type[shares.AnyShare], ended: Sequence[dict[str, Any]]
) -> None:
    """Begin shares again, but for those that somebody has begun meanwhile."""
    column = shares.COLUMNS[table]
    people = {one["staff_id"] for one in ended}
    if not ended:
        return
    columns = columns_of(table)
    query = select(columns[column], columns.staff_id).select_from(table)
    rows = session.execute(query.where(columns.staff_id.in_(people)))
    known = {(row[0], row[1]) for row in rows}
    for values in ended:
        if (values[column], values["staff_id"]) not in known:
            session.add(table(**values))
