"""Reader of products with quantities, prices and discounts: compiler x20, 3台 GTX Pro @4500 9折."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from handlers import amounts
from handlers.asks import Ask
from handlers.outcomes import Ambiguous, Unreadable
from handlers.readers.offers import ProductRetired, option, read_percent
from handlers.readers.readings import Reader
from handlers.readers.records import OPTIONS
from handlers.texts import Text, fmt
from store import products
from store.access import NotFound
from store.deal_lines import MOST_LINES, Item, TooManyLines
from store.errors import CrmError
from store.refs import read_ref
from store.tables import Product

Named = Mapping[str, list[Product]]
LONGEST = 200
MOST = 10**9
MARKS = re.compile('["“”「」『』]')
BETWEEN = re.compile(
    r"\s*(?:(?<!\d),|,(?!\d{3}(?!\d))|[、;；\n]|\s[+&]\s"
    r"|(?<=[\d%折])\s+and\s|\sand\s+(?=\d)|(?<=[\d%折台个套件份])\s*和|和\s*(?=\d))\s*"
)
"""What stands between two products; a comma within a number does not."""

NUMBER = r"(?P<number>\d[\d,.]*[kK万]?|[零一二两三四五六七八九十百千万]+)"
COUNTER = (
    "(?:个|個|台|套|件|份|支|块|张|箱|盒|把|辆|条|只|座|组|批|次|人|位|年|个月|天|小时|名|"
    r"(?:pcs|pieces?|units?|sets?|licen[cs]es?|seats?|users?|hours?|days?|months?|years?)\b)"
)
COUNTED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{NUMBER}\s*(?:[×*✕]|x(?![a-z]))\s*(?P<name>\S.*)",
        rf"(?P<name>.*\S)\s*(?:[×*✕]|(?<![a-z])x)\s*{NUMBER}(?:\s*{COUNTER})?",
        rf"{NUMBER}\s*{COUNTER}(?:\s*of\b)?\s*(?P<name>\S.*)",
        rf"(?P<name>.*\S)\s*{NUMBER}\s*{COUNTER}",
        rf"{NUMBER}\s+(?P<name>\S.*)",
        rf"(?P<name>.*\S)\s+{NUMBER}",
    )
)
"""Ways to say how many of what, the clearest first."""

OFF = re.compile(
    r"(?P<head>.*\S)\s*(?:(?:(?<=\s)[-–−]|\bdiscount\s|折扣)\s*(?P<percent>\d[\d.]*\s*%)(?:\s*off\b)?"
    r"|(?<=\s)(?P<plain>\d[\d.]*\s*%)\s*off\b|(?<![\d.一二三四五六七八九])(?P<tenths>[\d.]+折|[一二三四五六七八九]{1,2}折))"
    r"(?P<tail>.*)",
    re.IGNORECASE | re.DOTALL,
)
PRICED = re.compile(
    r"(?P<head>.*\S)\s*(?:@|(?<=\s)at\s|单价|每个|每台)\s*(?P<price>\S+(?:\s(?-i:[A-Z]{3})\b)?)"
    r"(?:\s(?:each|apiece|per\s(?:unit|piece))\b)?(?P<tail>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A discount and a price beside the name; "Acid 10%" is a name, "Acid -10%" has a discount."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one piece of a message wants.

    Attributes:
        product: from the price list; None for what has a price of its own and is not on it.
        name: as it was typed.
        quantity_milli: thousandths; None: not said.
        price: of one, as it was typed; it is in the deal's currency unless it names one.
        discount_bp: hundredths of a percent; None: not said.
    """

    product: Product | None
    name: str
    quantity_milli: int | None = None
    price: str | None = None
    discount_bp: int | None = None


def items(wanted: Sequence[Wanted], currency: str) -> list[Item]:
    """What is wanted, with prices in a deal's currency unless they name one.

    Raises:
        MoneyTooFine: a price has more decimals than the currency.
    """
    return [
        Item(
            one.product,
            one.product.name if one.product else one.name,
            one.quantity_milli,
            amounts.read_money(one.price, currency=currency) if one.price else None,
            one.discount_bp,
        )
        for one in wanted
    ]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a message on its way to becoming a line; candidates are name and quantity."""

    text: str
    candidates: tuple[tuple[str, int | None], ...]
    price: str | None
    discount_bp: int | None


class Items(Reader[tuple[Wanted, ...]]):
    """Products with quantities, separated by commas."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> tuple[Wanted, ...]:
        """Find each product; it never guesses between two."""
        pieces = [_piece(part) for part in BETWEEN.split(_folded(text)) if part]
        if len(pieces) > MOST_LINES:
            raise TooManyLines
        if not pieces:
            raise Unreadable(self.question(""))
        names = {name for piece in pieces for name, _ in piece.candidates if not read_ref(name)}
        named = products.match(ask.session, sorted(names))
        return tuple(_wanted(ask, pieces, at, named) for at in range(len(pieces)))

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which products, and how many? For example: compiler x20, support x1")

    def suggest(self, ask: Ask) -> list[str]:
        """The first products of the price list."""
        return [one.name for one in products.page(ask.session, limit=OPTIONS).rows]


def _folded(text: str) -> str:
    """One width, one kind of comma, and nothing at the end that is no product."""
    plain = MARKS.sub("", unicodedata.normalize("NFKC", text)).strip(" ,;.。")
    return re.sub(r"(?i)\s+(?:to|on|for)$", "", plain)


def _piece(text: str) -> _Piece:
    """Take price and discount out, and find every way to read the rest."""
    head, price, discount = text.strip(), None, None
    off = OFF.fullmatch(head)
    if off and (discount := _percent(off)) is not None:
        head = _without(off)
    priced = PRICED.fullmatch(head)
    if priced and _is_money(priced["price"]):
        head, price = _without(priced), priced["price"]
    return _Piece(head, (*_counted(head), (head, None)), price, discount)


def _without(found: re.Match[str]) -> str:
    return f"{found['head']} {found['tail'].strip()}".strip()


def _percent(found: re.Match[str]) -> int | None:
    with suppress(CrmError):
        return read_percent(found["percent"] or found["plain"] or found["tenths"])
    return None


def _is_money(text: str) -> bool:
    with suppress(CrmError):
        amounts.read_money(text, currency="USD")
        return True
    return False


def _counted(text: str) -> Iterator[tuple[str, int | None]]:
    """Every reading of a piece as a name and a quantity."""
    for pattern in COUNTED:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        with suppress(amounts.UnreadableNumber):
            yield found["name"], _quantity(found["number"])


def _quantity(text: str) -> int:
    """Thousandths.

    Raises:
        UnreadableNumber: it is no number.
        Unreadable: it is finer than a thousandth, or beyond all measure.
    """
    number = amounts.read_number(text.rstrip(","))
    milli = number * 1000
    if not 0 <= number <= MOST or milli != int(milli):
        raise Unreadable(fmt("“{text}” is not a quantity. For example: 20 or 1.5", text=text[:40]))
    return int(milli)


def _wanted(ask: Ask, pieces: Sequence[_Piece], at: int, named: Named) -> Wanted:
    piece = pieces[at]
    if len(piece.text) > LONGEST:
        raise NotFound("product", piece.text)
    name, quantity, found = _best(ask, piece, named)
    if len(found) == 1:
        return Wanted(found[0], name, quantity, piece.price, piece.discount_bp)
    if not found and piece.price is not None:
        return Wanted(None, name, quantity, piece.price, piece.discount_bp)
    found = found or products.guess(ask.session, name)
    if not found:
        raise NotFound("product", name)
    options = [option(one, _instead(pieces, at, name, f"P-{one.id}")) for one in found[:OPTIONS]]
    raise Ambiguous(name, tuple(options))


def _best(ask: Ask, piece: _Piece, named: Named) -> tuple[str, int | None, list[Product]]:
    """The reading whose name is a product's; else one with part of a name; else the clearest."""
    held = [(name, quantity, _found(ask, name, named)) for name, quantity in piece.candidates]
    # What is a product's name as a whole is that product, whatever number it ends with.
    whole = [one for one in reversed(held) if any(_is_named(row, one[0]) for row in one[2])]
    return next((one for one in (*whole, *held) if one[2]), held[0])


def _is_named(product: Product, text: str) -> bool:
    ref = read_ref(text)
    if ref and ref.kind == "product":
        return product.id == ref.id
    return product.folded in products.forms(text) or product.code == products.fold_code(text)


def _found(ask: Ask, name: str, named: Named) -> list[Product]:
    ref = read_ref(name)
    if ref is None:
        return named[name]
    if ref.kind != "product":
        return []
    product = products.get(ask.session, ref.id)
    if product.retired_at is not None:
        raise ProductRetired(product)
    return [product]


def _instead(pieces: Sequence[_Piece], at: int, name: str, ref: str) -> str:
    """The whole message with a product's ref in the place of words that fit several."""
    found = []
    for index, piece in enumerate(pieces):
        text = piece.text.replace(name, ref, 1) if index == at else piece.text
        text += f" @{piece.price}" if piece.price else ""
        text += f" -{piece.discount_bp / 100:g}%" if piece.discount_bp else ""
        found.append(text)
    return "; ".join(found)


SomeItems = Annotated[tuple[Wanted, ...], Items()]
