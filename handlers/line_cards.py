"""Lines of deals and quotes: several in one line of a card, and one with its price."""

from handlers import percents
from handlers.asks import Ask
from handlers.texts import Text, fmt, joined, listed
from store import deal_lines
from store.moneys import Money
from store.tables import Deal

MOST_ON_CARD = 5


def compact(ask: Ask, deal: Deal) -> Text | None:
    """The products of a deal in one line; None without any."""
    held = deal_lines.of_deal(ask.session, deal)
    if not held:
        return None
    named = [
        fmt("{quantity} × {name}", quantity=percents.quantity(one.quantity_milli), name=one.name)
        for one in held[:MOST_ON_CARD]
    ]
    more = [fmt("{count} more", count=len(held) - MOST_ON_CARD)] if len(held) > MOST_ON_CARD else []
    return fmt("Products: {products}", products=listed([*named, *more]))


def priced(quantity_milli: int, price: Money, discount_bp: int, total: Money) -> Text:
    """How many at what price, what is off, and what it comes to."""
    each = fmt("{quantity} × {price}", quantity=percents.quantity(quantity_milli), price=price)
    off = [fmt("−{percent}", percent=percents.shown(discount_bp))] if discount_bp else []
    return fmt("{parts} = {total}", parts=joined(" ", [each, *off]), total=total)
