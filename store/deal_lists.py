"""Lists of deals and what stands in each stage, within what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlmodel import col

from store import access, pipelines
from store.columns import columns_of
from store.pipelines import ROTTEN, Step
from store.sessions import Session
from store.tables import Deal

PAGE = 8


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of deals is narrowed to; None does not narrow.

    Attributes:
        owner_ids: whose deals.
        stage_ids: in which stages; None: in the open ones.
        closing: first and last day of the expected close.
        stale: only those beyond their stage's age.
        company_ids: of which companies.
        contact_id: with whom.
        pipeline_id: on which way.
        least, most: amount in minor units of the company's currency.
    """

    owner_ids: frozenset[int] | None = None
    stage_ids: frozenset[int] | None = None
    closing: tuple[date | None, date | None] | None = None
    stale: bool = False
    company_ids: frozenset[int] | None = None
    contact_id: int | None = None
    pipeline_id: int | None = None
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, how many there are in all, and what they are worth together.

    Attributes:
        sum_minor: in the company's currency; None unless the actor may read all these amounts.
    """

    rows: tuple[Deal, ...]
    total: int
    sum_minor: int | None


@dataclass(frozen=True, slots=True)
class StageSum:
    """What stands in a stage.

    Attributes:
        count: deals.
        minor: their amounts together, in minor units of the company's currency.
        weighted: the same, each times its probability.
        rotten: deals beyond ROTTEN times the stage's expected days.
    """

    step: Step
    count: int
    minor: int
    weighted: int
    rotten: int


def page(session: Session, filters: Filters, *, offset: int = 0, limit: int = PAGE) -> Page:
    """A page of deals that the actor may see: those that close first, then the newest."""
    conditions = _conditions(session, filters)
    columns = columns_of(Deal)
    counting = select(func.count(), func.sum(columns.base_minor)).select_from(Deal)
    total, minor = session.execute(counting.where(*conditions)).one()
    order = (columns.close_on.is_(None), columns.close_on, columns.id.desc())
    # Sorted by an index alone; only the rows of the page are looked up.
    shown = select(col(Deal.id)).where(*conditions).order_by(*order).offset(offset).limit(limit)
    rows = tuple(session.scalars(select(Deal).where(columns.id.in_(shown)).order_by(*order)))
    return Page(rows, total, int(minor or 0) if access.all_amounts(session) else None)


def _conditions(session: Session, filters: Filters) -> list[ColumnElement[bool]]:
    columns = columns_of(Deal)
    found: list[ColumnElement[bool]] = []
    if filters.stage_ids is None:
        found.append(columns.closed_at.is_(None))
    else:
        found.append(columns.stage_id.in_(sorted(filters.stage_ids)))
    if filters.owner_ids is not None:
        found.append(columns.owner_id.in_(sorted(filters.owner_ids)))
    if filters.closing:
        first, last = filters.closing
        found += [columns.close_on >= first] if first else []
        found += [columns.close_on <= last] if last else []
    if filters.company_ids is not None:
        found.append(columns.company_id.in_(sorted(filters.company_ids)))
    for name in ("contact_id", "pipeline_id"):
        wanted = getattr(filters, name)
        found += [columns[name] == wanted] if wanted is not None else []
    found += [columns.base_minor >= filters.least] if filters.least is not None else []
    found += [columns.base_minor <= filters.most] if filters.most is not None else []
    if filters.stale:
        found.append(_stale(session, pipelines.steps(session)))
    return found


def _stale(session: Session, steps: Sequence[Step]) -> ColumnElement[bool]:
    """Deals that have stood in their stage for longer than ROTTEN times what is expected."""
    columns = columns_of(Deal)
    rules = [
        (columns.stage_id == one.id)
        & (columns.stage_since < session.now - timedelta(days=one.expected_days * ROTTEN))
        for one in steps
        if one.kind == "open" and one.expected_days
    ]
    return or_(*rules) if rules else col(Deal.id).is_(None)


def sums(
    session: Session, pipeline_id: int, owner_ids: frozenset[int] | None = None
) -> list[StageSum]:
    """What stands in each open stage of a pipeline, within what the actor may see.

    Args:
        session: of the actor.
        pipeline_id: which pipeline.
        owner_ids: of whose deals; None: of all that the actor may see.
    """
    steps = [one for one in pipelines.of_pipeline(session, pipeline_id) if one.kind == "open"]
    columns = columns_of(Deal)
    query = (
        select(
            col(Deal.stage_id),
            func.count().label("deals"),
            func.sum(columns.base_minor).label("minor"),
            func.sum(case((_stale(session, steps), 1), else_=0)).label("rotten"),
        )
        .where(columns.pipeline_id == pipeline_id, columns.closed_at.is_(None))
        # In the order of an index, whoever asks; the few sums of owners are put together below.
        .group_by(columns.owner_id, columns.stage_id)
    )
    if owner_ids is not None:
        query = query.where(columns.owner_id.in_(sorted(owner_ids)))
    of_owners = query.subquery().c
    together = [func.sum(of_owners[name]) for name in ("deals", "minor", "rotten")]
    asked = select(of_owners.stage_id, *together).group_by(of_owners.stage_id)
    held = {row[0]: row for row in session.execute(asked)}
    return [_sum(one, held.get(one.id)) for one in steps]


def _sum(step: Step, row: object) -> StageSum:
    _, count, minor, rotten = row if isinstance(row, Sequence) else (0, 0, 0, 0)
    weighted = round(int(minor or 0) * step.probability / 100)
    return StageSum(step, int(count), int(minor or 0), weighted, int(rotten or 0))


def rotten_days(session: Session, deal: Deal) -> int | None:
    """For how many days a deal has stood longer than it should; None while it is in time."""
    step = pipelines.step(session, deal.stage_id)
    if deal.closed_at is not None or not step.expected_days:
        return None
    days = (session.now - deal.stage_since).days
    return days - step.expected_days if days > step.expected_days * ROTTEN else None
