"""Extractions: the sentences that people read, as they are found in the code."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from handlers import commands
from handlers.contract import registry

CODE: Final = Path(__file__).parent.parent
ROOMS: Final = ("bot", "handlers", "reminders")
SAYERS: Final = {
    **dict.fromkeys(("fmt", "word", "translate", "mark"), 1),
    **dict.fromkeys(("plural", "translate_plural"), 2),
    **dict.fromkeys(("FreeText", "Label", "Choice", "YesNo"), 1),
    **dict.fromkeys(("_same", "_with_text"), 1),
}
"""How many of the first arguments of each function are sentences."""

LITERAL: Final = frozenset({"plain", "Button", "Span", "echo"})
"""What shows its first argument as it stands: a word of a language must not be among it."""

WORD: Final = re.compile(r"[^\W\d_]{2}")
assert commands  # noqa: S101 (importing them declares them)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the code: a path from the root of the checkout, and a line."""

    file: str
    line: int

    def __str__(self) -> str:
        """As compilers write it, so that editors can jump there."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: one form, or singular and plural."""

    forms: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Untranslatable:
    """Words that reach people past the catalogues."""

    place: Place


def sentences() -> Iterator[Sentence]:
    """Every sentence of the code and every summary of a command."""
    found = (one for path in modules() for one in in_source(path.read_text("utf-8"), _named(path)))
    yield from (one for one in found if isinstance(one, Sentence))
    yield from summaries()


def untranslatable() -> Iterator[Untranslatable]:
    """Every place that speaks in a way which no catalogue can change."""
    found = (one for path in modules() for one in in_source(path.read_text("utf-8"), _named(path)))
    yield from (one for one in found if isinstance(one, Untranslatable))


def modules() -> Iterable[Path]:
    """The files of the rooms that speak; the store never does."""
    return sorted(path for room in ROOMS for path in (CODE / room).rglob("*.py"))


def summaries() -> Iterator[Sentence]:
    """What `help` says of each command: the first line of its docstring."""
    for known in registry:
        handler = inspect.unwrap(known.handler)
        path = Path(handler.__code__.co_filename)
        yield Sentence((known.summary,), Place(_named(path), handler.__code__.co_firstlineno))


def in_source(source: str, file: str) -> Iterator[Sentence | Untranslatable]:
    """Sentences of a module, and what should be one but is not.

    Args:
        source: Python.
        file: is named as their place.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        place, name = Place(file, node.lineno), _name(node.func)
        if name in SAYERS:
            yield from _said(node.args[: SAYERS[name]], place)
        elif name in LITERAL and _has_words(node.args[0]):
            yield Untranslatable(place)


def _named(path: Path) -> str:
    return path.relative_to(CODE).as_posix()


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _said(arguments: list[ast.expr], place: Place) -> Iterator[Sentence | Untranslatable]:
    """Sentences given to a sayer; a name or a look-up in a table is marked where it is made."""
    if any(isinstance(one, ast.JoinedStr | ast.BinOp) for one in arguments):
        yield Untranslatable(place)
        return
    forms = [tuple(_literals(one)) for one in arguments]
    # Two plural sentences stand in one entry; a single one may be chosen from several.
    entries = zip(*forms, strict=True) if len(forms) > 1 else ((text,) for text in forms[0])
    yield from (Sentence(texts, place) for texts in entries)


def _literals(argument: ast.expr) -> Iterator[str]:
    """The text itself, or both of `this if so else that`."""
    if isinstance(argument, ast.IfExp):
        yield from _literals(argument.body)
        yield from _literals(argument.orelse)
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value


def _has_words(argument: ast.expr) -> bool:
    """Whether words of a language are written there, outside of slots and look-ups."""
    if isinstance(argument, ast.JoinedStr):
        return any(_has_words(part) for part in argument.values)
    return any(WORD.search(text) for text in _literals(argument))
