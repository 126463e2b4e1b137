"""Atoms of a question: words where they are parted by blanks, single characters in Chinese."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST = 300
"""Characters of a question; nobody asks a longer one."""
RUN = 7
"""English words, or 12 Chinese characters, that may belong together at most."""
CHINESE_RUN = 12
ATOM = re.compile(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff,;!?]+|[,;!?]")


@dataclass(frozen=True, slots=True)
class Atom:
    """A word or a character, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def chinese(self) -> bool:
        """Whether it is a Chinese character."""
        return "\u3400" <= self.text[0] <= "\u9fff"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A question in the form in which it is compared, taken apart."""

    text: str
    atoms: tuple[Atom, ...]

    @classmethod
    def of(cls, text: str) -> "Sentence":
        """Take a question apart; full-width signs become narrow, case does not matter."""
        folded = unicodedata.normalize("NFKC", text).casefold().strip(" ?!.。…~")
        found = ATOM.finditer(folded)
        return cls(folded, tuple(Atom(one[0], one.start(), one.end()) for one in found))

    def runs(self, first: int) -> Iterator[tuple[int, str]]:
        """Runs of atoms from one on, the longest first: where the next one begins, and the text."""
        longest = CHINESE_RUN if self.atoms[first].chinese else RUN
        for last in range(min(first + longest, len(self.atoms)), first, -1):
            yield last, self.between(self.atoms[first:last])

    def between(self, atoms: Sequence[Atom]) -> str:
        """The text of some atoms that stand one behind another."""
        return self.text[atoms[0].start : atoms[-1].end]
