"""The demo company's deals: what each customer is being sold, and how far it has come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from bot import demo_plans
from bot.demo_people import STAFF
from bot.demo_plans import FRESH, PER_COMPANY, Known
from store.tiers import Measure
from store.transitions import Outcome

SEED = 7
YUAN: Final = "0.14"
"""What a yuan is worth in the demo company's dollars."""
ON_THE_WAY: Final = ("qualified", "proposal", "negotiation")
TITLES: Final = {
    "en": (
        "Two Lumen 2 machines", "Trial week and rental", "Beans every second week",
        "Lumen 4 for the canteen", "Service contract, three years", "Coffee corner on floor two",
        "Machines for the new office",
    ),
    "zh": (
        "两台 Lumen 2 咖啡机", "试用一周后租赁", "咖啡豆两周一送", "食堂 Lumen 4", "三年维保合同",
        "二楼咖啡角", "新办公室咖啡机",
    ),
}  # fmt: skip
PRODUCTS: Final = (
    ("Lumen 2", "Machines", 2_400_00, None),
    ("Lumen 4", "Machines", 4_850_00, None),
    ("Beans 10 kg", "Coffee", 189_00, 0),
    ("Service contract", "Service", 620_00, None),
)
"""Name, series, price in cents, tax of its own."""
LOST: Final = {
    "en": (
        Outcome("price", "Renting elsewhere is cheaper for them."),
        Outcome("competitor", "They stay with the machines they have."),
        Outcome("no budget", "Nothing before the next budget round."),
        Outcome("timing", "The move was put off until next year."),
    ),
    "zh": (
        Outcome("price", "别家租赁更便宜。"),
        Outcome("competitor", "继续用原来的咖啡机。"),
        Outcome("no budget", "下一轮预算之前没有钱。"),
        Outcome("timing", "搬迁推迟到明年。"),
    ),
}
TIER_RULES: Final[tuple[tuple[str, Measure, int, int], ...]] = (
    ("A", "won", 30_000_00, 12), ("B", "won", 10_000_00, 12), ("B", "open", 20_000_00, 0),
    ("C", "activities", 3, 90),
)  # fmt: skip
"""Tier, what is measured, how much of it in cents or pieces, over how many months or days."""
WON, GONE = 0.3, 0.5
"""Of the deals that came to an end of their way: won below the first, lost below the second."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A deal's entry into a stage; `outcome` of a lost one."""

    at: datetime
    stage: str
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Sale:
    """A deal of the demo company, before it is stored.

    Attributes:
        at: when it was entered, aware.
        contact: with whom; also tells the deals apart.
        units: its worth in whole units of its currency.
    """

    at: datetime
    owner: str
    contact: str
    company: str
    title: str
    units: int
    currency: str
    close_on: date
    moves: tuple[Moved, ...]


def sales(now: datetime, known: Sequence[Known]) -> list[Sale]:
    """A deal with one person of each company that somebody looks after.

    Args:
        now: aware moment to which the past leads up.
        known: the contacts, of which some are sold to.
    """
    die = Random(SEED)  # noqa: S311 (a demo, no secret)
    first: dict[str, Known] = {}
    for one in known:
        if one.owner and one.at < now - timedelta(days=2 * PER_COMPANY):
            first.setdefault(one.customer.name, one)
    return [_sale(die, now, one) for one in first.values()]


def _sale(die: Random, now: datetime, one: Known) -> Sale:
    language = one.customer.language
    zone = ZoneInfo(next(who.zone for who in STAFF if who.name == one.owner))
    begun = _later(die, one.at, zone, 1, 4)
    ahead = timedelta(days=die.randint(-15, 80))
    moves = tuple(_moves(die, begun, now, zone, language))
    ended = bool(moves) and moves[-1].stage not in ON_THE_WAY
    return Sale(
        at=begun,
        owner=one.owner or "",
        contact=one.name,
        company=one.customer.name,
        title=die.choice(TITLES[language]),
        units=die.randrange(12, 400) * (500 if language == "zh" else 100),
        currency="CNY" if language == "zh" else "USD",
        close_on=(moves[-1].at if ended else now + ahead).astimezone(zone).date(),
        moves=moves,
    )


def _moves(
    die: Random, begun: datetime, now: datetime, zone: ZoneInfo, language: str
) -> Iterator[Moved]:
    """As far as the deal has come by now; some come to an end early, some stay where they are."""
    at = begun
    for stage in ON_THE_WAY[: die.randint(0, len(ON_THE_WAY))]:
        at = _later(die, at, zone, 7, 16)
        if at >= now - FRESH:
            return
        yield Moved(at, stage)
    at, fate = _later(die, at, zone, 7, 16), die.random()
    if at < now - FRESH and fate < GONE:
        won = fate < WON
        yield Moved(at, "won" if won else "lost", None if won else die.choice(LOST[language]))


def _later(die: Random, at: datetime, zone: ZoneInfo, least: int, most: int) -> datetime:
    """A working hour some days later; a week apart, two moves fall into different weeks."""
    return demo_plans.working_hour(die, at + timedelta(days=die.uniform(least, most)), zone)
