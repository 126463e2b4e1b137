"""Rules about leads: points for what is known of them, and who gets which."""

from handlers import cards, lead_cards, lead_notices
from handlers.asks import Ask
from handlers.contract import command
from handlers.outcomes import Unreadable
from handlers.readers.leading import ACondition, ANumber, ARule
from handlers.readers.records import AColleague, ATeam
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines
from store import lead_routes, lead_scores
from store.lead_routes import Route
from store.lead_scores import Rule
from store.rights import Right

POINTS = 1000
"""The most points that one rule gives or takes."""


@command("lead rules", needs=Right.LEADS_SEE, examples=("lead rules", "线索评分规则"))
def list_rules(ask: Ask) -> Reply:
    """Show by which rules leads get their points."""
    held = lead_scores.rules(ask.session)
    if not held:
        return Reply(fmt("There are no rules yet. `lead rule add source:web 10` makes one."))
    return Reply(lines(fmt("**Points for leads**"), *(_rule(one.id, one) for one in held)))


def _rule(number: int, rule: Rule) -> Text:
    return fmt("`{number}` {rule}", number=str(number), rule=lead_cards.rule_points(rule))


@command(
    "lead rule add",
    needs=Right.SETTINGS,
    examples=("lead rule add source:web 10", "新增评分规则 来源:官网 10"),
)
def add_rule(ask: Ask, rule: ARule) -> Reply:
    """Add a rule that gives points to leads; all open leads are scored anew."""
    what, value, points = rule
    number = lead_scores.add(ask.session, what, value, max(-POINTS, min(POINTS, points)))
    made = next(one for one in lead_scores.rules(ask.session) if one.id == number)
    return Reply(
        lines(
            fmt("Saved: {line}", line=_rule(number, made)),
            fmt("All open leads are scored by it."),
        ),
        (cards.undo_button(),),
    )


@command(
    "lead rule delete",
    needs=Right.SETTINGS,
    examples=("lead rule delete 1", "删除评分规则 1"),
)
def delete_rule(ask: Ask, number: ANumber) -> Reply:
    """Take away a rule that gives points to leads."""
    gone = lead_scores.remove(ask.session, number)
    return Reply(
        lines(
            fmt("Gone: {line}", line=_rule(number, gone)),
            fmt("All open leads are scored without it."),
        ),
        (cards.undo_button(),),
    )


@command("lead routes", needs=Right.LEADS_SEE, examples=("lead routes", "线索分配规则"))
def list_routes(ask: Ask) -> Reply:
    """Show who gets which leads."""
    held = lead_routes.routes(ask.session)
    rest = fmt("All others: in turn to every rep.") if held else None
    if not held:
        rest = fmt(
            "Leads go in turn to every rep. `lead route add territory:East team:East` sends some elsewhere."
        )
    return Reply(lines(fmt("**Who gets leads**"), *(_route(ask, one) for one in held), rest))


def _route(ask: Ask, route: Route) -> Text:
    person = ask.directory.people.get(route.staff_id or 0)
    return fmt(
        "`{number}` {route} → {who}",
        number=str(route.id),
        route=lead_notices.named(route),
        who=person or ask.directory.teams.get(route.team_id or 0, "–"),
    )


@command(
    "lead route add",
    needs=Right.SETTINGS,
    examples=("lead route add territory:East team:East", "新增分配规则 地区:华东 团队:华东"),
)
def add_route(
    ask: Ask, when: ACondition, person: AColleague | None = None, *, team: ATeam | None = None
) -> Reply:
    """Send leads of a territory, industry, language or source to a team or a person."""
    if person is None and team is None:
        raise Unreadable(fmt("To whom? Add a team or a colleague: team:East, or @ben"))
    what, value = when
    number = lead_routes.add(
        ask.session,
        what,
        value,
        team_id=team.id if team and not person else None,
        staff_id=person.id if person else None,
    )
    made = next(one for one in lead_routes.routes(ask.session) if one.id == number)
    return Reply(fmt("Saved: {line}", line=_route(ask, made)), (cards.undo_button(),))


@command(
    "lead route delete",
    needs=Right.SETTINGS,
    examples=("lead route delete 1", "删除分配规则 1"),
)
def delete_route(ask: Ask, number: ANumber) -> Reply:
    """Take away a route of leads."""
    gone = lead_routes.remove(ask.session, number)
    return Reply(fmt("Gone: {line}", line=_route(ask, gone)), (cards.undo_button(),))
