"""Clearings: words that empty a field, such as `close:none`; in quotes they are a text like any."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from handlers.outcomes import Unreadable
from handlers.readers.words import narrow
from handlers.texts import fmt

NOTHING = ("none", "-", "–", "—", "无", "清空")


class Empty(Enum):
    """A field that is to be emptied; in a signature it says that the argument may be."""

    EMPTY = 0


EMPTY: Final = Empty.EMPTY


def means_nothing(text: str) -> bool:
    """Whether a value is one of the words that empty a field."""
    return narrow(text) in NOTHING


def quoted(text: str) -> str:
    """A value that was written in quotes, told apart from a word that empties."""
    return f'"{text}"' if means_nothing(text) else text


def unquoted(text: str) -> str:
    """What `quoted` made, as it was written."""
    inner = text.strip()[1:-1]
    return inner if means_nothing(inner) and quoted(inner) == text.strip() else text


def needed(*given: object) -> None:
    """Refuse to empty what a record cannot be without.

    Raises:
        Unreadable: one of the values would.
    """
    if EMPTY in given:
        raise Unreadable(fmt("That is needed, so it cannot be emptied."))


def changes(given: Mapping[str, Any]) -> dict[str, Any]:
    """New values by field: None for those that are emptied, and nothing for those not given."""
    return {
        name: None if value is EMPTY else value
        for name, value in given.items()
        if value is not None
    }
