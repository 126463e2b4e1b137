"""Looking something up: the attempts, the second wall, the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from sqlalchemy import Connection

from store.search.documents import document_key
from store.search.questions import Question
from store.search.rankings import Key, rank
from store.search.views import View
from store.search.vocabularies import read_vocabulary

MOST_COUNTED: Final = 1000  # matches; a larger total is said to be more
MOST_RANKED: Final = 100  # candidates of which names are loaded and compared

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
    view = View(connection, kinds, owners)
    place = slice(offset, offset + limit)
    if matches := view.matching(question.found_by, MOST_COUNTED + 1):
        return _page(view, question, matches, names, place)
    for meant in question.corrections(read_vocabulary(connection)):
        if matches := view.matching(meant.found_by, MOST_COUNTED + 1):
            page = _page(view, meant, matches, names, place)
            return replace(page, guessed=True)
    return Hits()


def _page(view: View, question: Question, matches: list[int], names: Names, place: slice) -> Hits:
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


def _candidates(view: View, question: Question, matches: list[int]) -> list[int]:
    """Return the matches to compare; of very many, those that the question wants first."""
    if len(matches) <= MOST_RANKED:
        return matches
    preferred = (view.matching(condition, MOST_RANKED) for condition in question.first)
    return list(dict.fromkeys((*chain.from_iterable(preferred), *matches)))[:MOST_RANKED]


def _hidden(keys: list[Key], named: Mapping[Key, str]) -> int:
    return sum(key not in named for key in keys)
