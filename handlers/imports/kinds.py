"""Kinds: whether a table holds people, companies, deals or something else."""

from collections.abc import Mapping, Sequence

from handlers.imports.errors import FieldUnknownError, SheetError
from handlers.imports.headers import Guess, guess_columns, vocabulary_of
from handlers.imports.mappings import apply_map
from handlers.imports.tables import Sheet

# Fields that one kind has and the others have not.
_TELLING = {
    "contacts": frozenset({"first_name", "last_name", "email", "title", "birthday", "company"}),
    "companies": frozenset({"sector", "employees", "revenue", "established", "parent"}),
    "deals": frozenset({"stage", "amount", "opened", "close", "reason"}),
    "tickets": frozenset({"text", "status", "priority", "responded", "resolved", "resolution"}),
    "products": frozenset({"price", "series", "code"}),
    "staff": frozenset({"manager", "team", "role"}),
}
# A table is of people or companies unless it has this column, another telling one, and none by
# which people are reached.
_NEEDED = {"deals": "stage", "tickets": "text", "products": "price", "staff": "manager"}
_OTHERS = 2
_REACHED = {
    "deals": frozenset({"phone", "email"}),
    "tickets": frozenset(),
    "products": frozenset({"phone", "email"}),
    "staff": frozenset({"phone", "company"}),
}


class NamelessTableError(SheetError):
    """No column names the records; `headers` are what there is."""

    def __init__(self, headers: Sequence[str]) -> None:
        super().__init__(headers)
        self.headers = tuple(header for header in headers if header)


def guess_table(sheet: Sheet, kind: str | None, mapping: Mapping[str, Sequence[str]]) -> Guess:
    """Find out what a table holds, and in which columns.

    Args:
        sheet: the table.
        kind: a key of VOCABULARIES; None to guess it.
        mapping: columns that a person assigned to fields.

    Raises:
        KindUnknownError, FieldUnknownError, ColumnUnknownError: a name that does not exist.
        NamelessTableError: no column names the records.
    """
    guesses = [_guess(sheet, each, mapping) for each in ([kind] if kind else _TELLING)]
    fitting = [guess for guess in guesses if isinstance(guess, Guess)]
    if not fitting:
        raise next(error for error in guesses if isinstance(error, FieldUnknownError))
    named = [guess for guess in fitting if _is_named(guess) and (kind or _is_likely(guess, sheet))]
    if not named:
        raise NamelessTableError(sheet.headers)
    return max(named, key=lambda guess: (_told(guess), guess.kind in _NEEDED))


def _guess(
    sheet: Sheet, kind: str, mapping: Mapping[str, Sequence[str]]
) -> Guess | FieldUnknownError:
    guess = guess_columns(sheet.headers, kind, sheet.sample())
    try:
        return apply_map(guess, sheet.headers, mapping)
    except FieldUnknownError as error:
        return error


def _is_named(guess: Guess) -> bool:
    return any(guess.columns.get(name) for name in vocabulary_of(guess.kind).name)


def _is_likely(guess: Guess, sheet: Sheet) -> bool:
    if guess.kind not in _NEEDED:
        return True
    told = _NEEDED[guess.kind] in guess.columns and _told(guess) >= _OTHERS
    people = guess_columns(sheet.headers, "contacts", sheet.sample()) if told else guess
    return told and not _REACHED[guess.kind] & people.columns.keys()


def _told(guess: Guess) -> int:
    """How many columns speak for a kind; people come before the companies that they work at."""
    return len(_TELLING.get(guess.kind, frozenset()) & guess.columns.keys())
