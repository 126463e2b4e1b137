"""What an argument type is: it reads itself from text, asks for itself, suggests and complains."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from handlers.asks import Ask
from handlers.texts import Text, fmt
from store.errors import CrmError

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a message.

    Attributes:
        text: its characters without quotes.
        start: where it begins in the message.
        end: where it ends, quotes included.
        quoted: whether it stood in quotes; such a word is never a key.
    """

    text: str
    start: int
    end: int
    quoted: bool = False


class Reader(Generic[Value]):
    """An argument type.

    Attributes:
        greedy: it takes all words that nothing else took.
        free: it is free text; a command typed instead of an answer needs its slash.
        wordy: after `key:` it goes on over the words that follow.
        reach: how many words after `key:value` may still belong to the value, if they read.
        many: it may be given several times; the texts are joined by line breaks.
        text: its words may hold anything, so that `word:` in it need not be a key.
        picky: a phrase is not meant where its words for this make no sense.
        aside: a button gives it, so neither a form nor the help shows it.
    """

    greedy = False
    free = False
    wordy = False
    many = False
    reach = 0
    text = False
    aside = False
    picky = False

    def retold(self, text: str) -> str:
        """What one person wrote, as the listener would; what is the same in any language stays."""
        return text

    def read(self, ask: Ask, text: str) -> Value:
        """Read a value.

        Raises:
            CrmError: the text makes no sense here; its sentence says what would.
        """
        raise TypeError(type(self).__name__, text)

    def reads(self, ask: Ask, text: str) -> bool:
        """Whether a text makes sense, for readers with a `reach`."""
        with suppress(CrmError):
            self.read(ask, text)
            return True
        return False

    def complete(self, text: str) -> bool:
        """Whether what stands behind `key:` is all of the value, though it is wordy."""
        return False

    def spot(
        self, ask: Ask, words: Sequence[Word], others: Sequence["Reader[Any]"]
    ) -> slice | None:
        """Find the words that are this argument's, without its key; None when none are."""
        return slice(0, len(words)) if self.greedy and words else None

    def apart(self, ask: Ask, text: str) -> str:
        """A text with spaces around what is this argument's, where it is written without any."""
        return text

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("What should it be?")

    def suggest(self, ask: Ask) -> list[str]:
        """Values that may be meant, at most 5; they become buttons."""
        return []

    def offers(self, ask: Ask) -> list[tuple[str, str]]:
        """What is suggested: the label of its button, and its value."""
        return [(one, one) for one in self.suggest(ask)]

    def schema(self) -> dict[str, Any]:
        """JSON schema of the raw text."""
        return {"type": "string"}
