"""Ways in which a message ends without a result: a question, a choice, a complaint."""

from dataclasses import dataclass

from handlers.replies import Button, Invocation
from handlers.texts import Text
from store.errors import CrmError


class Outcome(Exception):
    """The command did not run yet; whatever was done so far is rolled back."""


class Missing(Outcome):
    """An argument is missing: it is asked for."""

    def __init__(
        self,
        invocation: Invocation,
        parameter: str,
        complaint: Text | None = None,
        *,
        needed: bool = False,
    ) -> None:
        """Keep what is known so far, what to ask for, and what was wrong with the last answer.

        Args:
            invocation: what is known so far.
            parameter: what to ask for.
            complaint: what was wrong with the last answer.
            needed: it cannot be left out this time, though it often can.
        """
        super().__init__(parameter)
        self.invocation = invocation
        self.parameter = parameter
        self.complaint = complaint
        self.needed = needed


class Choose(Outcome):
    """Something fits several records: they are offered as buttons."""

    def __init__(self, text: Text, buttons: tuple[Button, ...]) -> None:
        """Keep what to say and what each button does."""
        super().__init__()
        self.text = text
        self.buttons = buttons


@dataclass(frozen=True, slots=True)
class Option:
    """A record that a name may mean: the ref that is filled in, and what tells it apart."""

    value: str
    label: str


class Ambiguous(CrmError):
    """A name fits several records."""

    def __init__(self, text: str, options: tuple[Option, ...]) -> None:
        """Keep the name and the records."""
        super().__init__(text)
        self.text = text
        self.options = options


class Unreadable(CrmError):
    """Words that do not make sense for an argument; `complaint` says what would."""

    def __init__(self, complaint: Text) -> None:
        """Keep the sentence."""
        super().__init__()
        self.complaint = complaint


class UnknownKey(CrmError):
    """A `key:value` that is no key of the command, though perhaps nearly one."""

    def __init__(self, key: str, near: str) -> None:
        """Keep what was typed and what was probably meant, if anything."""
        super().__init__(key)
        self.key = key
        self.near = near


class TooMuch(CrmError):
    """Words that belong to no argument."""

    def __init__(self, words: str, example: str) -> None:
        """Keep the words and how it would be right."""
        super().__init__(words)
        self.words = words
        self.example = example
