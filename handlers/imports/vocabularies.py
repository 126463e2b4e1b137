"""Vocabularies: every kind of record that can be imported, and what its columns are called."""

from functools import cache

from handlers.imports.sales_synonyms import ACTIVITIES, DEALS, PRODUCTS, STAFF, TEAMS
from handlers.imports.service_synonyms import TICKETS
from handlers.imports.spellings import spell
from handlers.imports.synonyms import COMPANIES, CONTACTS, LEADS, Vocabulary

VOCABULARIES: dict[str, Vocabulary] = {
    "contacts": CONTACTS,
    "companies": COMPANIES,
    "leads": LEADS,
    "deals": DEALS,
    "tickets": TICKETS,
    "activities": ACTIVITIES,
    "products": PRODUCTS,
    "staff": STAFF,
    "teams": TEAMS,
}


@cache
def _all_names() -> frozenset[str]:
    return frozenset(name for each in VOCABULARIES.values() for name in each.meanings)


def is_known(header: str) -> bool:
    """Tell whether any kind of record has a column of this name."""
    spelling = spell(header)
    return not _all_names().isdisjoint((spelling.compact, *spelling.halves))
