"""Text as the search index sees it: folded words, Chinese characters and pairs, symbols."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

LONGEST_TEXT: Final = 400  # characters that are looked at; what follows is ignored
LONGEST_WORD: Final = 40  # characters; PostgreSQL refuses lexemes above 2,046 bytes
SHORT: Final = 10  # beginnings up to here are tokens of their own, longer ones a range of words

# A marked token is a mark and at least one character more. Marks are neither letters nor digits,
# and a symbol token is one character: nothing that a person types can collide with them.
START: Final = "‹"  # ‹gra: a word begins so
FIRST: Final = "«"  # «grace: the first word of a name
WHOLE: Final = "≡"  # ≡gracehopper: a whole name
OWNER: Final = "·"  # ·12: staff member 12 may see it as their own
SAMPLE: Final = "⁑"  # ⁑grace: the token once more, for one document in many

_CHINESE: Final = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
)
_INDIC: Final = "\u0900-\u109f"  # vowel signs there are no letters, yet belong to the word
_INVISIBLE: Final = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ud800-\udfff\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f]+"
)
_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_PIECE: Final = re.compile(f"[{_CHINESE}]+|(?:[^\\W_{_CHINESE}]|[{_INDIC}])+")
_FIRST_CHINESE: Final = re.compile(f"[{_CHINESE}]")
_COMPOUND: Final = re.compile(r"[a-z0-9]+(?:['’.&/-][a-z0-9]+)+")
_COMPOUND_MARK: Final = re.compile(r"[^a-z0-9]")
_PICTURES: Final = frozenset({"So", "Sk", "Co", "Cn"})  # Cn: emoji younger than this Python
_FULL_WIDTH: Final = 0xFEE0  # from ASCII punctuation to its full-width twin, which folding undoes


def fold(text: str) -> str:
    """Return text without case, accents, full-width forms and invisible characters."""
    kept = text[:LONGEST_TEXT]
    if not kept.isascii():
        kept = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", kept).casefold())
        kept = unicodedata.normalize("NFKC", _INVISIBLE.sub("", kept)).translate(_LETTERS)
    return _INVISIBLE.sub("", kept.lower())


def pieces(folded: str) -> list[str]:
    """Split folded text into words and unbroken runs of Chinese (or kana, hangul) characters."""
    found = _PIECE.findall(folded)
    if folded.isascii():
        return [piece[:LONGEST_WORD] for piece in found]
    return [piece if is_chinese(piece) else piece[:LONGEST_WORD] for piece in found]


def is_chinese(piece: str) -> bool:
    """Tell whether a piece is a run of characters that are written without spaces."""
    return piece >= "\u3005" and _FIRST_CHINESE.match(piece) is not None


def compounds(folded: str) -> list[str]:
    """Return O'Brien as obrien and AT&T as att, as people type them, for folded text."""
    found = _COMPOUND.findall(folded)
    return [_COMPOUND_MARK.sub("", compound)[:LONGEST_WORD] for compound in found]


def chinese_tokens(run: str) -> Iterator[str]:
    """Yield the characters and the pairs of neighbours of a run."""
    yield from run
    yield from chinese_pairs(run)


def chinese_pairs(run: str) -> Iterator[str]:
    """Yield the pairs of neighbours of a run."""
    return (first + second for first, second in pairwise(run))


@lru_cache(maxsize=4096)
def starts(word: str) -> tuple[str, ...]:
    """Return the tokens that stand for the short beginnings of a word."""
    return tuple(START + word[:length] for length in range(1, min(SHORT, len(word)) + 1))


def pictures(folded: str) -> list[str]:
    """Return the emoji and other pictures of folded text."""
    if folded.isascii():
        return []
    return [
        character
        for character in folded
        if not character.isascii() and unicodedata.category(character) in _PICTURES
    ]


def punctuation(folded: str) -> list[str]:
    """Return the visible characters of folded text, for text in which there is no word."""
    visible = "".join(folded.split())
    return [chr(ord(sign) + _FULL_WIDTH) if sign.isascii() else sign for sign in visible]


def whole(folded: str, split: Sequence[str]) -> str:
    """Return the token of a whole name, whatever its spaces; empty when nothing is visible.

    Args:
        folded: the name.
        split: its pieces.
    """
    signs = "".join(split or pictures(folded) or punctuation(folded))
    return WHOLE + signs[:LONGEST_WORD] if signs else ""
