"""Rows of companies: what a line of a file says of a company."""

import re
from decimal import Decimal
from typing import Any

from handlers import amounts
from handlers.imports import cells
from handlers.imports.company_cells import named
from handlers.imports.frames import Cell, Line
from handlers.imports.moneys import read_amount
from handlers.imports.points import read_points
from handlers.sentences import sentence
from handlers.texts import fmt
from store.company_names import InvalidCompanyName, read_company_name
from store.entries import Entry

_MOST_EMPLOYEES = 10**9
_FIRST_YEAR = 1000
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_PEOPLE = re.compile(r"\s*(?:人|名|employees|people|staff)\s*$", re.IGNORECASE)


def read_company(line: Line) -> Entry | None:
    """Read a company; None where the row names none, which is remarked."""
    cell = line.first("name")
    if cell is None:
        line.remark(None, fmt("Rejected: the row names no company."), line.text)
        return None
    try:
        name = read_company_name(cell.text)
    except InvalidCompanyName as error:
        line.remark(cell, fmt("Rejected: {why}", why=sentence(error)))
        return None
    entry = Entry(line.number, name.full, name.folded, line.owner(), notes=line.notes())
    values: dict[str, Any] = {
        "industry": line.label("sector"),
        "employees": _employees(line),
        "founded": _founded(line),
        "revenue": read_amount(line, "revenue", line.frame.voice.currency),
        "country": _country(line),
        "website": line.label("website"),
        "address": _address(line),
    }
    _read_phones(line, entry, values)
    entry.values = {name: value for name, value in values.items() if value is not None}
    return entry


def parent_of(line: Line, cell: Cell) -> str | None:
    """The folded name of the company that a row's company belongs to."""
    found = named(line, cell)
    return found[1] if found else None


def _employees(line: Line) -> int | None:
    cell = line.first("employees")
    if cell is None:
        return None
    try:
        number = amounts.read_number(_PEOPLE.sub("", cell.text))
    except amounts.UnreadableNumber:
        number = Decimal(-1)
    if number != int(number) or not 0 <= number <= _MOST_EMPLOYEES:
        line.remark(cell, fmt("Not one whole number: left out."))
        return None
    return int(number)


def _founded(line: Line) -> int | None:
    cell = line.first("established")
    if cell is None:
        return None
    years = {int(year) for year in _YEAR.findall(cell.text)}
    if len(years) != 1 or not _FIRST_YEAR <= min(years) <= line.frame.today.year:
        line.remark(cell, fmt("Not one year of the past: left out."))
        return None
    return years.pop()


def _country(line: Line) -> str | None:
    for cell in line.filled("address"):
        if cell.column in line.frame.survey.countries and len(cell.text) <= cells.LABEL:
            return line.frame.survey.repairs.get(cell.column, {}).get(cell.text, cell.text)
    return None


def _address(line: Line) -> str | None:
    """The address; a country alone is none."""
    address = line.address()
    parts = {cell.column for cell in line.filled("address")}
    return address if parts - line.frame.survey.countries else None


def _read_phones(line: Line, entry: Entry, values: dict[str, Any]) -> None:
    """The first phone is the company's; more of them are noted, and so are websites and tags."""
    phones = [point for point in read_points(line).values() if point.kind == "phone"]
    values["phone"] = phones[0].value if phones else None
    more = [("phone", point.value) for point in phones[1:]]
    more += [(cell.header, cell.text) for cell in list(line.filled("website"))[1:]]
    more += [(cell.header, cell.text) for cell in line.filled("tags")]
    entry.notes += [f"{name}: {text}"[: cells.NOTE] for name, text in more]
