"""Sheets: a paper as the texts that stand on it, and how they are set on pages."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from handlers.papers import fonts

if TYPE_CHECKING:
    from fpdf import FPDF

FAMILY = "paper"
INK, SOFT, RULE = 33, 110, 205
"""Shades of grey: text, labels, rules."""

MARGIN, TOP, BOTTOM = 20.0, 18.0, 24.0
"""Millimetres around what is written."""

BODY, SMALL = 9.5, 8.0
"""Sizes in points."""

GAP = 4.0
NARROWEST_NAME = 45.0
SUMS_WIDTH = 95.0
TOGETHER = re.compile(
    r"[\u2e80-\uffef][\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff09\u300b\u300d\u3011]*\s*"
    r"|[^\s\u2e80-\uffef]+\s*|\s+"
)
"""A Chinese character with the punctuation that may not begin a line, or a word."""


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
    setting.feet()
    return bytes(setting.paper.output())


class _Setting:
    """Sets a sheet from top to bottom."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.paper = _blank(sheet)
        self.width = self.paper.w - 2 * MARGIN
        self.bottom = self.paper.h - BOTTOM
        self.widths: list[float] = []
        self.size = BODY
        self.paper.add_page()

    def head(self) -> None:
        """Who offers, what it is, to whom, and the facts."""
        name, *address = self.sheet.seller
        half = self.width / 2
        self._strong(MARGIN + half, TOP, half, self.sheet.title, 22, "R")
        self._strong(MARGIN, TOP + 1.5, half, name, 13)
        y = self._lines(MARGIN, self.paper.y, half - GAP, "\n".join(address), SMALL, SOFT)
        y = max(y, TOP + 13) + 4
        self._rule(y, INK, 0.35)
        self.paper.set_y(max(self._customer(y + 6, half), self._facts(y + 6, half)) + 9)

    def _customer(self, y: float, width: float) -> float:
        label, *lines = self.sheet.customer
        y = self._lines(MARGIN, y, width - GAP, label, SMALL, SOFT) + 0.8
        for index, line in enumerate(lines):
            if index:
                y = self._lines(MARGIN, y, width - GAP, line, BODY, INK)
            else:
                self._strong(MARGIN, y, width - GAP, line, 11)
                y = self.paper.y + 0.8
        return y

    def _facts(self, y: float, half: float) -> float:
        left, label = MARGIN + half, half * 0.42
        for name, value in self.sheet.facts:
            self._lines(left, y + 0.3, label, name, SMALL, SOFT)
            y = self._lines(left + label, y, half - label, value, BODY, INK, "R") + 0.8
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
            self._lines(x, y, width, column.label, min(SMALL, self.size), SOFT, align)
        self._rule(y + 5.5, INK, 0.2)
        self.paper.set_y(y + 5.5)

    def _places(self) -> Iterator[tuple[float, float, Column]]:
        x = MARGIN
        for width, column in zip(self.widths, self.sheet.columns, strict=True):
            yield x, width, column
            x += width

    def _row(self, cells: Sequence[str]) -> None:
        height = self._height(cells) + 4
        if self.paper.y + height > self.bottom:
            self._turn()
            self._labels()
        y = self.paper.y
        for (x, width, column), cell in zip(self._places(), cells, strict=True):
            align, size = ("R", self.size) if column.figures else ("L", BODY)
            self._lines(x, y + 2, width - (0 if column.figures else GAP), cell, size, INK, align)
        self._rule(y + height, RULE, 0.15)
        self.paper.set_y(y + height)

    def _height(self, cells: Sequence[str]) -> float:
        self.paper.set_font(size=BODY)
        tallest = 1
        for (_, width, column), cell in zip(self._places(), cells, strict=True):
            if not column.figures:
                tallest = max(tallest, len(self._wrapped(cell, width - GAP)))
        return tallest * _line(BODY)

    def _turn(self) -> None:
        self.paper.add_page()
        self.paper.set_y(TOP)

    def sums(self) -> None:
        """What it comes to; all of it on one page."""
        height = len(self.sheet.sums) * 6.5 + 12
        if self.paper.y + height > self.bottom:
            self._turn()
        left = MARGIN + self.width - SUMS_WIDTH
        self.paper.set_y(self.paper.y + 4)
        *parts, (label, total) = self.sheet.sums
        for name, value in parts:
            y = self.paper.y
            self._lines(left, y, SUMS_WIDTH / 2, name, BODY, SOFT)
            self._lines(left + SUMS_WIDTH / 3, y, SUMS_WIDTH * 2 / 3, value, BODY, INK, "R")
            self.paper.set_y(y + 6.2)
        self._rule(self.paper.y + 0.5, INK, 0.35, left)
        y = self.paper.y + 2.5
        self._strong(left, y, SUMS_WIDTH / 2, label, 12)
        self._strong(left + SUMS_WIDTH / 4, y, SUMS_WIDTH * 3 / 4, total, 12, "R")
        self.paper.set_y(y + 14)

    def closing(self) -> None:
        """Validity, and words for the customer."""
        for paragraph in self.sheet.closing:
            self.paper.set_font(size=BODY)
            for line in self._wrapped(paragraph, self.width):
                if self.paper.y + _line(BODY) > self.bottom:
                    self._turn()
                self._lines(MARGIN, self.paper.y, self.width, line, BODY, INK)
            self.paper.set_y(self.paper.y + 3)

    def feet(self) -> None:
        """The foot of every page, once it is known how many there are."""
        pages = self.paper.page
        for page in range(1, pages + 1):
            self.paper.page = page
            y = self.paper.h - 15
            number = self.sheet.page.format(page=page, pages=pages)
            self._rule(y - 2, RULE, 0.15)
            self._lines(MARGIN, y, self.width * 0.7, self.sheet.foot, SMALL, SOFT)
            self._lines(MARGIN + self.width * 0.7, y, self.width * 0.3, number, SMALL, SOFT, "R")

    def _wrapped(self, text: str, width: float) -> list[str]:
        """The lines of a text in the size that is set."""
        found: list[str] = []
        for paragraph in text.split("\n"):
            line = ""
            for part in self._parts(paragraph, width):
                if line and self.paper.get_string_width((line + part).rstrip()) > width:
                    found.append(line.rstrip())
                    line = ""
                line += part
            found.append(line.rstrip())
        return found

    def _parts(self, text: str, width: float) -> Iterator[str]:
        """What stays together: words, and single Chinese characters; what is too wide is cut."""
        for part in TOGETHER.findall(text):
            if self.paper.get_string_width(part.rstrip()) <= width:
                yield part
            else:
                yield from part

    def _lines(
        self, x: float, y: float, width: float, text: str, size: float, grey: int, align: str = "L"
    ) -> float:
        """Write a text, wrapped to a width, and give where it ends."""
        self.paper.set_font(size=size)
        self.paper.set_text_color(grey)
        for line in self._wrapped(text, width) if text else ():
            self.paper.set_xy(x, y)
            self.paper.cell(width, _line(size), line, align=align)
            y += _line(size)
        self.paper.set_y(y)
        return y

    def _strong(
        self, x: float, y: float, width: float, text: str, size: float, align: str = "L"
    ) -> None:
        """Write what should be seen first; the font has one weight, so its outline is drawn too."""
        with self.paper.local_context(
            text_mode="FILL_STROKE", line_width=size * 0.010, draw_color=INK
        ):
            self._lines(x, y, width, text, size, INK, align)

    def _rule(self, y: float, grey: int, thickness: float, left: float = MARGIN) -> None:
        self.paper.set_draw_color(grey)
        self.paper.set_line_width(thickness)
        self.paper.line(left, y, MARGIN + self.width, y)


def _line(size: float) -> float:
    """Height of a line in millimetres."""
    return size * 0.3528 * 1.4


def _font(sheet: Sheet) -> Any:  # noqa: ANN401 (fpdf's types want a path, fontTools reads either)
    """The characters of the font that a sheet needs."""
    return BytesIO(fonts.part("".join((*sheet.texts(), string.digits))))


def _blank(sheet: Sheet) -> FPDF:
    """An empty paper with the characters of the font that it needs."""
    from fpdf import FPDF  # noqa: PLC0415 (half a second)
    from fpdf.fonts import TTFFont  # noqa: PLC0415

    made = FPDF(format="Letter" if sheet.letter else "A4")
    made.fonts[FAMILY] = TTFFont(made, _font(sheet), FAMILY, "")
    made.set_auto_page_break(auto=False)
    made.set_margins(MARGIN, TOP)
    made.c_margin = 0
    made.set_font(FAMILY, size=BODY)
    made.set_creation_date(sheet.made_at)
    made.set_lang(sheet.language)
    made.set_title(f"{sheet.title} {sheet.foot}")
    made.set_author(sheet.seller[0])
    made.set_creator("Parley")
    return made
