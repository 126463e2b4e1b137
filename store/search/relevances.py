"""Relevance: which documents a whole sentence has to do with, where no document is so called."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection

from store.search import tokens
from store.search.documents import document_key
from store.search.queries import Condition, Every, Some, Token
from store.search.questions import asked
from store.search.rankings import Key
from store.search.spellings import spell_words
from store.search.views import View

MOST_TERMS: Final = 16
STOP_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "a an the i we you it he she they me us my our your their is are am be been was were do "
        "does did can could will would should may must how what when where why who which to of in "
        "on for with from at by as and or not no but if so this that there here please hello hi "
        "dear help need want get have has had just still since s t m re ve ll don any some all",
    )
)
"""English words that say nothing about what a sentence is about."""
STOP_PHRASES: Final = re.compile(
    "怎么样|怎么办|怎么|如何|请问|什么|可以|你好|您好|我们|你们|为什么|一下|谢谢|是不是|有没有|"
    "能不能|可不可以|现在|已经|还是|这个|那个|一个|没有|不能|[我你您他她它的了吗呢啊吧么请是在有想要]"
)
"""Chinese ones; what stands on both sides of them is no word together."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a document fits a sentence.

    Attributes:
        strong: how many of its terms are in what the document is called and found by.
        weak: how many are in its text only.
        terms: how many there are.
    """

    strong: int
    weak: int
    terms: int

    @property
    def weight(self) -> int:
        """By which documents are put in order."""
        return 3 * self.strong + self.weak

    @property
    def is_close(self) -> bool:
        """Whether it is worth somebody's while to be shown it unasked."""
        met = self.strong + self.weak
        return self.strong >= 2 or (self.strong == 1 and met * 2 >= self.terms)  # noqa: PLR2004


def terms(text: str) -> tuple[Condition, ...]:
    """What a sentence is about: its words without those that say nothing, Chinese in pairs."""
    meant = STOP_PHRASES.sub(" ", tokens.fold(text))
    pieces = [one for one in dict.fromkeys(tokens.pieces(meant)) if one not in STOP_WORDS]
    found = dict.fromkeys(condition for piece in pieces for condition in asked(piece))
    return tuple(found)[:MOST_TERMS]


def related(
    connection: Connection,
    wanted: Sequence[Condition],
    *,
    kind: str,
    owners: frozenset[int] | None,
    most: int,
) -> list[int]:
    """Ids of documents that share a term with a sentence, in no particular order.

    Args:
        connection: to read with.
        wanted: as `terms` gives them.
        kind: of the documents.
        owners: whose, as in `look_up`.
        most: how many at most.
    """
    if not wanted:
        return []
    rows = View(connection, [kind], owners).matching(Some(tuple(wanted)), most)
    keys: Iterable[Key] = map(document_key, rows)
    return [number for _, number in keys]


def fit(wanted: Sequence[Condition], called: Sequence[str], text: Sequence[str]) -> Fit:
    """How well a document fits, by what it is called and found by, and by its text."""
    names = frozenset[str]().union(*map(_tokens, called))
    words = frozenset[str]().union(*map(_tokens, text))
    strong = [one for one in wanted if _holds(one, names)]
    weak = [one for one in wanted if one not in strong and _holds(one, words)]
    return Fit(len(strong), len(weak), len(wanted))


@lru_cache(maxsize=512)
def _tokens(text: str) -> frozenset[str]:
    return frozenset(spell_words(text).tokens())


def _holds(condition: Condition, met: frozenset[str]) -> bool:
    match condition:
        case Token(text, is_beginning=True):
            return any(one.startswith(text) for one in met)
        case Token(text):
            return text in met
        case Every(parts):
            return all(_holds(one, met) for one in parts)
        case Some(parts):
            return any(_holds(one, met) for one in parts)
