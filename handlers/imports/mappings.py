"""Columns that people assign themselves, over what was guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.imports.errors import ColumnUnknownError, FieldUnknownError
from handlers.imports.headers import Doubt, Guess, Question, described, vocabulary_of
from handlers.imports.similarities import nearest
from handlers.imports.spellings import spell


def apply_map(
    guess: Guess, headers: Sequence[str], mapping: Mapping[str, str | Sequence[str]]
) -> Guess:
    """Assign columns to fields; a column that is assigned leaves the field guessed for it.

    Args:
        guess: What was guessed from the same headers.
        headers: Column names.
        mapping: Field -> header, several headers, `#3` for the third column, or "" to leave the
            field out. A header that occurs twice means both columns. Fields may be named by any
            of their common column names.

    Returns:
        A new guess, without the questions that are answered by it.

    Raises:
        FieldUnknownError, ColumnUnknownError: With the nearest names.
    """
    given = {
        field_named(guess.kind, name): tuple(
            place for each in _each(wanted) for place in _places(headers, each)
        )
        for name, wanted in mapping.items()
    }
    moved = {place for places in given.values() for place in places}
    kept = {
        key: tuple(place for place in places if place not in moved)
        for key, places in guess.columns.items()
    }
    columns = {key: places for key, places in {**kept, **given}.items() if places}
    return described(guess.kind, headers, columns, _still_open(guess, given, moved))


def field_named(kind: str, name: str) -> str:
    """Return the field of a kind that a person calls `name`, or raise FieldUnknownError."""
    vocabulary = vocabulary_of(kind)
    fields = vocabulary.field_names()
    by_spelling = {spell(each).compact: each for each in fields}
    compact = spell(name).compact
    if compact in by_spelling:
        return by_spelling[compact]
    if meaning := vocabulary.meanings.get(compact):
        return meaning[0].partition(".")[0]
    raise FieldUnknownError(name, nearest(name, fields))


def _each(wanted: str | Sequence[str]) -> Sequence[str]:
    if isinstance(wanted, str):
        return (wanted,) if wanted else ()
    return wanted


def _places(headers: Sequence[str], wanted: str) -> tuple[int, ...]:
    for key in (str.strip, str.casefold, _words):
        same = key(wanted)
        found = [place for place, name in enumerate(headers) if same and key(name) == same]
        if found:
            return tuple(found)
    number = wanted.removeprefix("#")
    if wanted.startswith("#") and number.isdecimal() and 1 <= int(number) <= len(headers):
        return (int(number) - 1,)
    raise ColumnUnknownError(wanted, nearest(wanted, headers))


def _words(name: str) -> tuple[str, ...] | None:
    """The words of a name and its number; None without words."""
    spelling = spell(name)
    return (*spelling.words, str(spelling.number)) if spelling.words else None


def _still_open(
    guess: Guess, given: Mapping[str, tuple[int, ...]], moved: set[int]
) -> tuple[Question, ...]:
    named = any(given.get(key) for key in vocabulary_of(guess.kind).name)
    open_ones = []
    for question in guess.questions:
        columns = tuple(place for place in question.columns if place not in moved)
        is_answered = question.field in given or (named and question.doubt is Doubt.NAME_MISSING)
        if not is_answered and (columns or not question.columns):
            open_ones.append(replace(question, columns=columns))
    return tuple(open_ones)
