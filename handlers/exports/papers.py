"""Papers of an export: a list or a report as a PDF that reads well on a phone."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_datetime

from handlers.asks import Ask
from handlers.exports import runs
from handlers.exports.kinds import EXPORTED
from handlers.grids import Cell, Grid
from handlers.languages import voice
from handlers.lists import Whole
from handlers.papers import documents
from handlers.papers.documents import Block, Document, Table, fitting
from handlers.papers.fonts import clean
from handlers.papers.pens import Blank
from handlers.texts import Text, day, fmt, money, plural, shown, word
from store.moneys import Money

LETTER = ("US", "CA", "MX")
"""Regions where paper has Letter size."""


def of_list(ask: Ask, whole: Whole, ids: Sequence[int]) -> bytes:
    """A list on paper: the columns that fit; the other formats have all of them."""
    chosen = [one for one in EXPORTED[whole.listed.kind].columns(ask.session) if one.brief]
    cells = [
        [one.cell(batch, row) for one in chosen]
        for batch in runs.batches(ask, whole.listed.kind, ids)
        for row in batch.rows
    ]
    heads = [word(one.head) for one in chosen]
    count = plural("{count} row", "{count} rows", len(cells))
    return documents.pdf(
        _document(ask, str(whole.heading(ask)), [str(count)], [_table(heads, cells)])
    )


def of_report(ask: Ask, text: Text, grid: Grid, picture: documents.Picture | None) -> bytes:
    """A report on paper: what it says, its chart, and its figures as a table."""
    title, *said = _said(grid.said or text)
    blocks: list[Block] = [clean(one) for one in said if one]
    blocks += [picture] if picture else []
    blocks += [_of_grid(grid)] if grid.rows else []
    return documents.pdf(_document(ask, title, [], blocks))


def _said(text: Text) -> list[str]:
    """The lines of a report, but those of its table."""
    words = "".join(span.text for span in text.spans if span.style != "table")
    return re.split(r"\n+", words.strip())


def _of_grid(grid: Grid) -> Table:
    """Without columns in which nothing stands."""
    held = [at for at in range(len(grid.heads)) if any(row[at] is not None for row in grid.rows)]
    return _table([grid.heads[at] for at in held], [[row[at] for at in held] for row in grid.rows])


def _table(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Table:
    numbers = [
        any(isinstance(row[at], int | Decimal | Money) for row in rows) for at in range(len(heads))
    ]
    written = tuple(tuple(fitting(_written(cell)) for cell in row) for row in rows)
    return Table(tuple(clean(head) for head in heads), written, tuple(numbers))


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return money(cell)
    if isinstance(cell, datetime):
        local = cell.astimezone(voice().timezone)
        return str(format_datetime(local, "yyyy-MM-dd HH:mm", locale=voice().locale))
    if isinstance(cell, date):
        return day(cell)
    return shown(cell)


def _document(ask: Ask, title: str, more: Sequence[str], blocks: Sequence[Block]) -> Document:
    seller = clean(str(ask.directory.setting("name", "") or "")) or "Parley"
    made = fmt("Made for {who} on {at}", who=ask.person, at=ask.now)
    note = clean(" · ".join([*more, str(made)]))
    region = voice().region
    heading = clean(title)
    blank = Blank(heading, seller, str(voice().locale.language), region in LETTER, ask.now)
    page = word("Page {page} of {pages}")
    return Document(heading, note, blocks, f"{seller} · {heading}"[:90], page, blank)
