"""What a person has typed into a search, as conditions on the index."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Final, Self

from store.search import tokens
from store.search.queries import Condition, Every, Some, Token
from store.search.spellings import first_token
from store.search.vocabularies import Vocabulary, is_corrected

MOST_TOKENS: Final = 16  # that are looked for; further ones are ignored
MOST_CORRECTED: Final = 4  # words of which typing errors are put right, some 20 ms for each

Near = Callable[[str], list[tuple[str, int]]]
Meanings = dict[str, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Question:
    """A search text.

    Args:
        pieces: its words and runs of Chinese characters, folded.
        whole: the token of a name that is spelled exactly so.
        found_by: what a document must have.
        first: of very many documents, those to be considered before the others, best first.
    """

    pieces: tuple[str, ...]
    whole: str
    found_by: Condition
    first: tuple[Condition, ...] = ()

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Understand a text, any text; None when there is nothing visible in it."""
        folded = tokens.fold(text)
        split = tokens.pieces(folded)
        whole = tokens.whole(folded, split)
        if not whole:
            return None
        pieces = tuple(dict.fromkeys(split))[:MOST_TOKENS]
        words = tuple(word for piece in pieces for word in asked(piece)) or _symbols(folded)
        everything = Every(words[:MOST_TOKENS])
        exact = Token(whole)
        first = (exact, *_beginnings(pieces, everything))
        return cls(pieces, whole, Some((exact, everything)), first)

    def corrections(self, vocabulary: Vocabulary) -> "Iterator[Question]":
        """Yield the questions that may have been meant, the likeliest and cheapest first.

        At first only unknown words are doubted, then the known ones too. One error behind the
        first letter is tried before the others when a further word confirms it.
        """
        doubtful = [piece for piece in self.pieces if is_corrected(piece)][:MOST_CORRECTED]
        unknown = [piece for piece in doubtful if not vocabulary.knows(piece)]
        anywhere: Near = cache(vocabulary.near)
        tried: Meanings = {}
        attempts = [(unknown, anywhere), (doubtful, anywhere)]
        if len(self.pieces) > 1:
            attempts.insert(0, (unknown, vocabulary.nearest_alike))
        for doubted, near in attempts:
            meant = {piece: near(piece) for piece in doubted}
            if any(meant.values()) and meant != tried:
                yield self._corrected(meant)
            tried = meant

    def _corrected(self, meant: Meanings) -> "Question":
        closest = {
            piece: [(word, errors) for word, errors in found if errors == found[0][1]]
            for piece, found in meant.items()
        }
        return replace(self, found_by=self._meaning(meant), first=(self._meaning(closest),))

    def _meaning(self, meant: Meanings) -> Condition:
        meant_by = (
            Some((Every(asked(piece)), *(Token(word) for word, _ in meant.get(piece, ()))))
            for piece in self.pieces
        )
        return Every(tuple(meant_by)[:MOST_TOKENS])


def asked(piece: str) -> tuple[Condition, ...]:
    """What a document has in which a word or a run of Chinese characters stands."""
    if not tokens.is_chinese(piece):
        return (_beginning(piece),)
    pairs = islice(tokens.chinese_pairs(piece), MOST_TOKENS)
    return tuple(map(Token, pairs)) or (Token(piece),)


def _beginning(word: str) -> Condition:
    if len(word) <= tokens.SHORT:
        return Token(tokens.START + word)
    return Token(word, is_beginning=True)


def _symbols(folded: str) -> tuple[Condition, ...]:
    found = tokens.pictures(folded) or tokens.punctuation(folded)
    return tuple(map(Token, dict.fromkeys(found)))


def _beginnings(pieces: tuple[str, ...], everything: Condition) -> tuple[Condition, ...]:
    """Return the condition that a name begins with the first piece, unless that says little."""
    first = pieces[0] if pieces else ""
    if tokens.is_chinese(first):
        return (Every((Token(first_token(first)), everything)),) if len(first) > 1 else ()
    if len(first) < tokens.SHORT:
        return ()
    return (Every((Token(first_token(first), is_beginning=True), everything)),)
