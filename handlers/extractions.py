"""Extractions: the sentences that people read, as they are found in the code."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from handlers import commands
from handlers.contract import registry

CODE: Final = Path(__file__).parent.parent
ROOMS: Final = ("bot", "handlers", "reminders")
SAYERS: Final = {
    **dict.fromkeys(("fmt", "word", "translate", "mark", "same", "with_text"), 1),
    "plural": 2,
    **dict.fromkeys(("FreeText", "Label", "Choice", "YesNo"), 1),
}
"""How many of the first arguments of each function are sentences."""

LITERAL: Final = frozenset({"plain", "Button", "Span"})
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
    """Words that reach people past the catalogues: neither said with `fmt` nor marked."""

    place: Place


def sentences() -> Iterator[Sentence]:
    """Every sentence of the code and every summary of a command."""
    yield from (one for one in in_code() if isinstance(one, Sentence))
    yield from summaries()


def untranslatable() -> Iterator[Untranslatable]:
    """Every place that speaks in a way which no catalogue can change."""
    yield from (one for one in in_code() if isinstance(one, Untranslatable))


@cache
def in_code() -> tuple[Sentence | Untranslatable, ...]:
    """What all modules say."""
    return tuple(
        one for path in modules() for one in in_source(path.read_text("utf-8"), _named(path))
    )


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
    tree = ast.parse(source)
    sayers, tables = SAYERS | _own_sayers(tree), _tables(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        place, name = Place(file, node.lineno), _name(node.func)
        if name in sayers:
            yield from _said(node.args[: sayers[name]], place)
            yield from (
                Untranslatable(Place(file, line)) for line in _unmarked(node.args[0], tables)
            )
        elif name in LITERAL and _has_words(node.args[0]):
            yield Untranslatable(place)


def _own_sayers(tree: ast.Module) -> dict[str, int]:
    """What a module adds: functions that say their first argument, and kinds of known readers."""
    functions = {
        node.name: 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.args.args
        if any(_says(part, node.args.args[0].arg) for part in ast.walk(node))
    }
    readers = {
        node.name: 1
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(_name(base) in SAYERS for base in node.bases)
    }
    return functions | readers


def _says(node: ast.AST, variable: str) -> bool:
    if not isinstance(node, ast.Call) or not node.args or _name(node.func) not in SAYERS:
        return False
    return isinstance(node.args[0], ast.Name) and node.args[0].id == variable


def _tables(tree: ast.Module) -> dict[str, ast.Dict]:
    """The tables of a module by name."""
    found = {}
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Dict):
            found[target.id] = value
    return found


def _unmarked(said: ast.expr, tables: Mapping[str, ast.Dict]) -> Iterator[int]:
    """Lines of bare sentences in the table that `TABLE[key]` or `TABLE.get(key)` looks up."""
    looked_up = said.func if isinstance(said, ast.Call) else said
    if not isinstance(looked_up, ast.Subscript | ast.Attribute):
        return
    table = tables.get(_name(looked_up.value))
    yield from (one.lineno for one in table.values if any(_literals(one))) if table else ()


def _named(path: Path) -> str:
    return path.relative_to(CODE).as_posix()


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _said(arguments: list[ast.expr], place: Place) -> Iterator[Sentence | Untranslatable]:
    """Sentences given to a sayer; a name or a look-up in a table is marked where it is made."""
    forms = [tuple(_literals(one)) for one in arguments]
    if any(isinstance(one, ast.JoinedStr | ast.BinOp) for one in arguments):
        yield Untranslatable(place)
    elif len(forms) == 1:
        yield from (Sentence((text,), place) for text in forms[0])
    elif all(forms):
        yield from (Sentence(texts, place) for texts in zip(*forms, strict=True))
    else:
        yield Untranslatable(place)


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
