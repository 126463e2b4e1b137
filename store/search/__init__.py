"""Search: one index of own tokens on both databases."""

from store.search.documents import KINDS, Document, drop, put
from store.search.lookups import Hits, look_up
from store.search.relevances import Fit, fit, related, terms
from store.search.schemas import create_statements, drop_statements, owns_table
from store.search.vocabularies import forget

__all__ = [
    "KINDS",
    "Document",
    "Fit",
    "Hits",
    "create_statements",
    "drop",
    "drop_statements",
    "fit",
    "forget",
    "look_up",
    "owns_table",
    "put",
    "related",
    "terms",
]
