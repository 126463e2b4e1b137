"""Products on deals: what is being sold, line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlmodel import col

from store import access, products, quote_sums
from store.access import NotFound
from store.errors import CrmError
from store.ids import new_id
from store.moneys import CurrencyMismatch, Money
from store.quote_sums import Part
from store.rights import Right
from store.sessions import Session
from store.tables import Deal, DealLine, Product

MOST_LINES = 100
ONE = 1000


class TooManyLines(CrmError):
    """A deal or a quote holds at most MOST_LINES lines."""


class PricedOtherwise(CrmError):
    """The products on a deal are priced in its currency, so that cannot become another one."""

    def __init__(self, deal: Deal) -> None:
        """Keep which deal."""
        super().__init__(deal.id)
        self.deal = deal


@dataclass(frozen=True, slots=True)
class Item:
    """What somebody wants on a deal or a quote.

    Attributes:
        product: from the price list; None for what is not on it.
        name: what it is called there.
        quantity_milli: thousandths; None: one, or as many as there are.
        price: of one; None: that of the price list, or as it is.
        discount_bp: hundredths of a percent off; None: nothing, or as it is.
    """

    product: Product | None
    name: str
    quantity_milli: int | None = None
    price: Money | None = None
    discount_bp: int | None = None


def price(session: Session, item: Item, currency: str) -> Money:
    """What one costs, in a currency.

    Raises:
        CurrencyMismatch: the price that was given is in another one.
        RateMissing: the price list's cannot be converted.
    """
    if item.price is not None:
        if item.price.currency != currency:
            raise CurrencyMismatch(item.price.currency, currency)
        return item.price
    assert item.product  # noqa: S101 (what is not on the price list came with its price)
    return products.price_in(session, item.product, currency)


def of_deal(session: Session, deal: Deal) -> list[DealLine]:
    """The lines of a deal, in their order; they are read once in a unit of work."""
    key = ("lines of deal", deal.id)
    if key not in session.held:
        query = select(DealLine).where(col(DealLine.deal_id) == deal.id)
        ordered = query.order_by(col(DealLine.position), col(DealLine.id))
        session.held[key] = list(session.scalars(ordered))
    return cast("list[DealLine]", session.held[key])


def demand_currency(session: Session, deal: Deal, currency: str) -> None:
    """Check that a deal may be worth an amount in a currency.

    Raises:
        PricedOtherwise: it has products, with prices in another one.
    """
    if deal.currency != currency and deal in session and of_deal(session, deal):
        raise PricedOtherwise(deal)


def with_products(session: Session, deal: Deal) -> list[tuple[DealLine, Product]]:
    """The lines of a deal with their products, retired or not; they too are read once."""
    key = ("products of deal", deal.id)
    if key not in session.held:
        same = col(Product.id) == col(DealLine.product_id)
        query = (
            select(DealLine, Product).join(Product, same).where(col(DealLine.deal_id) == deal.id)
        )
        ordered = query.order_by(col(DealLine.position), col(DealLine.id))
        session.held[key] = [(line, product) for line, product in session.execute(ordered)]
    return cast("list[tuple[DealLine, Product]]", session.held[key])


def part(line: DealLine) -> Part:
    """A line as the sums take it."""
    return Part(line.quantity_milli, line.price_minor, line.discount_bp)


def total(deal: Deal, lines: Iterable[DealLine]) -> Money:
    """What lines come to before tax; ask `access.amounts` before it is shown.

    Raises:
        MoneyOutOfRange: beyond what can be kept.
    """
    return Money(quote_sums.sums(map(part, lines)).net, deal.currency)


def add(session: Session, deal: Deal, items: Sequence[Item]) -> list[DealLine]:
    """Put products on a deal; one that is on it at the same price becomes more of it.

    Raises:
        Denied: the right does not reach this deal.
        NotFound: an item is not on the price list.
        TooManyLines: more than MOST_LINES.
        CurrencyMismatch, RateMissing: a price is not in the deal's currency.
        MoneyOutOfRange: the lines come to more than can be kept.
    """
    access.demand(session, Right.DEALS_EDIT, deal)
    held = of_deal(session, deal)
    touched = [_put(session, deal, held, item) for item in items if item.quantity_milli != 0]
    if len(held) > MOST_LINES:
        raise TooManyLines
    total(deal, held)
    return touched


def _put(session: Session, deal: Deal, held: list[DealLine], item: Item) -> DealLine:
    if item.product is None:
        raise NotFound("product", item.name)
    each, off = price(session, item, deal.currency).minor, item.discount_bp or 0
    quantity = ONE if item.quantity_milli is None else item.quantity_milli
    for line in held:
        if (line.product_id, line.price_minor, line.discount_bp) == (item.product.id, each, off):
            line.quantity_milli += quantity
            return line
    made = DealLine(
        id=new_id(),
        deal_id=deal.id,
        product_id=item.product.id,
        position=max((line.position for line in held), default=0) + 1,
        name=item.product.name,
        quantity_milli=quantity,
        price_minor=each,
        discount_bp=off,
    )
    session.add(made)
    held.append(made)
    return made


def numbered(session: Session, deal: Deal, number: int) -> DealLine:
    """A line by its place on the deal, counted from 1.

    Raises:
        NotFound: there are fewer lines.
    """
    held = of_deal(session, deal)
    if not 0 < number <= len(held):
        raise NotFound("line", str(number))
    return held[number - 1]


def named(session: Session, deal: Deal, folded: str) -> DealLine:
    """The one line whose name begins with a folded text.

    Raises:
        NotFound: there is none, or several.
    """
    held = of_deal(session, deal)
    exact = [line for line in held if products.fold(line.name) == folded]
    found = exact or [line for line in held if products.fold(line.name).startswith(folded)]
    if len(found) != 1:
        raise NotFound("line", folded)
    return found[0]


def holding(session: Session, deal: Deal, item: Item) -> DealLine:
    """The first line that has the product of an item.

    Raises:
        NotFound: the deal has none.
    """
    for line in of_deal(session, deal):
        if item.product and line.product_id == item.product.id:
            return line
    raise NotFound("line", item.name)


def edit(session: Session, deal: Deal, line: DealLine, item: Item) -> None:
    """Change what an item names of a line: quantity, price, discount.

    Raises:
        Denied: the right does not reach this deal.
        CurrencyMismatch: the price is not in the deal's currency.
        MoneyOutOfRange: the lines come to more than can be kept.
    """
    access.demand(session, Right.DEALS_EDIT, deal)
    if item.quantity_milli is not None:
        line.quantity_milli = item.quantity_milli
    if item.discount_bp is not None:
        line.discount_bp = item.discount_bp
    if item.price is not None:
        line.price_minor = price(session, item, deal.currency).minor
    total(deal, of_deal(session, deal))


def delete(session: Session, deal: Deal, line: DealLine) -> None:
    """Take a line off a deal.

    Raises:
        Denied: the right does not reach this deal.
    """
    access.demand(session, Right.DEALS_EDIT, deal)
    of_deal(session, deal).remove(line)
    session.delete(line)
