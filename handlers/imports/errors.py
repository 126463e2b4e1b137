"""What can be wrong with a table that somebody sent: data for the sentence, never the sentence."""

from pathlib import Path

from store.errors import CrmError


class SheetError(CrmError):
    """A table that cannot be read as it is."""


class SheetMissingError(SheetError):
    """There is no such file, or it may not be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class SheetFolderError(SheetError):
    """The path is a directory."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class SheetEmptyError(SheetError):
    """The file has no cell with anything in it."""


class NotASheetError(SheetError):
    """The file is no text table; `kind` says what it is (`xlsx`, `image`, ...)."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class UndecodableError(SheetError):
    """The text is broken: the nearest encoding fails at the 1-based `line`."""

    def __init__(self, encoding: str, line: int) -> None:
        super().__init__(encoding, line)
        self.encoding = encoding
        self.line = line


class HeaderMissingError(SheetError):
    """The 1-based `line`, where the header belongs, holds values: `cells`."""

    def __init__(self, line: int, cells: tuple[str, ...]) -> None:
        super().__init__(line, cells)
        self.line = line
        self.cells = cells


class CellTooLargeError(SheetError):
    """A cell of the row that begins at the 1-based `line` has more than `limit` characters."""

    def __init__(self, line: int, limit: int) -> None:
        super().__init__(line, limit)
        self.line = line
        self.limit = limit


class QuoteUnclosedError(SheetError):
    """A quote opens in the row at the 1-based `line` and closes nowhere, or in the wrong place."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class NameUnknownError(SheetError):
    """A name that was given does not exist; `near` are the most similar ones, best first."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        super().__init__(name, near)
        self.name = name
        self.near = near


class KindUnknownError(NameUnknownError):
    """No kind of record has this name."""


class FieldUnknownError(NameUnknownError):
    """The kind of record has no such field."""


class ColumnUnknownError(NameUnknownError):
    """The table has no such column."""


class StageMissingError(NameUnknownError):
    """No row of the file is in such a stage."""


class StageUnknownError(NameUnknownError):
    """There is no stage of this name here."""
