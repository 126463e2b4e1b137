"""Frames: one row of a file seen through everything that is known of the file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from handlers.imports import cells
from handlers.imports.findings import Findings
from handlers.imports.headers import Guess
from handlers.imports.records import Row
from handlers.imports.spellings import is_chinese
from handlers.imports.surveys import Survey
from handlers.languages import Voice
from handlers.texts import Text, fmt
from store.person_names import cleaned

BATCH = 500
LOST_ZERO = 4  # digits of an American zip code whose leading zero a spreadsheet has dropped
ZERO_STATES = frozenset({"CT", "MA", "ME", "NH", "NJ", "PR", "RI", "VI", "VT"})


class Cell(NamedTuple):
    """A cell of a row: 0-based column, its header, what it says."""

    column: int
    header: str
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What all rows of a file are read by.

    Attributes:
        headers: of the file.
        guess: which columns hold which fields.
        survey: what the whole file says.
        voice: of whoever imports: zone, currency and region of the company.
        now: aware moment.
        owners: staff id by what an owner is called in the file; None for nobody fit to own it.
        owner_id: whose a record is otherwise.
        findings: where remarks go.
        stages: what stages of the file are called here, by their names there.
    """

    headers: Sequence[str]
    guess: Guess
    survey: Survey
    voice: Voice
    now: datetime
    owners: Mapping[str, int | None]
    owner_id: int | None
    findings: Findings
    stages: Mapping[str, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The present day of whoever imports."""
        return self.now.astimezone(self.voice.timezone).date()

    def batches(self, rows: Iterable[Row]) -> Iterator[list["Line"]]:
        """The rows of the file, so many at a time as are written together."""
        left = iter(rows)
        while batch := list(islice(left, BATCH)):
            yield [Line(self, row) for row in batch]


class Line:
    """A row of a file."""

    def __init__(self, frame: Frame, row: Row) -> None:
        """Keep both."""
        self.frame = frame
        self.number = row.line
        self._cells = row.cells

    def raw(self, column: int) -> str:
        """A cell as it is."""
        return self._cells[column] if column < len(self._cells) else ""

    @property
    def text(self) -> str:
        """The whole row."""
        return ", ".join(cell for cell in self._cells if cell)

    def raw_text(self, field: str) -> str:
        """A name, in which nothing stands for nothing."""
        columns = self.frame.guess.columns.get(field, ())
        return cleaned(self.raw(columns[0])) if columns else ""

    def remark(self, cell: Cell | None, reason: Text, value: object = None) -> None:
        """Remark something of a cell, or of the whole row."""
        shown = value if value is not None else cell.text if cell else ""
        self.frame.findings.add(self.number, cell.header if cell else "", shown, reason)

    def filled(self, field: str) -> Iterator[Cell]:
        """The cells of a field that say something."""
        for column in self.frame.guess.columns.get(field, ()):
            if text := cells.said(self.raw(column)):
                yield Cell(column, self.frame.headers[column], text)

    def first(self, field: str) -> Cell | None:
        """The first of them."""
        columns = self.frame.guess.columns.get(field)
        return next(self.filled(field), None) if columns else None

    def label(self, field: str, longest: int = cells.LABEL) -> str | None:
        """A short text, put right where it is an obvious slip; one that is too long is left out."""
        cell = self.first(field)
        if cell is None:
            return None
        if len(cell.text) > longest:
            self.too_long(cell, longest)
            return None
        return self.repaired(cell)

    def too_long(self, cell: Cell, longest: int) -> None:
        """Remark that a value was left out for its length."""
        self.remark(
            cell,
            fmt("Too long, so it was left out: at most {longest} characters fit.", longest=longest),
        )

    def repaired(self, cell: Cell) -> str:
        """The text of a cell, put right where the whole column shows that it is a slip."""
        right = self.frame.survey.repairs.get(cell.column, {}).get(cell.text)
        if right is None:
            return cell.text
        self.remark(cell, fmt("Read as “{right}”.", right=right))
        return right

    def owner(self) -> int | None:
        """Whose the record will be."""
        cell = self.first("owner")
        if cell is None:
            return self.frame.owner_id
        owner = self.frame.owners.get(cell.text)
        if owner is None:
            self.remark(cell, fmt("Nobody you may assign to is called so: it is yours."))
        return owner or self.frame.owner_id

    def address(self) -> str | None:
        """The parts of the address, joined as its language does."""
        parts: list[str] = []
        found = list(self.filled("address"))
        for cell in found:
            text = self._postcode(cell, found) or self.repaired(cell)
            if text not in parts:
                parts.append(text)
        joined = ""
        for part in parts:
            between = "" if not joined or (is_chinese(joined[-1]) and is_chinese(part)) else ", "
            joined += between + part
        if len(joined) > cells.ADDRESS:
            self.too_long(found[0], cells.ADDRESS)
            return None
        return joined or None

    def _postcode(self, cell: Cell, around: Sequence[Cell]) -> str | None:
        """An American zip code with the zero that a spreadsheet has dropped."""
        if (
            self.frame.survey.parts.get(cell.column) != "postcode"
            or self.frame.voice.region != "US"
        ):
            return None
        states = {one.text.upper() for one in around}
        if len(cell.text) != LOST_ZERO or not cell.text.isdecimal() or not states & ZERO_STATES:
            return None
        self.remark(cell, fmt("Read as “{right}”.", right=f"0{cell.text}"))
        return f"0{cell.text}"

    def notes(self) -> list[str]:
        """What is noted; the part of a note that does not fit is left out."""
        texts = []
        for column in self.frame.guess.columns.get("notes", ()):
            text = cells.written(self.raw(column))
            if len(text) > cells.NOTE:
                cell = Cell(column, self.frame.headers[column], text)
                self.remark(
                    cell,
                    fmt("Too long: the first {longest} characters were kept.", longest=cells.NOTE),
                )
            if text:
                texts.append(text[: cells.NOTE])
        return texts
