"""Lists of contacts: what they are narrowed to, and a page of them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlmodel import col

from store import access
from store.columns import columns_of
from store.contacts import WITH_COMPANY, known
from store.sessions import Session
from store.tables import Company, Contact, FieldValue, Tagging

PAGE = 8
_PLACED = select(columns_of(Company).tier).where(columns_of(Company).id == col(Contact.company_id))
_COUNT = select(func.count()).select_from(Contact)
_PAGE = (
    WITH_COMPANY.order_by(col(Contact.id).desc())
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and how many there are in all."""

    rows: tuple[Contact, ...]
    total: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of contacts is narrowed to; None does not narrow."""

    owner_id: int | None = None
    pool: bool = False
    company_ids: frozenset[int] | None = None
    tag_id: int | None = None
    tier: str | None = None
    source: str | None = None
    field: tuple[int, str] | None = None


def page(session: Session, filters: Filters, *, offset: int = 0, limit: int = PAGE) -> Page:
    """A page of the contacts that the actor may see, newest first."""
    asked = conditions(session, filters)
    counting = _COUNT.where(*asked) if asked else _COUNT
    total = session.execute(counting).scalar_one()
    query = _PAGE.where(*asked) if asked else _PAGE
    rows = session.execute(query, {"offset": offset, "limit": limit})
    return Page(tuple(known(session, row) for row in rows), total, offset)


def conditions(session: Session, filters: Filters) -> list[ColumnElement[bool]]:
    """What rows have to fulfil to be in a list."""
    columns = columns_of(Contact)
    found: list[ColumnElement[bool]] = []
    if filters.tier is not None:
        ours = and_(columns.tier.is_(None), _PLACED.scalar_subquery() == filters.tier)
        found.append(or_(columns.tier == filters.tier, ours))
    for name in ("owner_id", "source"):
        wanted = getattr(filters, name)
        if wanted is not None:
            found.append(columns[name] == wanted)
    if filters.company_ids is not None:
        found.append(columns.company_id.in_(sorted(filters.company_ids)))
    if filters.pool:
        found.append(columns.owner_id.is_(None))
    if filters.tag_id is not None:
        tagged = select(col(Tagging.contact_id)).where(col(Tagging.tag_id) == filters.tag_id)
        found.append(columns.id.in_(tagged))
    if filters.field:
        field_id, value = filters.field
        look_up = session.keys.blind(f"field {field_id}", value.casefold())
        having = select(col(FieldValue.contact_id)).where(
            col(FieldValue.field_id) == field_id, col(FieldValue.look_up) == look_up
        )
        found += [columns.id.in_(having), access.revealing(session)]
    return found
