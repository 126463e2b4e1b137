"""Orders on the cards of others: a line that says how far each is."""

from handlers.asks import Ask
from handlers.readers.ordering import status_name
from handlers.texts import Text, fmt, joined
from store import orders
from store.refs import Ref
from store.tables import Deal

LATEST = 5


def of_deal(ask: Ask, deal: Deal) -> Text | None:
    """The orders that came of a deal, as far as the asker may see them."""
    held = orders.of_deals(ask.session, [deal.id])[:LATEST]
    if not held:
        return None
    told = [
        fmt("`{ref}` {status}", ref=Ref("order", one.id), status=status_name(one.status))
        for one in held
    ]
    return fmt("Order: {orders}", orders=joined(" · ", told))
