"""Forecasts: what was won in a period, what is committed for it, and what history lets expect."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, literal, select

from store import pipelines
from store.columns import columns_of
from store.elapsed import seconds_between, whole
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
WEEK = 7 * 86_400.0
_deals, _moves = columns_of(Deal), columns_of(StageMove)


@dataclass(frozen=True, slots=True)
class Open:
    """Open deals of one stage, person and week of age, which are reckoned together.

    Attributes:
        week: whole weeks that they have been in the stage.
        minor: what they are worth.
        due, due_minor: those that should close in the period, and what they are worth.
        due_weighted: the same times their probabilities in percent.
    """

    stage_id: int
    owner_id: int | None
    week: int
    minor: int
    due: int
    due_minor: int
    due_weighted: int


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
    held = _open(session, narrow, last)
    final = {_last_open(session, one.pipeline_id) for one in pipelines.steps(session)}
    history, ended = _history(session, narrow)
    left = max((span.end - session.now).total_seconds() / 86_400, 0.0)
    found = _estimate(held, history, left, seed) if ended >= LEAST else None
    return Forecast(
        won,
        won + sum(one.due_minor for one in held if one.stage_id in final),
        won + round(sum(one.due_weighted for one in held) / 100),
        won + sum(one.due_minor for one in held),
        sum(one.due for one in held),
        found and Estimate(won + found.low, won + found.middle, won + found.high, ended),
        ended,
    )


def _estimate(
    held: Iterable[Open], history: Sequence[Sequence[Way]], left: float, seed: int
) -> Estimate:
    from store import estimates  # noqa: PLC0415 (numpy takes 0.1 s)

    worth: dict[tuple[int, int], dict[int | None, int]] = defaultdict(dict)
    for one in held:
        worth[one.stage_id, one.week][one.owner_id] = one.minor
    return estimates.estimate(worth, history, left, seed)


def _last_open(session: Session, pipeline_id: int) -> int:
    steps: Sequence[Step] = pipelines.of_pipeline(session, pipeline_id)
    return [one for one in steps if one.kind == "open"][-1].id


def _owned(narrow: Narrow, *, among_ended: bool = False) -> list[ColumnElement[bool]]:
    if narrow.owner_ids is None:
        return []
    source = SOURCES["deals"]
    of = source.owned_within if among_ended else source.owned
    return [of(sorted(narrow.owner_ids))]


def _open(session: Session, narrow: Narrow, last: date) -> list[Open]:
    """What is open, and what of it should close by a day."""
    minor = func.coalesce(_deals.base_minor, 0)
    due = and_(_deals.close_on.is_not(None), _deals.close_on <= last)
    stood = seconds_between(_deals.stage_since, literal(session.now, _deals.stage_since.type))
    keys = (_deals.stage_id, _deals.owner_id, whole(stood / WEEK).label("week"))
    sums = (
        func.sum(minor),
        *(func.sum(case((due, one), else_=0)) for one in (1, minor, minor * _deals.probability)),
    )
    query = select(*keys, *(cast(one, BigInteger) for one in sums)).select_from(Deal)
    query = query.where(_deals.closed_at.is_(None), *_owned(narrow)).group_by(*keys)
    return [Open(*row) for row in session.execute(query)]


def _history(session: Session, narrow: Narrow) -> tuple[list[list[Way]], int]:
    """The ways of deals that ended in the last year, deal by deal, and how many those are."""
    ended = (
        select(_deals.id, _deals.owner_id, _deals.stage_id, _deals.closed_at)
        .where(_deals.closed_at >= session.now - LOOK_BACK, *_owned(narrow, among_ended=True))
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
