"""Product imports: price lists of files against the price list that is there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import or_, select

from store import staff
from store.columns import columns_of
from store.ids import reserve
from store.moneys import Money
from store.rights import Right
from store.sessions import Session
from store.tables import Product


@dataclass(frozen=True, slots=True)
class ProductEntry:
    """A product of a file; None is what it does not say.

    Attributes:
        folded: the form by which names are compared.
        code: in capitals without spaces.
        price: of one, before tax.
        tax_bp: hundredths of a percent.
    """

    line: int
    name: str
    folded: str
    code: str | None = None
    series: str | None = None
    price: Money | None = None
    tax_bp: int | None = None


@dataclass(slots=True)
class ProductVerdict:
    """What becomes of a product of a file.

    Attributes:
        row: the product that it is.
        why: it has no price, or another product has its code.
        changes: what the file says anew, by field; "price" as Money.
    """

    entry: ProductEntry
    outcome: Literal["added", "updated", "duplicate", "rejected"]
    row: Product | None = None
    why: Literal["", "price", "code"] = ""
    changes: dict[str, Any] = field(default_factory=dict)


def sold(session: Session) -> list[Product]:
    """All products that are sold."""
    columns = columns_of(Product)
    query = select(Product).where(columns.retired_at.is_(None))
    return list(session.scalars(query.order_by(columns.folded)))


def judge(session: Session, entries: Sequence[ProductEntry]) -> list[ProductVerdict]:
    """Decide what becomes of products; nothing is written. What the file says holds.

    Args:
        session: of an actor with the right to change products.
        entries: of a batch, each name and each code once.

    Raises:
        Denied: no right to change products.
    """
    staff.demand(session, Right.PRODUCTS_EDIT)
    columns = columns_of(Product)
    names = [entry.folded for entry in entries]
    codes = [entry.code for entry in entries if entry.code]
    same = or_(columns.folded.in_(names), columns.code.in_(codes))
    rows = session.scalars(select(Product).where(columns.retired_at.is_(None), same)).all()
    by_name = {row.folded: row for row in rows}
    by_code = {row.code: row for row in rows if row.code}
    return [
        _judge(entry, by_name.get(entry.folded), by_code.get(entry.code or "")) for entry in entries
    ]


def _judge(entry: ProductEntry, named: Product | None, coded: Product | None) -> ProductVerdict:
    if named and coded and named.id != coded.id:
        return ProductVerdict(entry, "rejected", coded, "code")
    row = named or coded
    if row is None:
        if entry.price is None:
            return ProductVerdict(entry, "rejected", why="price")
        return ProductVerdict(entry, "added")
    changes = {
        name: value
        for name, value in _said(entry).items()
        if value is not None and value != _stored(row, name)
    }
    if row.folded == entry.folded:
        changes.pop("name", None)  # only its capitals differ
    return ProductVerdict(entry, "updated" if changes else "duplicate", row, changes=changes)


def _said(entry: ProductEntry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "code": entry.code,
        "series": entry.series,
        "price": entry.price,
        "tax_bp": entry.tax_bp,
    }


def _stored(row: Product, name: str) -> Any:  # noqa: ANN401
    return Money(row.price_minor, row.currency) if name == "price" else getattr(row, name)


def write(session: Session, judged: Sequence[ProductVerdict]) -> None:
    """Add and change products as they were judged; every added one has its row afterwards."""
    added = [one for one in judged if one.outcome == "added"]
    numbers = reserve(session.connection(), "product", len(added)) if added else range(0)
    for number, verdict in zip(numbers, added, strict=True):
        verdict.row = Product(
            id=number,
            name="",
            folded="",
            price_minor=0,
            currency="",
            created_at=session.now,
            updated_at=session.now,
            version=1,
        )
        _put(verdict.row, verdict.entry, _said(verdict.entry))
        session.add(verdict.row)
    for verdict in judged:
        if verdict.outcome == "updated" and verdict.row:
            _put(verdict.row, verdict.entry, verdict.changes)
            verdict.row.updated_at = session.now


def _put(row: Product, entry: ProductEntry, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if name == "price":
            row.price_minor, row.currency = value.minor, value.currency
        else:
            setattr(row, name, value)
    row.folded = entry.folded if "name" in changes else row.folded
