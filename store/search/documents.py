"""What can be found: documents, how they become tokens, and their way into the index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter
from typing import Any, Final

import orjson
from sqlalchemy import Connection, text

from store.search import tokens
from store.search.spellings import spell_name, spell_words
from store.search.vocabularies import is_corrected

KINDS: Final[Mapping[str, int]] = {
    "contact": 1,
    "company": 2,
    "deal": 3,
    "lead": 4,
    "ticket": 5,
    "product": 6,
    "quote": 7,
    "order": 8,
    "article": 9,
}
_KIND_NAMES: Final = {number: name for name, number in KINDS.items()}
ID_BITS: Final = 58  # 4 bits for the kind and 58 for the id stay within a signed 64-bit row id
SAMPLED: Final = 17  # one document in so many; a prime, lest ids that are dealt in steps miss it
MOST_TOKENS: Final = 1000  # of one document; PostgreSQL refuses a tsvector above 1 MB

_PUT_SQLITE: Final = text(
    "INSERT INTO search_entries (id, tokens, words) VALUES (:id, :tokens, :words)"
)
_INSERT_POSTGRESQL: Final = (
    "WITH learned AS (INSERT INTO search_words (word) SELECT met.word "
    "FROM unnest(CAST(:words AS text[])) AS met (word) WHERE NOT EXISTS "
    "(SELECT 1 FROM search_words AS known WHERE known.word = met.word)) "
    "INSERT INTO search_index (id, tokens) "
    "VALUES (:id, array_to_tsvector(CAST(:tokens AS text[])))"
)
_PUT_NEW: Final = {"sqlite": _PUT_SQLITE, "postgresql": text(_INSERT_POSTGRESQL)}
_PUT: Final = {
    "sqlite": _PUT_SQLITE,
    "postgresql": text(
        f"{_INSERT_POSTGRESQL} ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens"
    ),
}
_DROP: Final = {
    "sqlite": text("DELETE FROM search_index WHERE rowid = :id"),
    "postgresql": text("DELETE FROM search_index WHERE id = :id"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """A row as the search knows it.

    Args:
        kind: one of KINDS.
        id: the id of the row, below 2 ** 58.
        names: what it is called; found first.
        words: what else it is found by: company, title, tags.
        owners: ids of the staff who may see it as their own; 0 stands for the pool.
    """

    kind: str
    id: int
    names: tuple[str, ...]
    words: tuple[str, ...] = ()
    owners: frozenset[int] = frozenset()


def row_id(kind: str, id_: int) -> int:
    """Return the id of a document's row in the index.

    Raises:
        ValueError: when the id does not fit.
        KeyError: when there is no such kind.
    """
    if not 0 <= id_ < 1 << ID_BITS:
        raise ValueError(id_)
    return KINDS[kind] << ID_BITS | id_


def document_key(row: int) -> tuple[str, int]:
    """Return kind and id of a document from the id of its row in the index."""
    return _KIND_NAMES[row >> ID_BITS], row & (1 << ID_BITS) - 1


def put(connection: Connection, documents: Sequence[Document], *, new: bool = False) -> None:
    """Write documents, or write them anew, by one statement.

    Args:
        connection: in the transaction that also writes the rows.
        documents: in any order; they are written by id, lest two writers lock each other.
        new: promises that none of them is there yet, which spares PostgreSQL a look.
    """
    name = connection.dialect.name
    rows = sorted((_row(document, name) for document in documents), key=itemgetter("id"))
    if rows:
        statement = (_PUT_NEW if new else _PUT)[name]
        connection.execute(statement, rows if len(rows) > 1 else rows[0])


def drop(connection: Connection, kind: str, ids: Sequence[int]) -> None:
    """Remove documents; those that are not there do not matter."""
    rows = [{"id": row_id(kind, id_)} for id_ in sorted(ids)]
    if rows:
        connection.execute(_DROP[connection.dialect.name], rows)


def owner_token(owner: int) -> str:
    """Return the token of the documents that a staff member (0: everyone) may see as own."""
    return f"{tokens.OWNER}{owner}"


def _row(document: Document, dialect_name: str) -> dict[str, Any]:
    spellings = [*map(spell_name, document.names), *map(spell_words, document.words)]
    met = chain.from_iterable(spelling.tokens() for spelling in spellings)
    found = list(islice(dict.fromkeys(met), MOST_TOKENS))
    found += map(owner_token, document.owners)
    words = {word for spelling in spellings for word in spelling.words if is_corrected(word)}
    row = row_id(document.kind, document.id)
    if dialect_name == "sqlite":
        return {"id": row, "tokens": " ".join(found), "words": orjson.dumps(sorted(words)).decode()}
    if document.id % SAMPLED == 0:
        found += [tokens.SAMPLE + token for token in found]
    return {"id": row, "tokens": found, "words": sorted(words)}
