"""The tokens under which one text, a name or another, can be found."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Self

from store.search import pinyins, tokens


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text cut for the index.

    Args:
        words: what people type whole or by its beginning: words, pinyin.
        initials: of pinyin, typed likewise.
        signs: what is found by itself only: Chinese characters and pairs, symbols, marked tokens.
    """

    words: tuple[str, ...]
    initials: tuple[str, ...]
    signs: tuple[str, ...]

    def tokens(self) -> Iterator[str]:
        """Yield all tokens, some of them more than once."""
        typed = self.words + self.initials
        return chain(self.signs, typed, chain.from_iterable(map(tokens.starts, typed)))


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text in pieces, each with the ways to read it aloud (none unless it is Chinese)."""

    folded: str
    pieces: list[str]
    readings: list[tuple[pinyins.Reading, ...]]

    @classmethod
    def of(cls, text: str, longest_read: int) -> Self:
        """Cut a text; a longer run of characters is not read aloud."""
        folded = tokens.fold(text)
        pieces = tokens.pieces(folded)
        if folded.isascii():
            return cls(folded, pieces, [()] * len(pieces))
        readings = [read_aloud(piece) if len(piece) <= longest_read else () for piece in pieces]
        return cls(folded, pieces, readings)

    def aloud(self) -> Iterator[pinyins.Reading]:
        """Yield all readings."""
        return chain.from_iterable(self.readings)


@lru_cache(maxsize=1024)  # companies and titles come again and again
def spell_words(text: str) -> Spelling:
    """Cut what describes something: a title, a tag, the name of its company."""
    return _spell(_Cut.of(text, longest_read=pinyins.LONGEST_NAME))


def spell_name(text: str) -> Spelling:
    """Cut a name: also found by the parts of its pinyin, and first where it begins as asked."""
    cut = _Cut.of(text, longest_read=tokens.LONGEST_TEXT)
    spelling = _spell(cut)
    parts = chain.from_iterable(reading.parts for reading in cut.aloud() if reading.is_name)
    return Spelling((*spelling.words, *parts), spelling.initials, (*spelling.signs, *_marked(cut)))


def read_aloud(piece: str) -> tuple[pinyins.Reading, ...]:
    """Return the readings of a piece, none unless it is Chinese."""
    return tuple(pinyins.readings(piece)) if tokens.is_chinese(piece) else ()


def first_token(piece: str) -> str:
    """Return the token of a name's first word; two characters stand for a Chinese one."""
    return tokens.FIRST + (piece[:2] if tokens.is_chinese(piece) else piece)


def _spell(cut: _Cut) -> Spelling:
    if cut.folded.isascii() and cut.pieces:
        return Spelling((*cut.pieces, *tokens.compounds(cut.folded)), (), ())
    latin = (piece for piece in cut.pieces if not tokens.is_chinese(piece))
    joined = (reading.joined for reading in cut.aloud())
    return Spelling(
        (*latin, *tokens.compounds(cut.folded), *joined),
        tuple(reading.initials for reading in cut.aloud()),
        tuple(_signs(cut)),
    )


def _signs(cut: _Cut) -> Iterator[str]:
    for run in filter(tokens.is_chinese, cut.pieces):
        yield from tokens.chinese_tokens(run)
    yield from tokens.pictures(cut.folded)
    if not cut.pieces:
        yield from tokens.punctuation(cut.folded)


def _marked(cut: _Cut) -> Iterator[str]:
    if whole := tokens.whole(cut.folded, cut.pieces):
        yield whole
    if cut.pieces:
        yield first_token(cut.pieces[0])
    for reading in chain.from_iterable(cut.readings[:1]):
        yield tokens.FIRST + reading.joined
        if len(cut.pieces) == 1:
            yield tokens.WHOLE + reading.joined
