"""Lifecycles: how far a company has come as a customer, from what is known of it."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Literal, get_args

from dateutil.relativedelta import relativedelta

from store.sessions import Session

Lifecycle = Literal["lead", "prospect", "customer", "mature", "at risk", "lost"]
LIFECYCLES: tuple[Lifecycle, ...] = get_args(Lifecycle)


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on what counts; each is a setting of the company by the same name.

    Attributes:
        mature_deals: won deals that a mature customer has, at least.
        mature_months: calendar months from the first of them to the last, at least.
        risk_days: days without activity or deal after which a customer is at risk.
        lost_days: the same, after which a customer is lost.
    """

    mature_deals: int = 2
    mature_months: int = 12
    risk_days: int = 90
    lost_days: int = 365


SETTINGS = tuple(one.name for one in fields(Limits))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a company.

    Attributes:
        won: deals won.
        first_won, last_won: when the first and the last of them were won.
        open: deals that are open.
        last_deal: when a deal was last added, moved, won or lost.
        last_activity: when something was last logged.
        lost_at: when somebody marked it as lost.
    """

    won: int = 0
    first_won: datetime | None = None
    last_won: datetime | None = None
    open: int = 0
    last_deal: datetime | None = None
    last_activity: datetime | None = None
    lost_at: datetime | None = None

    @property
    def last_sign(self) -> datetime | None:
        """When anything last happened."""
        signs = [one for one in (self.last_deal, self.last_activity) if one is not None]
        return max(signs, default=None)


def limits(session: Session) -> Limits:
    """The company's settings, or their defaults."""
    held = session.directory.settings
    return Limits(**{name: int(held[name]) for name in SETTINGS if name in held})


def stage(facts: Facts, limit: Limits, now: datetime) -> Lifecycle:
    """Where a company stands; the first of these that holds.

    lost: marked as lost, and no deal has moved since; lead: never won, nothing open; prospect:
    never won, a deal open; lost or at risk: a customer without a sign for so many days; mature:
    so many deals won over so many months; customer: a deal won.

    Args:
        facts: of one company, none of them later than now.
        limit: what counts from when on.
        now: aware moment.
    """
    if _given_up(facts):
        return "lost"
    if not facts.won:
        return "prospect" if facts.open else "lead"
    quiet = now - (facts.last_sign or facts.last_won or now)
    if quiet >= timedelta(days=limit.lost_days):
        return "lost"
    if quiet >= timedelta(days=limit.risk_days):
        return "at risk"
    return "mature" if _mature(facts, limit) else "customer"


def _given_up(facts: Facts) -> bool:
    if facts.lost_at is None:
        return False
    return facts.last_deal is None or facts.last_deal <= facts.lost_at


def _mature(facts: Facts, limit: Limits) -> bool:
    if facts.won < limit.mature_deals or facts.first_won is None or facts.last_won is None:
        return False
    return facts.first_won + relativedelta(months=limit.mature_months) <= facts.last_won
