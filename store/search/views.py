"""The index as far as somebody may see it, and how each database is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, TextClause, text

from store.search.documents import ID_BITS, KINDS, owner_token
from store.search.queries import SYNTAXES, Condition, Every, Some, Token, write
from store.search.tokens import SAMPLE

MOST_INDEXED_OWNERS: Final = 32  # above, PostgreSQL looks at the rows: GIN is slow at many ORs

_SQLITE: Final = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :condition "
    "AND rowid BETWEEN :lowest AND :highest AND (:kinds >> (rowid >> 58)) & 1 LIMIT :most"
)
_OF_KINDS: Final = "AND (CAST(:kinds AS integer) >> CAST(id >> 58 AS integer)) & 1 = 1"
_OF_OWNERS: Final = "AND (tokens @@ CAST(:owners AS tsquery)) IS TRUE"
# GIN gathers all matches before the first, so a condition that holds for very many documents is
# met in a sample of them, and only if that is not enough, in all. MATERIALIZED, lest the planner
# walk the primary key in hope of an early LIMIT; for the same reason the kind is read from the id
# by an expression that no index knows.
_SAMPLED_OR_ALL: Final = """
WITH sampled AS MATERIALIZED (
    SELECT id FROM search_index
    WHERE tokens @@ CAST(:sampled AS tsquery) {bounds} LIMIT CAST(:most AS integer)
), matching AS MATERIALIZED (
    SELECT id FROM search_index
    WHERE tokens @@ CAST(:condition AS tsquery) {bounds}
    AND (SELECT count(*) FROM sampled) < CAST(:most AS integer) LIMIT CAST(:most AS integer)
)
SELECT id FROM matching UNION ALL
SELECT id FROM sampled WHERE (SELECT count(*) FROM sampled) = CAST(:most AS integer)
"""
_POSTGRESQL: Final = text(_SAMPLED_OR_ALL.format(bounds=_OF_KINDS))
_POSTGRESQL_OF_MANY: Final = text(_SAMPLED_OR_ALL.format(bounds=f"{_OF_OWNERS} {_OF_KINDS}"))


@dataclass(frozen=True, slots=True)
class View:
    """Some kinds of documents of some owners.

    Args:
        connection: to read with.
        kinds: kinds of documents, one at least.
        owners: staff ids, one at least, of whom one must own a document; None: all documents.
    """

    connection: Connection
    kinds: Sequence[str]
    owners: frozenset[int] | None

    def matching(self, condition: Condition, most: int) -> list[int]:
        """Return up to `most` rows that a condition holds for, in no particular order."""
        is_sqlite = self.connection.dialect.name == "sqlite"
        ask = self._on_sqlite if is_sqlite else self._on_postgresql
        statement, parameters = ask(condition)
        parameters["kinds"] = sum({1 << KINDS[kind] for kind in self.kinds})
        parameters["most"] = most
        return list(self.connection.execute(statement, parameters).scalars().all())

    def _on_sqlite(self, condition: Condition) -> tuple[TextClause, dict[str, Any]]:
        numbers = [KINDS[kind] for kind in self.kinds]
        return _SQLITE, {
            "condition": write(self._owned(condition), SYNTAXES["sqlite"]),
            "lowest": min(numbers) << ID_BITS,
            "highest": (max(numbers) + 1 << ID_BITS) - 1,
        }

    def _on_postgresql(self, condition: Condition) -> tuple[TextClause, dict[str, Any]]:
        syntax = SYNTAXES["postgresql"]
        if self.owners and len(self.owners) > MOST_INDEXED_OWNERS:
            return _POSTGRESQL_OF_MANY, {
                "condition": write(condition, syntax),
                "sampled": write(condition, syntax, SAMPLE),
                "owners": write(_owned_by(self.owners), syntax),
            }
        owned = self._owned(condition)
        return _POSTGRESQL, {
            "condition": write(owned, syntax),
            "sampled": write(owned, syntax, SAMPLE),
        }

    def _owned(self, condition: Condition) -> Condition:
        return condition if self.owners is None else Every((condition, _owned_by(self.owners)))


def _owned_by(owners: frozenset[int]) -> Condition:
    return Some(tuple(Token(owner_token(owner)) for owner in sorted(owners)))
