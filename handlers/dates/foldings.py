"""Texts in the form that the lists of words are written in, with the way back to the original."""

import unicodedata
from typing import NamedTuple

# ㏂ is four letters. Ligatures of whole phrases stay: a text of them would swell eighteenfold.
LONGEST_CHARACTER = 4


class Folded(NamedTuple):
    """A text in compatible (NFKC), lower-case characters.

    Attributes:
        text: The folded text.
        offsets: Where each of its characters came from, and the end; None when nothing moved.
    """

    text: str
    offsets: list[int] | None

    def given(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text as given that became the characters ``start`` to ``end``."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def folded(text: str) -> Folded:
    """The text in the form that the lists of words are written in."""
    lower = text.lower()
    if text.isascii() or (len(lower) == len(text) and unicodedata.is_normalized("NFKC", lower)):
        return Folded(lower, None)
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        compatible = unicodedata.normalize("NFKC", character).lower()
        if len(compatible) > LONGEST_CHARACTER:
            compatible = character
        characters.append(compatible)
        offsets += [offset] * len(compatible)
    return Folded("".join(characters), [*offsets, len(text)])
