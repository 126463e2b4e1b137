"""Kinds of exports: of each list its columns, and how its records are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.asks import Ask
from handlers.exports import columns, parties, sales, services
from handlers.exports.columns import Batch, Column
from store.sessions import Session


@dataclass(frozen=True, slots=True)
class Exported:
    """A kind of record as it leaves the house.

    Attributes:
        columns: in their order.
        read: some records with all that the columns need, in a fixed number of statements.
    """

    columns: Callable[[Session], Sequence[Column]]
    read: Callable[[Ask, Sequence[int]], Batch]


def _always(found: Sequence[Column]) -> Callable[[Session], Sequence[Column]]:
    return lambda _session: found


EXPORTED: dict[str, Exported] = {
    "contact": Exported(columns.of_contacts, parties.read_contacts),
    "company": Exported(_always(columns.COMPANIES), parties.read_companies),
    "deal": Exported(_always(columns.DEALS), parties.read_deals),
    "lead": Exported(_always(sales.LEADS), sales.read_leads),
    "quote": Exported(_always(sales.QUOTES), sales.read_quotes),
    "order": Exported(_always(sales.ORDERS), sales.read_orders),
    "product": Exported(_always(sales.PRODUCTS), sales.read_products),
    "ticket": Exported(_always(services.TICKETS), services.read_tickets),
    "task": Exported(_always(services.TASKS), services.read_tasks),
    "activity": Exported(_always(services.ACTIVITIES), services.read_activities),
    "article": Exported(_always(services.ARTICLES), services.read_articles),
    "staff": Exported(_always(services.STAFF), services.read_staff),
}
"""By kind of record; a list of any other kind cannot be exported."""
