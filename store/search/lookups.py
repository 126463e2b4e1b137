"""Looking something up: the walls of owners and kinds, the attempts, the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, TextClause
from sqlalchemy import text as sql

from store.search.documents import ID_BITS, KINDS, document_key, owner_token
from store.search.queries import SYNTAXES, Condition, Every, Some, Token, write
from store.search.questions import Question
from store.search.rankings import Key, rank
from store.search.vocabularies import read_vocabulary

MOST_COUNTED: Final = 1000  # matches; a larger total is said to be more
MOST_RANKED: Final = 100  # candidates of which names are loaded and compared
MOST_INDEXED_OWNERS: Final = 8  # above, PostgreSQL looks at the rows: GIN is slow at many ORs

# MATERIALIZED, lest the planner walk the primary key in hope of an early LIMIT; for the same
# reason the kind is read from the id by an expression that no index knows.
_MATCHING: Final = {
    "sqlite": sql(
        "SELECT rowid FROM search_index WHERE search_index MATCH :condition "
        "AND rowid BETWEEN :lowest AND :highest AND (:kinds >> (rowid >> 58)) & 1 LIMIT :most"
    ),
    "postgresql": sql(
        "WITH matching AS MATERIALIZED (SELECT id FROM search_index "
        "WHERE tokens @@ CAST(:condition AS tsquery) "
        "AND (CAST(:kinds AS integer) >> CAST(id >> 58 AS integer)) & 1 = 1 "
        "LIMIT CAST(:most AS integer)) SELECT id FROM matching"
    ),
}
_MATCHING_OF_MANY: Final = sql(
    "WITH matching AS MATERIALIZED (SELECT id FROM search_index "
    "WHERE tokens @@ CAST(:condition AS tsquery) "
    "AND (tokens @@ CAST(:owners AS tsquery)) IS TRUE "
    "AND (CAST(:kinds AS integer) >> CAST(id >> 58 AS integer)) & 1 = 1 "
    "LIMIT CAST(:most AS integer)) SELECT id FROM matching"
)

Names = Callable[[Sequence[Key]], Mapping[Key, str]]


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of what was found.

    Args:
        found: kinds and ids, best first.
        total: how many there are on all pages.
        more: whether there are even more than were counted.
        guessed: whether nothing was found until typing errors were put right.
    """

    found: tuple[Key, ...] = ()
    total: int = 0
    more: bool = False
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class _View:
    """The index as far as it may be seen: some kinds, some owners (None: all)."""

    connection: Connection
    kinds: Sequence[str]
    owners: frozenset[int] | None

    def matching(self, condition: Condition, most: int) -> list[int]:
        """Return up to `most` rows that a condition holds for, in no particular order."""
        statement, parameters = self._bounded(condition)
        numbers = [KINDS[kind] for kind in self.kinds]
        parameters |= {"kinds": sum(1 << number for number in set(numbers)), "most": most}
        if self.connection.dialect.name == "sqlite":
            parameters["lowest"] = min(numbers) << ID_BITS
            parameters["highest"] = (max(numbers) + 1 << ID_BITS) - 1
        return list(self.connection.execute(statement, parameters).scalars().all())

    def _bounded(self, condition: Condition) -> tuple[TextClause, dict[str, Any]]:
        name = self.connection.dialect.name
        syntax = SYNTAXES[name]
        if self.owners is None:
            return _MATCHING[name], {"condition": write(condition, syntax)}
        owned = Some(tuple(Token(owner_token(owner)) for owner in sorted(self.owners)))
        if name == "postgresql" and len(self.owners) > MOST_INDEXED_OWNERS:
            asked = {"condition": write(condition, syntax), "owners": write(owned, syntax)}
            return _MATCHING_OF_MANY, asked
        return _MATCHING[name], {"condition": write(Every((condition, owned)), syntax)}


def look_up(
    connection: Connection,
    text: str,
    *,
    kinds: Sequence[str],
    owners: frozenset[int] | None,
    names: Names,
    limit: int = 8,
    offset: int = 0,
) -> Hits:
    """Find documents by what a person typed: whole or begun words, Chinese, pinyin, any order.

    Exactly so named comes first, then names that begin so, then the other matches; only when
    there is none, typing errors are put right.

    Args:
        connection: to read with.
        text: any text; nothing in it is syntax.
        kinds: kinds to be found.
        owners: staff ids (0: the pool) of whom at least one must own a document; None: all.
        names: loads the display names of candidates, but of those only that may be seen.
        limit: length of the page.
        offset: how many matches come before the page.
    """
    question = Question.read(text)
    if question is None or not kinds or owners == frozenset():
        return Hits()
    view = _View(connection, kinds, owners)
    place = slice(offset, offset + limit)
    if matches := view.matching(question.found_by, MOST_COUNTED + 1):
        return _page(view, question, matches, names, place)
    for meant in question.corrections(read_vocabulary(connection)):
        if matches := view.matching(meant.found_by, MOST_COUNTED + 1):
            page = _page(view, meant, matches, names, place)
            return replace(page, guessed=True)
    return Hits()


def _page(view: _View, question: Question, matches: list[int], names: Names, place: slice) -> Hits:
    """Rank the likeliest matches, leave the others as they come, and cut out a page."""
    rows = _candidates(view, question, matches)
    candidates = [document_key(row) for row in rows]
    named = names(candidates)
    ranked = rank(question, {key: named[key] for key in candidates if key in named})
    others = list(dict.fromkeys((*rows, *matches)))[len(rows) :]
    after = slice(max(0, place.start - len(ranked)), max(0, place.stop - len(ranked)))
    later = [document_key(row) for row in others[after]]
    seen = names(later) if later else {}
    return Hits(
        found=(*ranked[place], *(key for key in later if key in seen)),
        total=min(len(matches), MOST_COUNTED) - _hidden(candidates, named) - _hidden(later, seen),
        more=len(matches) > MOST_COUNTED,
    )


def _candidates(view: _View, question: Question, matches: list[int]) -> list[int]:
    """Return the matches to compare; of very many, those that the question wants first."""
    if len(matches) <= MOST_RANKED:
        return matches
    preferred = (view.matching(condition, MOST_RANKED) for condition in question.first)
    return list(dict.fromkeys((*chain.from_iterable(preferred), *matches)))[:MOST_RANKED]


def _hidden(keys: list[Key], named: Mapping[Key, str]) -> int:
    return sum(key not in named for key in keys)
