"""Funnels: how far the deals of a period came, stage by stage, and how long they stayed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from store import pipelines
from store.columns import columns_of
from store.figures import Narrow, Span
from store.pipelines import Step
from store.sessions import Session
from store.sources import SOURCES
from store.tables import Deal, StageMove

_deals, _moves = columns_of(Deal), columns_of(StageMove)


@dataclass(frozen=True, slots=True)
class Level:
    """A stage of a funnel.

    Attributes:
        step: the stage; the won one is the last.
        reached: deals that came here or further.
        seconds: that deals stayed here before they went on, in the mean; None: none has.
    """

    step: Step
    reached: int
    seconds: int | None


def levels(session: Session, pipeline_id: int, span: Span, narrow: Narrow) -> list[Level]:
    """The funnel of the deals that were opened in a period.

    A deal that skipped a stage has reached it all the same; of a lost one the farthest open stage
    counts. Deals that were imported without their history have reached what they stand in.

    Args:
        session: of an actor who may see deals.
        pipeline_id: which pipeline.
        span: when they were opened.
        narrow: whose deals.
    """
    steps = [one for one in pipelines.of_pipeline(session, pipeline_id) if one.kind != "lost"]
    ordered = [one for one in steps if one.kind == "open"]
    won = next(one for one in steps if one.kind == "won")
    farthest = _farthest(session, ordered, won, span, narrow)
    stays = _stays(session, pipeline_id, span, narrow)
    found, reached = [], 0
    for place in range(len(ordered), -1, -1):
        reached += farthest.get(place, 0)
        step = won if place == len(ordered) else ordered[place]
        found.append(Level(step, reached, stays.get(step.id)))
    return found[::-1]


def _farthest(
    session: Session, ordered: list[Step], won: Step, span: Span, narrow: Narrow
) -> Mapping[int, int]:
    """How many deals came to which place at the most: from 0, the won stage behind the last.

    Won is only what is won still: a deal that was opened again counts by its open stages.
    """
    places = {one.id: place for place, one in enumerate(ordered)}
    now = _place(_deals.stage_id, places | {won.id: len(ordered)})
    been = func.coalesce(func.max(_place(_moves.to_stage_id, places)), 0)
    deals = (
        select(case((been > now, been), else_=now).label("place"))
        .select_from(Deal)
        .outerjoin(StageMove, _moves.deal_id == _deals.id)
        .where(*_opened(won.pipeline_id, span, narrow))
        .group_by(_deals.id, _deals.stage_id)
        .subquery()
        .c
    )
    query = select(deals.place, func.count()).group_by(deals.place)
    return {int(place): count for place, count in session.execute(query)}


def _place(column: ColumnElement[Any], places: Mapping[int, int]) -> ColumnElement[int]:
    """Where a stage stands; 0 where it is none of these."""
    return case(places, value=column, else_=0)


def _stays(session: Session, pipeline_id: int, span: Span, narrow: Narrow) -> dict[int, int]:
    """Mean seconds that those deals stayed in each stage that they have left."""
    query = (
        select(_moves.from_stage_id, func.avg(_moves.seconds))
        .select_from(StageMove)
        .join(Deal, _deals.id == _moves.deal_id)
        .where(*_opened(pipeline_id, span, narrow), _moves.from_stage_id.is_not(None))
        .group_by(_moves.from_stage_id)
    )
    return {stage_id: round(float(mean)) for stage_id, mean in session.execute(query)}


def _opened(pipeline_id: int, span: Span, narrow: Narrow) -> list[ColumnElement[bool]]:
    whole = and_(
        _deals.pipeline_id == pipeline_id,
        _deals.created_at >= span.start,
        _deals.created_at < span.end,
    )
    if narrow.owner_ids is None:
        return [whole]
    return [whole, SOURCES["deals"].owned_within(sorted(narrow.owner_ids))]
