"""Whether the sum that a tier rests on may be told: only to whoever may read all that is in it."""

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from store import access, pipelines
from store.sessions import Session
from store.tables import Company, Deal
from store.tiers import Why


def may_be_told(session: Session, company: Company, why: Why) -> bool:
    """Whether the deals that the actor sees, amounts included, make up the whole sum."""
    if not access.all_amounts(session):
        return False
    total = func.coalesce(func.sum(col(Deal.base_minor)), 0)
    query = select(total).select_from(Deal).where(col(Deal.company_id) == company.id)
    return session.execute(query.where(*_counted(session, why))).scalar_one() == why.value


def _counted(session: Session, why: Why) -> list[ColumnElement[bool]]:
    if why.measure == "open":
        return [col(Deal.closed_at).is_(None)]
    won = [one.id for one in pipelines.steps(session) if one.kind == "won"]
    since = session.now - relativedelta(months=why.span)
    return [col(Deal.stage_id).in_(won), col(Deal.closed_at) >= since]
