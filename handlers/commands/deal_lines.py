"""Products on deals: put on, listed, changed, taken off."""

from collections.abc import Sequence
from typing import Annotated

from handlers import cards, dealings, line_cards, percents
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.items import SomeItems, items
from handlers.readers.offers import ADealAmong
from handlers.readers.records import ADeal
from handlers.readers.words import Label
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, word
from store import access, deal_lines, deals, products, quote_sums
from store.moneys import Money
from store.refs import Ref
from store.rights import Right
from store.tables import Deal, DealLine

WhichLine = Annotated[str, Label("Which line? Its number or its product")]


@command(
    "deal line add",
    needs=Right.DEALS_EDIT,
    examples=(
        "deal line add D-1 3 GTX Pro, support x1",
        "商机加产品 D-1 3台 GTX Pro, 支持服务 x1",
    ),
    phrases=(
        "add {products} to {deal:this deal|the deal|D-?[0-9]+}",
        "put {products} on {deal:this deal|the deal|D-?[0-9]+}",
        "把{products}加到{deal:这个商机|该商机|D-?[0-9]+}",
        "给{deal:这个商机|该商机|D-?[0-9]+}加{products}",
    ),
)
def add_lines(ask: Ask, deal: ADealAmong, products: SomeItems) -> Reply:
    """Put products on a deal: how many of what, at the price of the list or at one that you name."""
    deal_lines.add(ask.session, deal, items(products, deal.currency))
    ask.session.flush()
    return _listing(ask, deal, fmt("Saved."), undo=True)


@command(
    "deal lines",
    needs=Right.DEALS_SEE,
    examples=("deal lines D-1", "商机产品 D-1"),
    phrases=("what is on {deal:this deal|the deal|D-?[0-9]+}",),
)
def list_lines(ask: Ask, deal: ADeal) -> Reply:
    """List the products of a deal with their prices."""
    return _listing(ask, deal)


@command(
    "deal line edit",
    needs=Right.DEALS_EDIT,
    examples=("deal line edit D-1 GTX Pro x5 -10%", "修改商机产品 D-1 GTX Pro x5 9折"),
)
def edit_lines(ask: Ask, deal: ADealAmong, products: SomeItems) -> Reply:
    """Change how many of a product are on a deal, its price or its discount; x0 takes it off."""
    for item in items(products, deal.currency):
        line = deal_lines.holding(ask.session, deal, item)
        if item.quantity_milli == 0:
            deal_lines.delete(ask.session, deal, line)
        else:
            deal_lines.edit(ask.session, deal, line, item)
    ask.session.flush()
    return _listing(ask, deal, fmt("Saved."), undo=True)


@command(
    "deal line delete",
    needs=Right.DEALS_EDIT,
    examples=("deal line delete D-1 2", "删除商机产品 D-1 2"),
)
def delete_line(ask: Ask, deal: ADealAmong, line: WhichLine) -> Reply:
    """Take a product off a deal, by the number of its line or by its name."""
    if line.isdecimal():
        held = deal_lines.numbered(ask.session, deal, int(line[:6]))
    else:
        held = deal_lines.named(ask.session, deal, products.fold(line))
    deal_lines.delete(ask.session, deal, held)
    ask.session.flush()
    return _listing(ask, deal, fmt("Taken off: {name}", name=held.name), undo=True)


def _row(ask: Ask, deal: Deal, place: int, line: DealLine) -> Text:
    if not access.amounts(ask.session, deal):
        quantity = percents.quantity(line.quantity_milli)
        return fmt("{place}. {name} · {rest}", place=place, name=line.name, rest=quantity)
    price = Money(line.price_minor, deal.currency)
    total = Money(quote_sums.line(deal_lines.part(line)), deal.currency)
    rest = line_cards.priced(line.quantity_milli, price, line.discount_bp, total)
    return fmt("{place}. {name} · {rest}", place=place, name=line.name, rest=rest)


def _listing(ask: Ask, deal: Deal, lead: Text | None = None, *, undo: bool = False) -> Reply:
    """The products of a deal below one another, with what they come to."""
    held = deal_lines.of_deal(ask.session, deal)
    body = lines(
        lead,
        cards.heading(deal),
        *(_row(ask, deal, place, one) for place, one in enumerate(held, 1)),
        _sum(ask, deal, held) if held else fmt("No products on it yet."),
    )
    first = (cards.undo_button(),) if undo else ()
    shows = (Ref("deal", deal.id),)
    return Reply(body, (*first, *_buttons(ask, deal, held)), shows, {f"D-{deal.id}": deal.version})


def _sum(ask: Ask, deal: Deal, held: Sequence[DealLine]) -> Text:
    if not access.amounts(ask.session, deal):
        return fmt("Together: {amount}", amount=dealings.MASKED)
    return fmt("Together: {amount}", amount=deal_lines.total(deal, held))


def _buttons(ask: Ask, deal: Deal, held: Sequence[DealLine]) -> tuple[Button, ...]:
    """To the deal's amount, and on to a quote."""
    if not held or deal.closed_at or not access.covers(ask.session, Right.DEALS_EDIT, deal):
        return ()
    ref = {"deal": f"D-{deal.id}"}
    quote = Button(word("Make a quote"), Invocation("quote add", ref))
    total = deal_lines.total(deal, held)
    if total == deals.amount_of(deal) or not access.amounts(ask.session, deal):
        return (quote,)
    values = ref | {"amount": f"{total.decimal} {total.currency}"}
    label = str(fmt("Set the amount to {amount}", amount=total))
    return (Button(label, Invocation("deal edit", values)), quote)
