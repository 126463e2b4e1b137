"""Service levels: what is promised, and how well it is kept."""

from handlers import working_times
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.tickets import APriority, WorkTime
from handlers.readers.words import Tier
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines
from handlers.ticket_words import priority as priority_name
from store import categories, service_levels, sla_reports, slas
from store.rights import Right
from store.sla_reports import Kept
from store.slas import Policy


def line(policy: Policy) -> Text:
    """A policy in words."""
    promised = fmt(
        "first answer in {first}, next in {next}, solved in {resolve}",
        first=working_times.length(policy.first),
        next=working_times.length(policy.next),
        resolve=working_times.length(policy.resolve),
    )
    name = priority_name(policy.priority)
    if policy.tier is None:
        return fmt("**{name}**: {promised}", name=name, promised=promised)
    return fmt(
        "**{name}, tier {tier}**: {promised}", name=name, tier=policy.tier, promised=promised
    )


@command("sla", needs=Right.TICKETS_SEE, examples=("sla", "服务水平"))
def show_slas(ask: Ask) -> Reply:
    """Show what customers are promised, in working time, and how well it is kept."""
    now = sla_reports.now(ask.session)
    return Reply(
        lines(
            fmt("**Service levels**, in working time (`hours`)"),
            *(line(one) for one in slas.policies(ask.session)),
            fmt(
                "Now: {open} open, {overdue} overdue, {waiting} waiting.",
                open=now.open,
                overdue=now.overdue,
                waiting=now.waiting,
            ),
            _kept(fmt("First answers of 30 days"), now.first),
            _kept(fmt("Solutions of 30 days"), now.resolve),
        )
    )


def _kept(label: Text, kept: Kept) -> Text | None:
    if not kept.total:
        return None
    return fmt(
        "{label}: {met} of {total} in time ({percent} %)",
        label=label,
        met=kept.met,
        total=kept.total,
        percent=kept.percent,
    )


@command(
    "sla edit",
    needs=Right.SETTINGS,
    examples=(
        "sla edit urgent first:1h next:2h resolve:8h tier:A",
        "修改服务水平 紧急 首次:1小时 解决:8小时",
    ),
    undoable=False,
)
def edit_sla(
    ask: Ask,
    priority: APriority,
    *,
    first: WorkTime | None = None,
    next: WorkTime | None = None,
    resolve: WorkTime | None = None,
    tier: Tier | None = None,
) -> Reply:
    """Change what is promised for a priority, or for one tier of customers in it."""
    given = {"first": first, "next": next, "resolve": resolve}
    changes = {key: value for key, value in given.items() if value is not None}
    wanted = categories.priority(priority)
    if not changes:
        return Reply(line(slas.policy(ask.session, wanted, tier)))
    saved = service_levels.edit(ask.session, wanted, tier, changes)
    return Reply(
        lines(fmt("Saved: {line}", line=line(saved)), fmt("Open tickets follow from now on."))
    )
