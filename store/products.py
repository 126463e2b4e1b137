"""Products: what the company sells, at which price, and how a product is found by its name."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import col

from store import rates
from store.access import NotFound
from store.columns import columns_of
from store.errors import CrmError
from store.moneys import Money, decimal_places
from store.rates import RateMissing
from store.sessions import Session
from store.tables import Product

PAGE = 8
PLAIN = ("name", "code", "series", "tax_bp")
NEAR = 75
MOST_NEAR = 5
SHORTEST_PART = 2
MOST_COMPARED = 5_000
"""Names that a misspelled one is compared with; beyond that only parts of names find a product."""


class ProductExists(CrmError):
    """A product that is sold has this name or code already."""

    def __init__(self, product: Product, text: str) -> None:
        """Keep which one, and the name or code."""
        super().__init__(product.id, text)
        self.product = product
        self.text = text


@dataclass(frozen=True, slots=True)
class Draft:
    """A product before it is stored.

    Attributes:
        price: of one, before tax.
        tax_bp: hundredths of a percent; None: what the company has set.
    """

    name: str
    price: Money
    code: str | None = None
    series: str | None = None
    tax_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the price list, and how many products there are in all."""

    rows: tuple[Product, ...]
    total: int


def fold(text: str) -> str:
    """The form by which names are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def forms(text: str) -> tuple[str, ...]:
    """Names that a text may be: as it stands, and as the singular of an English plural."""
    folded = fold(text)
    return (folded, folded[:-1]) if folded.endswith("s") and len(folded) > 1 else (folded,)


def fold_code(text: str) -> str:
    """The form in which codes are kept and compared: capitals without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def price_of(product: Product) -> Money:
    """What one costs before tax."""
    return Money(product.price_minor, product.currency)


def add(session: Session, draft: Draft) -> Product:
    """Put a product on the price list.

    Args:
        session: of an actor with the right to change products.
        draft: checked values.

    Raises:
        ProductExists: its name or code is taken.
    """
    code = fold_code(draft.code) if draft.code else None
    _refuse_taken(session, draft.name, code)
    made = Product(
        id=session.take_number("product"),
        name=draft.name,
        folded=fold(draft.name),
        code=code,
        series=draft.series,
        price_minor=draft.price.minor,
        currency=draft.price.currency,
        tax_bp=draft.tax_bp,
        created_at=session.now,
        updated_at=session.now,
        version=1,
    )
    session.add(made)
    return made


def _refuse_taken(
    session: Session, name: str | None, code: str | None, own_id: int | None = None
) -> None:
    columns = columns_of(Product)
    same: list[ColumnElement[bool]] = []
    same += [columns.folded == fold(name)] if name else []
    same += [columns.code == code] if code else []
    if not same:
        return
    query = select(Product).where(or_(*same), columns.retired_at.is_(None))
    held = session.scalars(query.where(columns.id != (own_id or 0)).limit(1)).first()
    if held is not None:
        named = name is not None and held.folded == fold(name)
        raise ProductExists(held, str(name if named else code))


def get(session: Session, product_id: int) -> Product:
    """The product of a number, retired or not.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Product, product_id)
    if found is None:
        raise NotFound("product", f"P-{product_id}")
    return found


def names(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Names of some products, retired ones included."""
    columns = columns_of(Product)
    query = select(columns.id, columns.name).where(columns.id.in_(ids))
    return {row.id: row.name for row in session.execute(query)} if ids else {}


def edit(
    session: Session, product: Product, changes: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Change fields of a product, and give old and new value of what really changed.

    What is on deals and quotes already keeps its name and price.

    Args:
        session: of an actor with the right to change products.
        product: which one.
        changes: fields in PLAIN, or "price" as Money.

    Raises:
        ProductExists: the new name or code is taken.
    """
    wanted = dict(changes)
    if wanted.get("code"):
        wanted["code"] = fold_code(wanted["code"])
    if product.retired_at is None:
        _refuse_taken(session, wanted.get("name"), wanted.get("code"), product.id)
    done = {}
    for name, value in wanted.items():
        old = _put(product, name, value)
        if old != value:
            done[name] = (old, value)
    if done:
        product.updated_at = session.now
    return done


def _put(product: Product, name: str, value: Any) -> Any:  # noqa: ANN401
    if name == "price":
        before = price_of(product)
        product.price_minor, product.currency = value.minor, value.currency
        return before
    if name == "name":
        product.folded = fold(value)
    old = getattr(product, name)
    setattr(product, name, value)
    return old


def retire(session: Session, product: Product) -> None:
    """Take a product off the price list; deals and quotes keep it."""
    product.retired_at = product.updated_at = session.now


def restore(session: Session, product: Product) -> None:
    """Sell a retired product again.

    Raises:
        ProductExists: its name or code is taken by now.
    """
    _refuse_taken(session, product.name, product.code, product.id)
    product.retired_at = None
    product.updated_at = session.now


def page(session: Session, text: str = "", *, offset: int = 0, limit: int = PAGE) -> Page:
    """A page of the price list, by series and name.

    Args:
        session: of any actor.
        text: a part of the name, the code or the series; empty for all.
        offset: first row.
        limit: rows of a page.
    """
    columns, where = columns_of(Product), _narrowed(text)
    total = session.execute(select(func.count(columns.id)).where(*where)).scalar_one()
    query = select(Product).where(*where).order_by(*_order()).offset(offset).limit(limit)
    return Page(tuple(session.scalars(query)), total)


def owners(session: Session, text: str = "") -> list[tuple[int, int | None]]:
    """Number of every product that such a list shows, in its order; products are everybody's."""
    query = select(columns_of(Product).id).where(*_narrowed(text)).order_by(*_order())
    return [(one, None) for one in session.scalars(query)]


def get_many(session: Session, ids: Sequence[int]) -> list[Product]:
    """Products by number, in the order of the ids."""
    rows = session.scalars(select(Product).where(columns_of(Product).id.in_(ids)))
    held = {one.id: one for one in rows}
    return [held[one] for one in ids if one in held]


def _order() -> tuple[ColumnElement[Any], ...]:
    columns = columns_of(Product)
    return columns.series.is_(None), columns.series, columns.folded


def _narrowed(text: str) -> list[ColumnElement[bool]]:
    columns = columns_of(Product)
    where: list[ColumnElement[bool]] = [columns.retired_at.is_(None)]
    if text:
        series = func.lower(columns.series).contains(fold(text), autoescape=True)
        where.append(or_(_holds(text), columns.code == fold_code(text), series))
    return where


def _holds(text: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = columns_of(Product).folded.contains(fold(text), autoescape=True)
    return found


def match(session: Session, texts: Sequence[str]) -> dict[str, list[Product]]:
    """Products that are sold and that texts name, in one statement.

    A whole name or code wins over a part of a name.

    Args:
        session: of any actor.
        texts: what was typed.
    """
    columns = columns_of(Product)
    wanted = [text for text in texts if fold(text)]
    if not wanted:
        return {text: [] for text in texts}
    parts = [_holds(form) for text in wanted for form in forms(text) if len(form) >= SHORTEST_PART]
    codes = sorted({fold_code(text) for text in wanted})
    names = sorted({form for text in wanted for form in forms(text)})
    rows = _sold(session, or_(columns.folded.in_(names), columns.code.in_(codes), *parts))
    return {text: _named(rows, text) for text in texts}


def _sold(session: Session, condition: ColumnElement[bool]) -> list[Product]:
    columns = columns_of(Product)
    query = select(Product).where(columns.retired_at.is_(None), condition)
    return list(session.scalars(query.order_by(columns.folded).limit(MOST_COMPARED)))


def _named(rows: Sequence[Product], text: str) -> list[Product]:
    """Products that a text names: as a whole, by code, or in part."""
    ways: list[Callable[[Product], bool]] = [
        *(lambda row, form=form: row.folded == form for form in forms(text)),
        lambda row: row.code == fold_code(text),
        *(
            lambda row, form=form: form in row.folded
            for form in forms(text)
            if len(form) >= SHORTEST_PART
        ),
    ]
    found = ([row for row in rows if holds(row)] for holds in ways)
    return next((one for one in found if one), [])


def guess(session: Session, text: str) -> list[Product]:
    """Products whose names are spelled nearly as a text, the nearest first."""
    if not fold(text):
        return []
    rows = _sold(session, col(Product.id).is_not(None))
    names = [row.folded for row in rows]
    near = process.extract(
        fold(text), names, scorer=fuzz.WRatio, score_cutoff=NEAR, limit=MOST_NEAR
    )
    return [rows[at] for _, _, at in near]


def price_in(session: Session, product: Product, currency: str) -> Money:
    """What one costs in a currency, at today's rates, rounded half to even to its minor unit.

    Raises:
        RateMissing: one of the two currencies has no rate.
    """
    price = price_of(product)
    if price.currency == currency:
        return price
    held = rates.all_rates(session)
    for one in (price.currency, currency):
        if one not in held:
            raise RateMissing(one)
    unit = Decimal(1).scaleb(-decimal_places(currency))
    worth = price.decimal * held[price.currency] / held[currency]
    return Money.of(worth.quantize(unit, ROUND_HALF_EVEN), currency)
