"""Lists of deals and what stands in each stage, within what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
    union_all,
)
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
MOST_KEPT = 512
"""Different questions whose statements are kept."""


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
    counting, listing = _statements(session, filters)
    total, minor = session.execute(counting).one()
    rows = tuple(session.scalars(listing, {"limit": limit, "offset": offset}))
    access.know_amounts(session, rows)
    return Page(rows, total, int(minor or 0) if access.all_amounts(session) else None)


Statements = tuple[Select[int, Any], Select[Deal]]
_kept: dict[tuple[Filters, str], Statements] = {}


def _statements(session: Session, filters: Filters) -> Statements:
    """What counts and what lists; the same question is asked by the same statements.

    They are made once, with the walls around them, unless they depend on the hour or the stages.
    """
    _demand_amounts(session, filters)
    if filters.stale or filters.sort == "stage":
        return _made(_conditions(session, filters), _order(session, filters.sort))
    key = (filters, session.installation.dialect)
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = _made(_conditions(session, filters), _order(session, filters.sort))
    return _kept[key]


def _made(conditions: Sequence[ColumnElement[bool]], order: Sequence[Any]) -> Statements:
    columns = columns_of(Deal)
    counting = select(func.count(), func.sum(columns.base_minor)).select_from(Deal)
    # Sorted by an index alone; only the rows of the page are looked up.
    page = select(col(Deal.id)).where(*conditions).order_by(*order)
    shown = page.offset(bindparam("offset")).limit(bindparam("limit"))
    return (
        counting.where(*conditions),
        select(Deal).where(columns.id.in_(shown)).order_by(*order),
    )


def owners(session: Session, filters: Filters) -> list[tuple[int, int | None]]:
    """Number and owner of all deals that such a list shows, in its order.

    Raises:
        Denied: as with `page`.
    """
    _demand_amounts(session, filters)
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
    columns = columns_of(Deal)
    return [*_of_stage(filters), *_of_values(filters), *_of_times(session, filters)] + (
        [columns.next_step.is_(None), columns.next_at.is_(None)] if filters.no_step else []
    )


def _demand_amounts(session: Session, filters: Filters) -> None:
    if filters.tells_amounts and not access.all_amounts(session):
        scope = session.actor.scope(Right.AMOUNTS_SEE) if session.actor else None
        raise Denied(Right.AMOUNTS_SEE, scope)


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
    query = _summing(
        access.apart(session, Deal),
        tuple(one.id for one in steps if one.expected_days),
        owner_ids,
    )
    asked: dict[str, Any] = {
        f"since_{one.id}": _latest(session, one) for one in steps if one.expected_days
    }
    asked["pipeline"] = pipeline_id
    held = {row[0]: row for row in session.execute(query, asked)}
    return [_sum(one, held.get(one.id)) for one in steps]


def _latest(session: Session, step: Step) -> datetime:
    """What entered a stage before this moment has stood there for too long."""
    return session.now - timedelta(days=(step.expected_days or 0) * ROTTEN)


@lru_cache(MOST_KEPT)
def _summing(
    parts: tuple[ColumnElement[bool], ...], timed: tuple[int, ...], owner_ids: frozenset[int] | None
) -> Select[Any]:
    """Counts, amounts and rotten deals by stage.

    Args:
        parts: of what the actor sees, each found by an index.
        timed: ids of stages in which deals rot; their moments are the parameters `since_<id>`.
        owner_ids: of whose deals.
    """
    columns = columns_of(Deal)
    late = or_(
        false(),
        *((columns.stage_id == one) & (columns.stage_since < bindparam(f"since_{one}"))
          for one in timed),
    )  # fmt: skip
    query = (
        select(
            col(Deal.stage_id),
            func.count().label("deals"),
            func.sum(columns.base_minor).label("minor"),
            func.sum(case((late, 1), else_=0)).label("rotten"),
        )
        .where(columns.closed_at.is_(None))
        # In the order of an index, whoever asks; the few sums of owners are put together below.
        .group_by(columns.owner_id, columns.stage_id)
    )
    if owner_ids is not None:
        query = query.where(columns.owner_id.in_(sorted(owner_ids)))
    inside = columns.pipeline_id == bindparam("pipeline")
    # What was shared are few, found by number: SQLite would rather read all of the pipeline.
    alone = columns.pipeline_id + 0 == bindparam("pipeline")
    placed = [query.where(part, alone if more else inside) for more, part in enumerate(parts)]
    of_owners = union_all(*placed).subquery().c
    together = [func.sum(of_owners[name]) for name in ("deals", "minor", "rotten")]
    return select(of_owners.stage_id, *together).group_by(of_owners.stage_id)


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
