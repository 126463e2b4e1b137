"""The order of what was found: how near its name is to what was asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from store.search import tokens
from store.search.questions import Question
from store.search.spellings import read_aloud

Key = tuple[str, int]

_EXACT: Final = 0
_BEGINS: Final = 1
_HOLDS: Final = 2
_RESEMBLES: Final = 3


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A name as it is written or as it is read aloud."""

    pieces: tuple[str, ...]
    whole: str
    is_aloud: bool = False


def rank(question: Question, names: Mapping[Key, str]) -> list[Key]:
    """Return the keys, best first; of equally good ones the newest first.

    Args:
        question: what was asked.
        names: the display name of each candidate, a kind and an id.
    """
    return sorted(names, key=lambda key: (*_nearness(question, names[key]), -key[1], key[0]))


def _nearness(question: Question, name: str) -> tuple[int, int, float, bool]:
    return min(_compare(question, spelling) for spelling in _spellings(question, name))


def _compare(question: Question, spelling: _Spelling) -> tuple[int, int, float, bool]:
    """Return the kind of match, the wrong letters, how much differs (0-100), and if aloud."""
    errors = sum(_errors(asked, spelling) for asked in question.pieces)
    if spelling.whole == question.whole:
        level = _EXACT
    elif errors:
        level = _RESEMBLES
    elif question.pieces and spelling.pieces[:1] and _begins(question, spelling):
        level = _BEGINS
    else:
        level = _HOLDS
    return level, errors, 100 - ratio(question.whole, spelling.whole), spelling.is_aloud


def _begins(question: Question, spelling: _Spelling) -> bool:
    return spelling.pieces[0].startswith(question.pieces[0])


def _errors(asked: str, spelling: _Spelling) -> int:
    """Return the wrong letters of an asked piece: none where a piece of the name begins so."""
    if any(piece.startswith(asked) for piece in spelling.pieces):
        return 0
    if tokens.is_chinese(asked) and asked in spelling.whole:
        return 0
    return min((OSA.distance(asked, piece) for piece in spelling.pieces), default=len(asked))


def _spellings(question: Question, name: str) -> Iterator[_Spelling]:
    folded = tokens.fold(name)
    pieces = tuple(tokens.pieces(folded))
    yield _Spelling(pieces, tokens.whole(folded, pieces))
    if all(map(tokens.is_chinese, question.pieces)):
        return
    for piece in filter(tokens.is_chinese, pieces):
        for reading in read_aloud(piece):
            spoken = (reading.joined, *reading.parts, reading.initials)
            yield _Spelling((*spoken, *pieces), tokens.WHOLE + reading.joined, is_aloud=True)
