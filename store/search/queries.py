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


def write(condition: Condition, syntax: Syntax) -> str:
    """Return a condition in the language of a database."""
    match condition:
        case Token(text, is_beginning=True):
            return syntax.beginning.format(text)
        case Token(text):
            return syntax.token.format(text)
        case Every(parts):
            return _join(parts, syntax.every, syntax)
        case Some(parts):
            return _join(parts, syntax.some, syntax)


def _join(parts: Iterable[Condition], word: str, syntax: Syntax) -> str:
    return "(" + word.join(write(part, syntax) for part in parts) + ")"
