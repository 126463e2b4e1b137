"""Tiers: rules that tell from figures which companies are A, B, C or D."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from store import classification_rounds
from store.errors import CrmError
from store.ids import new_id
from store.sessions import Session
from store.tables import TierRule

Measure = Literal["won", "open", "activities"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
TIERS = ("A", "B", "C", "D")
LAST = TIERS[-1]
SPANS: Mapping[Measure, int] = {"won": 12, "open": 0, "activities": 90}
"""Over which a measure is taken unless a rule says otherwise: months, nothing, days."""


class NoSuchRule(CrmError):
    """There is no rule of that number."""

    def __init__(self, number: int) -> None:
        """Keep the number."""
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as every company is held against it; see `TierRule`."""

    id: int
    tier: str
    measure: Measure
    least: int
    span: int


@dataclass(frozen=True, slots=True)
class Why:
    """What a tier rests on.

    Attributes:
        measure: None for a customer that no rule fits.
        span: as in the rule.
        value: minor units of the company's currency, or a number of activities.
    """

    measure: Measure | None
    span: int = 0
    value: int = 0


def rules(session: Session) -> Sequence[Rule]:
    """All rules: those of A first, and of one tier the oldest first."""
    held: Sequence[Rule] | None = session.directory.known.get("tier rules")
    if held is None:
        rows = session.directory.rows["tier_rules"]
        held = [_rule(row) for row in sorted(rows, key=lambda row: (row.tier, row.id))]
        session.directory.known["tier rules"] = held
    return held


def _rule(row: Any) -> Rule:  # noqa: ANN401 (a row of the directory)
    measure = next(one for one in MEASURES if one == row.measure)
    return Rule(row.id, row.tier, measure, row.least, row.span)


def add(session: Session, tier: str, measure: Measure, least: int, span: int) -> TierRule:
    """Add a rule; every company is looked at again.

    Args:
        session: of an actor with the right to change settings.
        tier: one of TIERS.
        measure: what is counted.
        least: minor units of the company's currency, or a number of activities.
        span: months of won amounts, days of activities, 0 for open amounts.
    """
    row = TierRule(id=new_id(), tier=tier, measure=measure, least=least, span=span)
    session.add(row)
    session.forget_directory()
    classification_rounds.begin_again(session)
    return row


def numbered(session: Session, number: int) -> Rule:
    """The rule of a number, as `rules` lists them from 1 on.

    Raises:
        NoSuchRule: there is none.
    """
    held = rules(session)
    if not 1 <= number <= len(held):
        raise NoSuchRule(number)
    return held[number - 1]


def remove(session: Session, rule: Rule) -> None:
    """Take a rule away; every company is looked at again."""
    session.delete(session.get_one(TierRule, rule.id))
    session.forget_directory()
    classification_rounds.begin_again(session)


def tier(
    rules: Sequence[Rule], figures: Mapping[int, int], *, customer: bool
) -> tuple[str | None, Why | None]:
    """The tier of a company by the rules, and what it rests on.

    Args:
        rules: those of A first.
        figures: what each rule measures, by its id.
        customer: whether a deal was ever won; where rules exist and none fits, such a one is D.
    """
    for rule in rules:
        if figures[rule.id] >= rule.least:
            return rule.tier, Why(rule.measure, rule.span, figures[rule.id])
    return (LAST, Why(None)) if rules and customer else (None, None)
