"""Changes to quotes: edited, revised into the next issue, deleted."""

from collections.abc import Mapping, Sequence
from typing import Any

from store import access, approvals, deal_lines, products, quotes, subjects
from store.deal_lines import Item
from store.ids import new_id
from store.quote_rows import DISCOUNT
from store.quotes import CHANGEABLE, QuoteEnded, Terms
from store.rights import Right
from store.sessions import Session
from store.tables import Quote, QuoteLine


def edit(session: Session, quote: Quote, items: Sequence[Item], terms: Terms) -> Quote:
    """Change a quote; one that went out already becomes the next issue first.

    A product that is on it gets the quantity, price or discount that the item names, and goes
    with a quantity of 0; others are added. What was asked or approved before holds no longer.

    Returns:
        The quote that was changed: a draft.

    Raises:
        Denied, Closed: as for `add`.
        QuoteEnded: it was accepted, or replaced by another issue.
        EmptyQuote, TooManyLines, CurrencyMismatch, RateMissing, MoneyOutOfRange: as for `add`.
    """
    quotes.demand_open(session, quotes.deal_of(session, quote))
    target = quote if quote.status in CHANGEABLE else revise(session, quote)
    lines = quotes.lines_of(session, target)
    for item in items:
        _merge(session, target, lines, item)
    _apply(session, target, lines, terms)
    quotes.reckon(target, lines)
    _begin_again(session, target)
    return target


def _merge(session: Session, quote: Quote, lines: list[QuoteLine], item: Item) -> None:
    held = next((line for line in lines if _same(line, item)), None)
    if held is None:
        if item.quantity_milli != 0:
            lines.append(quotes.line_for(session, quote, lines, item, taxed=True))
            session.add(lines[-1])
        return
    if item.quantity_milli == 0:
        lines.remove(held)
        session.delete(held)
        return
    if item.quantity_milli is not None:
        held.quantity_milli = item.quantity_milli
    if item.discount_bp is not None:
        held.discount_bp = item.discount_bp
    if item.price is not None:
        held.price_minor = deal_lines.price(session, item, quote.currency).minor


def _same(line: QuoteLine, item: Item) -> bool:
    if item.product is None:
        return line.product_id is None and products.fold(line.name) == products.fold(item.name)
    return line.product_id == item.product.id


def _apply(session: Session, quote: Quote, lines: Sequence[QuoteLine], terms: Terms) -> None:
    wanted: Mapping[str, Any] = {
        "discount_bp": terms.discount_bp, "tax_bp": terms.tax_bp,
        "valid_until": terms.valid_until, "locale": terms.locale,
    }  # fmt: skip
    for name, value in wanted.items():
        if value is not None:
            setattr(quote, name, value)
    if terms.tax_bp is not None:
        for line in lines:
            line.tax_bp = None
    if terms.note is not None:
        subjects.close(session, quote, "note_sealed", terms.note or None)


def _begin_again(session: Session, quote: Quote, status: str = "draft") -> None:
    """What was asked for is not what it was: nobody has to decide it any more."""
    waited, quote.status = quote.status == "waiting", status
    quote.updated_at = session.now
    if waited:
        approvals.withdraw(session, DISCOUNT, quote.id)


def revise(session: Session, quote: Quote) -> Quote:
    """Make the next issue of a quote: a draft with the same lines, valid anew; it replaces it.

    Raises:
        Denied, Closed: as for `add`.
        QuoteEnded: it was accepted, or replaced by another issue.
    """
    deal = quotes.deal_of(session, quote)
    quotes.demand_open(session, deal)
    if quote.status in ("accepted", "replaced"):
        raise QuoteEnded(quote, quote.status)
    made = quotes.draft(session, deal, _terms_of(session, quote))
    made.replaces_id, made.currency = quote.id, quote.currency
    made.net_minor, made.total_minor = quote.net_minor, quote.total_minor
    copies = [
        QuoteLine(**line.model_dump() | {"id": new_id(), "quote_id": made.id})
        for line in quotes.lines_of(session, quote)
    ]
    quotes.store(session, made, copies)
    replace(session, quote)
    session.flush()
    return made


def _terms_of(session: Session, quote: Quote) -> Terms:
    return Terms(
        quote.discount_bp, quote.tax_bp, None, quote.locale, quotes.note_of(session, quote)
    )


def replace(session: Session, quote: Quote) -> None:
    """Mark a quote as replaced; a decision that it waits for is needed no more."""
    _begin_again(session, quote, "replaced")


def demand_deletable(session: Session, quote: Quote) -> None:
    """Check that the actor may delete a quote.

    Raises:
        Denied: not one's own to delete.
        QuoteEnded: it went out, or was replaced.
    """
    access.demand(session, Right.BULK, quotes.deal_of(session, quote))
    if quote.status not in CHANGEABLE:
        raise QuoteEnded(quote, quote.status)


def delete(session: Session, quote: Quote) -> None:
    """Delete a quote that did not go out.

    Raises:
        Denied: not one's own to delete.
        QuoteEnded: it went out, or was replaced.
    """
    demand_deletable(session, quote)
    _begin_again(session, quote)
    quote.deleted_at = session.now


def retract(session: Session, quote: Quote) -> None:
    """Take a quote back that was just made; its number stays taken."""
    quote.deleted_at = session.now
