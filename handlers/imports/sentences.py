"""The sentence for everything that can be wrong with a table that somebody sent."""

from collections.abc import Callable
from typing import Any

from handlers import sentences
from handlers.imports import errors
from handlers.imports.kinds import NamelessTableError
from handlers.imports.vocabularies import VOCABULARIES
from handlers.languages import mark
from handlers.texts import Text, fmt
from handlers.wordings import cut
from store import staff
from store.errors import CrmError

WHAT_IT_IS = {
    "damaged": mark("a damaged or locked Excel workbook"),
    "xls": mark("an old Excel workbook"),
    "ods": mark("an OpenDocument workbook"),
    "docx": mark("a Word document"),
    "pdf": mark("a PDF"),
    "image": mark("a picture"),
    "html": mark("a web page"),
    "xml": mark("an XML file"),
    "database": mark("a database"),
    "zip": mark("a zip archive"),
    "archive": mark("an archive"),
    "binary": mark("not text"),
}


def _with(sentence: str, *names: str) -> Callable[[Any], Text]:
    """Say a sentence with attributes of the error, shortened."""
    return lambda error: fmt(sentence, **{name: _shown(getattr(error, name)) for name in names})


def _shown(value: object) -> int | str:
    if isinstance(value, int):
        return value
    return cut(", ".join(filter(None, value)) if isinstance(value, tuple) else str(value))


def _not_a_sheet(error: Any) -> Text:  # noqa: ANN401
    what = fmt(WHAT_IT_IS[error.kind])
    return fmt("That file is {what}. Save the table as CSV (UTF-8) and import that.", what=what)


def _unknown(sentence: str) -> Callable[[Any], Text]:
    """A name that does not exist, with those that resemble it."""

    def say(error: Any) -> Text:  # noqa: ANN401
        return fmt(sentence, name=cut(error.name)) + _near(error)

    return say


def _near(error: Any) -> Text:  # noqa: ANN401
    near = ", ".join(f"“{cut(one)}”" for one in error.near)
    return fmt(" Did you mean {near}?", near=near) if near else Text()


def _kind_unknown(error: Any) -> Text:  # noqa: ANN401
    kinds = ", ".join(VOCABULARIES)
    told = fmt(
        "“{name}” cannot be imported; these can: {kinds}.", name=cut(error.name), kinds=kinds
    )
    return told + _near(error)


def _several(error: Any) -> Text:  # noqa: ANN401
    people = ", ".join(f"{one.name} (@{one.handle})" for one in error.people)
    return fmt("“{text}” fits several: {people}.", text=cut(error.text), people=people)


SENTENCES: dict[type[CrmError], Callable[[Any], Text]] = {
    errors.SheetMissingError: _with(
        mark("There is no file {path}, or it may not be read."), "path"
    ),
    errors.SheetFolderError: _with(mark("{path} is a folder; name a CSV file."), "path"),
    errors.SheetEmptyError: _with(mark("That file is empty.")),
    errors.NotASheetError: _not_a_sheet,
    errors.UndecodableError: _with(
        mark(
            "Line {line} is damaged: it is not readable as {encoding}. "
            "Save the file as CSV (UTF-8) again."
        ),
        "line",
        "encoding",
    ),
    errors.HeaderMissingError: _with(
        mark(
            "Line {line} should name the columns, but holds values: {cells}. "
            "Put a line such as name,phone,email above."
        ),
        "line",
        "cells",
    ),
    errors.CellTooLargeError: _with(
        mark(
            "A cell in line {line} has more than {limit} characters. "
            "Perhaps a quote before it is not closed."
        ),
        "line",
        "limit",
    ),
    errors.QuoteUnclosedError: _with(
        mark("A quote that opens in line {line} is not closed, or closes in the wrong place."),
        "line",
    ),
    errors.KindUnknownError: _kind_unknown,
    errors.FieldUnknownError: _unknown(mark("There is no field “{name}”.")),
    errors.ColumnUnknownError: _unknown(mark("The file has no column “{name}”.")),
    errors.StageMissingError: _unknown(mark("No row of the file is in a stage “{name}”.")),
    errors.StageUnknownError: _unknown(mark("There is no stage “{name}” here.")),
    NamelessTableError: _with(
        mark(
            "No column says what the rows are. Say which does, such as --map name=COLUMN, "
            "or what they are, such as --kind contacts. There are: {headers}."
        ),
        "headers",
    ),
    staff.Several: _several,
}


def sentence(error: CrmError) -> Text:
    """What is told of a file that cannot be imported, or of whatever else was refused."""
    for kind in type(error).__mro__:
        if kind in SENTENCES:
            return SENTENCES[kind](error)
    return sentences.sentence(error)
