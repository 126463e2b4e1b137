"""The table of COMMANDS section 4, written down as data for the matrix test."""

from store.rights import Right

ROLES = ("customer", "agent", "rep", "marketer", "manager", "admin", "suspended")
WHOSE = ("own", "team", "elsewhere", "pool", "read", "edit", "deleted")
ALIVE = set(WHOSE) - {"deleted"}
SHARED = {"read", "edit"}
STAFF = {"agent", "rep", "marketer", "manager", "admin"}

# Whose records a role sees, reads in clear, and edits. A share opens one record for those whose
# role may read such things at all; so does an agent's open ticket, see test_tickets.
SEES: dict[str, set[str]] = {
    "customer": set(),
    "agent": ALIVE,
    "rep": {"own", "pool"} | SHARED,
    "marketer": ALIVE,
    "manager": {"own", "team", "pool"} | SHARED,
    "admin": ALIVE,
    "suspended": set(),
}
CLEAR: dict[str, set[str]] = {
    "customer": set(),
    "agent": {"own"} | SHARED,
    "rep": {"own"} | SHARED,
    "marketer": set(),
    "manager": {"own", "team"} | SHARED,
    "admin": ALIVE,
    "suspended": set(),
}
EDITS: dict[str, set[str]] = {
    "rep": {"own", "edit"},
    "manager": {"own", "team", "edit"},
    "admin": ALIVE,
}
# Deleting, merging, sharing and releasing are for whom the record belongs to, or for who is above.
OWNS: dict[str, set[str]] = {"rep": {"own"}, "manager": {"own", "team"}, "admin": ALIVE}
ASSIGNS: dict[str, set[str]] = {"manager": {"own", "team"}, "admin": ALIVE}
RELEASES = OWNS | {"admin": ALIVE - {"pool"}}
RESTORES: dict[str, set[str]] = {role: {"deleted"} for role in OWNS}
CLAIMS: dict[str, set[str]] = {"rep": {"pool"}, "manager": {"pool"}, "admin": {"pool"}}

MAY: dict[Right, set[str]] = {
    Right.EVERYONE: STAFF,
    Right.CONTACTS_SEE: STAFF,
    Right.PERSONAL_SEE: {"agent", "rep", "manager", "admin"},
    Right.CONTACTS_ADD: {"rep", "marketer", "manager", "admin"},
    Right.CONTACTS_EDIT: {"rep", "manager", "admin"},
    Right.LEADS_SEE: {"rep", "marketer", "manager", "admin"},
    Right.LEADS_ADD: {"rep", "marketer", "manager", "admin"},
    Right.LEADS_EDIT: {"rep", "manager", "admin"},
    Right.DEALS_SEE: {"agent", "rep", "manager", "admin"},
    Right.DEALS_EDIT: {"rep", "manager", "admin"},
    Right.PRODUCTS_EDIT: {"manager", "admin"},
    Right.ORDERS_SEE: {"rep", "manager", "admin"},
    Right.ORDERS_EDIT: {"rep", "manager", "admin"},
    Right.APPROVE: {"manager", "admin"},
    Right.TICKETS_SEE: {"agent", "rep", "manager", "admin"},
    Right.TICKETS_WORK: {"agent", "manager", "admin"},
    Right.SUMMARIES_SEE: STAFF,
    Right.TARGETS_EDIT: {"manager", "admin"},
    Right.TASKS_SEE: STAFF,
    Right.TASKS_EDIT: STAFF,
    Right.BULK: {"rep", "manager", "admin"},
    Right.ASSIGN: {"manager", "admin"},
    Right.EXPORT: {"manager", "admin"},
    Right.AUDIT_SEE: {"manager", "admin"},
    Right.STAFF: {"admin"},
    Right.RIGHTS: {"admin"},
    Right.SETTINGS: {"admin"},
}
_NEEDS: dict[Right, str] = {
    Right.EVERYONE: "help, start, whoami, language, timezone, quiet, undo, cancel, tutorial, notifications, "
    "link, unlink, staff, teams, rights, request access, field list, agenda, my number, "
    "days off, inquire, views, view, view save, view delete, approvals, write, new request, "
    "my requests, status, close, human, consent, privacy, my data, correct, forget me, link "
    "me, rate, rate comment, recommend, recommend why, complain, article helped, digest, "
    "nudges, nudge why, nudge list, report list, report stop",
    Right.CONTACTS_SEE: "contact show, contacts, find, timeline, duplicates, pool, show, company show, "
    "companies, pool history, tiers, why, quality sample, quality review, logged",
    Right.PERSONAL_SEE: "files",
    Right.CONTACTS_ADD: "contact add, company add, capture, import",
    Right.CONTACTS_EDIT: "contact edit, contact share, company edit, log, claim, release, tag, untag, attach, "
    "contact unshare, company share, company unshare, tier, lifecycle",
    Right.DEALS_SEE: "deal show, deals, pipeline, stages, deal lines, products, product show, quotes, quote "
    "show",
    Right.DEALS_EDIT: "forecast, funnel, winloss, customer list, target show, deal add, deal edit, deal move, deal win, deal lose, deal reopen, "
    "deal share, deal unshare, win all, deal contact add, deal contact remove, deal line "
    "add, deal line edit, deal line delete, quote add, quote edit, quote revise, quote "
    "send, quote accept, quote reject",
    Right.BULK: "contact delete, contact restore, contact merge, deal delete, deal restore, lead "
    "delete, lead restore, move all, close all, tag all, quote delete",
    Right.ASSIGN: "contact assign, deal assign, lead assign, handover, assign all",
    Right.AUDIT_SEE: "audit, audit verify",
    Right.STAFF: "invite, role, manager, suspend, restore, team add, team assign",
    Right.RIGHTS: "grant, revoke, access review",
    Right.SETTINGS: "field add, settings, outbox failed, outbox retry, rates, stage add, stage edit, stage "
    "delete, pipeline add, pipeline edit, pipeline delete, lead rule add, lead rule delete, "
    "lead route add, lead route delete, tier rule add, tier rule delete, sla edit, hours add, hours delete, category "
    "add, category edit, category delete, privacy notice, desk here, desk off, desks, "
    "escalation edit, cause add, cause edit, cause delete, settings jobs, nudge edit",
    Right.LEADS_SEE: "lead show, leads, lead rules, lead routes",
    Right.LEADS_ADD: "lead add",
    Right.LEADS_EDIT: "lead edit, lead convert, lead drop, lead reopen",
    Right.EXPORT: "export",
    Right.PRODUCTS_EDIT: "product add, product edit, product retire, product restore",
    Right.ORDERS_SEE: "order show, orders",
    Right.ORDERS_EDIT: "order add, order status, order pay, order edit",
    Right.APPROVE: "approve, reject, quote approve",
    Right.TICKETS_SEE: "service report, ticket show, tickets, sla, hours, category list, escalations, article show, article "
    "find, article list, cause list, feedback",
    Right.TICKETS_WORK: "ticket add, ticket take, ticket assign, ticket priority, ticket category, ticket link, "
    "ticket resume, ticket close, ticket reopen, ticket merge, ticket split, reply, note, "
    "wait, resolve, ticket lead, ticket send, ticket resend, article add, article edit, "
    "article rewrite, article translate, article publish, article unpublish, article "
    "delete, article send, macro add, macro list, macro edit, macro delete, macro use, "
    "ticket cause, complaint add, feedback done",
    Right.TASKS_SEE: "tasks, task show, task file, calendar",
    Right.TASKS_EDIT: "remind, done, snooze, task edit, task assign, task delete, task reopen, task outcome, "
    "task next",
    Right.SUMMARIES_SEE: "summary, ask, chart, quality, adoption, records, leaderboard, activity, customer report, "
    "report schedule",
    Right.TARGETS_EDIT: "target set",
}
COMMANDS = {name: right for right, names in _NEEDS.items() for name in names.split(", ")}
STRANGERS = {"article helped", "cancel", "close", "complain", "consent", "correct", "forget me", "help", "human", "inquire", "language", "link", "link me", "my data", "my number", "my requests", "new request", "privacy", "rate", "rate comment", "recommend", "recommend why", "start", "status", "timezone", "whoami", "write"}  # fmt: skip

# Deals: of whom a role sees, edits and deletes them; amounts go with them. Sharing a contact does
# not share what is sold to them, and deals have no pool. What an agent sees by a ticket
# is in test_matrix_served_deals.
DEALS_WHOSE = ("own", "team", "elsewhere", "read", "edit")
DEALS: dict[str, set[str]] = {
    "customer": set(), "agent": set(), "rep": {"own"}, "marketer": set(),
    "manager": {"own", "team"}, "admin": set(DEALS_WHOSE), "suspended": set(),
}  # fmt: skip
DEALS_SEEN = {role: whose | SHARED if whose else set() for role, whose in DEALS.items()} | {
    "agent": {"own"}
    | SHARED  # without amounts; see test_matrix_served_deals for those of customers
}
AMOUNTS_SEEN = DEALS_SEEN | {"agent": set()}
DEALS_EDITED = {role: whose | {"edit"} if whose else set() for role, whose in DEALS.items()}
DEALS_ASSIGNED: dict[str, set[str]] = {role: DEALS[role] for role in ("manager", "admin")}

# Tickets: of whom a role sees them, and of whom it works on them. "own" and "team" say whose
# contact has asked; sharing a contact does not share what it asks for.
TICKETS: dict[str, set[str]] = {
    "customer": set(), "agent": {"own", "team", "elsewhere"}, "rep": {"own"}, "marketer": set(),
    "manager": {"own", "team"}, "admin": {"own", "team", "elsewhere"}, "suspended": set(),
}  # fmt: skip
TICKETS_WORKED: dict[str, set[str]] = {
    role: TICKETS[role] for role in ("agent", "manager", "admin")
}

READ_PATHS = ("contact show {}", "timeline {}", "files {}", "attach {}", "{}", "tag {}", "contact edit {}",
              "contact delete {}", "contact share {} @tia")  # fmt: skip
"""Ways to a record by its ref; what they ask next is cancelled."""

LISTS = ("contacts", "agenda", "contacts tag:hush", "contacts company:Umbra", "contacts @zoe",
         "contacts @tom", "contacts mine", "pool", "find quill", "find umbra", "find zarov",
         "who works at Umbra", "duplicates", "company show O-1", "timeline O-1",
         "companies", "why O-1", "tiers", "contacts tier:A", "companies tier:A",
         "companies lifecycle:lead")  # fmt: skip
"""Ways to many records."""

AUDITS = ("audit", "audit @tom", "audit @zoe", "audit since:2026-01-01", "audit C-3", "audit C-7")
"""Ways to the history of records; what is deleted keeps its own."""

WRITES = (
    ("contact edit {} title:Chief", EDITS),
    ("contact edit {} allergy:none", EDITS),
    ("contact edit {} also:+12025550199", EDITS),
    ("tier {} C", EDITS),
    ("tag {} seen", EDITS),
    ("untag {} hush", EDITS),
    ("log note {} something new", EDITS),
    ("contact share {} @tia", OWNS),
    ("release {}", RELEASES),
    ("claim {}", CLAIMS),
    ("contact assign {} @tia", ASSIGNS),
    ("contact restore {}", RESTORES),
    ("contact delete {}", OWNS),
    ("contact merge {} {spare}", OWNS),
    ("contact merge {spare} {}", OWNS),
)
"""Commands that change a record, and whose records each role may do it to."""

FURTHER = {"chart": Right.DEALS_EDIT}
"""Commands whose first choice needs a right besides the one that they need as a whole."""
