"""A reader of somebody's part in a deal: one word or two, behind the names."""

from collections.abc import Sequence
from typing import Any

from handlers.asks import Ask
from handlers.readers.readings import Reader, Word
from handlers.readers.words import Choice, narrow

LONGEST = 2


class RoleChoice(Choice):
    """A choice of up to two words at the end of the words."""

    reach = 1
    ARTICLES = ("the ", "a ", "an ", "as ")

    def read(self, ask: Ask, text: str) -> str:
        """Find the choice that words mean, whatever article stands before."""
        bare = narrow(text)
        for article in self.ARTICLES:
            bare = bare.removeprefix(article)
        return super().read(ask, bare)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The last words that are a choice, unless they are all there are."""
        for count in range(LONGEST, 0, -1):
            said = narrow(" ".join(one.text for one in words[-count:]))
            if len(words) >= count and said in self._meanings and not words[-1].quoted:
                return slice(len(words) - count, len(words))
        return None
