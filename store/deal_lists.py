"""Lists of deals and what stands in each stage, within what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlmodel import col

from store import access, pipelines
from store.access import Denied
from store.columns import columns_of
from store.pipelines import ROTTEN, Step
from store.rights import Right
from store.sessions import Session
from store.tables import Deal

PAGE = 8
Sort = Literal["close", "amount", "stage", "age"]
EQUAL = ("contact_id", "pipeline_id", "lost_reason")
SAID = ("source", "competitor")


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
        lost_reason: why they were lost.
        source, competitor: as they were typed, whatever the case.
        added, ended: from and before which moment they were made, or won or lost.
        no_step: only those without a next step.
        sort: what comes first: what closes first, the largest, the farthest stage, what has stood
            in its stage for longest.
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
    lost_reason: str | None = None
    source: str | None = None
    competitor: str | None = None
    added: tuple[datetime, datetime] | None = None
    ended: tuple[datetime, datetime] | None = None
    no_step: bool = False
    sort: Sort = "close"

    @property
    def tells_amounts(self) -> bool:
        """Whether what is listed, or its order, tells what deals are worth."""
        return self.least is not None or self.most is not None or self.sort == "amount"


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
    """A page of deals that the actor may see, in the order that is asked for.

    Raises:
        Denied: amounts narrow or order the list, and the actor may not read all of them.
    """
    conditions = _conditions(session, filters)
    columns = columns_of(Deal)
    counting = select(func.count(), func.sum(columns.base_minor)).select_from(Deal)
    total, minor = session.execute(counting.where(*conditions)).one()
    order = _order(session, filters.sort)
    # Sorted by an index alone; only the rows of the page are looked up.
    shown = select(col(Deal.id)).where(*conditions).order_by(*order).offset(offset).limit(limit)
    rows = tuple(session.scalars(select(Deal).where(columns.id.in_(shown)).order_by(*order)))
    access.know_amounts(session, rows)
    return Page(rows, total, int(minor or 0) if access.all_amounts(session) else None)


def owners(session: Session, filters: Filters) -> list[tuple[int, int | None]]:
    """Number and owner of all deals that such a list shows, in its order.

    Raises:
        Denied: as with `page`.
    """
    query = select(col(Deal.id), col(Deal.owner_id))
    asked = query.where(*_conditions(session, filters)).order_by(*_order(session, filters.sort))
    return [(row.id, row.owner_id) for row in session.execute(asked)]


def _order(session: Session, sort: Sort) -> list[Any]:
    columns = columns_of(Deal)
    if sort == "age":
        return [columns.stage_since, columns.id]
    if sort == "amount":
        return [columns.base_minor.is_(None), columns.base_minor.desc(), columns.id.desc()]
    close = [columns.close_on.is_(None), columns.close_on, columns.id.desc()]
    if sort == "stage":
        places = {one.id: place for place, one in enumerate(pipelines.steps(session))}
        return [case(places, value=columns.stage_id).desc(), *close]
    return close


def _conditions(session: Session, filters: Filters) -> list[ColumnElement[bool]]:
    if filters.tells_amounts and not access.all_amounts(session):
        raise Denied(Right.AMOUNTS_SEE, _amounts_scope(session))
    columns = columns_of(Deal)
    return [*_of_stage(filters), *_of_values(filters), *_of_times(session, filters)] + (
        [columns.next_step.is_(None), columns.next_at.is_(None)] if filters.no_step else []
    )


def _amounts_scope(session: Session) -> Any:  # noqa: ANN401 (a scope, or None)
    return session.actor.scope(Right.AMOUNTS_SEE) if session.actor else None


def _of_stage(filters: Filters) -> list[ColumnElement[bool]]:
    columns = columns_of(Deal)
    if filters.stage_ids is None:
        return [columns.closed_at.is_(None)]
    return [columns.stage_id.in_(sorted(filters.stage_ids))]


def _of_values(filters: Filters) -> list[ColumnElement[bool]]:
    columns = columns_of(Deal)
    found: list[ColumnElement[bool]] = []
    for name, ids in (("owner_id", filters.owner_ids), ("company_id", filters.company_ids)):
        found += [columns[name].in_(sorted(ids))] if ids is not None else []
    for name in EQUAL:
        wanted = getattr(filters, name)
        found += [columns[name] == wanted] if wanted is not None else []
    for name in SAID:
        text = getattr(filters, name)
        found += [func.lower(columns[name]) == text.lower()] if text is not None else []
    found += [columns.base_minor >= filters.least] if filters.least is not None else []
    found += [columns.base_minor <= filters.most] if filters.most is not None else []
    return found


def _of_times(session: Session, filters: Filters) -> list[ColumnElement[bool]]:
    columns = columns_of(Deal)
    first, last = filters.closing or (None, None)
    found = [columns.close_on >= first] if first else []
    found += [columns.close_on <= last] if last else []
    for column, between in (
        (columns.created_at, filters.added),
        (columns.closed_at, filters.ended),
    ):
        found += [column >= between[0], column < between[1]] if between else []
    if filters.stale:
        found.append(rotten(session, pipelines.steps(session)))
    return found


def rotten(session: Session, steps: Sequence[Step]) -> ColumnElement[bool]:
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
            func.sum(case((rotten(session, steps), 1), else_=0)).label("rotten"),
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
