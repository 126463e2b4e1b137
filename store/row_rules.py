"""The rules of the second wall: which rows of each table an actor sees whose scope is limited."""

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
)
from sqlmodel import SQLModel

from store import shares
from store.columns import columns_of, table_of
from store.rights import Right
from store.shares import ACTING
from store.tables import (
    Activity,
    Approval,
    ApprovalSeat,
    Article,
    ArticleShowing,
    Attachment,
    AuditChain,
    AuditEntry,
    Blob,
    Chat,
    Company,
    CompanyShare,
    Complaint,
    Consent,
    Contact,
    ContactPoint,
    Conversation,
    CustomerAccount,
    CustomerCode,
    Deal,
    DealContact,
    DealLine,
    DealShare,
    DigestMark,
    FieldValue,
    HeldNotice,
    HeldWord,
    IdBlock,
    Inbox,
    JobRun,
    Lead,
    Lease,
    Nudge,
    Order,
    OrderStep,
    Outbox,
    Payment,
    PoolMove,
    QualityReview,
    Quote,
    QuoteLine,
    Recommendation,
    Round,
    Share,
    StageMove,
    SubjectKey,
    Tagging,
    Task,
    Ticket,
    TicketCause,
    TicketMessage,
    TicketRating,
    TicketThread,
)
from store.ticket_walls import kept, of_ticket

Party = Contact | Company
Owned = Party | Deal | Lead | Ticket | Task
THEIRS: BindParameter[int] = bindparam("their_ids", expanding=True)
DEALERS: BindParameter[int] = bindparam("dealer_ids", expanding=True)
LEADERS: BindParameter[int] = bindparam("leader_ids", expanding=True)
SELLERS: BindParameter[int] = bindparam("seller_ids", expanding=True)
ASKERS: BindParameter[int] = bindparam("asker_ids", expanding=True)
DOERS: BindParameter[int] = bindparam("doer_ids", expanding=True)
"""The staff whose contacts, deals, leads, orders, requests and tasks are in the actor's scope."""

NOBODY = 0
"""Stands among LEADERS for leads that nobody has yet, for those who may assign them."""

UNAUDITED = (AuditChain, AuditEntry, Blob, Chat, Conversation, CustomerCode, DigestMark, HeldNotice,
             HeldWord, IdBlock, Inbox, JobRun, Lease, Nudge, Outbox, PoolMove, Round, SubjectKey,
             TicketThread)  # fmt: skip
"""Tables of the machinery: they hold no decision of a person that is not audited elsewhere."""


def _seen(table: type[Party]) -> ColumnElement[bool]:
    """The rows of a table within a limited scope: the actor's, the pool's, and shared ones."""
    columns = columns_of(table)
    theirs = or_(columns.owner_id.in_(THEIRS), columns.owner_id.is_(None))
    return or_(theirs, shares.with_actor(table))


def _sold(staff: BindParameter[int] = DEALERS) -> ColumnElement[bool]:
    """The deals within a limited scope: the actor's, and shared ones; deals have no pool."""
    return or_(columns_of(Deal).owner_id.in_(staff), shares.with_actor(Deal))


APART: dict[type[SQLModel], tuple[ColumnElement[bool], ...]] = {
    Deal: (
        columns_of(Deal).owner_id.in_(DEALERS),
        and_(
            or_(columns_of(Deal).owner_id.not_in(DEALERS), columns_of(Deal).owner_id.is_(None)),
            shares.with_actor(Deal),
        ),
    )
}
"""The two sides of a rule's OR, which no row is on at once: each is found by an index of its own."""


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


def _of_account(table: type[SQLModel]) -> ColumnElement[bool]:
    """What a customer's account has told is seen with the contact whose account it is."""
    accounts = columns_of(CustomerAccount)
    same = accounts.identity_id == columns_of(table).identity_id
    seen = select(accounts.id).where(same, _of_contact(CustomerAccount))
    return exists(seen.correlate_except(table_of(CustomerAccount)))


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
    Attachment: or_(_of_either(Attachment), columns_of(Attachment).ticket_id.is_not(None)),
    QualityReview: _of_contact(QualityReview),
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
    Ticket: kept(),
    TicketMessage: of_ticket(TicketMessage),
    ArticleShowing: of_ticket(ArticleShowing),
    Complaint: of_ticket(Complaint),
    Recommendation: of_ticket(Recommendation),
    TicketCause: of_ticket(TicketCause),
    TicketRating: of_ticket(TicketRating),
    Article: columns_of(Article).id.is_not(None),
    Task: columns_of(Task).owner_id.in_(DOERS),
    CustomerAccount: _of_contact(CustomerAccount),
    Consent: _of_account(Consent),
    HeldWord: _of_account(HeldWord),
    TicketThread: of_ticket(TicketThread),
}
"""The scoped tables. A table of people's data that is missing here is caught by a test."""

SEEN_BY: dict[type[SQLModel], Right] = dict.fromkeys(ROW_RULES, Right.CONTACTS_SEE) | {
    Lead: Right.LEADS_SEE,
    **dict.fromkeys(
        (Deal, DealContact, DealLine, DealShare, Quote, QuoteLine, StageMove), Right.DEALS_SEE
    ),
    **dict.fromkeys((Order, OrderStep, Payment), Right.ORDERS_SEE),
    **dict.fromkeys((Approval, ApprovalSeat), Right.APPROVE),
    **dict.fromkeys((Ticket, TicketMessage, TicketThread, Article), Right.TICKETS_SEE),
    **dict.fromkeys((ArticleShowing, Complaint, Recommendation), Right.TICKETS_SEE),
    **dict.fromkeys((TicketCause, TicketRating), Right.TICKETS_SEE),
    Task: Right.TASKS_SEE,
}
"""The right whose scope limits the rows of each of them."""

ALSO = (
    (Activity, Right.LEADS_SEE, columns_of(Activity).lead_id.is_(None), _of_lead(Activity)),
    (Activity, Right.DEALS_SEE, columns_of(Activity).deal_id.is_(None), _of_deal(Activity)),
    (
        Attachment,
        Right.TICKETS_SEE,
        columns_of(Attachment).ticket_id.is_(None),
        of_ticket(Attachment),
    ),
)
"""Tables of which some rows are limited by a second right: which one, the rows that it does not
concern, and the rule for the others."""

SOFT_DELETED = (Article, Contact, Company, Deal, Lead, Order, Quote, Task, Ticket)
