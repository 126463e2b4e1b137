"""Classes: what is said of tiers and lifecycles, and why they are so."""

from handlers.asks import Ask
from handlers.languages import mark, voice
from handlers.readers.classes import LIFECYCLE_LABELS
from handlers.texts import Text, fmt, plural, word
from store import access, classifications, companies, lifecycles, standing_amounts
from store.classifications import Standing
from store.moneys import Money
from store.rights import Right
from store.tables import Company, Contact
from store.tiers import Rule, Why

RULES = {
    "won": mark("at least {least} won in {span} months"),
    "open": mark("at least {least} in open deals"),
    "activities": mark("at least {least} activities in {span} days"),
}


def rule(ask: Ask, one: Rule) -> Text:
    """What a rule asks for."""
    least = one.least if one.measure == "activities" else Money(one.least, ask.voice.currency)
    return fmt(RULES[one.measure], least=least, span=one.span)


def of_contact(ask: Ask, row: Contact) -> str | None:
    """A contact's own tier, or that of where it works, as far as it was read with the contact."""
    return row.tier or ask.session.company_tiers.get(row.company_id or 0)


def lines_of(ask: Ask, row: Company) -> list[Text]:
    """A company's tier with its reason, where it stands, and what could be sold to it."""
    found = [_lifecycle(row)] if row.lifecycle_at else []  # a lead from the beginning is no news
    if row.tier and row.tier_by_hand:
        found.insert(0, fmt("Tier {tier} · set by hand", tier=row.tier))
    elif row.tier:
        standing = classifications.standings(ask.session, [row.id])[row.id]
        found.insert(0, tier(ask, row, standing))
    worth = companies.potential_of(ask.session, row)
    if worth and access.covers(ask.session, Right.AMOUNTS_SEE, row):
        found.append(fmt("Potential: {amount} a year", amount=worth))
    return found


def tier(ask: Ask, row: Company, standing: Standing) -> Text:
    """A tier by the rules, with what it rests on as far as the asker may know."""
    if row.tier is None or standing.why is None or standing.tier != row.tier:
        return fmt("Tier {tier} · by rules", tier=row.tier or "–")
    return fmt("Tier {tier} · {why}", tier=row.tier, why=reason(ask, row, standing.why))


def reason(ask: Ask, row: Company, why: Why) -> Text:
    """What a tier rests on; sums are for those only who may see every amount in them."""
    if why.measure is None:
        return fmt("a customer, and no other rule fits")
    if why.measure == "activities":
        return fmt("{count} activities in {span} days", count=why.value, span=why.span)
    if not standing_amounts.may_be_told(ask.session, row, why):
        return fmt("by rules")
    worth = Money(why.value, ask.voice.currency)
    if why.measure == "open":
        return fmt("{amount} in open deals", amount=worth)
    return fmt("{amount} won in {span} months", amount=worth, span=why.span)


def _lifecycle(row: Company) -> Text:
    stage = word(LIFECYCLE_LABELS[row.lifecycle])
    if row.lifecycle_at is None:
        return fmt("Lifecycle: {stage}", stage=stage)
    day = row.lifecycle_at.astimezone(voice().timezone).date()
    return fmt("Lifecycle: {stage} since {day}", stage=stage, day=day)


def lifecycle(ask: Ask, row: Company, standing: Standing) -> Text:
    """Where a company stands, and why."""
    facts, limit = standing.facts, lifecycles.limits(ask.session)
    quiet = (ask.now - facts.last_sign).days if facts.last_sign else 0
    reasons = {
        "lead": fmt("no deal yet is open or won"),
        "prospect": fmt("a deal is open, none is won yet"),
        "customer": plural("{count} deal is won", "{count} deals are won", facts.won),
        "mature": fmt(
            "{count} deals won over more than {months} months",
            count=facts.won,
            months=limit.mature_months,
        ),
        "at risk": plural(
            "a customer, and nothing has happened for {count} day",
            "a customer, and nothing has happened for {count} days",
            quiet,
        ),
        "lost": plural(
            "a customer, and nothing has happened for {count} day",
            "a customer, and nothing has happened for {count} days",
            quiet,
        ),
    }
    why = reasons[standing.lifecycle]
    if standing.lifecycle == "lost" and facts.lost_at is not None:
        why = fmt("marked as lost {at}", at=facts.lost_at)
    return fmt("{stage} · {why}", stage=_lifecycle(row), why=why)
