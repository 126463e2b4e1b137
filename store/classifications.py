"""Classifications: tier and lifecycle of companies, worked out again when what they rest on moves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    case,
    event,
    func,
    inspect,
    select,
)
from sqlalchemy.orm import UOWTransaction
from sqlmodel import SQLModel, col

from store import access, classification_rounds, lifecycles, pipelines, tiers
from store.columns import columns_of, table_of
from store.lifecycles import Facts, Lifecycle
from store.rights import Right
from store.sessions import Session
from store.tables import Activity, Company, Deal
from store.tiers import Rule, Why

COMMAND = "rules"
"""Names the origin of changes that no person made."""
BATCH = 500
RESTS_ON = ("company_id", "stage_id", "stage_since", "closed_at", "base_minor", "deleted_at")
BY_HAND = ("lost_at", "tier_by_hand")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules say of a company, and what they rest on.

    Attributes:
        tier: by the rules, whether or not somebody set another one by hand.
        why: what that tier rests on.
        lifecycle: where it stands.
        facts: of it.
        stands: whether that is what its row says already.
    """

    tier: str | None
    why: Why | None
    lifecycle: Lifecycle
    facts: Facts
    stands: bool


def standings(session: Session, ids: Collection[int]) -> dict[int, Standing]:
    """What the rules say of companies, whoever may see the deals that it rests on."""
    wanted = {"company_ids": sorted(ids), **_begun(session)}
    rows = session.connection().execute(_figures(session), wanted)
    return {row.id: _standing(session, row) for row in rows}


def _standing(session: Session, row: Row[Any]) -> Standing:
    facts = Facts(
        won=int(row.won or 0),
        first_won=row.first_won,
        last_won=row.last_won,
        open=int(row.open or 0),
        last_deal=row.last_deal,
        last_activity=row.last_activity,
        lost_at=row.lost_at,
    )
    rules = tiers.rules(session)
    figures = {one.id: int(getattr(row, _label(one)) or 0) for one in rules}
    tier, why = tiers.tier(rules, figures, customer=facts.won > 0)
    stage = lifecycles.stage(facts, lifecycles.limits(session), session.now)
    is_so = row.lifecycle == stage and (row.tier_by_hand or row.tier == tier)
    return Standing(tier, why, stage, facts, is_so)


def _label(rule: Rule) -> str:
    return f"rule_{rule.id}"


def _since(rule: Rule) -> str:
    return f"since_{rule.id}"


def _begun(session: Session) -> dict[str, datetime]:
    """Since when each rule counts."""
    return {
        _since(one): session.now
        - (relativedelta(months=one.span) if one.measure == "won" else timedelta(days=one.span))
        for one in tiers.rules(session)
        if one.measure != "open"
    }


def _figures(session: Session) -> Select[Any]:
    """The query of all figures; it is made once for the rules and stages that there are."""
    held: Select[Any] | None = session.directory.known.get("figures")
    if held is None:
        held = session.directory.known["figures"] = _query(session)
    return held


def _query(session: Session) -> Select[Any]:
    """One row a company: how it stands, sums over its deals, and the last of its activities."""
    wanted: BindParameter[int] = bindparam("company_ids", expanding=True)
    companies, deals = columns_of(Company), columns_of(Deal)
    won = deals.stage_id.in_(_won(session))
    opened = deals.closed_at.is_(None)
    rules = tiers.rules(session)
    sums = [_sum(session, one) for one in rules if one.measure != "activities"]
    dealt = (
        select(
            deals.company_id,
            func.sum(case((won, 1), else_=0)).label("won"),
            func.min(case((won, deals.closed_at))).label("first_won"),
            func.max(case((won, deals.closed_at))).label("last_won"),
            func.sum(case((opened, 1), else_=0)).label("open"),
            func.max(deals.stage_since).label("last_deal"),
            *sums,
        )
        .where(deals.deleted_at.is_(None), deals.company_id.in_(wanted))
        .group_by(deals.company_id)
        .subquery()
    )
    counts = [_count(one) for one in rules if one.measure == "activities"]
    figures = [column for column in dealt.c if column.name != "company_id"]
    known = [companies[name] for name in ("id", "lost_at", "tier", "tier_by_hand", "lifecycle")]
    everything = select(*known, *figures, _latest(), *counts)
    joined = everything.outerjoin(dealt, dealt.c.company_id == companies.id)
    return joined.where(companies.id.in_(wanted))


def _won(session: Session) -> list[int]:
    return [one.id for one in pipelines.steps(session) if one.kind == "won"]


def _sum(session: Session, rule: Rule) -> ColumnElement[Any]:
    deals = columns_of(Deal)
    counts: ColumnElement[bool] = deals.closed_at.is_(None)
    if rule.measure == "won":
        since = deals.closed_at >= bindparam(_since(rule))
        counts = and_(deals.stage_id.in_(_won(session)), since)
    return func.sum(case((counts, deals.base_minor), else_=0)).label(_label(rule))


def _latest() -> ColumnElement[Any]:
    acts = columns_of(Activity)
    ours = acts.company_id == columns_of(Company).id
    query = select(func.max(acts.at)).where(ours).correlate(table_of(Company))
    return query.scalar_subquery().label("last_activity")


def _count(rule: Rule) -> ColumnElement[Any]:
    acts = columns_of(Activity)
    since = acts.at >= bindparam(_since(rule))
    ours = and_(acts.company_id == columns_of(Company).id, since)
    query = select(func.count()).where(ours).correlate(table_of(Company))
    return query.scalar_subquery().label(_label(rule))


def refresh(session: Session, ids: Collection[int]) -> None:
    """Bring companies to what the rules say; nobody did it, so the audit names nobody.

    Args:
        session: of its own; it acts for Parley from here on.
        ids: of companies that may have changed.
    """
    session.act_as(None)
    session.origin.command = COMMAND
    moved = {key: one for key, one in standings(session, ids).items() if not one.stands}
    if not moved:
        return
    for row in session.scalars(select(Company).where(col(Company.id).in_(sorted(moved)))):
        standing = moved[row.id]
        if not row.tier_by_hand:
            row.tier = standing.tier
        _put_lifecycle(session, row, standing.lifecycle)


def _put_lifecycle(session: Session, row: Company, stage: Lifecycle) -> None:
    if row.lifecycle != stage:
        row.lifecycle, row.lifecycle_at = stage, session.now


def go_round(session: Session) -> None:
    """Look at the next companies of a round, BATCH at most; nothing when none is due."""
    session.act_as(None)
    after = classification_rounds.take(session)
    if after is None:
        return
    companies = columns_of(Company)
    query = select(companies.id).where(companies.id > after, companies.deleted_at.is_(None))
    ids = list(session.connection().scalars(query.order_by(companies.id).limit(BATCH)))
    refresh(session, ids)
    classification_rounds.note(session, ids[-1] if len(ids) == BATCH else None)


def put_tier(session: Session, company: Company, tier: str | None) -> str | None:
    """Give a company a tier by hand, or leave it to the rules again with None; the old tier."""
    old = company.tier
    company.tier_by_hand = tier is not None
    company.tier = tier if tier is not None else standings(session, [company.id])[company.id].tier
    return old


def give_up(session: Session, company: Company) -> None:
    """Mark a company as lost, until a deal of it moves again.

    Raises:
        Denied: the right does not reach this company.
    """
    access.demand(session, Right.CONTACTS_EDIT, company)
    company.lost_at = session.now
    _put_lifecycle(session, company, "lost")
    company.updated_at = session.now


def take_up(session: Session, company: Company) -> None:
    """Leave it to the rules again where a company stands.

    Raises:
        Denied: the right does not reach this company.
    """
    access.demand(session, Right.CONTACTS_EDIT, company)
    company.lost_at = None
    facts = replace(standings(session, [company.id])[company.id].facts, lost_at=None)
    limit = lifecycles.limits(session)
    _put_lifecycle(session, company, lifecycles.stage(facts, limit, session.now))
    company.updated_at = session.now


def counts(session: Session) -> tuple[dict[str | None, int], dict[str, int]]:
    """How many companies that the actor may see are in each tier, and in each lifecycle."""
    query = select(col(Company.tier), col(Company.lifecycle), func.count()).select_from(Company)
    by_tier: dict[str | None, int] = {}
    by_stage: dict[str, int] = {}
    for tier, stage, count in session.execute(
        query.group_by(col(Company.tier), col(Company.lifecycle))
    ):
        by_tier[tier] = by_tier.get(tier, 0) + count
        by_stage[stage] = by_stage.get(stage, 0) + count
    return by_tier, by_stage


def collect(session: Session, _context: UOWTransaction) -> None:
    """Note which companies a flush may have moved; they are looked at after the commit."""
    for row in (*session.new, *session.deleted):
        if isinstance(row, Deal | Activity) and row.company_id is not None:
            session.touched.add(row.company_id)
    for row in session.dirty:
        if isinstance(row, Deal | Activity):
            session.touched |= _companies_of(row)
        elif isinstance(row, Company) and _moved(row, BY_HAND):
            session.touched.add(row.id)


def _companies_of(row: Deal | Activity) -> set[int]:
    """The companies that a changed row speaks of: the one of before too, if it had another."""
    if not _moved(row, RESTS_ON):
        return set()
    held = inspect(row).attrs["company_id"].history
    return {one for one in (row.company_id, *(held.deleted or ())) if one is not None}


def _moved(row: SQLModel, names: Sequence[str]) -> bool:
    state = inspect(row)
    return any(state.attrs[name].history.has_changes() for name in names if name in state.attrs)


event.listen(Session, "after_flush", collect)
