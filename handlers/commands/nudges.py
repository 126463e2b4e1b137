"""Nudges: what rules look for, why one was told of something, and what they have found."""

from collections.abc import Sequence

from handlers import cards, nudge_lines
from handlers.asks import Ask
from handlers.bundles import opening
from handlers.contract import command
from handlers.languages import suited
from handlers.notice_words import NAMES as EVENTS
from handlers.nudge_lines import NAMES, REASONS
from handlers.outcomes import Unreadable
from handlers.readers.notices import RULE_WORDS, ARule, RuleDays
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, plural, word
from store import notice_wishes, nudge_rules, nudges
from store.nudge_rules import RULES, Rule
from store.rights import Right


@command(
    "nudges",
    needs=Right.EVERYONE,
    examples=("nudges", "提醒规则"),
    phrases=("nudges off", "stop nudging me", "stop the nudges", "关闭提醒规则"),
    undoable=False,
)
def list_rules(ask: Ask) -> Reply:
    """Show what I look for by myself, and after how many days I tell whose it is."""
    change = None
    if ask.actor.scope(Right.SETTINGS) is not None:
        change = fmt("`nudge edit aimless 7d` changes a rule, `nudge edit aimless off` ends it.")
    text = lines(
        fmt("**What I look for**"),
        *(fmt("• {line}", line=_line(ask, one)) for one in RULES.values()),
        fmt("`nudge why {rule}` tells why, and ends it for you.", rule=_key("stale")),
        change,
    )
    return Reply(text, (Button(word("Found for you"), Invocation("nudge list")),))


def _line(ask: Ask, rule: Rule) -> Text:
    days = nudge_rules.days(ask.directory, rule)
    if days is None:
        how = fmt("off")
    elif rule.name == "lead":
        hours = nudge_rules.lead_hours(ask.directory)
        how = plural("{count} hour", "{count} hours", hours)
    else:
        how = plural("{count} day", "{count} days", days) if days else fmt("on")
    return fmt(
        "{name} (`{rule}`): {how}", name=word(NAMES[rule.name]), rule=_key(rule.name), how=how
    )


def _key(rule: str) -> str:
    """How the listener writes a rule."""
    return suited((rule, *RULE_WORDS[rule]))[0]


@command(
    "nudge edit",
    needs=Right.SETTINGS,
    examples=("nudge edit aimless 14d", "nudge edit stale off", "修改提醒规则 生日 3天"),
    undoable=False,
)
def edit_rule(ask: Ask, rule: ARule, value: RuleDays) -> Reply:
    """Change after how many days a rule tells of something, or switch it on or off for all."""
    known = RULES[rule]
    if value and known.days is None:
        raise Unreadable(fmt("This rule has no days: it is on or off."))
    nudge_rules.set_days(ask.session, known, value)
    return Reply(fmt("Saved: {line}", line=_line(ask, known)))


@command(
    "nudge why",
    needs=Right.EVERYONE,
    examples=("nudge why stale", "nudge why", "为什么提醒我"),
    undoable=False,
)
def explain(ask: Ask, rule: ARule | None = None) -> Reply:
    """Explain why I told you of something, and how to end it."""
    names = [rule] if rule else _rules_of(ask)
    if not names:
        return Reply(fmt("No rule has found anything for you."))
    parts = [_reason(ask, RULES[one]) for one in names]
    if ask.actor.scope(Right.SETTINGS) is not None:
        parts.append(fmt("For everybody: `nudge edit {rule} off`.", rule=_key(names[0])))
    events = dict.fromkeys(RULES[one].event for one in names)
    return Reply(lines(*parts), tuple(_quieter(ask, one) for one in events))


def _rules_of(ask: Ask) -> list[str]:
    found = {one.rule for one in nudges.lasting(ask.session, ask.person.id)}
    return [one for one in RULES if one in found]


def _reason(ask: Ask, rule: Rule) -> Text:
    days = nudge_rules.days(ask.directory, rule)
    if days is None:
        return fmt("**{name}**: this rule is off.", name=word(NAMES[rule.name]))
    reason = fmt(REASONS[rule.name], days=days)
    said = fmt("**{name}**: {reason}", name=word(NAMES[rule.name]), reason=reason)
    leads = rule.name == "silence" and ask.directory.reports.get(ask.person.id)
    team = sorted(ask.directory.subtree(ask.person.id)) if leads else []
    return lines(said, nudge_lines.compliance(ask.session, team) if team else None)


def _quieter(ask: Ask, event: str) -> Button:
    """A way to be told less: never, or again where it was switched off."""
    off = notice_wishes.wish(ask.person, event).frequency == "off"
    label = word("Tell me again: {event}") if off else word("Not for me: {event}")
    how = "once" if off else "off"
    return Button(
        label.format(event=word(EVENTS[event])),
        Invocation("notifications", {"event": event, "how": how}),
    )


@command(
    "nudge list",
    needs=Right.EVERYONE,
    examples=("nudge list", "待关注"),
    undoable=False,
)
def list_found(ask: Ask) -> Reply:
    """List what was found for you and is still so."""
    found = nudges.lasting(ask.session, ask.person.id)
    told = nudge_lines.lines_of(ask.session, found)
    if not told:
        return Reply(fmt("Nothing needs a look."))
    return _page(ask, told)


def _page(ask: Ask, told: Sequence[nudge_lines.Line]) -> Reply:
    shown = nudge_lines.joined_lines(told)
    refs = tuple(dict.fromkeys(one.ref for one in told))
    here = slice(ask.invocation.offset, ask.invocation.offset + cards.PAGE)
    text, more = cards.listing(fmt("Worth a look"), shown[here], len(shown), ask.invocation)
    why = nudge_lines.why("")
    return Reply(text, (*(opening(one) for one in refs[here]), *more, why), refs[here])
