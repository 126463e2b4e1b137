"""Quotes: what is offered to a customer, line by line, in numbered issues."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm.util import identity_key
from sqlmodel import col

from store import access, deal_lines, pipelines, products, quote_rows, quote_sums, subjects
from store.access import NotFound
from store.deal_lines import MOST_LINES, ONE, Item, TooManyLines
from store.errors import CrmError
from store.ids import new_id
from store.moneys import Money
from store.quote_sums import Part, Sums
from store.rights import Right
from store.sessions import Session
from store.tables import Deal, Product, Quote, QuoteLine
from store.transitions import Closed, today

TAX_SETTING = "tax"
VALID_DAYS = 30
CHANGEABLE = ("draft", "waiting", "approved", "refused")
OPEN = (*CHANGEABLE, "sent")
PASSING = ("waiting", "approved", "sent")
"""States that end with the last day of validity."""


class EmptyQuote(CrmError):
    """There is nothing to offer: no products were named, and the deal has none."""


class QuoteEnded(CrmError):
    """The quote is not open any more, so this cannot be done to it."""

    def __init__(self, quote: Quote, state: str) -> None:
        """Keep which one, and what became of it."""
        super().__init__(quote.id, state)
        self.quote = quote
        self.state = state


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a quote as a whole; None: as it is, or as usual.

    Attributes:
        discount_bp: hundredths of a percent off the whole.
        tax_bp: hundredths of a percent on every line, whatever the price list says.
        valid_until: the last day on which it can be accepted.
        locale: language of the paper.
        note: words for the customer.
    """

    discount_bp: int | None = None
    tax_bp: int | None = None
    valid_until: date | None = None
    locale: str | None = None
    note: str | None = None


def deal_of(session: Session, quote: Quote) -> Deal:
    """The deal that a quote belongs to, deleted or not."""
    key = ("deal", quote.deal_id)
    if key not in session.held:
        with session.unscoped(), session.with_deleted():
            session.held[key] = session.get_one(Deal, quote.deal_id)
    return cast("Deal", session.held[key])


def get(session: Session, quote_id: int) -> Quote:
    """The quote of a number; its deal, and the deal's newest issue, are read along with it.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    found = quote_rows.with_lines(session, col(Quote.id) == quote_id)
    if not found:
        raise NotFound("quote", f"Q-{quote_id}")
    return found[0]


def lines_of(session: Session, quote: Quote) -> list[QuoteLine]:
    """The lines of a quote, in their order; they are read once in a unit of work."""
    key = ("lines of quote", quote.id)
    if key not in session.held:
        query = select(QuoteLine).where(col(QuoteLine.quote_id) == quote.id)
        ordered = query.order_by(col(QuoteLine.position), col(QuoteLine.id))
        session.held[key] = list(session.scalars(ordered))
    return cast("list[QuoteLine]", session.held[key])


def many(session: Session, ids: Sequence[int]) -> dict[int, tuple[Quote, Deal, list[QuoteLine]]]:
    """Quotes by their numbers, with deals and lines, of those that the actor may see."""
    known = [one for number in ids if (one := _known(session, number))]
    missing = sorted(set(ids) - {one.id for one in known})
    found = known + (quote_rows.with_lines(session, col(Quote.id).in_(missing)) if missing else [])
    return {one.id: (one, deal_of(session, one), lines_of(session, one)) for one in found}


def others(session: Session, quote: Quote) -> list[Quote]:
    """The other quotes of a quote's deal; of its only issue there are none."""
    if session.held.get(("newest issue", quote.deal_id)) == quote.issue == 1:
        return []
    return [one for one in of_deal(session, deal_of(session, quote)) if one.id != quote.id]


def _known(session: Session, quote_id: int) -> Quote | None:
    """A quote that was read before with its lines, if the actor sees its deal by right alone."""
    quote = cast("Quote | None", session.identity_map.get(identity_key(Quote, quote_id)))
    deal = session.held.get(("deal", quote.deal_id)) if quote else None
    if quote is None or deal is None or ("lines of quote", quote_id) not in session.held:
        return None
    deleted = deal.deleted_at or quote.deleted_at
    return None if deleted or not access.covers(session, Right.DEALS_SEE, deal) else quote


def whole(session: Session, quote_id: int) -> Quote | None:
    """A quote with its lines, for what is decided about it, whoever may see it."""
    with session.unscoped():
        found = quote_rows.with_lines(session, col(Quote.id) == quote_id)
    return found[0] if found else None


def of_deal(session: Session, deal: Deal) -> list[Quote]:
    """The quotes of a deal, the newest first."""
    query = select(Quote).where(col(Quote.deal_id) == deal.id)
    return list(session.scalars(query.order_by(col(Quote.issue).desc())))


def part(quote: Quote, line: QuoteLine) -> Part:
    """A line as the sums take it."""
    tax_bp = quote.tax_bp if line.tax_bp is None else line.tax_bp
    return Part(line.quantity_milli, line.price_minor, line.discount_bp, tax_bp)


def sums_of(quote: Quote, lines: Iterable[QuoteLine]) -> Sums:
    """What a quote comes to, in minor units; ask `access.amounts` before it is shown."""
    return quote_sums.sums([part(quote, line) for line in lines], quote.discount_bp)


def state_of(session: Session, quote: Quote) -> str:
    """What has become of a quote: its status, or "expired" when its last day is past."""
    past = quote.valid_until < today(session)
    return "expired" if past and quote.status in PASSING else quote.status


def note_of(session: Session, quote: Quote) -> str | None:
    """Words for the customer."""
    return subjects.clear(session, quote, "note_sealed")


def reason_of(session: Session, quote: Quote) -> str | None:
    """Why the customer rejected it."""
    return subjects.clear(session, quote, "reason_sealed")


def add(session: Session, deal: Deal, items: Sequence[Item], terms: Terms) -> Quote:
    """Make a quote for a deal: a draft, the deal's next issue.

    Args:
        session: of the actor.
        deal: an open deal.
        items: what is offered; empty: what is on the deal.
        terms: what holds for the whole.

    Raises:
        Denied: the right does not reach this deal.
        Closed: the deal has ended.
        EmptyQuote: nothing to offer.
        TooManyLines: more than MOST_LINES.
        CurrencyMismatch, RateMissing: a price is not in the deal's currency.
        MoneyOutOfRange: it comes to more than can be kept.
    """
    demand_open(session, deal)
    session.held["deal", deal.id] = deal
    wanted = [one for one in items or _on_deal(session, deal) if one.quantity_milli != 0]
    quote = draft(session, deal, terms)
    lines: list[QuoteLine] = []
    for item in wanted:
        lines.append(line_for(session, quote, lines, item, taxed=terms.tax_bp is None))
    reckon(quote, lines)
    store(session, quote, lines)
    return quote


def store(session: Session, quote: Quote, lines: list[QuoteLine]) -> None:
    """Write a new quote, and then what refers to it."""
    session.add(quote)
    session.flush()
    session.add_all(lines)
    session.held["lines of quote", quote.id] = lines
    session.held["newest issue", quote.deal_id] = quote.issue


def demand_open(session: Session, deal: Deal) -> None:
    """Check that the actor may change a deal, and that it has not ended.

    Raises:
        Denied: the right does not reach it.
        Closed: it was won or lost.
    """
    access.demand(session, Right.DEALS_EDIT, deal)
    if deal.closed_at is not None:
        raise Closed(deal, pipelines.step(session, deal.stage_id))


def draft(session: Session, deal: Deal, terms: Terms) -> Quote:
    """The deal's next issue, not stored yet."""
    setting = session.directory.setting
    made = Quote(
        id=session.take_number("quote"),
        deal_id=deal.id,
        issue=_next_issue(session, deal),
        currency=deal.currency,
        discount_bp=terms.discount_bp or 0,
        tax_bp=usual_tax(session) if terms.tax_bp is None else terms.tax_bp,
        valid_until=terms.valid_until or today(session) + timedelta(days=VALID_DAYS),
        locale=terms.locale or setting("locale", "en"),
        subject_id=deal.subject_id,
        created_by=session.actor.id if session.actor else None,
        created_at=session.now,
        updated_at=session.now,
        version=1,
    )
    subjects.close(session, made, "note_sealed", terms.note or None)
    return made


def usual_tax(session: Session) -> int:
    """The company's tax in hundredths of a percent, for products without one of their own."""
    return int(session.directory.setting(TAX_SETTING, 0))


def _next_issue(session: Session, deal: Deal) -> int:
    newest = session.held.get(("newest issue", deal.id))
    if newest is None:
        counted = select(func.max(quote_rows.EVERY.c.issue)).where(
            quote_rows.EVERY.c.deal_id == deal.id
        )
        newest = session.connection().execute(counted).scalar_one()
    return int(newest or 0) + 1


def _on_deal(session: Session, deal: Deal) -> list[Item]:
    found = deal_lines.with_products(session, deal)
    if not found:
        raise EmptyQuote
    return [
        Item(
            product,
            line.name,
            line.quantity_milli,
            Money(line.price_minor, deal.currency),
            line.discount_bp,
        )
        for line, product in found
    ]


def line_for(
    session: Session, quote: Quote, before: Iterable[QuoteLine], item: Item, *, taxed: bool
) -> QuoteLine:
    """A line of a quote that is not stored yet, behind those before it."""
    product = item.product
    return QuoteLine(
        id=new_id(),
        quote_id=quote.id,
        deal_id=quote.deal_id,
        product_id=product.id if product else None,
        position=max((one.position for one in before), default=0) + 1,
        name=product.name if product else item.name,
        quantity_milli=ONE if item.quantity_milli is None else item.quantity_milli,
        list_minor=_listed(session, product, quote.currency),
        price_minor=deal_lines.price(session, item, quote.currency).minor,
        discount_bp=item.discount_bp or 0,
        tax_bp=product.tax_bp if product and taxed else None,
    )


def _listed(session: Session, product: Product | None, currency: str) -> int | None:
    return products.price_in(session, product, currency).minor if product else None


def reckon(quote: Quote, lines: Sequence[QuoteLine]) -> None:
    """Keep what the quote comes to, for lists.

    Raises:
        EmptyQuote, TooManyLines, MoneyOutOfRange: as for `add`.
    """
    if not lines:
        raise EmptyQuote
    if len(lines) > MOST_LINES:
        raise TooManyLines
    found = sums_of(quote, lines)
    quote.net_minor = Money(found.net, quote.currency).minor
    quote.total_minor = Money(found.total, quote.currency).minor
