"""The second wall: which rows and which fields an actor may see or change, decided in one place."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Literal
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Table, event, false, or_, select, true
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import SQLModel

from store import shares
from store.columns import columns_of
from store.errors import CrmError
from store.rights import Right, Scope
from store.row_rules import (
    ALSO,
    APART,
    ASKERS,
    DEALERS,
    DOERS,
    LEADERS,
    NOBODY,
    ROW_RULES,
    SEEN_BY,
    SELLERS,
    SOFT_DELETED,
    THEIRS,
    Owned,
)
from store.sessions import Actor, NoActor, Session
from store.shares import ACTING
from store.tables import Contact, Deal, Lead, Share, Task, Ticket
from store.ticket_walls import KEEPERS, keeper, know_served, served, sold_to_served


class Denied(CrmError):
    """A right is missing, or does not reach this record."""

    def __init__(self, right: Right, scope: Scope | None = None) -> None:
        """Name the missing right, and how far the actor's own reaches, if at all."""
        super().__init__(right)
        self.right = right
        self.scope = scope


class NotFound(CrmError):
    """No such record, or none that the actor may see: both are told alike."""

    def __init__(self, kind: str, text: str) -> None:
        """Keep what kind was looked for, and the words it was looked for by."""
        super().__init__(kind, text)
        self.kind = kind
        self.text = text


def owners(actor: Actor, right: Right) -> frozenset[int] | None:
    """Staff ids whose records the right covers; None for everybody's."""
    found = _reached(actor, right)
    if actor.within is None:
        return found
    other = owners(actor.within, right)
    if found is None or other is None:
        return other if found is None else found
    return found & other


def _reached(actor: Actor, right: Right) -> frozenset[int] | None:
    scope = Scope.ALL if right is Right.EVERYONE else actor.grants.get(right)
    if scope is Scope.ALL:
        return None
    if scope is None or actor.id is None:
        return frozenset()
    return actor.team if scope is Scope.TEAM else frozenset({actor.id})


Wall = Literal["none", "some", "served", "all"]
LIMITED = ("some", "served")
"""Walls that hold back what is not the actor's; "served" lets through what their tickets need."""
Walls = tuple[tuple[Right, Wall], ...]
_WALLED = tuple(dict.fromkeys(SEEN_BY.values()))
_LIMITED: WeakKeyDictionary[Any, dict[tuple[Walls, bool], Any]] = WeakKeyDictionary()


def limit_rows(state: ORMExecuteState) -> None:
    """Narrow every SELECT to what the actor may see; called by SQLAlchemy for each statement."""
    session = state.session
    if not isinstance(session, Session) or state.is_column_load or state.is_relationship_load:
        return
    if state.is_select:
        if not state.is_orm_statement:
            _refuse_bare_select(session, state.statement)
        _limit(state, session)
    elif state.is_orm_statement and not session.unscoped_depth:
        msg = "bulk statements would go round the audit: change rows through the session"
        raise NoActor(msg)


def _limit(state: ORMExecuteState, session: Session) -> None:
    """Put up the walls; a statement that is made once keeps its limited forms, already compiled."""
    walls = tuple((right, _wall(session, right)) for right in _WALLED)
    key = (walls, not session.deleted_depth)
    forms = _LIMITED.setdefault(state.statement, {})
    if key not in forms:
        forms[key] = state.statement.options(*_criteria(*key, _named(state.statement)))
    state.statement = forms[key]
    if session.actor and any(wall in LIMITED for _, wall in walls):
        actor = {ACTING.key: session.actor.shared_with}
        actor |= {key: _theirs(session.actor, right) for key, right in _SCOPES.items()}
        state.parameters = {**(state.parameters or {}), **actor}  # type: ignore[dict-item]


_SCOPES = {
    THEIRS.key: Right.CONTACTS_SEE,
    DEALERS.key: Right.DEALS_SEE,
    LEADERS.key: Right.LEADS_SEE,
    SELLERS.key: Right.ORDERS_SEE,
    ASKERS.key: Right.APPROVE,
    KEEPERS.key: Right.TICKETS_SEE,
    DOERS.key: Right.TASKS_SEE,
}


def _theirs(actor: Actor, right: Right) -> Any:  # noqa: ANN401 (what a bind parameter takes)
    nobody = {NOBODY} if right is Right.LEADS_SEE and actor.scope(Right.ASSIGN) else set()
    return sorted((owners(actor, right) or frozenset()) | nobody)


def _wall(session: Session, right: Right) -> Wall:
    """How much of what a right limits the session's actor sees; nobody sees nothing."""
    if session.unscoped_depth:
        return "all"
    scope = session.actor.scope(right) if session.actor else None
    if scope is None:
        own = right is Right.APPROVE and session.actor is not None and session.actor.grants
        return "some" if own else "none"  # what one asked for oneself
    if scope is Scope.ALL:
        return "all"
    return "served" if right is Right.DEALS_SEE and _serves_all(session) else "some"


def _serves_all(session: Session) -> bool:
    """Whether the actor sees and works on every ticket, as agents do."""
    rights = (Right.TICKETS_SEE, Right.TICKETS_WORK)
    actor = session.actor
    return actor is not None and all(actor.scope(one) is Scope.ALL for one in rights)


def _named(statement: Any) -> frozenset[str]:  # noqa: ANN401 (any SELECT)
    """The tables that a statement reads, its subqueries' included."""
    parts = visitors.iterate(statement)
    return frozenset(part.name for part in parts if isinstance(part, Table))


@cache
def _criteria(
    walls: Walls,
    alive: bool,  # noqa: FBT001 (a cache key)
    named: frozenset[str],
) -> tuple[ExecutableOption, ...]:
    """The conditions of the walls; the actor's ids are filled in when a statement runs.

    Only those of the tables that a statement names, in whatever depth: each condition makes it
    costlier to compile, and to find again among the compiled ones.
    """
    found: list[ExecutableOption] = []
    if alive:
        for table in _among(SOFT_DELETED, named):
            alive_only = columns_of(table).deleted_at.is_(None)
            found.append(with_loader_criteria(table, alive_only, include_aliases=True))
    for scoped in _among(ROW_RULES, named):
        rule, wall = ROW_RULES[scoped], dict(walls)[SEEN_BY[scoped]]
        if wall != "all":
            condition = rule if wall in LIMITED else false()
            if wall == "served" and scoped is Deal:
                condition = or_(rule, sold_to_served())
            found.append(with_loader_criteria(scoped, condition, include_aliases=True))
    for also, right, others, second in ALSO:
        wall = dict(walls)[right]
        if wall != "all" and also.__tablename__ in named:
            condition = or_(others, second if wall in LIMITED else false())
            found.append(with_loader_criteria(also, condition, include_aliases=True))
    return tuple(found)


def _among(tables: Iterable[type[SQLModel]], named: frozenset[str]) -> list[type[SQLModel]]:
    return [table for table in tables if table.__tablename__ in named]


def _refuse_bare_select(session: Session, statement: Any) -> None:  # noqa: ANN401 (any SELECT)
    """A Core SELECT would go round the wall, so it may not name a scoped table."""
    scoped = {table.__tablename__ for table in ROW_RULES}
    named = {getattr(item, "name", "") for item in statement.get_final_froms()}
    if named & scoped and not session.unscoped_depth:
        msg = f"select classes, not tables: {sorted(named & scoped)}"
        raise NoActor(msg)


def covers(session: Session, right: Right, row: Owned) -> bool:
    """Whether the actor's right reaches this record."""
    if session.actor is None:
        return False
    staff = owners(session.actor, right)
    if staff is None or row.owner_id in staff:
        return True
    return isinstance(row, Ticket) and keeper(session, row) in staff


def demand(session: Session, right: Right, row: Owned) -> None:
    """Check that the actor's right reaches this record.

    Raises:
        Denied: it does not; a share for editing counts as one's own.
    """
    if covers(session, right, row):
        return
    if right is editing(row) and may_edit(session, row):
        return
    raise Denied(right, session.actor.scope(right) if session.actor else None)


_EDITED_BY = {
    Deal: Right.DEALS_EDIT,
    Lead: Right.LEADS_EDIT,
    Task: Right.TASKS_EDIT,
    Ticket: Right.TICKETS_WORK,
}


def editing(row: Owned) -> Right:
    """The right by which such a record is changed."""
    return _EDITED_BY.get(type(row), Right.CONTACTS_EDIT)


def may_edit(session: Session, row: Owned) -> bool:
    """Whether the actor may change this record: by right, or as it was shared with them to edit."""
    right = editing(row)
    if covers(session, right, row):
        return True
    has_right = session.actor is not None and session.actor.scope(right) is not None
    return has_right and shares.level(session, row) == "edit"


def reveals(session: Session, row: Owned) -> bool:
    """Whether the actor may read the personal fields of this record in clear."""
    return _covers_or_shared(session, Right.PERSONAL_SEE, row) or _serves(session, row)


def _serves(session: Session, row: Owned) -> bool:
    """Whether the actor works on an open ticket of this contact."""
    actor = session.actor
    if actor is None or not isinstance(row, Contact):
        return False
    if actor.scope(Right.PERSONAL_SEE) is None or actor.scope(Right.TICKETS_WORK) is None:
        return False
    know_served(session, [row])
    return session.served[row.id]


def know_personal(session: Session, contacts: Sequence[Contact]) -> None:
    """Prepare `reveals` for many contacts, by two statements at most."""
    others = know_shares(session, contacts, Right.PERSONAL_SEE)
    if session.actor and session.actor.scope(Right.TICKETS_WORK) is not None:
        know_served(session, others)


def know_shares(session: Session, rows: Iterable[Any], right: Right) -> list[Any]:
    """Read how those records are shared that a right does not reach, and give them."""
    others = [row for row in rows if not covers(session, right, row)]
    shares.know(session, others)
    return others


def _covers_or_shared(session: Session, right: Right, row: Owned) -> bool:
    """Whether a right to read reaches this record, or would if it were one's own and it is shared."""
    if covers(session, right, row):
        return True
    has_right = session.actor is not None and session.actor.scope(right) is not None
    return has_right and shares.level(session, row) is not None


def revealing(session: Session) -> ColumnElement[bool]:
    """Contacts that `reveals` holds for: who may not read a field may not search by it either."""
    actor, columns = session.actor, columns_of(Contact)
    if actor is None or actor.scope(Right.PERSONAL_SEE) is None:
        return false()
    staff = owners(actor, Right.PERSONAL_SEE)
    if staff is None:
        return true()
    held = columns_of(Share)
    mine = select(held.contact_id).where(held.staff_id == actor.shared_with)
    clear = or_(columns.owner_id.in_(sorted(staff)), columns.id.in_(mine))
    if actor.shared_with is None or actor.scope(Right.TICKETS_WORK) is None:
        return clear
    return or_(clear, columns.id.in_(served(actor.shared_with)))


def amounts(session: Session, deal: Deal) -> bool:
    """Whether the actor may read the amounts of this deal."""
    return _covers_or_shared(session, Right.AMOUNTS_SEE, deal)


def know_amounts(session: Session, deals: Iterable[Deal]) -> None:
    """Prepare `amounts` for many deals, by one statement at most."""
    know_shares(session, deals, Right.AMOUNTS_SEE)


def all_amounts(session: Session, seeing: Right = Right.DEALS_SEE) -> bool:
    """Whether the actor may read the amounts of all that they see, so that sums may be told."""
    if session.actor is None:
        return False
    rights = (seeing, Right.AMOUNTS_SEE)
    if any(session.actor.scope(one) is None for one in rights):
        return False
    seen, read = (owners(session.actor, one) for one in rights)
    return read is None or (seen is not None and seen <= read)


def is_limited(session: Session, table: type[Owned]) -> bool:
    """Whether the actor sees a limited scope of a table, neither all nor nothing of it."""
    return _wall(session, SEEN_BY[table]) in LIMITED


def apart(session: Session, table: type[Owned]) -> tuple[ColumnElement[bool], ...]:
    """Conditions that split what the actor sees of a table, so that each part has its own index.

    They only narrow: the walls stand around each part all the same. Sum them up by UNION ALL.
    """
    return APART[table] if _wall(session, SEEN_BY[table]) == "some" else (true(),)


def visible(session: Session, table: type[Owned]) -> ColumnElement[bool]:
    """Rows of a table that the actor may see, deleted ones too, for statements about others."""
    wall = _wall(session, SEEN_BY[table])
    if wall in LIMITED:
        return ROW_RULES[table]
    return true() if wall == "all" else false()


event.listen(Session, "do_orm_execute", limit_rows)
