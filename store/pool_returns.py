"""What returns to the pool: records with which nothing has happened for too long, after warnings.

Something happened when a record was changed or given, when something was logged with it, or when a
deal with it moved. What has an open deal of its owner stays. Every step of warning is kept, and the
next one follows only after the days that the one before has promised, whatever was missed meanwhile.
"""

import operator
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from store import pools
from store.columns import columns_of
from store.pools import COLUMNS, Rules
from store.row_rules import Party
from store.sessions import Session
from store.tables import Activity, Company, Contact, Deal, PoolMove

BATCH = 500
Before = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way into the pool.

    Attributes:
        days: before the return; 0 is the return itself.
        after: days of the warning that comes before; None: none does.
    """

    days: int
    after: int | None


def steps(rules: Rules) -> list[Step]:
    """The steps that the rules of the pool ask for, the return first; none while it is off."""
    if rules.idle is None:
        return []
    days = (*rules.warnings, 0)
    return [Step(one, before) for one, before in zip(days, (None, *days), strict=False)][::-1]


def owners(session: Session, step: Step) -> Counter[int]:
    """How many records of each owner take a step now."""
    found: Counter[int] = Counter()
    for table in (Contact, Company):
        columns = columns_of(table)
        query = select(columns.owner_id, func.count()).select_from(table)
        due = query.where(*_due(session, table, step)).group_by(columns.owner_id)
        for owner_id, count in session.execute(due):
            found[owner_id] += count
    return found


def take(session: Session, step: Step, owner_id: int) -> list[Party]:
    """Let records of an owner take a step, at most BATCH of them, and give them."""
    rows: list[Party] = []
    for table in (Contact, Company):
        columns = columns_of(table)
        query = select(table).where(columns.owner_id == owner_id, *_due(session, table, step))
        rows += session.scalars(query.order_by(columns.id).limit(BATCH - len(rows)))
    if step.days:
        pools.note(session, rows, "warned", days=step.days)
    else:
        pools.note(session, rows, "returned")
        _free(session, rows)
    return rows


def _free(session: Session, rows: Sequence[Party]) -> None:
    for row in rows:
        row.owner_id = None
        row.updated_at = session.now


def _due(session: Session, table: type[Party], step: Step) -> list[ColumnElement[bool]]:
    """Which rows take a step now."""
    idle = pools.rules(session.directory).idle or 0
    rested = session.now - timedelta(days=idle - step.days)
    found = [columns_of(table).owner_id.is_not(None), _at_rest(table, rested), _unsold(table)]
    if step.after is not None:
        since = session.now - timedelta(days=step.after - step.days)
        found.append(_warned(table, columns_of(PoolMove).days == step.after, before=since))
    if step.days:
        found.append(~_warned(table, columns_of(PoolMove).days <= step.days))
    return found


def _warned(
    table: type[Party], which: ColumnElement[bool], *, before: datetime | None = None
) -> ColumnElement[bool]:
    """Rows whose owner was warned, and with which nothing has happened since."""
    moves = columns_of(PoolMove)
    same = moves[COLUMNS[table]] == columns_of(table).id
    told = [moves.kind == "warned", which, _at_rest(table, moves.at, operator.lt)]
    told += [moves.at <= before] if before else []
    return exists(select(moves.id).where(same, *told).correlate(columns_of(table).id.table))


def _at_rest(table: type[Party], until: Any, before: Before = operator.le) -> ColumnElement[bool]:  # noqa: ANN401
    """Rows with which all that ever happened was before a moment, which may be a column."""
    columns, deals, logged = columns_of(table), columns_of(Deal), columns_of(Activity)
    moved = select(deals.id).where(
        deals[COLUMNS[table]] == columns.id, not_(before(deals.updated_at, until))
    )
    quiet = [before(columns.updated_at, until), ~exists(moved.correlate_except(deals.id.table))]
    if table is Contact:
        quiet.append(or_(columns.touched_at.is_(None), before(columns.touched_at, until)))
    else:
        said = select(logged.id).where(
            logged.company_id == columns.id, not_(before(logged.at, until))
        )
        quiet.append(~exists(said.correlate_except(logged.id.table)))
    return and_(*quiet)


def _unsold(table: type[Party]) -> ColumnElement[bool]:
    """Rows without an open deal of their owner."""
    columns, deals = columns_of(table), columns_of(Deal)
    theirs = and_(deals[COLUMNS[table]] == columns.id, deals.owner_id == columns.owner_id)
    still = and_(deals.closed_at.is_(None), deals.deleted_at.is_(None))
    return ~exists(select(deals.id).where(theirs, still).correlate_except(deals.id.table))
