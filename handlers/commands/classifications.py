"""Classification: tiers by rules and by hand, lifecycles, and why they are so."""

from collections.abc import Sequence
from typing import Annotated, Any

from handlers import cards, classes
from handlers.asks import Ask
from handlers.contract import command
from handlers.outcomes import Unreadable
from handlers.readers.classes import LIFECYCLE_LABELS, ATier, Mark
from handlers.readers.entries import Cash, Count
from handlers.readers.readings import Reader, Word
from handlers.readers.records import ACompany, ARecord
from handlers.readers.words import Tier
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, word
from store import classifications, companies, contacts, lifecycles, rates, tiers
from store.refs import Ref
from store.rights import Right
from store.tables import Company
from store.tiers import Measure

Months = Annotated[int, Count(600)]
Days = Annotated[int, Count(3650)]


class NumberReader(Count):
    """A whole number that stands alone."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The last word."""
        return slice(len(words) - 1, len(words)) if words else None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which number? `tiers` lists them.")


Number = Annotated[int, Count()]
RuleNumber = Annotated[int, NumberReader()]


@command("tiers", needs=Right.CONTACTS_SEE, examples=("tiers", "客户等级规则"))
def list_tiers(ask: Ask) -> Reply:
    """Show the rules of tiers and lifecycles, and how many companies are in each."""
    by_tier, by_stage = classifications.counts(ask.session)
    rules = tiers.rules(ask.session)
    numbered = [
        fmt("{number}. {tier}: {rule}", number=number, tier=one.tier, rule=classes.rule(ask, one))
        for number, one in enumerate(rules, 1)
    ]
    none = fmt("No rules yet: tiers are set by hand. `tier rule add A won:500k` adds one.")
    last = fmt("Other customers are D.") if rules else none
    text = lines(
        fmt(
            "**Tiers** · {counts}",
            counts=_counts({one: by_tier.get(one, 0) for one in tiers.TIERS}),
        ),
        *numbered,
        last,
        fmt("**Lifecycle** · {counts}", counts=_stages(by_stage)),
        _limits(ask),
    )
    return Reply(text)


def _counts(held: dict[str, int]) -> Text:
    return joined(" · ", [fmt("{name}: {count}", name=key, count=held[key]) for key in held])


def _stages(held: dict[str, int]) -> Text:
    return _counts({word(LIFECYCLE_LABELS[key]): held.get(key, 0) for key in LIFECYCLE_LABELS})


def _limits(ask: Ask) -> Text:
    limit = lifecycles.limits(ask.session)
    return fmt(
        "Mature: {deals} deals won over {months} months. "
        "At risk: a customer of whom nothing is heard for {risk} days; lost after {lost} days.",
        deals=limit.mature_deals,
        months=limit.mature_months,
        risk=limit.risk_days,
        lost=limit.lost_days,
    )


@command(
    "tier rule add",
    needs=Right.SETTINGS,
    examples=(
        "tier rule add A won:500k months:12",
        "tier rule add B open:200k",
        "tier rule add C activities:10 days:90",
        "新增等级规则 A 赢单额:50万 月数:12",
    ),
    undoable=False,
)
def add_rule(
    ask: Ask,
    tier: Tier,
    *,
    won: Cash | None = None,
    open: Cash | None = None,
    activities: Number | None = None,
    months: Months | None = None,
    days: Days | None = None,
) -> Reply:
    """Add a rule for a tier: won amount in months, open amount, or activities in days."""
    least: dict[Measure, int | None] = {
        "won": rates.convert(ask.session, won).minor if won else None,
        "open": rates.convert(ask.session, open).minor if open else None,
        "activities": activities,
    }
    given = [(name, value) for name, value in least.items() if value is not None]
    if len(given) != 1:
        raise Unreadable(
            fmt("Name one of won, open and activities. For example: `tier rule add A won:500k`")
        )
    ((measure, value),) = given
    span = {"won": months, "open": 0, "activities": days}[measure]
    tiers.add(ask.session, tier, measure, value, span or tiers.SPANS[measure])
    return list_tiers(ask)


@command(
    "tier rule delete",
    needs=Right.SETTINGS,
    examples=("tier rule delete 1", "删除等级规则 1"),
    undoable=False,
)
def delete_rule(ask: Ask, number: RuleNumber) -> Reply:
    """Take a rule away, by its number in `tiers`."""
    rule = tiers.numbered(ask.session, number)
    ask.confirm(
        fmt(
            "Take away the rule for {tier}: {rule}? Every company is looked at again.",
            tier=rule.tier,
            rule=classes.rule(ask, rule),
        )
    )
    tiers.remove(ask.session, rule)
    return list_tiers(ask)


@command(
    "tier",
    needs=Right.CONTACTS_EDIT,
    examples=("tier O-1 B", "tier O-1 auto", "等级 O-1 A"),
    phrases=("{record} is tier {tier}", "make {record} tier {tier}", "把{record}定为{tier}级"),
)
def set_tier(ask: Ask, record: ARecord, tier: ATier) -> Reply:
    """Set a company's or a contact's tier by hand; auto leaves it to the rules again."""
    wanted = {"tier": None if tier == "auto" else tier}
    if not isinstance(record, Company):
        done = contacts.edit(ask.session, record, wanted)
        ask.session.flush()
        return cards.edited(ask, record, done)
    by_hand = record.tier_by_hand
    done = companies.edit(ask.session, record, wanted)
    ask.session.flush()
    if not done and by_hand == record.tier_by_hand:
        return cards.edited(ask, record, done)
    said = lines(fmt("Saved: {heading}", heading=cards.heading(record)), _tier(ask, record))
    return Reply(said, (cards.undo_button(),), (Ref("company", record.id),))


def _tier(ask: Ask, row: Company) -> Text:
    if row.tier_by_hand:
        return fmt("Tier {tier} · set by hand", tier=row.tier)
    if row.tier is None:
        return fmt("No tier: no rule fits.")
    return classes.tier(ask, row, classifications.standings(ask.session, [row.id])[row.id])


@command(
    "lifecycle",
    needs=Right.CONTACTS_EDIT,
    examples=("lifecycle O-1 lost", "lifecycle O-1 auto", "生命周期 O-1 流失"),
    phrases=("mark {company} as {mark:lost}", "把{company}标记为{mark:流失}"),
)
def set_lifecycle(ask: Ask, company: ACompany, mark: Mark) -> Reply:
    """Mark a company as lost until a deal of it moves again, or leave it to the rules (auto)."""
    if mark == "lost":
        classifications.give_up(ask.session, company)
    else:
        classifications.take_up(ask.session, company)
    ask.session.flush()
    return Reply(
        lines(
            fmt("Saved: {heading}", heading=cards.heading(company)), *classes.lines_of(ask, company)
        ),
        (cards.undo_button(),),
        (Ref("company", company.id),),
    )


@command(
    "why",
    needs=Right.CONTACTS_SEE,
    examples=("why O-1", "为什么 O-1"),
    phrases=("why is {company} in its tier", "为什么{company}是这个等级"),
)
def explain(ask: Ask, company: ACompany) -> Reply:
    """Say why a company has its tier, and why it stands where it does in its lifecycle."""
    standing = classifications.standings(ask.session, [company.id])[company.id]
    by_hand = fmt("Tier {tier} · set by hand", tier=company.tier)
    by_rules = classes.tier(ask, company, standing)
    nothing = fmt("No tier: no rule fits.")
    said = by_hand if company.tier_by_hand else by_rules if company.tier else nothing
    rules = Button(word("Rules"), Invocation("tiers"))
    text = lines(cards.heading(company), said, classes.lifecycle(ask, company, standing))
    return Reply(text, (rules,), (Ref("company", company.id),))
