"""The second wall: which rows and which fields an actor may see or change, decided in one place."""

from functools import cache
from typing import Any, Literal
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    event,
    exists,
    false,
    or_,
    select,
    true,
)
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import SQLModel, col

from store.columns import columns_of, table_of
from store.errors import CrmError
from store.rights import Right, Scope
from store.sessions import Actor, NoActor, Session
from store.tables import (
    Activity,
    Attachment,
    AuditChain,
    AuditEntry,
    Blob,
    Chat,
    Company,
    Contact,
    ContactPoint,
    Conversation,
    Deal,
    FieldValue,
    IdBlock,
    Inbox,
    Lease,
    Outbox,
    Share,
    StageMove,
    SubjectKey,
    Tagging,
    Ticket,
    TicketMessage,
)
from store.ticket_walls import KEEPERS, keeper, kept, of_ticket, served

Party = Contact | Company
Owned = Party | Deal | Ticket
ACTING: BindParameter[int] = bindparam("acting_id")
THEIRS: BindParameter[int] = bindparam("their_ids", expanding=True)
DEALERS: BindParameter[int] = bindparam("dealer_ids", expanding=True)
"""The actor, the staff whose contacts are in their scope, and those whose deals are."""

UNAUDITED = (
    AuditChain,
    AuditEntry,
    Blob,
    Chat,
    Conversation,
    IdBlock,
    Inbox,
    Lease,
    Outbox,
    SubjectKey,
)
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


def _seen(table: type[Party]) -> ColumnElement[bool]:
    """The rows of a table within a limited scope: the actor's, the pool's, and shared ones."""
    columns = columns_of(table)
    seen = or_(columns.owner_id.in_(THEIRS), columns.owner_id.is_(None))
    if table is Contact:
        shares = columns_of(Share)
        mine = select(shares.contact_id).where(shares.staff_id == ACTING)
        return or_(seen, columns.id.in_(mine))
    return seen


def _of_contact(table: type[SQLModel]) -> ColumnElement[bool]:
    """Rows that belong to a contact are seen with it."""
    contacts = columns_of(Contact)
    same = contacts.id == columns_of(table).contact_id
    # A statement that names contacts too must not take them away from this one.
    return exists(
        select(contacts.id).where(same, _seen(Contact)).correlate_except(table_of(Contact))
    )


def _of_either(table: type[SQLModel]) -> ColumnElement[bool]:
    """What is seen by whoever sees its contact, or its company when it has no contact."""
    columns, companies = columns_of(table), columns_of(Company)
    same = companies.id == columns.company_id
    seen = select(companies.id).where(same, _seen(Company))
    of_company = exists(seen.correlate_except(table_of(Company)))
    return or_(_of_contact(table), and_(columns.contact_id.is_(None), of_company))


def _of_deal(table: type[SQLModel]) -> ColumnElement[bool]:
    """Rows that belong to a deal are seen with it."""
    deals = columns_of(Deal)
    same = deals.id == columns_of(table).deal_id
    seen = select(deals.id).where(same, deals.owner_id.in_(DEALERS))
    return exists(seen.correlate_except(table_of(Deal)))


ROW_RULES: dict[type[SQLModel], ColumnElement[bool]] = {
    Contact: _seen(Contact),
    Company: _seen(Company),
    ContactPoint: _of_contact(ContactPoint),
    Tagging: _of_contact(Tagging),
    FieldValue: _of_contact(FieldValue),
    Share: _of_contact(Share),
    Activity: _of_either(Activity),
    Attachment: _of_either(Attachment),
    Deal: columns_of(Deal).owner_id.in_(DEALERS),
    StageMove: _of_deal(StageMove),
    Ticket: kept(),
    TicketMessage: of_ticket(TicketMessage),
}
"""The scoped tables. A table of people's data that is missing here is caught by a test."""

SEEN_BY: dict[type[SQLModel], Right] = dict.fromkeys(ROW_RULES, Right.CONTACTS_SEE) | {
    Deal: Right.DEALS_SEE,
    StageMove: Right.DEALS_SEE,
    **dict.fromkeys((Ticket, TicketMessage), Right.TICKETS_SEE),
}
"""The right whose scope limits the rows of each of them."""

SOFT_DELETED = (Contact, Company, Deal, Ticket)
_LEVEL = select(
    select(col(Share.level))
    .where(col(Share.contact_id) == bindparam("contact_id"), col(Share.staff_id) == ACTING)
    .scalar_subquery()
    .label("level"),
    exists(served(ACTING).where(columns_of(Ticket).contact_id == bindparam("contact_id"))).label(
        "serves"
    ),
)
Wall = Literal["none", "some", "all"]
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
        forms[key] = state.statement.options(*_criteria(*key))
    state.statement = forms[key]
    if session.actor and any(wall == "some" for _, wall in walls):
        actor = {ACTING.key: session.actor.id}
        actor |= {key: _theirs(session.actor, right) for key, right in _SCOPES.items()}
        state.parameters = {**(state.parameters or {}), **actor}  # type: ignore[dict-item]


_SCOPES = {
    THEIRS.key: Right.CONTACTS_SEE,
    DEALERS.key: Right.DEALS_SEE,
    KEEPERS.key: Right.TICKETS_SEE,
}


def _theirs(actor: Actor, right: Right) -> Any:  # noqa: ANN401 (what a bind parameter takes)
    return sorted(owners(actor, right) or ())


def _wall(session: Session, right: Right) -> Wall:
    """How much of what a right limits the session's actor sees; nobody sees nothing."""
    if session.unscoped_depth:
        return "all"
    scope = session.actor.scope(right) if session.actor else None
    if scope is None:
        return "none"
    return "all" if scope is Scope.ALL else "some"


@cache
def _criteria(walls: Walls, alive: bool) -> tuple[ExecutableOption, ...]:  # noqa: FBT001 (a cache key)
    """The conditions of the walls; the actor's ids are filled in when a statement runs."""
    found: list[ExecutableOption] = []
    if alive:
        for table in SOFT_DELETED:
            alive_only = columns_of(table).deleted_at.is_(None)
            found.append(with_loader_criteria(table, alive_only, include_aliases=True))
    for scoped, rule in ROW_RULES.items():
        wall = dict(walls)[SEEN_BY[scoped]]
        if wall != "all":
            condition = rule if wall == "some" else false()
            found.append(with_loader_criteria(scoped, condition, include_aliases=True))
    return tuple(found)


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
    if right is Right.CONTACTS_EDIT and may_edit(session, row):
        return
    raise Denied(right, session.actor.scope(right) if session.actor else None)


def may_edit(session: Session, row: Owned) -> bool:
    """Whether the actor may change this record: by right, or as it was shared with them to edit."""
    if covers(session, Right.CONTACTS_EDIT, row):
        return True
    has_right = session.actor is not None and session.actor.scope(Right.CONTACTS_EDIT) is not None
    return has_right and isinstance(row, Contact) and shared(session, row, "edit")


def shared(session: Session, contact: Contact, level: str = "") -> bool:
    """Whether a contact was shared with the actor (at this level, if one is given)."""
    if contact.id not in session.shares:
        asked = {"contact_id": contact.id, ACTING.key: session.actor.id if session.actor else None}
        row = session.connection().execute(_LEVEL, asked).one()
        session.shares[contact.id], session.served[contact.id] = row.level, row.serves
    held = session.shares[contact.id]
    return held is not None and level in ("", held)


def reveals(session: Session, row: Owned) -> bool:
    """Whether the actor may read the personal fields of this record in clear."""
    if covers(session, Right.PERSONAL_SEE, row):
        return True
    if session.actor is None or session.actor.scope(Right.PERSONAL_SEE) is None:
        return False
    return isinstance(row, Contact) and (shared(session, row) or _serves(session, row))


def _serves(session: Session, contact: Contact) -> bool:
    """Whether the actor works on an open ticket of this contact; `shared` has looked."""
    assert session.actor  # noqa: S101 (its caller has asked)
    works = session.actor.scope(Right.TICKETS_WORK) is not None
    return works and session.served.get(contact.id, False)


def revealing(session: Session) -> ColumnElement[bool]:
    """Contacts that `reveals` holds for: who may not read a field may not search by it either."""
    actor, columns = session.actor, columns_of(Contact)
    if actor is None or actor.scope(Right.PERSONAL_SEE) is None:
        return false()
    staff = owners(actor, Right.PERSONAL_SEE)
    if staff is None:
        return true()
    shares = columns_of(Share)
    mine = select(shares.contact_id).where(shares.staff_id == actor.id)
    clear = or_(columns.owner_id.in_(sorted(staff)), columns.id.in_(mine))
    if actor.id is None or actor.scope(Right.TICKETS_WORK) is None:
        return clear
    return or_(clear, columns.id.in_(served(actor.id)))


def amounts(session: Session, deal: Deal) -> bool:
    """Whether the actor may read the amounts of this deal."""
    return covers(session, Right.AMOUNTS_SEE, deal)


def all_amounts(session: Session) -> bool:
    """Whether the actor may read the amount of every deal that they see, so that sums may be told."""
    if session.actor is None:
        return False
    seen, read = (session.actor.scope(one) for one in (Right.DEALS_SEE, Right.AMOUNTS_SEE))
    return seen is not None and read is not None and read >= seen


def visible(session: Session, table: type[Owned]) -> ColumnElement[bool]:
    """Rows of a table that the actor may see, deleted ones too, for statements about others."""
    wall = _wall(session, SEEN_BY[table])
    if wall == "some":
        return ROW_RULES[table]
    return true() if wall == "all" else false()


event.listen(Session, "do_orm_execute", limit_rows)
