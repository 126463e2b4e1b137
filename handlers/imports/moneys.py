"""Amounts of money in cells: in the unit and currency that they, or else their headers, name."""

import re
from decimal import InvalidOperation
from functools import lru_cache

from handlers import amounts
from handlers.imports.frames import Cell, Line
from handlers.texts import fmt
from store.errors import CrmError
from store.moneys import Money, MoneyTooFine, currencies, decimal_places

_SCALES = {
    **dict.fromkeys(("k", "thousand", "thousands"), "k"),
    **dict.fromkeys(("m", "mn", "mm", "mio", "million", "millions"), "m"),
    **dict.fromkeys(("b", "bn", "billion", "billions"), "b"),
}
_JOINED = re.compile(r"(?<![a-z])([kmb])(usd|eur|gbp|cny|rmb|jpy|chf|cad|aud)(?![a-z])")
_CHINESE_SCALE = re.compile(r"百万|千万|亿|万|千")
_CURRENCY = re.compile(r"(?<![A-Za-z])(?:[A-Z]{3}|US\$)(?![A-Za-z])|[$€£¥]|元|美元")
_PLAIN = re.compile(r"[\d.,\s]+")


def read_amount(line: Line, field: str, currency: str) -> Money | None:
    """Read the amount of a field; one that makes no sense is remarked and left out.

    Args:
        line: the row.
        field: which holds it.
        currency: ISO 4217 code, where neither value nor header names one.
    """
    cell = line.first(field)
    if cell is None:
        return None
    try:
        return _money(cell, currency)
    except MoneyTooFine as error:
        rounded = round(error.amount, decimal_places(error.currency))
        line.remark(cell, fmt("Rounded to {right}.", right=str(rounded)))
        return Money.of(rounded, error.currency)
    except (CrmError, InvalidOperation):
        line.remark(cell, fmt("Not an amount of money: left out."))
        return None


def _money(cell: Cell, currency: str) -> Money:
    try:
        number = amounts.read_number(cell.text)
    except amounts.UnreadableNumber:
        return amounts.read_money(cell.text, currency=currency)
    # With a unit of its own, such as 1.2m, the value needs none from above.
    measure = _measure(cell.header, currency, own=not _PLAIN.fullmatch(cell.text))
    return Money.of(number * measure.decimal, measure.currency)


@lru_cache(maxsize=256)
def _measure(header: str, currency: str, *, own: bool) -> Money:
    """What one is worth in a column of this header."""
    joined = _JOINED.search(header.casefold())
    named = _CURRENCY.search(header)
    code = named[0] if named else joined[2].upper() if joined else ""
    unit = "" if own else _unit(header)
    return amounts.read_money(f"1{unit} {code}".strip(), currency=currency)


def _unit(header: str) -> str:
    """The unit in which a header says that amounts are, as it is written behind a number."""
    chinese = _CHINESE_SCALE.search(header)
    if chinese:
        return chinese[0]
    words = re.findall("[a-z]+", header.casefold())
    words += [joined[1] for joined in map(_JOINED.fullmatch, words) if joined]
    return next((_SCALES[word] for word in words if word in _SCALES), "")


def read_price(line: Line, field: str) -> Money | None:
    """Read an amount that is never below nothing, in the currency that the row names, if any."""
    code = line.first("currency")
    currency = line.frame.voice.currency
    if code and code.text.upper() in currencies():
        currency = code.text.upper()
    price = read_amount(line, field, currency)
    if price is None or price.minor >= 0:
        return price
    line.remark(line.first(field), fmt("Below nothing: left out."))
    return None
