"""Rows of companies: what a line of a file says of a company."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from handlers import amounts
from handlers.imports import cells
from handlers.imports.frames import Cell, Line
from handlers.imports.points import read_points
from handlers.sentences import sentence
from handlers.texts import fmt
from store.company_names import InvalidCompanyName, read_company_name
from store.entries import Entry
from store.errors import CrmError
from store.moneys import Money, MoneyTooFine, decimal_places

_MOST_EMPLOYEES = 10**9
_FIRST_YEAR = 1000
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_PEOPLE = re.compile(r"\s*(?:人|名|employees|people|staff)\s*$", re.IGNORECASE)
_SCALES = {
    **dict.fromkeys(("k", "thousand", "thousands"), "k"),
    **dict.fromkeys(("m", "mn", "mm", "mio", "million", "millions"), "m"),
    **dict.fromkeys(("b", "bn", "billion", "billions"), "b"),
}
_JOINED = re.compile(r"(?<![a-z])([kmb])(usd|eur|gbp|cny|rmb|jpy|chf|cad|aud)(?![a-z])")
_CHINESE_SCALE = re.compile(r"百万|千万|亿|万|千")
_CURRENCY = re.compile(r"(?<![A-Za-z])(?:[A-Z]{3}|US\$)(?![A-Za-z])|[$€£¥]|元|美元")


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
        "revenue": _revenue(line),
        "country": _country(line),
        "website": line.label("website"),
        "address": _address(line),
    }
    _read_phones(line, entry, values)
    entry.values = {name: value for name, value in values.items() if value is not None}
    return entry


def parent_of(line: Line, cell: Cell) -> str | None:
    """The folded name of the company that a row's company belongs to."""
    try:
        return read_company_name(cell.text).folded
    except InvalidCompanyName as error:
        line.remark(cell, sentence(error))
        return None


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


def _revenue(line: Line) -> Money | None:
    """An amount: in the unit and currency that it, or else its header, names."""
    cell = line.first("revenue")
    if cell is None:
        return None
    try:
        return _money(cell, line.frame.voice.currency)
    except MoneyTooFine as error:
        rounded = round(error.amount, decimal_places(error.currency))
        line.remark(cell, fmt("Rounded to {right}.", right=str(rounded)))
        return Money.of(rounded, error.currency)
    except (CrmError, InvalidOperation):
        line.remark(cell, fmt("Not an amount of money: left out."))
        return None


def _money(cell: Cell, currency: str) -> Money:
    joined = _JOINED.search(cell.header.casefold())
    named = _CURRENCY.search(cell.header)
    code = named[0] if named else joined[2].upper() if joined else ""
    try:
        number = amounts.read_number(cell.text)
    except amounts.UnreadableNumber:
        return amounts.read_money(cell.text, currency=currency)
    # With a unit of its own, such as 1.2m, the value needs none from above.
    own = not re.fullmatch(r"[\d.,\s]+", cell.text)
    unit = "" if own else _unit(cell.header)
    measure = amounts.read_money(f"1{unit} {code}".strip(), currency=currency)
    return Money.of(number * measure.decimal, measure.currency)


def _unit(header: str) -> str:
    """The unit in which a header says that amounts are, as it is written behind a number."""
    chinese = _CHINESE_SCALE.search(header)
    if chinese:
        return chinese[0]
    words = re.findall("[a-z]+", header.casefold())
    words += [joined[1] for joined in map(_JOINED.fullmatch, words) if joined]
    return next((_SCALES[word] for word in words if word in _SCALES), "")


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
