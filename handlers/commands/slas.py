"""Service levels: what is promised, and how well it is kept."""

from handlers import working_times
from handlers.asks import Ask
from handlers.contract import command
from handlers.outcomes import Missing
from handlers.readers.calendars import AHours
from handlers.readers.tickets import APriority, WorkTime
from handlers.readers.words import Tier
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines
from handlers.ticket_words import policy_name
from store import calendars, categories, service_levels, sla_reports, slas
from store.categories import PRIORITIES
from store.rights import Right
from store.sla_reports import Kept
from store.slas import Policy


def line(ask: Ask, policy: Policy) -> Text:
    """A policy in words."""
    promised = fmt(
        "first answer in {first}, next in {next}, solved in {resolve}",
        first=working_times.length(policy.first),
        next=working_times.length(policy.next),
        resolve=working_times.length(policy.resolve),
    )
    hours = calendars.of_id(ask.session, policy.calendar_id)
    if hours.id != calendars.first(ask.session).id:
        promised = fmt("{promised}, hours {name}", promised=promised, name=hours.name)
    return fmt("**{name}**: {promised}", name=policy_name(policy), promised=promised)


@command("sla", needs=Right.TICKETS_SEE, examples=("sla", "服务水平"))
def show_slas(ask: Ask) -> Reply:
    """Show what customers are promised, in working time, and how well it is kept."""
    now = sla_reports.now(ask.session)
    return Reply(
        lines(
            fmt("**Service levels**, in working time (`hours`)"),
            *(line(ask, one) for one in slas.policies(ask.session)),
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
        "sla edit tier:A hours:Night shift",
        "修改服务水平 紧急 首次:1小时 解决:8小时",
    ),
    undoable=False,
)
def edit_sla(
    ask: Ask,
    priority: APriority | None = None,
    *,
    first: WorkTime | None = None,
    next: WorkTime | None = None,
    resolve: WorkTime | None = None,
    tier: Tier | None = None,
    hours: AHours | None = None,
) -> Reply:
    """Change what is promised for a priority, a tier of customers, or one tier in one priority."""
    if priority is None and tier is None:
        raise Missing(ask.invocation, "priority")
    given = {"first": first, "next": next, "resolve": resolve}
    changes = {key: value for key, value in given.items() if value is not None}
    wanted = [categories.priority(priority)] if priority else list(reversed(PRIORITIES))
    if not changes and hours is None:
        return Reply(lines(*(line(ask, slas.policy(ask.session, one, tier)) for one in wanted)))
    saved = service_levels.edit(ask.session, wanted, tier, changes, hours)
    said = lines(*(line(ask, one) for one in saved))
    return Reply(lines(fmt("Saved: {line}", line=said), fmt("Open tickets follow from now on.")))
