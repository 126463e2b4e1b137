"""Grids as files: a report as CSV or XLSX."""

from io import BytesIO

from handlers.asks import Ask
from handlers.exports.sheets import SHEETS, Head
from handlers.grids import Grid

FIRST, OTHERS = 32, 16
"""Widths of columns in characters."""


def write(ask: Ask, grid: Grid, form: str) -> bytes:
    """A report as "csv" or "xlsx"; reports are short."""
    stream = BytesIO()
    heads = [Head(text, OTHERS if at else FIRST) for at, text in enumerate(grid.heads)]
    sheet = SHEETS[form](stream, heads, ask.voice.timezone)
    for row in grid.rows:
        sheet.write(row)
    sheet.close()
    return stream.getvalue()
