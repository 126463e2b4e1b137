"""Sheets: a paper as the texts that stand on it, and how they are set on pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.papers.pens import BODY, INK, MARGIN, RULE, SMALL, SOFT, TOP, Blank, Pen, line_height

GAP = 4.0
NARROWEST_NAME = 45.0
SUMS_WIDTH = 95.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table.

    Attributes:
        cells: one for each row.
        figures: they stand at the right; the one column without figures takes what room is left.
    """

    label: str
    cells: tuple[str, ...]
    figures: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper as texts, all of which the font can draw.

    Attributes:
        title: what it is, such as "Quote".
        seller: the first line is the company's name.
        customer: to whom: a label, then lines.
        facts: label and value.
        columns: of the table.
        sums: label and value; the last one is what is to be paid.
        closing: paragraphs below the sums.
        foot: stands at the bottom of each page.
        page: "Page {page} of {pages}".
        letter: paper of Letter size; otherwise A4.
    """

    title: str
    seller: tuple[str, ...]
    customer: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    sums: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]
    foot: str
    page: str
    language: str
    letter: bool
    made_at: datetime

    def texts(self) -> Iterator[str]:
        """Everything that is drawn."""
        yield from (self.title, *self.seller, *self.customer, *self.closing, self.foot, self.page)
        for pair in (*self.facts, *self.sums):
            yield from pair
        for column in self.columns:
            yield from (column.label, *column.cells)


def pdf(sheet: Sheet) -> bytes:
    """Set a sheet on as many pages as it takes; the same sheet makes the same bytes."""
    setting = _Setting(sheet)
    setting.head()
    setting.table()
    setting.sums()
    setting.closing()
    setting.feet(sheet.foot, sheet.page)
    return bytes(setting.paper.output())


class _Setting(Pen):
    """Sets a sheet from top to bottom."""

    def __init__(self, sheet: Sheet) -> None:
        title = f"{sheet.title} {sheet.foot}"
        blank = Blank(title, sheet.seller[0], sheet.language, sheet.letter, sheet.made_at)
        super().__init__(blank, sheet.texts())
        self.sheet = sheet
        self.widths: list[float] = []
        self.size = BODY

    def head(self) -> None:
        """Who offers, what it is, to whom, and the facts."""
        name, *address = self.sheet.seller
        half = self.width / 2
        self.strong(MARGIN + half, TOP, half, self.sheet.title, 22, "R")
        self.strong(MARGIN, TOP + 1.5, half, name, 13)
        y = self.lines(MARGIN, self.paper.y, half - GAP, "\n".join(address), SMALL, SOFT)
        y = max(y, TOP + 13) + 4
        self.rule(y, INK, 0.35)
        self.paper.set_y(max(self._customer(y + 6, half), self._facts(y + 6, half)) + 9)

    def _customer(self, y: float, width: float) -> float:
        label, *lines = self.sheet.customer
        y = self.lines(MARGIN, y, width - GAP, label, SMALL, SOFT) + 0.8
        for index, line in enumerate(lines):
            if index:
                y = self.lines(MARGIN, y, width - GAP, line, BODY, INK)
            else:
                self.strong(MARGIN, y, width - GAP, line, 11)
                y = self.paper.y + 0.8
        return y

    def _facts(self, y: float, half: float) -> float:
        left, label = MARGIN + half, half * 0.42
        for name, value in self.sheet.facts:
            self.lines(left, y + 0.3, label, name, SMALL, SOFT)
            y = self.lines(left + label, y, half - label, value, BODY, INK, "R") + 0.8
        return y

    def table(self) -> None:
        """All rows; the labels are repeated on every page."""
        self._measure()
        self._labels()
        for row in zip(*(column.cells for column in self.sheet.columns), strict=True):
            self._row(row)

    def _measure(self) -> None:
        """Columns of figures are as wide as they need; figures too wide for that get smaller."""
        self.paper.set_font(size=self.size)
        self.widths = [
            max(map(self.paper.get_string_width, (one.label, *one.cells))) + GAP
            if one.figures
            else 0
            for one in self.sheet.columns
        ]
        room = self.width - NARROWEST_NAME
        if sum(self.widths) > room:
            scale = room / sum(self.widths)
            self.size *= scale
            self.widths = [one * scale for one in self.widths]
        rest = self.width - sum(self.widths)
        self.widths = [one or rest for one in self.widths]

    def _labels(self) -> None:
        y = self.paper.y
        for x, width, column in self._places():
            align = "R" if column.figures else "L"
            self.lines(x, y, width, column.label, min(SMALL, self.size), SOFT, align)
        self.rule(y + 5.5, INK, 0.2)
        self.paper.set_y(y + 5.5)

    def _places(self) -> Iterator[tuple[float, float, Column]]:
        x = MARGIN
        for width, column in zip(self.widths, self.sheet.columns, strict=True):
            yield x, width, column
            x += width

    def _row(self, cells: Sequence[str]) -> None:
        height = self._height(cells) + 4
        if self.paper.y + height > self.bottom:
            self.turn()
            self._labels()
        y = self.paper.y
        for (x, width, column), cell in zip(self._places(), cells, strict=True):
            align, size = ("R", self.size) if column.figures else ("L", BODY)
            self.lines(x, y + 2, width - (0 if column.figures else GAP), cell, size, INK, align)
        self.rule(y + height, RULE, 0.15)
        self.paper.set_y(y + height)

    def _height(self, cells: Sequence[str]) -> float:
        self.paper.set_font(size=BODY)
        tallest = 1
        for (_, width, column), cell in zip(self._places(), cells, strict=True):
            if not column.figures:
                tallest = max(tallest, len(self.wrapped(cell, width - GAP)))
        return tallest * line_height(BODY)

    def sums(self) -> None:
        """What it comes to; all of it on one page."""
        height = len(self.sheet.sums) * 6.5 + 12
        if self.paper.y + height > self.bottom:
            self.turn()
        left = MARGIN + self.width - SUMS_WIDTH
        self.paper.set_y(self.paper.y + 4)
        *parts, (label, total) = self.sheet.sums
        for name, value in parts:
            y = self.paper.y
            self.lines(left, y, SUMS_WIDTH / 2, name, BODY, SOFT)
            self.lines(left + SUMS_WIDTH / 3, y, SUMS_WIDTH * 2 / 3, value, BODY, INK, "R")
            self.paper.set_y(y + 6.2)
        self.rule(self.paper.y + 0.5, INK, 0.35, left)
        y = self.paper.y + 2.5
        self.strong(left, y, SUMS_WIDTH / 2, label, 12)
        self.strong(left + SUMS_WIDTH / 4, y, SUMS_WIDTH * 3 / 4, total, 12, "R")
        self.paper.set_y(y + 14)

    def closing(self) -> None:
        """Validity, and words for the customer."""
        for paragraph in self.sheet.closing:
            self.paper.set_font(size=BODY)
            for line in self.wrapped(paragraph, self.width):
                if self.paper.y + line_height(BODY) > self.bottom:
                    self.turn()
                self.lines(MARGIN, self.paper.y, self.width, line, BODY, INK)
            self.paper.set_y(self.paper.y + 3)
