"""Pens: how texts, rules and pictures are put on the pages of a paper."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
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

TOGETHER = re.compile(
    r"[\u2e80-\uffef][\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff09\u300b\u300d\u3011]*\s*"
    r"|[^\s\u2e80-\uffef]+\s*|\s+"
)
"""A Chinese character with the punctuation that may not begin a line, or a word."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A paper before anything is on it.

    Attributes:
        title: of the file.
        author: whose paper it is.
        language: such as "zh".
        letter: paper of Letter size; otherwise A4.
        made_at: the same paper of the same moment makes the same bytes.
    """

    title: str
    author: str
    language: str
    letter: bool
    made_at: datetime


class Pen:
    """Writes on a paper from top to bottom; places and widths are millimetres."""

    def __init__(self, blank: Blank, texts: Iterable[str], margin: float = MARGIN) -> None:
        """Take an empty paper, with the characters of the font that the texts need."""
        self.paper = _opened(blank, texts, margin)
        self.margin = margin
        self.width = self.paper.w - 2 * margin
        self.bottom = self.paper.h - BOTTOM
        self.paper.add_page()

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.paper.add_page()
        self.paper.set_y(TOP)

    def feet(self, foot: str, page_of: str) -> None:
        """The foot of every page, once it is known how many there are.

        Args:
            foot: stands at the left.
            page_of: "Page {page} of {pages}".
        """
        pages = self.paper.page
        for page in range(1, pages + 1):
            self.paper.page = page
            y = self.paper.h - 15
            number = page_of.format(page=page, pages=pages)
            self.rule(y - 2, RULE, 0.15)
            self.lines(self.margin, y, self.width * 0.7, foot, SMALL, SOFT)
            self.lines(
                self.margin + self.width * 0.7, y, self.width * 0.3, number, SMALL, SOFT, "R"
            )

    def wrapped(self, text: str, width: float) -> list[str]:
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

    def lines(
        self, x: float, y: float, width: float, text: str, size: float, grey: int, align: str = "L"
    ) -> float:
        """Write a text, wrapped to a width, and give where it ends."""
        self.paper.set_font(size=size)
        self.paper.set_text_color(grey)
        for line in self.wrapped(text, width) if text else ():
            self.paper.set_xy(x, y)
            self.paper.cell(width, line_height(size), line, align=align)
            y += line_height(size)
        self.paper.set_y(y)
        return y

    def strong(
        self, x: float, y: float, width: float, text: str, size: float, align: str = "L"
    ) -> None:
        """Write what should be seen first; the font has one weight, so its outline is drawn too."""
        with self.paper.local_context(
            text_mode="FILL_STROKE", line_width=size * 0.010, draw_color=INK
        ):
            self.lines(x, y, width, text, size, INK, align)

    def rule(
        self,
        y: float,
        grey: int,
        thickness: float,
        left: float | None = None,
        right: float | None = None,
    ) -> None:
        """Draw a line across the paper, or from a place on, or to a place."""
        left = self.margin if left is None else left
        right = self.margin + self.width if right is None else right
        self.paper.set_draw_color(grey)
        self.paper.set_line_width(thickness)
        self.paper.line(left, y, right, y)


def line_height(size: float) -> float:
    """Height of a line in millimetres."""
    return size * 0.3528 * 1.4


def _font(texts: Iterable[str]) -> Any:  # noqa: ANN401 (fpdf's types want a path, fontTools reads either)
    """The characters of the font that a paper needs."""
    return BytesIO(fonts.part("".join((*texts, string.digits))))


def _opened(blank: Blank, texts: Iterable[str], margin: float) -> FPDF:
    from fpdf import FPDF  # noqa: PLC0415 (half a second)
    from fpdf.fonts import TTFFont  # noqa: PLC0415

    made = FPDF(format="Letter" if blank.letter else "A4")
    made.fonts[FAMILY] = TTFFont(made, _font(texts), FAMILY, "")
    made.set_auto_page_break(auto=False)
    made.set_margins(margin, TOP)
    made.c_margin = 0
    made.set_font(FAMILY, size=BODY)
    made.set_creation_date(blank.made_at)
    made.set_lang(blank.language)
    made.set_title(blank.title)
    made.set_author(blank.author)
    made.set_creator("Parley")
    return made
