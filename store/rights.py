"""Rights, scopes and roles: who may do what before an admin changes it."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum


class Scope(IntEnum):
    """How far a right reaches; unowned records (the pool) count from OWN on for seeing."""

    OWN = 1
    TEAM = 2
    ALL = 3


class Right(StrEnum):
    """What a command or a field needs."""

    EVERYONE = "everyone"
    CONTACTS_SEE = "contacts.see"
    CONTACTS_ADD = "contacts.add"
    CONTACTS_EDIT = "contacts.edit"
    PERSONAL_SEE = "personal.see"
    SECRETS_SEE = "secrets.see"
    LEADS_SEE = "leads.see"
    LEADS_ADD = "leads.add"
    LEADS_EDIT = "leads.edit"
    DEALS_SEE = "deals.see"
    DEALS_EDIT = "deals.edit"
    AMOUNTS_SEE = "amounts.see"
    ORDERS_SEE = "orders.see"
    ORDERS_EDIT = "orders.edit"
    APPROVE = "approve"
    PRODUCTS_EDIT = "products.edit"
    TICKETS_SEE = "tickets.see"
    TICKETS_WORK = "tickets.work"
    TASKS_SEE = "tasks.see"
    TASKS_EDIT = "tasks.edit"
    ASSIGN = "assign"
    BULK = "bulk"
    EXPORT = "export"
    STAFF = "staff"
    RIGHTS = "rights"
    SETTINGS = "settings"
    AUDIT_SEE = "audit.see"


class Role(StrEnum):
    """The roles of COMMANDS section 4; customers are people without one."""

    AGENT = "agent"
    REP = "rep"
    MARKETER = "marketer"
    MANAGER = "manager"
    ADMIN = "admin"


Grants = Mapping[Right, Scope]

DEFAULTS: Mapping[Role, Grants] = {
    Role.AGENT: {
        Right.CONTACTS_SEE: Scope.ALL,
        Right.PERSONAL_SEE: Scope.OWN,
        Right.TICKETS_SEE: Scope.ALL,
        Right.TICKETS_WORK: Scope.ALL,
        Right.TASKS_SEE: Scope.OWN,
        Right.TASKS_EDIT: Scope.OWN,
    },
    Role.REP: {
        Right.CONTACTS_SEE: Scope.OWN,
        Right.CONTACTS_ADD: Scope.OWN,
        Right.CONTACTS_EDIT: Scope.OWN,
        Right.PERSONAL_SEE: Scope.OWN,
        Right.LEADS_SEE: Scope.OWN,
        Right.LEADS_ADD: Scope.OWN,
        Right.LEADS_EDIT: Scope.OWN,
        Right.DEALS_SEE: Scope.OWN,
        Right.DEALS_EDIT: Scope.OWN,
        Right.AMOUNTS_SEE: Scope.OWN,
        Right.ORDERS_SEE: Scope.OWN,
        Right.ORDERS_EDIT: Scope.OWN,
        Right.TICKETS_SEE: Scope.OWN,
        Right.TASKS_SEE: Scope.OWN,
        Right.TASKS_EDIT: Scope.OWN,
        Right.BULK: Scope.OWN,
    },
    Role.MARKETER: {
        Right.CONTACTS_SEE: Scope.ALL,
        Right.CONTACTS_ADD: Scope.ALL,
        Right.LEADS_SEE: Scope.ALL,
        Right.LEADS_ADD: Scope.ALL,
        Right.TASKS_SEE: Scope.OWN,
        Right.TASKS_EDIT: Scope.OWN,
    },
    Role.MANAGER: {
        Right.CONTACTS_SEE: Scope.TEAM,
        Right.CONTACTS_ADD: Scope.TEAM,
        Right.CONTACTS_EDIT: Scope.TEAM,
        Right.PERSONAL_SEE: Scope.TEAM,
        Right.LEADS_SEE: Scope.TEAM,
        Right.LEADS_ADD: Scope.TEAM,
        Right.LEADS_EDIT: Scope.TEAM,
        Right.DEALS_SEE: Scope.TEAM,
        Right.DEALS_EDIT: Scope.TEAM,
        Right.AMOUNTS_SEE: Scope.TEAM,
        Right.ORDERS_SEE: Scope.TEAM,
        Right.ORDERS_EDIT: Scope.TEAM,
        Right.APPROVE: Scope.TEAM,
        Right.PRODUCTS_EDIT: Scope.ALL,
        Right.TICKETS_SEE: Scope.TEAM,
        Right.TICKETS_WORK: Scope.TEAM,
        Right.TASKS_SEE: Scope.TEAM,
        Right.TASKS_EDIT: Scope.TEAM,
        Right.ASSIGN: Scope.TEAM,
        Right.BULK: Scope.TEAM,
        Right.EXPORT: Scope.TEAM,
        Right.AUDIT_SEE: Scope.TEAM,
    },
    Role.ADMIN: {right: Scope.ALL for right in Right if right is not Right.EVERYONE},
}
"""The table of COMMANDS section 4. SECRETS_SEE additionally asks for the second factor."""
