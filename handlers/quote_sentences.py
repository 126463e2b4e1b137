"""Sentences for refusals about products, quotes and what follows; parts of tables in `sentences`."""

from collections.abc import Callable
from typing import Any

from handlers import quote_cards
from handlers.languages import mark
from handlers.readers.offers import ProductRetired
from handlers.replies import Button, Invocation
from handlers.texts import Text, fmt, word
from store import deal_lines, products, quote_decisions, quotes
from store.errors import CrmError
from store.refs import Ref
from store.rights import Right
from store.tables import Quote

RIGHT_NAMES = {
    Right.PRODUCTS_EDIT: mark("change products and prices"),
    Right.ORDERS_SEE: mark("see orders"),
    Right.ORDERS_EDIT: mark("add and change orders"),
    Right.APPROVE: mark("decide approvals"),
}
KIND_NAMES = {
    "product": mark("No product fits “{text}”. `products` lists them."),
    "quote": mark("No quote fits “{text}”. `quotes` lists them."),
    "line": mark("No line of the deal fits “{text}”. `deal lines` lists them."),
    "order": mark("No order fits “{text}”. `orders` lists them."),
    "approval": mark("Nothing that you may decide fits “{text}”. `approvals` lists what waits."),
}
ENDED = {
    "sent": mark("{heading} went out already. `quote revise {ref}` makes a new version."),
    "accepted": mark("{heading} was accepted, so it stays as it is."),
    "rejected": mark(
        "{heading} was rejected by the customer. `quote revise {ref}` makes a new version."
    ),
    "replaced": mark("{heading} was replaced by a newer version. `quotes {deal}` lists them."),
}


def _ended(error: Any) -> Text:  # noqa: ANN401
    return _about(ENDED[error.state], error.quote)


def _about(sentence: str, quote: Quote) -> Text:
    return fmt(
        sentence,
        heading=quote_cards.named(quote),
        ref=Ref("quote", quote.id),
        deal=Ref("deal", quote.deal_id),
        day=quote.valid_until,
    )


def _expired(error: Any) -> Text:  # noqa: ANN401
    sentence = mark("{heading} was valid until {day}. `quote revise {ref}` makes it valid again.")
    return _about(sentence, error.quote)


def _waits(error: Any) -> Text:  # noqa: ANN401
    return _about(mark("{heading} waits for approval; nothing can happen before."), error.quote)


def _beyond(error: Any) -> Text:  # noqa: ANN401
    return fmt(
        "{heading}: {percent} % off the list price is more than {limit} %. "
        "`quote send {ref}` asks for approval.",
        heading=quote_cards.named(error.quote),
        ref=Ref("quote", error.quote.id),
        percent=error.discount,
        limit=error.limit,
    )


SENTENCES: dict[type[CrmError], Callable[[Any], Text]] = {
    ProductRetired: lambda error: fmt(
        "{name} `{ref}` is not sold any more.",
        name=error.product.name,
        ref=Ref("product", error.product.id),
    ),
    products.ProductExists: lambda error: fmt(
        "“{text}” is there already: {name} `{ref}`.",
        text=error.text[:60],
        name=error.product.name,
        ref=Ref("product", error.product.id),
    ),
    deal_lines.TooManyLines: lambda _error: fmt(
        "That is too much at once: up to {most} lines fit.", most=deal_lines.MOST_LINES
    ),
    deal_lines.PricedOtherwise: lambda error: fmt(
        "The products on {deal} are priced in {currency}, so it cannot be worth another currency. "
        "Take them off first.",
        deal=Ref("deal", error.deal.id),
        currency=error.deal.currency,
    ),
    quotes.EmptyQuote: lambda _error: fmt(
        "There is nothing to offer yet. Name products, for example: `quote add D-1 compiler x20`"
    ),
    quotes.QuoteEnded: _ended,
    quote_decisions.QuoteExpired: _expired,
    quote_decisions.QuoteWaits: _waits,
    quote_decisions.BeyondLimit: _beyond,
}


def ways_on(error: CrmError) -> list[Button]:
    """The button that leads on from a refusal."""
    if isinstance(error, quote_decisions.QuoteExpired):
        return [_button(mark("New version"), "quote revise", error.quote)]
    if isinstance(error, quote_decisions.BeyondLimit):
        return [_button(mark("Send"), "quote send", error.quote)]
    return []


def _button(label: str, command: str, quote: Quote) -> Button:
    return Button(word(label), Invocation(command, {"quote": f"Q-{quote.id}"}))
