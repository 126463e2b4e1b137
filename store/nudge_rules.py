"""Nudge rules: what is found by itself that somebody should look at, and whose it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlmodel import SQLModel

from store import deal_lists, pipelines, pools, settings
from store.columns import columns_of, table_of
from store.directories import Directory
from store.sessions import Session
from store.tables import Activity, Approval, ApprovalSeat, Company, Contact, Deal, Order, Quote
from store.transitions import today

SETTING = "nudges"
LONGEST = 3650
POOL_DAYS = 90
FIRST_CONTACT_HOURS = 24
Find = Callable[[Session, int], Select[Any]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that is looked for.

    Attributes:
        name: as admins type it.
        event: by which people switch it off for themselves.
        kind: of the records that it finds, or "approval".
        days: how many are usual; None where it is on or off only.
        find: selects record_id, staff_id and state, by a session of Parley; the state is what makes
            a finding another one. None: it is looked for in sealed values, see `anniversaries`, or
            by a job that also does something about it: leads, clocks of tickets, the pool.
    """

    name: str
    event: str
    kind: str
    days: int | None
    find: Find | None


def _found(table: type[SQLModel], owner: Any, state: Any) -> Select[Any]:  # noqa: ANN401 (columns)
    record = columns_of(table).id
    found = select(record.label("record_id"), owner.label("staff_id"), state.label("state"))
    return found.select_from(table)


def _stale(session: Session, _days: int) -> Select[Any]:
    deals = columns_of(Deal)
    late = deal_lists.rotten(session, pipelines.steps(session))
    return _found(Deal, deals.owner_id, deals.stage_since).where(
        deals.closed_at.is_(None), deals.owner_id.is_not(None), late
    )


def _overdue(session: Session, _days: int) -> Select[Any]:
    deals = columns_of(Deal)
    return _found(Deal, deals.owner_id, deals.close_on).where(
        deals.closed_at.is_(None), deals.owner_id.is_not(None), deals.close_on < today(session)
    )


def _aimless(session: Session, days: int) -> Select[Any]:
    deals = columns_of(Deal)
    since = session.now - timedelta(days=days)
    nothing = and_(deals.next_step.is_(None), deals.next_at.is_(None))
    return _found(Deal, deals.owner_id, deals.created_at).where(
        deals.closed_at.is_(None), deals.owner_id.is_not(None), nothing, deals.updated_at < since
    )


def company_touched() -> ColumnElement[Any]:
    """When somebody was last in touch with a company; for one with whom nobody was, its beginning."""
    acts, companies = columns_of(Activity), columns_of(Company)
    last = select(func.max(acts.at)).where(acts.company_id == companies.id)
    return func.coalesce(last.correlate(table_of(Company)).scalar_subquery(), companies.created_at)


def _silent_company(session: Session, days: int) -> Select[Any]:
    companies, touched = columns_of(Company), company_touched()
    return _found(Company, companies.owner_id, touched).where(
        companies.tier == "A",
        companies.owner_id.is_not(None),
        touched < session.now - timedelta(days=days),
    )


def _silent_contact(session: Session, days: int) -> Select[Any]:
    contacts = columns_of(Contact)
    touched = case((contacts.touched_at.is_(None), contacts.created_at), else_=contacts.touched_at)
    return _found(Contact, contacts.owner_id, touched).where(
        contacts.tier == "A",
        contacts.owner_id.is_not(None),
        touched < session.now - timedelta(days=days),
    )


def _expiring(session: Session, days: int) -> Select[Any]:
    quotes, deals, day = columns_of(Quote), columns_of(Deal), today(session)
    found = _found(Quote, deals.owner_id, quotes.valid_until)
    return found.join(Deal, quotes.deal_id == deals.id).where(
        quotes.status == "sent",
        quotes.valid_until >= day,
        quotes.valid_until <= day + timedelta(days=days),
        deals.owner_id.is_not(None),
    )


def _quiet_order(session: Session, days: int) -> Select[Any]:
    orders, deals = columns_of(Order), columns_of(Deal)
    found = _found(Order, deals.owner_id, orders.status_at)
    return found.join(Deal, orders.deal_id == deals.id).where(
        orders.ended_at.is_(None),
        orders.status_at < session.now - timedelta(days=days),
        deals.owner_id.is_not(None),
    )


def _waiting(session: Session, days: int) -> Select[Any]:
    asked, seats = columns_of(Approval), columns_of(ApprovalSeat)
    found = _found(Approval, seats.staff_id, asked.asked_at)
    return found.join(ApprovalSeat, seats.approval_id == asked.id).where(
        asked.status == "waiting", asked.asked_at < session.now - timedelta(days=days)
    )


RULES = {
    one.name: one
    for one in (
        Rule("stale", "deals", "deal", None, _stale),
        Rule("overdue", "deals", "deal", None, _overdue),
        Rule("aimless", "deals", "deal", 3, _aimless),
        Rule("silence", "customers", "company", 30, _silent_company),
        Rule("contact", "customers", "contact", 30, _silent_contact),
        Rule("birthday", "customers", "contact", 1, None),
        Rule("renewal", "customers", "contact", 30, None),
        Rule("quote", "quotes", "quote", 3, _expiring),
        Rule("order", "orders", "order", 1, _quiet_order),
        Rule("approval", "approvals", "approval", 1, _waiting),
        Rule("lead", "leads", "lead", None, None),
        Rule("ticket", "tickets", "ticket", None, None),
        Rule("pool", "pool", "party", POOL_DAYS, None),
    )
}


def days(directory: Directory, rule: Rule) -> int | None:
    """How many days a rule waits or looks ahead, 0 where it has none; None while it is off."""
    if rule.name == "pool":
        return pools.rules(directory).idle
    if rule.name == "lead" and not lead_hours(directory):
        return None
    held = directory.setting(SETTING, {}).get(rule.name, rule.days or 0)
    return None if held is None else int(held)


def set_days(session: Session, rule: Rule, wanted: int | None) -> None:
    """Set how many days a rule waits; None switches it off, 0 sets what is usual again."""
    if rule.name == "pool":
        settings.put(session, "pool_idle", POOL_DAYS if wanted == 0 else wanted)
        return
    if rule.name == "lead" and wanted == 0 and not lead_hours(session.directory):
        settings.put(session, "lead_hours", FIRST_CONTACT_HOURS)
    held = {**session.directory.setting(SETTING, {})}
    held.pop(rule.name, None)
    if wanted != 0:
        held[rule.name] = wanted
    settings.put(session, SETTING, held)


def lead_hours(directory: Directory) -> int:
    """Within how many hours somebody gets in touch with a new lead; 0: whenever they like."""
    return int(directory.setting("lead_hours", FIRST_CONTACT_HOURS))


def compliance(session: Session, owner_ids: Sequence[int]) -> tuple[int, int] | None:
    """Of how many A companies of these people somebody was in touch in time, and how many there are.

    Returns:
        None while the rule is off, or there are none that the actor may see.
    """
    limit = days(session.directory, RULES["silence"])
    if limit is None:
        return None
    companies = columns_of(Company)
    in_time = company_touched() >= session.now - timedelta(days=limit)
    query = select(func.count(), func.sum(case((in_time, 1), else_=0))).select_from(Company)
    ours = (companies.tier == "A", companies.owner_id.in_(sorted(owner_ids)))
    total, kept = session.execute(query.where(*ours)).one()
    return (int(kept or 0), int(total)) if total else None
