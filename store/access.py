"""The second wall: which rows and which fields an actor may see or change, decided in one place."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Literal
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    event,
    exists,
    false,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import SQLModel

from store import shares
from store.columns import columns_of, table_of
from store.errors import CrmError
from store.rights import Right, Scope
from store.sessions import Actor, NoActor, Session
from store.shares import ACTING
from store.tables import (
    Activity,
    Approval,
    ApprovalSeat,
    Attachment,
    AuditChain,
    AuditEntry,
    Blob,
    Chat,
    Company,
    CompanyShare,
    Contact,
    ContactPoint,
    Conversation,
    Deal,
    DealContact,
    DealLine,
    DealShare,
    FieldValue,
    IdBlock,
    Inbox,
    Lead,
    Lease,
    Order,
    OrderStep,
    Outbox,
    Payment,
    PoolMove,
    Quote,
    QuoteLine,
    Round,
    Share,
    StageMove,
    SubjectKey,
    Tagging,
)

Party = Contact | Company
Owned = Party | Deal | Lead
THEIRS: BindParameter[int] = bindparam("their_ids", expanding=True)
DEALERS: BindParameter[int] = bindparam("dealer_ids", expanding=True)
LEADERS: BindParameter[int] = bindparam("leader_ids", expanding=True)
SELLERS: BindParameter[int] = bindparam("seller_ids", expanding=True)
ASKERS: BindParameter[int] = bindparam("asker_ids", expanding=True)
"""The staff whose contacts, deals, leads, orders and requests are in the actor's scope."""

NOBODY = 0
"""Stands among LEADERS for leads that nobody has yet, for those who may assign them."""

UNAUDITED = (AuditChain, AuditEntry, Blob, Chat, Conversation, IdBlock, Inbox, Lease, Outbox,
             PoolMove, Round, SubjectKey)  # fmt: skip
"""Tables of the machinery: they hold no decision of a person that is not audited elsewhere."""


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
    theirs = or_(columns.owner_id.in_(THEIRS), columns.owner_id.is_(None))
    return or_(theirs, shares.with_actor(table))


def _sold(staff: BindParameter[int] = DEALERS) -> ColumnElement[bool]:
    """The deals within a limited scope: the actor's, and shared ones; deals have no pool."""
    return or_(columns_of(Deal).owner_id.in_(staff), shares.with_actor(Deal))


def _of_contact(table: type[SQLModel]) -> ColumnElement[bool]:
    """Rows that belong to a contact are seen with it."""
    contacts = columns_of(Contact)
    same = contacts.id == columns_of(table).contact_id
    # A statement that names contacts too must not take them away from this one.
    return exists(
        select(contacts.id).where(same, _seen(Contact)).correlate_except(table_of(Contact))
    )


def _of_company(table: type[SQLModel]) -> ColumnElement[bool]:
    """Rows that belong to a company are seen with it."""
    companies = columns_of(Company)
    same = companies.id == columns_of(table).company_id
    seen = select(companies.id).where(same, _seen(Company))
    return exists(seen.correlate_except(table_of(Company)))


def _of_either(table: type[SQLModel]) -> ColumnElement[bool]:
    """What is seen by whoever sees its contact, or its company when it has no contact."""
    alone = columns_of(table).contact_id.is_(None)
    return or_(_of_contact(table), and_(alone, _of_company(table)))


def _of_deal(table: type[SQLModel], staff: BindParameter[int] = DEALERS) -> ColumnElement[bool]:
    """Rows that belong to a deal are seen with it, or by a right of their own over its owner."""
    deals = columns_of(Deal)
    same = deals.id == columns_of(table).deal_id
    seen = select(deals.id).where(same, _sold(staff))
    return exists(seen.correlate_except(table_of(Deal)))


def _leads_seen() -> ColumnElement[bool]:
    """The leads within a limited scope: the actor's, and those without owner for who may assign."""
    owner, nobody = columns_of(Lead).owner_id, literal_column(str(NOBODY), Integer)
    return or_(owner.in_(LEADERS), and_(owner.is_(None), nobody.in_(LEADERS)))


def _of_lead(table: type[SQLModel]) -> ColumnElement[bool]:
    """Rows that belong to a lead are seen with it."""
    leads = columns_of(Lead)
    seen = select(leads.id).where(leads.id == columns_of(table).lead_id, _leads_seen())
    return exists(seen.correlate_except(table_of(Lead)))


def _asked() -> ColumnElement[bool]:
    """Requests of one's own, of those whom one decides for, and those that one was asked to decide."""
    columns, places = columns_of(Approval), columns_of(ApprovalSeat)
    invited = select(places.approval_id).where(places.staff_id == ACTING)
    return or_(columns.asked_by == ACTING, columns.asked_by.in_(ASKERS), columns.id.in_(invited))


ROW_RULES: dict[type[SQLModel], ColumnElement[bool]] = {
    Contact: _seen(Contact),
    Company: _seen(Company),
    ContactPoint: _of_contact(ContactPoint),
    Tagging: _of_contact(Tagging),
    FieldValue: _of_contact(FieldValue),
    Share: _of_contact(Share),
    Activity: or_(
        _of_either(Activity),
        columns_of(Activity).lead_id.is_not(None),
        columns_of(Activity).deal_id.is_not(None),
    ),
    CompanyShare: _of_company(CompanyShare),
    PoolMove: _of_either(PoolMove),
    Attachment: _of_either(Attachment),
    Deal: _sold(),
    DealShare: _of_deal(DealShare),
    StageMove: _of_deal(StageMove),
    Lead: _leads_seen(),
    DealLine: _of_deal(DealLine),
    Quote: _of_deal(Quote),
    QuoteLine: _of_deal(QuoteLine),
    Order: _of_deal(Order, SELLERS),
    OrderStep: _of_deal(OrderStep, SELLERS),
    Payment: _of_deal(Payment, SELLERS),
    Approval: _asked(),
    ApprovalSeat: columns_of(ApprovalSeat).staff_id == ACTING,
    DealContact: _of_deal(DealContact),
}
"""The scoped tables. A table of people's data that is missing here is caught by a test."""

SEEN_BY: dict[type[SQLModel], Right] = dict.fromkeys(ROW_RULES, Right.CONTACTS_SEE) | {
    Lead: Right.LEADS_SEE,
    **dict.fromkeys(
        (Deal, DealContact, DealLine, DealShare, Quote, QuoteLine, StageMove), Right.DEALS_SEE
    ),
    **dict.fromkeys((Order, OrderStep, Payment), Right.ORDERS_SEE),
    **dict.fromkeys((Approval, ApprovalSeat), Right.APPROVE),
}
"""The right whose scope limits the rows of each of them."""

ALSO = (
    (Activity, Right.LEADS_SEE, columns_of(Activity).lead_id.is_(None), _of_lead(Activity)),
    (Activity, Right.DEALS_SEE, columns_of(Activity).deal_id.is_(None), _of_deal(Activity)),
)
"""Tables of which some rows are limited by a second right: which one, the rows that it does not
concern, and the rule for the others."""

SOFT_DELETED = (Contact, Company, Deal, Lead, Order, Quote)
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
    LEADERS.key: Right.LEADS_SEE,
    SELLERS.key: Right.ORDERS_SEE,
    ASKERS.key: Right.APPROVE,
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
    for also, right, others, second in ALSO:
        wall = dict(walls)[right]
        if wall != "all":
            condition = or_(others, second if wall == "some" else false())
            found.append(with_loader_criteria(also, condition, include_aliases=True))
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
    return staff is None or row.owner_id in staff


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


def editing(row: Owned) -> Right:
    """The right by which such a record is changed."""
    if isinstance(row, Lead):
        return Right.LEADS_EDIT
    return Right.DEALS_EDIT if isinstance(row, Deal) else Right.CONTACTS_EDIT


def may_edit(session: Session, row: Owned) -> bool:
    """Whether the actor may change this record: by right, or as it was shared with them to edit."""
    right = editing(row)
    if covers(session, right, row):
        return True
    has_right = session.actor is not None and session.actor.scope(right) is not None
    return has_right and shares.level(session, row) == "edit"


def reveals(session: Session, row: Owned) -> bool:
    """Whether the actor may read the personal fields of this record in clear."""
    return _covers_or_shared(session, Right.PERSONAL_SEE, row)


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
    mine = select(held.contact_id).where(held.staff_id == actor.id)
    return or_(columns.owner_id.in_(sorted(staff)), columns.id.in_(mine))


def amounts(session: Session, deal: Deal) -> bool:
    """Whether the actor may read the amounts of this deal."""
    return _covers_or_shared(session, Right.AMOUNTS_SEE, deal)


def know_amounts(session: Session, deals: Iterable[Deal]) -> None:
    """Prepare `amounts` for many deals, by one statement at most."""
    shares.know(session, [one for one in deals if not covers(session, Right.AMOUNTS_SEE, one)])


def all_amounts(session: Session, seeing: Right = Right.DEALS_SEE) -> bool:
    """Whether the actor may read the amounts of all that they see, so that sums may be told."""
    if session.actor is None:
        return False
    seen, read = (session.actor.scope(one) for one in (seeing, Right.AMOUNTS_SEE))
    return seen is not None and read is not None and read >= seen


def visible(session: Session, table: type[Owned]) -> ColumnElement[bool]:
    """Rows of a table that the actor may see, deleted ones too, for statements about others."""
    wall = _wall(session, SEEN_BY[table])
    if wall == "some":
        return ROW_RULES[table]
    return true() if wall == "all" else false()


event.listen(Session, "do_orm_execute", limit_rows)
