"""Cells that name a company: of whoever works there, of a deal, a ticket, or a company above."""

from handlers.imports.frames import Cell, Line
from handlers.sentences import sentence
from store.company_names import InvalidCompanyName, read_company_name

Name = tuple[str, str]
"""Whole, and folded for comparison."""


def company_of(line: Line) -> Name | None:
    """The company that a row names; None where it names none, or one that is remarked."""
    cell = line.first("company")
    return named(line, cell) if cell else None


def named(line: Line, cell: Cell) -> Name | None:
    """The company that a cell names; None for what cannot be a name, which is remarked."""
    try:
        name = read_company_name(cell.text)
    except InvalidCompanyName as error:
        line.remark(cell, sentence(error))
        return None
    return name.full, name.folded
