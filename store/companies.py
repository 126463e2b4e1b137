"""Companies (accounts): where contacts work."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlmodel import col

from store import access, classifications, company_names, indexes, rates, subjects
from store.access import NotFound
from store.columns import columns_of
from store.moneys import Money
from store.rights import Right
from store.sessions import Session
from store.tables import Company, Contact, SubjectKey

PAGE = 8
ALIKE = 50
SEALED = ("phone", "address")
PLAIN = ("industry", "employees", "founded", "country", "website", "source", "tier", "parent_id")

_VISIBLE = select(col(Company.id), col(Company.name)).where(
    col(Company.id).in_(bindparam("company_ids", expanding=True))
)
_KEY = select(col(SubjectKey.wrapped)).where(col(SubjectKey.id) == col(Company.subject_id))
_GET = select(Company, _KEY.scalar_subquery().label("wrapped")).where(
    col(Company.id) == bindparam("company_id")
)
_ALIKE = (
    select(Company)
    .where(col(Company.folded) == bindparam("folded"))
    .order_by(col(Company.id))
    .limit(ALIKE)
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A company before it is stored: its name and any of the fields in PLAIN and SEALED."""

    name: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    revenue: Money | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and how many there are in all."""

    rows: tuple[Company, ...]
    total: int
    offset: int = 0


def fold(name: str) -> str:
    """The form by which company names are compared: no legal suffix, no spacing differences."""
    return company_names.read_company_name(name).folded


def add(session: Session, draft: Draft, *, owner_id: int | None) -> Company:
    """Add a company.

    Args:
        session: of an actor with the right to add contacts and companies.
        draft: checked values.
        owner_id: whose it will be; None puts it into the pool.
    """
    company = Company(
        id=session.take_number("company"),
        name=draft.name,
        folded=fold(draft.name),
        owner_id=owner_id,
        subject_id=subjects.create(session),
        created_by=session.actor.id if session.actor else None,
        created_at=session.now,
        updated_at=session.now,
        version=1,
    )
    for name, value in draft.fields.items():
        _put(session, company, name, value)
    if draft.revenue:
        _put_revenue(company, draft.revenue)
    session.add(company)
    return company


def _put(session: Session, company: Company, name: str, value: Any) -> Any:  # noqa: ANN401
    """Set a field and give its old value."""
    if name in SEALED:
        old = subjects.clear(session, company, f"{name}_sealed")
        if old != value:
            subjects.close(session, company, f"{name}_sealed", value)
        return old
    if name == "revenue":
        return _put_revenue(company, value)
    if name == "potential":
        return _put_potential(session, company, value)
    if name == "tier":
        return classifications.put_tier(session, company, value)
    if name == "name":
        company.folded = fold(value)
    old = getattr(company, name)
    setattr(company, name, value)
    return old


def _put_revenue(company: Company, revenue: Money | None) -> Money | None:
    old = revenue_of(company)
    company.revenue_minor = revenue.minor if revenue else None
    company.revenue_currency = revenue.currency if revenue else None
    return old


def _put_potential(session: Session, company: Company, potential: Money | None) -> Money | None:
    old = potential_of(session, company)
    company.potential_minor = rates.convert(session, potential).minor if potential else None
    return old


def potential_of(session: Session, company: Company) -> Money | None:
    """What could be sold to a company a year, in one's own company's currency."""
    if company.potential_minor is None:
        return None
    return Money(company.potential_minor, rates.base(session))


def revenue_of(company: Company) -> Money | None:
    """What a company earns a year, if that is known."""
    if company.revenue_minor is None or company.revenue_currency is None:
        return None
    return Money(company.revenue_minor, company.revenue_currency)


def get(session: Session, company_id: int) -> Company:
    """The company of a number.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    found: Company | None = session.held.get(("company", company_id))
    if found is None:
        row = session.execute(_GET, {"company_id": company_id}).one_or_none()
        if row is None:
            raise NotFound("company", f"O-{company_id}")
        found = row[0]
        if row.wrapped:
            subjects.know(session, found.subject_id, row.wrapped)
        session.at_hand.append(found)
    return found


def get_many(session: Session, ids: Sequence[int]) -> list[Company]:
    """The companies of these numbers that the actor may see, in the given order."""
    if not ids:
        return []
    found = {
        row.id: row for row in session.scalars(select(Company).where(col(Company.id).in_(ids)))
    }
    return [found[one] for one in ids if one in found]


def by_name(session: Session, name: str) -> Company | None:
    """The company that is called so, whoever owns it; its name is all that may be told of it.

    One of the two names may lack the legal form; where both have one and they differ, they are
    two companies: 微软(中国)有限公司 and 微软(上海)有限公司. Between several none is chosen.
    """
    return called(session, name)[0]


def called(session: Session, name: str) -> tuple[Company | None, bool]:
    """The company that `by_name` gives, and whether there is any whose name is nearly the same."""
    with session.unscoped():
        held = alike(session, name)
    some = bool(held)
    exact = [row for row in held if company_names.same(row.name, name)]
    if exact:
        return exact[0], some
    if company_names.read_company_name(name).suffix:
        held = [row for row in held if not company_names.read_company_name(row.name).suffix]
    return held[0] if len(held) == 1 else None, some


def alike(session: Session, name: str) -> list[Company]:
    """Companies that the actor may see and whose names differ by the legal form at most."""
    held = list(session.scalars(_ALIKE, {"folded": fold(name)}))
    session.company_names.update((row.id, row.name) for row in held)
    return held


def visible_names(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Names of these companies, of those that the actor may see."""
    if not ids:
        return {}
    return {row.id: row.name for row in session.execute(_VISIBLE, {"company_ids": ids})}


def names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Names of companies by id, for cards and lists of contacts that the actor may see."""
    return indexes.company_names(session, ids)


def edit(
    session: Session, company: Company, changes: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Change fields of a company, and give old and new value of what really changed.

    Raises:
        Denied: the right does not reach this company.
    """
    access.demand(session, Right.CONTACTS_EDIT, company)
    done = {}
    for name, value in changes.items():
        old = _put(session, company, name, value)
        new = company.tier if name == "tier" else value
        if old != new:
            done[name] = (old, new)
    if done:
        company.updated_at = session.now
    return done


def contacts_of(session: Session, company: Company, limit: int = PAGE) -> list[Contact]:
    """The newest contacts of a company that the actor may see."""
    query = select(Contact).where(col(Contact.company_id) == company.id)
    return list(session.scalars(query.order_by(col(Contact.id).desc()).limit(limit)))


def sealed(session: Session, company: Company, name: str) -> str | None:
    """A sealed field in clear, or None when it is empty or the actor may not read it."""
    return (
        subjects.clear(session, company, f"{name}_sealed")
        if access.reveals(session, company)
        else None
    )


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of companies is narrowed to; None does not narrow.

    Attributes:
        industry: whatever the case of its letters.
    """

    owner_id: int | None = None
    tier: str | None = None
    lifecycle: str | None = None
    industry: str | None = None


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """What the companies of a list have in common."""
    columns = columns_of(Company)
    found = [
        columns[name] == getattr(filters, name)
        for name in ("owner_id", "tier", "lifecycle")
        if getattr(filters, name) is not None
    ]
    if filters.industry is not None:
        found.append(func.lower(columns.industry) == filters.industry.lower())
    return found


def page(session: Session, filters: Filters, *, offset: int = 0, limit: int = PAGE) -> Page:
    """A page of the companies that the actor may see, newest first."""
    narrowed = conditions(filters)
    counting = select(func.count()).select_from(Company).where(*narrowed)
    query = select(Company).where(*narrowed)
    rows = session.scalars(query.order_by(col(Company.id).desc()).offset(offset).limit(limit))
    return Page(tuple(rows), session.execute(counting).scalar_one(), offset)
