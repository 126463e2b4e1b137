"""Sources: the tables that are counted, whose their rows are, and by what they can be told apart.

A source declares its dimensions once; reports, charts and questions in words are all built on it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import SQLModel, col

from store.columns import columns_of
from store.rights import Right
from store.tables import (
    Activity,
    Company,
    Contact,
    Deal,
    DealLine,
    Lead,
    Order,
    StageMove,
    Task,
    Ticket,
)

Column = ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A table that has to be joined before one of its columns can be used."""

    table: Any
    on: ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Dimension:
    """By what rows are told apart.

    Attributes:
        column: its value in a row.
        through: the tables to be joined first.
        kind: what a value is: "staff", "stage", "pipeline", "company", "product", "category" (ids
            of those), or "text".
        holds: which rows have one of some values, where a row may have several of them.
    """

    column: Column
    through: Sequence[Link] = ()
    kind: str = "text"
    holds: Callable[[Sequence[Any]], ColumnElement[bool]] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A table that is counted.

    Attributes:
        name: such as "deals".
        table: its class, so that the walls stand.
        right: without which nothing of it is told; of deals the one to work on them, as those who
            only look one up for a customer are told no figures.
        kind: the kind of record that a row belongs to, and the column with its number.
        owned: rows of some people, by staff ids.
        through: tables that the rows need for their owner.
        worth: what a row is worth in minor units of the company's currency, if anything.
        closes: the day on which it should come to its end, if it has one.
        within: `owned` of the rows of a period, which are found by their moments; None: the same.
        alone: the same rows as by `through`, where nothing is asked of those tables but whose.
    """

    name: str
    table: type[SQLModel]
    right: Right
    kind: str
    record: Column
    owned: Callable[[Sequence[int]], ColumnElement[bool]]
    dimensions: Mapping[str, Dimension]
    through: Sequence[Link] = ()
    worth: Column | None = None
    closes: Column | None = None
    within: Callable[[Sequence[int]], ColumnElement[bool]] | None = None
    alone: ColumnElement[bool] | None = None

    def owned_within(self, ids: Sequence[int]) -> ColumnElement[bool]:
        """Rows of some people, among those of a period."""
        return (self.within or self.owned)(ids)


def _in(column: Any) -> Callable[[Sequence[int]], ColumnElement[bool]]:  # noqa: ANN401
    return lambda ids: columns_in(column, ids)


def _among(column: Any) -> Callable[[Sequence[int]], ColumnElement[bool]]:  # noqa: ANN401
    """The same of rows that are found by another column; no index of owners is asked for them."""
    return lambda ids: columns_in(column + 0, ids)


def columns_in(column: Any, ids: Any) -> ColumnElement[bool]:  # noqa: ANN401
    """Rows whose column is one of some ids, or of those that a SELECT gives."""
    found: ColumnElement[bool] = column.in_(ids)
    return found


_deals, _leads, _contacts = columns_of(Deal), columns_of(Lead), columns_of(Contact)
_activities, _tickets, _moves = columns_of(Activity), columns_of(Ticket), columns_of(StageMove)
_tasks = columns_of(Task)
_orders, _companies, _lines = columns_of(Order), columns_of(Company), columns_of(DealLine)

_COMPANY_OF_DEAL = Link(Company, col(Company.id) == col(Deal.company_id))
# A product that stands on two lines of a deal is sold once.
_SOLD = select(_lines.deal_id, _lines.product_id).distinct().subquery("sold")
_SOLD_IN_DEAL = Link(_SOLD, _SOLD.c.deal_id == col(Deal.id))
_DEAL_OF_MOVE = Link(Deal, col(Deal.id) == col(StageMove.deal_id))
# Few: to look each of them up is faster than to join the deal of each move.
_DELETED_DEALS = select(_deals.id).where(_deals.deleted_at.is_not(None))
_DEAL_OF_ORDER = Link(Deal, col(Deal.id) == col(Order.deal_id))
_COMPANY_OF_CONTACT = Link(Company, col(Company.id) == col(Contact.company_id))
_CONTACT_OF_TICKET = Link(Contact, col(Contact.id) == col(Ticket.contact_id))


def _sells(product_ids: Sequence[Any]) -> ColumnElement[bool]:
    sold = select(_lines.deal_id).where(columns_in(_lines.product_id, product_ids))
    return columns_in(_deals.id, sold)


_OF_DEALS: dict[str, Dimension] = {
    "owner": Dimension(_deals.owner_id, kind="staff"),
    "stage": Dimension(_deals.stage_id, kind="stage"),
    "pipeline": Dimension(_deals.pipeline_id, kind="pipeline"),
    "source": Dimension(_deals.source),
    "competitor": Dimension(_deals.competitor),
    "reason": Dimension(_deals.lost_reason, kind="reason"),
    "company": Dimension(_deals.company_id, kind="company"),
    "industry": Dimension(_companies.industry, (_COMPANY_OF_DEAL,)),
    "country": Dimension(_companies.country, (_COMPANY_OF_DEAL,)),
    "tier": Dimension(_companies.tier, (_COMPANY_OF_DEAL,)),
    "product": Dimension(_SOLD.c.product_id, (_SOLD_IN_DEAL,), "product", _sells),
}


FEW = 3
"""People whose moves are looked up deal by deal; those of more are found by their moments."""


def _of_moves(ids: Sequence[int]) -> ColumnElement[bool]:
    theirs = select(col(Deal.id)).where(columns_in(_deals.owner_id, ids))
    return columns_in(_moves.deal_id if len(ids) <= FEW else _moves.deal_id + 0, theirs)


def _of_tickets(ids: Sequence[int]) -> ColumnElement[bool]:
    """Tickets that somebody works on, and those of somebody's contacts, among those that count.

    What is open, or of a period, is little beside all that one's contacts ever asked for.
    """
    theirs = select(col(Contact.id)).where(columns_in(_contacts.owner_id, ids))
    worked_on = columns_in(_tickets.assignee_id + 0, ids)
    return or_(worked_on, columns_in(_tickets.contact_id + 0, theirs))


SOURCES: dict[str, Source] = {
    one.name: one
    for one in (
        Source(
            "deals", Deal, Right.DEALS_EDIT, "deal", _deals.id, _in(_deals.owner_id), _OF_DEALS,
            worth=_deals.base_minor, closes=_deals.close_on,
        ),
        Source(
            "moves", StageMove, Right.DEALS_EDIT, "deal", _moves.deal_id, _of_moves,
            {**_OF_DEALS, "stage": Dimension(_moves.to_stage_id, kind="stage")},
            (_DEAL_OF_MOVE,), _deals.base_minor, alone=_moves.deal_id.not_in(_DELETED_DEALS),
        ),
        Source(
            "orders", Order, Right.ORDERS_SEE, "order", _orders.id, _in(_deals.owner_id),
            {
                "owner": Dimension(_deals.owner_id, kind="staff"),
                "company": Dimension(_orders.company_id, kind="company"),
                "status": Dimension(_orders.status, kind="order status"),
            },
            (_DEAL_OF_ORDER,), _orders.base_minor,
        ),
        Source(
            "leads", Lead, Right.LEADS_SEE, "lead", _leads.id, _in(_leads.owner_id),
            {
                "owner": Dimension(_leads.owner_id, kind="staff"),
                "source": Dimension(_leads.source),
                "industry": Dimension(_leads.industry),
                "country": Dimension(_leads.territory),
            },
        ),
        Source(
            "contacts", Contact, Right.CONTACTS_SEE, "contact", _contacts.id,
            _in(_contacts.owner_id),
            {
                "owner": Dimension(_contacts.owner_id, kind="staff"),
                "source": Dimension(_contacts.source),
                "tier": Dimension(_contacts.tier),
                "company": Dimension(_contacts.company_id, kind="company"),
                "industry": Dimension(_companies.industry, (_COMPANY_OF_CONTACT,)),
                "country": Dimension(_companies.country, (_COMPANY_OF_CONTACT,)),
            },
            within=_among(_contacts.owner_id),
        ),
        Source(
            "companies", Company, Right.CONTACTS_SEE, "company", _companies.id,
            _in(_companies.owner_id),
            {
                "owner": Dimension(_companies.owner_id, kind="staff"),
                "source": Dimension(_companies.source),
                "tier": Dimension(_companies.tier),
                "industry": Dimension(_companies.industry),
                "country": Dimension(_companies.country),
            },
        ),
        Source(
            "activities", Activity, Right.CONTACTS_SEE, "activity", _activities.id,
            _in(_activities.staff_id),
            {
                "owner": Dimension(_activities.staff_id, kind="staff"),
                "kind": Dimension(_activities.kind, kind="activity"),
                "company": Dimension(_activities.company_id, kind="company"),
            },
        ),
        Source(
            "tasks", Task, Right.TASKS_SEE, "task", _tasks.id, _in(_tasks.owner_id),
            {"owner": Dimension(_tasks.owner_id, kind="staff")},
        ),
        Source(
            "tickets", Ticket, Right.TICKETS_SEE, "ticket", _tickets.id, _of_tickets,
            {
                "owner": Dimension(_tickets.assignee_id, kind="staff"),
                "category": Dimension(_tickets.category_id, kind="category"),
                "priority": Dimension(_tickets.priority, kind="priority"),
                "status": Dimension(_tickets.status, kind="ticket status"),
                "company": Dimension(_tickets.company_id, kind="company"),
                "tier": Dimension(_contacts.tier, (_CONTACT_OF_TICKET,)),
                "source": Dimension(_tickets.source),
            },
        ),
    )
}  # fmt: skip
