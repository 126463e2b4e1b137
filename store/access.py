"""The second wall: which rows and which fields an actor may see or change, decided in one place."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, event, exists, false, or_, select, true
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import SQLModel, col

from store.columns import columns_of
from store.errors import CrmError
from store.rights import Right, Scope
from store.sessions import Actor, NoActor, Session
from store.tables import (
    Activity,
    AuditChain,
    AuditEntry,
    Company,
    Contact,
    ContactPoint,
    Conversation,
    FieldValue,
    IdBlock,
    Inbox,
    Outbox,
    Share,
    SubjectKey,
    Tagging,
)

Owned = Contact | Company
UNAUDITED = (AuditChain, AuditEntry, Conversation, IdBlock, Inbox, Outbox, SubjectKey)
"""Tables of the machinery: they hold no decision of a person."""


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
    scope = actor.scope(right)
    if scope is Scope.ALL:
        return None
    if scope is None or actor.id is None:
        return frozenset()
    return actor.team if scope is Scope.TEAM else frozenset({actor.id})


def may_see(actor: Actor, table: type[Owned]) -> ColumnElement[bool]:
    """The rows of a table that an actor may see: theirs by scope, the pool's, and shared ones."""
    if actor.scope(Right.CONTACTS_SEE) is None:
        return false()
    staff = owners(actor, Right.CONTACTS_SEE)
    if staff is None:
        return true()
    columns = columns_of(table)
    seen = or_(columns.owner_id.in_(sorted(staff)), columns.owner_id.is_(None))
    if table is Contact:
        shares = columns_of(Share)
        mine = select(shares.contact_id).where(shares.staff_id == actor.id)
        return or_(seen, columns.id.in_(mine))
    return seen


def _of_contact(table: type[SQLModel]) -> Callable[[Actor], ColumnElement[bool]]:
    """Rows that belong to a contact are seen with it."""
    column = columns_of(table).contact_id
    contacts = columns_of(Contact)
    return lambda actor: exists(
        select(contacts.id).where(contacts.id == column, may_see(actor, Contact))
    )


def _activities(actor: Actor) -> ColumnElement[bool]:
    """An activity is seen by whoever sees its contact, or its company when it has no contact."""
    columns = columns_of(Activity)
    companies = columns_of(Company)
    of_company = exists(
        select(companies.id).where(companies.id == columns.company_id, may_see(actor, Company))
    )
    return or_(_of_contact(Activity)(actor), and_(columns.contact_id.is_(None), of_company))


ROW_RULES: dict[type[SQLModel], Callable[[Actor], ColumnElement[bool]]] = {
    Contact: lambda actor: may_see(actor, Contact),
    Company: lambda actor: may_see(actor, Company),
    ContactPoint: _of_contact(ContactPoint),
    Tagging: _of_contact(Tagging),
    FieldValue: _of_contact(FieldValue),
    Share: _of_contact(Share),
    Activity: _activities,
}
"""The scoped tables. A table of people's data that is missing here is caught by a test."""

SOFT_DELETED = (Contact, Company)


def limit_rows(state: ORMExecuteState) -> None:
    """Narrow every SELECT to what the actor may see; called by SQLAlchemy for each statement."""
    session = state.session
    if not isinstance(session, Session) or state.is_column_load or state.is_relationship_load:
        return
    if state.is_select:
        if not state.is_orm_statement:
            _refuse_bare_select(session, state.statement)
        state.statement = state.statement.options(*_criteria(session))
    elif state.is_orm_statement and not session.unscoped_depth:
        msg = "bulk statements would go round the audit: change rows through the session"
        raise NoActor(msg)


def _criteria(session: Session) -> list[ExecutableOption]:
    """The conditions of this session's actor; nobody sees nothing."""
    found: list[ExecutableOption] = []
    if not session.deleted_depth:
        for table in SOFT_DELETED:
            alive = columns_of(table).deleted_at.is_(None)
            found.append(with_loader_criteria(table, alive))
    if session.unscoped_depth:
        return found
    actor = session.actor
    if actor is None:
        return [*found, *(with_loader_criteria(table, false()) for table in ROW_RULES)]
    if actor.scope(Right.CONTACTS_SEE) is not Scope.ALL:
        found += [with_loader_criteria(table, rule(actor)) for table, rule in ROW_RULES.items()]
    return found


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
    return staff is None or row.owner_id in staff


def demand(session: Session, right: Right, row: Owned) -> None:
    """Check that the actor's right reaches this record.

    Raises:
        Denied: it does not; a share for editing counts as one's own.
    """
    if covers(session, right, row):
        return
    if right is Right.CONTACTS_EDIT and isinstance(row, Contact) and shared(session, row, "edit"):
        return
    raise Denied(right, session.actor.scope(right) if session.actor else None)


def shared(session: Session, contact: Contact, level: str = "") -> bool:
    """Whether a contact was shared with the actor (at this level, if one is given)."""
    actor_id = session.actor.id if session.actor else None
    found = select(col(Share.level)).where(
        col(Share.contact_id) == contact.id, col(Share.staff_id) == actor_id
    )
    with session.unscoped():
        held = session.execute(found).scalar_one_or_none()
    return held is not None and level in ("", held)


def reveals(session: Session, row: Owned) -> bool:
    """Whether the actor may read the personal fields of this record in clear."""
    if covers(session, Right.PERSONAL_SEE, row):
        return True
    return isinstance(row, Contact) and session.actor is not None and shared(session, row)


event.listen(Session, "do_orm_execute", limit_rows)
