"""Forecasts: what was won in a period, what is committed for it, and what history lets expect.

The estimate from history is a bootstrap (Efron, 1979): the deals that ended in the last year are
drawn again, with replacement, as many as there were; of each draw the share of deals that were won
from a stage, and how long that took, is applied to what is open now. The spread of the draws is
the interval that is told.
"""

import random
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from store import pipelines
from store.columns import columns_of
from store.figures import Narrow, Span
from store.pipelines import Step
from store.sessions import Session
from store.sources import SOURCES
from store.tables import Deal, StageMove

LOOK_BACK = timedelta(days=365)
LEAST = 20
"""Deals that must have ended before history says anything."""
MOST = 1_000
"""Of deals that ended, the newest that are looked at."""
DRAWS = 200
LOW, HIGH = 10, 90
"""Percentiles of the draws between which the interval lies."""
SHRINK = 5
"""A person's own share of won deals counts as much as that of all after so many deals."""
WEEK = 7 * 86_400
_deals, _moves = columns_of(Deal), columns_of(StageMove)


@dataclass(frozen=True, slots=True)
class Open:
    """A deal that may be won in the period."""

    id: int
    owner_id: int | None
    stage_id: int
    minor: int
    probability: int
    since: datetime
    close_on: date | None


@dataclass(frozen=True, slots=True)
class Way:
    """A stage that a deal which has ended was in: whether it was won, and how long after."""

    owner_id: int | None
    stage_id: int
    won: bool
    days: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What history lets expect, in minor units of the company's currency.

    Attributes:
        low, high: 10 % of the draws lie below, and 10 % above.
        deals: that ended, on which it rests.
    """

    low: int
    middle: int
    high: int
    deals: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast, in minor units of the company's currency.

    Attributes:
        won: in the period so far.
        committed: won, and open deals of the last open stage that should close in it.
        weighted: won, and all that should close in it, each times its probability.
        best: won, and all that should close in it.
        due: how many open deals should close in it.
        estimate: None where too few deals have ended.
        ended: how many have.
    """

    won: int
    committed: int
    weighted: int
    best: int
    due: int
    estimate: Estimate | None
    ended: int


def forecast(
    session: Session, span: Span, last: date, narrow: Narrow, won: int, *, seed: int
) -> Forecast:
    """Forecast what will have been won at the end of a period.

    Args:
        session: of an actor who may read all these amounts.
        span: the period.
        last: its last day, where the asker is.
        narrow: whose deals.
        won: what was won in it so far.
        seed: of the draws, so that the same question has the same answer.
    """
    held = _open(session, narrow)
    due = [one for one in held if one.close_on is not None and one.close_on <= last]
    final = {_last_open(session, one.pipeline_id) for one in pipelines.steps(session)}
    history, ended = _history(session, narrow)
    left = max((span.end - session.now).total_seconds() / 86_400, 0.0)
    estimate = None
    if ended >= LEAST:
        estimate = _estimate(held, history, left, session.now, random.Random(seed))  # noqa: S311
        estimate = Estimate(won + estimate.low, won + estimate.middle, won + estimate.high, ended)
    return Forecast(
        won,
        won + sum(one.minor for one in due if one.stage_id in final),
        won + round(sum(one.minor * one.probability for one in due) / 100),
        won + sum(one.minor for one in due),
        len(due),
        estimate,
        ended,
    )


def _last_open(session: Session, pipeline_id: int) -> int:
    steps: Sequence[Step] = pipelines.of_pipeline(session, pipeline_id)
    return [one for one in steps if one.kind == "open"][-1].id


def _owned(narrow: Narrow) -> list[ColumnElement[bool]]:
    if narrow.owner_ids is None:
        return []
    return [SOURCES["deals"].owned(sorted(narrow.owner_ids))]


def _open(session: Session, narrow: Narrow) -> list[Open]:
    columns = (
        _deals.id, _deals.owner_id, _deals.stage_id, func.coalesce(_deals.base_minor, 0),
        _deals.probability,
        _deals.stage_since, _deals.close_on,
    )  # fmt: skip
    query = select(*columns).select_from(Deal).where(_deals.closed_at.is_(None), *_owned(narrow))
    return [Open(*row) for row in session.execute(query.order_by(_deals.id))]


def _history(session: Session, narrow: Narrow) -> tuple[list[list[Way]], int]:
    """The ways of deals that ended in the last year, deal by deal, and how many those are."""
    ended = (
        select(_deals.id, _deals.owner_id, _deals.stage_id, _deals.closed_at)
        .where(_deals.closed_at >= session.now - LOOK_BACK, *_owned(narrow))
        .order_by(_deals.closed_at.desc(), _deals.id)
        .limit(MOST)
        .subquery("ended")
    )
    entries = (
        select(ended, _moves.to_stage_id, _moves.at)
        .select_from(ended)
        .outerjoin(StageMove, _moves.deal_id == ended.c.id)
        .order_by(ended.c.closed_at.desc(), ended.c.id, _moves.id)
    )
    won = {one.id for one in pipelines.steps(session) if one.kind == "won"}
    ways: dict[int, list[Way]] = {}
    for row in session.execute(entries):
        held = ways.setdefault(row.id, [])
        if row.at is not None:
            days = (row.closed_at - row.at).total_seconds() / 86_400
            way = Way(row.owner_id, row.to_stage_id, row.stage_id in won, max(days, 0.0))
            held.append(way)
    return list(ways.values()), len(ways)


def _estimate(
    held: Sequence[Open],
    history: Sequence[Sequence[Way]],
    left: float,
    now: datetime,
    chance: random.Random,
) -> Estimate:
    """Of many deals those of one stage, person and week of age are reckoned together."""
    worth: dict[tuple[int, int], dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    for one in held:
        week = int((now - one.since).total_seconds() // WEEK)
        worth[one.stage_id, week][one.owner_id] += one.minor
    sums = []
    for _ in range(DRAWS):
        drawn = Shares.of(chance.choices(history, k=len(history)))
        sums.append(round(sum(_expected(drawn, *key, left, mine) for key, mine in worth.items())))
    sums.sort()
    low, middle, high = (sums[DRAWS * one // 100] for one in (LOW, 50, HIGH))
    return Estimate(low, middle, high, len(history))


def _expected(
    drawn: "Shares", stage_id: int, week: int, left: float, worth: Mapping[int | None, int]
) -> float:
    share = drawn.share(stage_id, week * 7.0, left)
    if not share:
        return 0.0
    return sum(minor * min(share * drawn.skill(owner_id), 1.0) for owner_id, minor in worth.items())


@dataclass(frozen=True, slots=True)
class Shares:
    """What a draw says of each stage.

    Attributes:
        won: days from entering a stage to the end, of deals that were won, in order.
        lost: the same of those that were lost.
        own: won and all deals of a person.
        rate: won of all deals.
    """

    won: Mapping[int, Sequence[float]]
    lost: Mapping[int, Sequence[float]]
    own: Mapping[int | None, tuple[int, int]]
    rate: float

    @classmethod
    def of(cls, drawn: Sequence[Sequence[Way]]) -> "Shares":
        """Count a draw."""
        won: dict[int, list[float]] = defaultdict(list)
        lost: dict[int, list[float]] = defaultdict(list)
        own: dict[int | None, tuple[int, int]] = {}
        for ways in drawn:
            for way in ways:
                (won if way.won else lost)[way.stage_id].append(way.days)
            if ways:
                wins, total = own.get(ways[0].owner_id, (0, 0))
                own[ways[0].owner_id] = wins + ways[0].won, total + 1
        for days in (*won.values(), *lost.values()):
            days.sort()
        wins, total = (sum(one[place] for one in own.values()) for place in (0, 1))
        return cls(won, lost, own, wins / total if total else 0.0)

    def share(self, stage_id: int, age: float, left: float) -> float:
        """Of the deals that stood in a stage for as many days, those won within the days left."""
        won, lost = self.won.get(stage_id, ()), self.lost.get(stage_id, ())
        first = bisect_left(won, age)
        total = len(won) - first + len(lost) - bisect_left(lost, age)
        return (bisect_right(won, age + left) - first) / total if total else 0.0

    def skill(self, owner_id: int | None) -> float:
        """How much more often than everybody a person wins, drawn towards 1 while deals are few."""
        if not self.rate:
            return 1.0
        wins, total = self.own.get(owner_id, (0, 0))
        return (wins + SHRINK * self.rate) / (total + SHRINK) / self.rate
