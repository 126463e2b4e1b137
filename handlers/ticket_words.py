"""Words of service: statuses, priorities, categories, clocks and what happens to tickets."""

from handlers.languages import mark
from handlers.texts import word
from store.categories import Kind
from store.slas import Policy

STATUSES = {
    "open": mark("open"), "waiting": mark("on hold"), "resolved": mark("resolved"),
    "closed": mark("closed"), "merged": mark("merged"),
}  # fmt: skip
PRIORITIES = {
    "low": mark("low"), "normal": mark("normal"), "high": mark("high"), "urgent": mark("urgent"),
}  # fmt: skip
CATEGORIES = {
    "general": mark("general"), "data fault": mark("data fault"), "outage": mark("outage"),
}  # fmt: skip
SPELLINGS: dict[str, tuple[str, ...]] = {
    "general": ("一般", "一般问题", "咨询"),
    "data fault": ("数据故障", "数据问题", "data"),
    "outage": ("中断", "系统中断", "宕机"),
}
"""Other words for the categories that every company begins with."""
AWAITED = {"customer": mark("the customer"), "third party": mark("a third party")}
CLOCKS = {
    "first": mark("First answer"), "next": mark("Next answer"), "resolve": mark("Solution"),
}  # fmt: skip
STATES = {
    "healthy": mark("healthy"), "at risk": mark("at risk"), "breached": mark("breached"),
    "met": mark("met"), "met late": mark("met late"),
}  # fmt: skip
LABELS = {
    "status": mark("Status"), "waiting_for": mark("Waits for"), "priority": mark("Priority"),
    "category_id": mark("Category"), "assignee_id": mark("Assigned to"),
    "opened_at": mark("Opened"), "first_response_at": mark("First answer"),
    "last_customer_at": mark("Customer wrote"), "next_since": mark("Answer owed since"),
    "answered_at": mark("Answered"), "paused_since": mark("Stands still since"),
    "resolved_at": mark("Resolved"), "reopened": mark("Reopened"), "event": mark("Event"),
    "detail": mark("Detail"),
    "keywords": mark("Keywords"), "first_minutes": mark("First answer, minutes"),
    "next_minutes": mark("Next answer, minutes"), "resolve_minutes": mark("Solution, minutes"),
    "calendar_id": mark("Calendar"), "zone": mark("Time zone"), "week": mark("Week"),
    "days": mark("Single days"), "due_at": mark("Due"),
}  # fmt: skip
"""Columns of the tables of service, as the audit calls them."""
TABLES = {
    "tickets": mark("ticket"), "ticket_messages": mark("message of a ticket"),
    "categories": mark("category"),
    "customer_accounts": mark("customer's account"), "consents": mark("consent"),
    "sla_policies": mark("service level"), "business_calendars": mark("service hours"),
}  # fmt: skip
KINDS = {"customer": mark("from the customer"), "reply": mark("reply"), "event": mark("event")}


def called(kind: Kind) -> str:
    """A category's name as the listener knows it."""
    return word(CATEGORIES[kind.folded]) if kind.folded in CATEGORIES else kind.name


def priority(value: str) -> str:
    """A priority as the listener says it."""
    return word(PRIORITIES[value])


def policy_name(policy: Policy) -> str:
    """For what something is promised: a priority, perhaps of one tier."""
    name = priority(policy.priority)
    if policy.tier is None:
        return name
    return word("{name}, tier {tier}").format(name=name, tier=policy.tier)
