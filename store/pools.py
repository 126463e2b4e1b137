"""The pool: what one person may take out of it and how soon again, and how records went through it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, delete, func, insert, select
from sqlmodel import col

from store import contact_lists
from store.access import NotFound
from store.columns import columns_of
from store.contact_lists import Filters
from store.directories import Directory, Person
from store.errors import CrmError
from store.ids import new_id
from store.refs import Ref
from store.row_rules import Party
from store.sessions import Session
from store.tables import Company, Contact, PoolMove, Staff

Step = Literal["claimed", "released", "returned", "warned"]
PAGE = 8
WARNINGS = (7, 1)
RECENTLY = timedelta(hours=1)
COLUMNS: dict[type[Party], str] = {Contact: "contact_id", Company: "company_id"}
KINDS: dict[str, type[Party]] = {"contact": Contact, "company": Company}


@dataclass(frozen=True, slots=True)
class Rules:
    """What an admin has set for the pool; None: no such limit.

    Attributes:
        quota: contacts and companies that one person may hold and still claim.
        idle: days without anything happening after which a record returns.
        warnings: days before its return on which its owner is warned, the first one first.
        cooldown: days before somebody may claim again what they had.
    """

    quota: int | None
    idle: int | None
    warnings: tuple[int, ...]
    cooldown: int | None


class QuotaReached(CrmError):
    """Somebody holds as much as one person may."""

    def __init__(self, held: int, quota: int) -> None:
        """Keep both numbers."""
        super().__init__(held, quota)
        self.held = held
        self.quota = quota


class TooSoon(CrmError):
    """Somebody had this record a short while ago."""

    def __init__(self, row: Party, until: datetime) -> None:
        """Keep the record, and when they may claim it again."""
        super().__init__(row.id)
        self.row = row
        self.until = until


class JustClaimed(NotFound):
    """What stood in the pool until recently, and who was faster."""

    def __init__(self, kind: str, text: str, owner: Person, at: datetime) -> None:
        """Keep who has it now, and since when."""
        super().__init__(kind, text)
        self.owner = owner
        self.at = at


def rules(directory: Directory) -> Rules:
    """What holds for the pool now."""
    idle = directory.setting("pool_idle")
    warnings = sorted(directory.setting("pool_warning", list(WARNINGS)), reverse=True)
    return Rules(
        directory.setting("pool_quota"),
        idle,
        tuple(one for one in warnings if idle is None or one < idle),
        directory.setting("pool_cooldown"),
    )


def demand_claimable(session: Session, row: Party) -> None:
    """Check that the actor may take a record out of the pool.

    Raises:
        QuotaReached: they hold too many.
        TooSoon: they had it themselves a short while ago.
    """
    limits = rules(session.directory)
    staff_id = session.actor.id if session.actor else None
    if limits.quota is not None:
        # Two claims of one person at once would each see the other's record as free.
        own = select(col(Staff.id)).where(col(Staff.id) == staff_id)
        session.connection().execute(own.with_for_update())
        held = holding(session, staff_id)
        if held >= limits.quota:
            raise QuotaReached(held, limits.quota)
    if limits.cooldown is not None:
        until = _left(session, row, staff_id, timedelta(days=limits.cooldown))
        if until is not None and until > session.now:
            raise TooSoon(row, until)


def holding(session: Session, staff_id: int | None) -> int:
    """How many contacts and companies somebody has."""
    found = 0
    with session.unscoped():
        for table in (Contact, Company):
            counting = select(func.count()).select_from(table)
            theirs = counting.where(columns_of(table).owner_id == staff_id)
            found += session.execute(theirs).scalar_one()
    return found


def _left(
    session: Session, row: Party, staff_id: int | None, cooldown: timedelta
) -> datetime | None:
    """When the cooldown ends of somebody who had this record last."""
    moves = columns_of(PoolMove)
    query = select(func.max(moves.at)).where(
        _of(row), moves.staff_id == staff_id, moves.kind.in_(("released", "returned"))
    )
    left: datetime | None = session.connection().execute(query).scalar_one()
    return left + cooldown if left else None


def _of(row: Party) -> ColumnElement[bool]:
    found: ColumnElement[bool] = columns_of(PoolMove)[COLUMNS[type(row)]] == row.id
    return found


def note(session: Session, rows: Sequence[Party], kind: Step, *, days: int | None = None) -> None:
    """Write a step of records into the pool's history; its owners are those of now.

    It is undone with the change set, and has no audit of its own: the change of owner has.
    """
    if not rows:
        return
    steps = [
        {
            "id": new_id(),
            "contact_id": row.id if isinstance(row, Contact) else None,
            "company_id": row.id if isinstance(row, Company) else None,
            "kind": kind,
            "staff_id": row.owner_id,
            "by_id": session.actor.id if session.actor else None,
            "days": days,
            "at": session.now,
            "change_id": session.origin.change_id,
        }
        for row in rows
    ]
    session.connection().execute(insert(PoolMove), steps)


def forget(session: Session, change_id: int) -> None:
    """Take the steps of a change set that is undone out of the history."""
    undone = delete(PoolMove).where(col(PoolMove.change_id) == change_id)
    session.connection().execute(undone)


def claimed_by(session: Session, ref: Ref) -> JustClaimed | None:
    """Who took a record out of the pool a moment ago; whoever saw it there may know that.

    What left the pool longer ago is as hidden as anything else of a colleague's.
    """
    moves = columns_of(PoolMove)
    query = (
        select(moves.staff_id, moves.at)
        .where(moves[COLUMNS[KINDS[ref.kind]]] == ref.id, moves.kind == "claimed")
        .where(moves.at > session.now - RECENTLY)
        .order_by(moves.at.desc())
        .limit(1)
    )
    row = session.connection().execute(query).one_or_none()
    owner = session.directory.people.get(row.staff_id) if row else None
    return JustClaimed(ref.kind, str(ref), owner, row.at) if row and owner else None


def history(session: Session, row: Party) -> list[PoolMove]:
    """How a record went through the pool, the newest step first."""
    newest = select(PoolMove).where(_of(row)).order_by(col(PoolMove.id).desc())
    return list(session.scalars(newest))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the pool: contacts first, then companies, and how many there are of both."""

    contacts: tuple[Contact, ...]
    companies: tuple[Company, ...]
    total: int


def page(session: Session, *, offset: int = 0) -> Page:
    """A page of the records without an owner."""
    people = contact_lists.page(session, Filters(pool=True), offset=offset, limit=PAGE)
    free: Select[Any] = select(Company).where(col(Company.owner_id).is_(None))
    newest = free.order_by(col(Company.id).desc()).offset(max(0, offset - people.total))
    places = session.scalars(newest.limit(PAGE - len(people.rows)))
    counted = select(func.count()).select_from(Company).where(col(Company.owner_id).is_(None))
    total = people.total + session.execute(counted).scalar_one()
    return Page(people.rows, tuple(places), total)
