"""Documents: lists and reports on paper, as headings, paragraphs, tables and pictures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from handlers.papers.fonts import clean
from handlers.papers.pens import BODY, INK, RULE, SMALL, SOFT, TOP, Blank, Pen, line_height

MARGIN = 14.0
GAP = 3.0
CELL = 8.5
"""Points of what stands in a table."""
WIDER = 1.6
"""What a table may be stretched by: figures should not stand too far from their names."""
NARROWEST = 12.0
"""Millimetres of a column."""
LONGEST = 300
"""Characters of a cell; a row has to fit on a page."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        heads: may all be empty, and then there is no row of heads.
        figures: which columns stand at the right.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as PNG, and what it shows in words for who cannot see it."""

    content: bytes
    words: str


Block = str | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that is read, not sent to customers.

    Attributes:
        title: what it is.
        note: below it: to what it is narrowed, for whom, when.
        blocks: in their order; a text is a paragraph.
        foot: stands at the bottom of each page.
        page: "Page {page} of {pages}".
    """

    title: str
    note: str
    blocks: Sequence[Block]
    foot: str
    page: str
    blank: Blank

    def texts(self) -> Iterator[str]:
        """Everything that is drawn."""
        yield from (self.title, self.note, self.foot, self.page, "…")
        for block in self.blocks:
            if isinstance(block, Table):
                yield from block.heads
                for row in block.rows:
                    yield from row
            elif isinstance(block, str):
                yield block


def pdf(document: Document) -> bytes:
    """Set a document on as many pages as it takes; the same document makes the same bytes."""
    setting = _Setting(document)
    setting.head()
    for block in document.blocks:
        if isinstance(block, Table):
            setting.table(block)
        elif isinstance(block, Picture):
            setting.picture(block)
        else:
            setting.paragraph(block)
    setting.feet(document.foot, document.page)
    return bytes(setting.paper.output())


def fitting(text: str) -> str:
    """A text that the font can draw and a cell can hold."""
    drawn = clean(text)
    return drawn if len(drawn) <= LONGEST else drawn[: LONGEST - 1].rstrip() + "…"


class _Setting(Pen):
    """Sets a document from top to bottom."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.blank, document.texts(), MARGIN)
        self.document = document

    def head(self) -> None:
        """What it is."""
        self.strong(MARGIN, TOP - 4, self.width, self.document.title, 15)
        y = self.lines(MARGIN, self.paper.y + 1, self.width, self.document.note, SMALL, SOFT)
        self.rule(y + 2, INK, 0.35)
        self.paper.set_y(y + 6)

    def paragraph(self, text: str) -> None:
        """Words over the whole width."""
        self.paper.set_font(size=BODY)
        for line in self.wrapped(text, self.width):
            if self.paper.y + line_height(BODY) > self.bottom:
                self.turn()
            self.lines(MARGIN, self.paper.y, self.width, line or " ", BODY, INK)
        self.paper.set_y(self.paper.y + 2)

    def picture(self, picture: Picture) -> None:
        """A picture over the whole width, on one page."""
        from PIL import Image  # noqa: PLC0415 (as slow as what draws pictures)

        with Image.open(BytesIO(picture.content)) as drawn:
            wide, high = drawn.size
        room = self.bottom - TOP
        width = min(self.width, room * wide / high)
        if self.paper.y + width * high / wide > self.bottom:
            self.turn()
        self.paper.image(
            BytesIO(picture.content), MARGIN, self.paper.y, w=width, alt_text=picture.words
        )
        self.paper.set_y(self.paper.y + width * high / wide + 4)

    def table(self, table: Table) -> None:
        """All rows; the heads are repeated on every page."""
        widths = self._widths(table)
        self.paper.set_y(self.paper.y + 2)
        self._heads(table, widths)
        for row in table.rows:
            self.paper.set_font(size=CELL)
            tall = max(
                len(self.wrapped(cell, width - GAP))
                for cell, width in zip(row, widths, strict=True)
            )
            bottom = tall * line_height(CELL) + 2.4
            if self.paper.y + bottom > self.bottom:
                self.turn()
                self._heads(table, widths)
            self._row(table, row, widths, bottom)
        self.paper.set_y(self.paper.y + 4)

    def _heads(self, table: Table, widths: Sequence[float]) -> None:
        if not any(table.heads):
            return
        self.paper.set_font(size=SMALL)
        tall = max(
            len(self.wrapped(head, width - GAP))
            for head, width in zip(table.heads, widths, strict=True)
        )
        y, x = self.paper.y, MARGIN
        for head, width, figure in zip(table.heads, widths, table.figures, strict=True):
            self.lines(x, y, width - GAP, head, SMALL, SOFT, "R" if figure else "L")
            x += width
        bottom = y + tall * line_height(SMALL) + 1
        self.rule(bottom, INK, 0.2, right=MARGIN + sum(widths) - GAP)
        self.paper.set_y(bottom)

    def _row(
        self, table: Table, row: Sequence[str], widths: Sequence[float], bottom: float
    ) -> None:
        y, x = self.paper.y, MARGIN
        for cell, width, figure in zip(row, widths, table.figures, strict=True):
            self.lines(x, y + 1.2, width - GAP, cell, CELL, INK, "R" if figure else "L")
            x += width
        self.rule(y + bottom, RULE, 0.15, right=MARGIN + sum(widths) - GAP)
        self.paper.set_y(y + bottom)

    def _widths(self, table: Table) -> list[float]:
        """As wide as what stands in them; the widest give way where they do not all fit."""
        self.paper.set_font(size=CELL)
        columns = zip(table.heads, *table.rows, strict=True)
        wanted = [
            min(max(max(map(self.paper.get_string_width, cells)) + GAP, NARROWEST), self.width)
            for cells in columns
        ]
        room = self.width + GAP
        if sum(wanted) > room:
            return _narrowed(wanted, room)
        return _spread(wanted, min(room, sum(wanted) * WIDER))


def _spread(widths: Sequence[float], room: float) -> list[float]:
    """What is left goes to all of them."""
    more = (room - sum(widths)) / len(widths)
    return [one + more for one in widths]


def _narrowed(widths: Sequence[float], room: float) -> list[float]:
    """No column is wider than a limit that lets all of them fit; narrow ones keep theirs."""
    free, left = sorted(widths), room
    for place, one in enumerate(free):
        limit = left / (len(free) - place)
        if one > limit:
            return [min(width, limit) for width in widths]
        left -= one
    return list(widths)
