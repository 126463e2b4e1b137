"""What is asked of the index, as a tree, and the two languages in which databases are asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Token:
    """Documents with a token, or with any token that begins so."""

    text: str
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """Documents that all conditions hold for."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    """Documents that at least one condition holds for."""

    parts: "tuple[Condition, ...]"


Condition: TypeAlias = Token | Every | Some


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a database writes conditions; tokens hold neither quotes nor backslashes."""

    token: str
    beginning: str
    every: str
    some: str


SYNTAXES: Final = {
    "sqlite": Syntax('"{}"', '"{}" *', " AND ", " OR "),
    "postgresql": Syntax("'{}'", "'{}':*", " & ", " | "),
}


def write(condition: Condition, syntax: Syntax, mark: str = "") -> str:
    """Return a condition in the language of a database.

    Args:
        condition: what is asked.
        syntax: the language.
        mark: is put before each token.
    """
    match condition:
        case Token(text, is_beginning=True):
            return syntax.beginning.format(mark + text)
        case Token(text):
            return syntax.token.format(mark + text)
        case Every(parts):
            return _join(syntax.every, parts, syntax, mark)
        case Some(parts):
            return _join(syntax.some, parts, syntax, mark)


def _join(word: str, parts: Iterable[Condition], syntax: Syntax, mark: str) -> str:
    return "(" + word.join(write(part, syntax, mark) for part in parts) + ")"
