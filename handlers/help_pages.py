"""The page that begins every conversation: what Parley can do for its reader."""

from handlers import grammar
from handlers.asks import Ask
from handlers.contract import Command, registry
from handlers.customers_only import CUSTOMERS_ONLY
from handlers.languages import mark
from handlers.nearest import offered
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, word

GROUPS: dict[str, tuple[str, ...]] = {
    mark("Contacts"): ("contact", "contacts", "find", "log", "logged", "timeline", "attach", "files", "duplicates", "pool", "claim", "release", "handover", "tag", "untag", "capture"),
    mark("Tasks and reminders"): ("remind", "tasks", "task", "done", "snooze", "agenda", "calendar"),
    mark("Companies"): ("company", "companies", "tiers", "tier", "lifecycle", "why"),
    mark("Leads"): ("lead", "leads"),
    mark("Deals"): ("deal", "deals", "pipeline", "stages", "stage", "rates"),
    mark("Products and quotes"): ("product", "products", "quote", "quotes"),
    mark("Orders and approvals"): ("order", "orders", "approvals", "approve", "reject"),
    mark("Reports"): ("summary", "ask", "chart", "quality", "adoption", "service", "customer", "records", "forecast", "funnel", "winloss", "leaderboard", "activity", "target", "report"),
    mark("Lists"): ("views", "view", "export", "move", "assign", "close", "win"),
    mark("You"): ("whoami", "language", "timezone", "quiet", "days", "notifications", "undo", "cancel", "tutorial", "link", "unlink", "my", "request", "start", "help", "inquire", "digest", "nudge", "nudges", "rate", "recommend", "complain"),
    mark("Service"): ("ticket", "tickets", "reply", "note", "wait", "resolve", "sla", "hours", "category", "escalation", "escalations", "article", "macro", "cause", "complaint", "feedback", "desk", "desks"),
    mark("Team and settings"): ("invite", "staff", "role", "manager", "team", "teams", "suspend", "restore", "rights", "access", "grant", "revoke", "field", "import", "settings", "audit", "outbox"),
    mark("Your requests"): ("privacy",),
}  # fmt: skip


def group_of(known: Command) -> str:
    """The heading under which a command is listed."""
    if known.name in CUSTOMERS_ONLY:
        return "Your requests"
    first = known.name.split()[0]
    return next((group for group, names in GROUPS.items() if first in names), "You")


def overview(ask: Ask, lead: Text) -> Reply:
    """All commands that the asker may use, by heading."""
    parts: list[Text] = [lead]
    for group in GROUPS:
        names = [
            grammar.spelled(known)
            for known in registry
            if group_of(known) == group and offered(ask, known)
        ]
        if names:
            # Telegram takes 100 entities a message, so the names are no code each.
            parts.append(fmt("**{group}**: {names}", group=word(group), names=" · ".join(names)))
    parts.append(
        fmt("More on one: `help contact add`. Everyday words work too, in English and Chinese.")
    )
    first = (Button(word("Tutorial"), Invocation("tutorial")),) if ask.actor.person else ()
    return Reply(lines(*parts), first, public=True)
