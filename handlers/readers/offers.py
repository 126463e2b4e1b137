"""Readers of what is offered: percentages, products with quantities, quotes, days of validity."""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Annotated, Any

from handlers import amounts, dates
from handlers.asks import Ask
from handlers.outcomes import Ambiguous, Option, Unreadable
from handlers.readers.entries import Moment
from handlers.readers.readings import Reader, Word
from handlers.readers.records import OPTIONS, RecordReader
from handlers.readers.words import PRONOUNS, narrow
from handlers.texts import Text, fmt, money
from store import products, quotes
from store.access import NotFound
from store.errors import CrmError
from store.refs import read_ref
from store.tables import Deal, Product, Quote

OF_QUOTES = ("this quote", "that quote", "the quote", "这份报价", "该报价", "这个报价", "报价单")
OF_PRODUCTS = ("this product", "that product", "the product", "这个产品", "该产品")
TENTHS = re.compile(r"(?P<number>[\d.]+|[一二三四五六七八九]{1,2})\s*折")
CHINESE_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")}


class ProductRetired(CrmError):
    """The product is not sold any more."""

    def __init__(self, product: Product) -> None:
        """Keep which one."""
        super().__init__(product.id)
        self.product = product


def read_percent(text: str) -> int:
    """Hundredths of a percent in a text such as 5 %, 5, 12.5, 百分之五, or as a discount 9折.

    Raises:
        UnreadableNumber: it is something else.
        Unreadable: it is not from 0 to 100, or finer than a hundredth.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    tenths = TENTHS.fullmatch(plain)
    if tenths:
        return 10_000 - _tenths(tenths["number"])
    bare = re.sub(r"(?i)(?:\s*(?:%|percent|per cent))?(?:\s*off)?$", "", plain)
    number = amounts.read_number(bare.removeprefix("百分之").removeprefix("-").strip())
    found = number * 100
    if not 0 <= number <= 100 or found != int(found):  # noqa: PLR2004 (percent)
        raise Unreadable(
            fmt(
                "“{text}” is not a percentage from 0 to 100. For example: 5% or 9折", text=text[:40]
            )
        )
    return int(found)


def _tenths(number: str) -> int:
    """What is left to pay, in hundredths of a percent: 9折 is 90 %, 85折 and 八五折 are 85 %."""
    digits = "".join(CHINESE_DIGITS.get(one, one) for one in number)
    value = Decimal(digits) if digits.count(".") < 2 and digits != "." else Decimal(0)  # noqa: PLR2004
    while value > 10:  # noqa: PLR2004 (tenths)
        value /= 10
    return int(value * 1000)


class Percent(Reader[int]):
    """A percentage, in hundredths of a percent."""

    reach = 1

    def read(self, ask: Ask, text: str) -> int:
        """Read it, with or without its sign."""
        return read_percent(text)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("How many percent? For example: 5% or 9折")


class ValidUntil(Moment):
    """The last day of a validity: a day, or a length of time from today."""

    def read(self, ask: Ask, text: str) -> dates.When:
        """Read it; a length counts from today."""
        found = self._read(ask, text)
        if found.day < ask.now.astimezone(ask.voice.timezone).date():
            raise Unreadable(fmt("That day is past. For example: valid:30 days"))
        return found

    def _read(self, ask: Ask, text: str) -> dates.When:
        days = " days" if text.strip().isdecimal() else ""
        for said in (f"in {text}{days}", f"{text}后"):
            with suppress(CrmError):
                return super().read(ask, said)
        return super().read(ask, text)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Until when is it valid? For example: 30 days, end of month")


class ProductReader(Reader[Product]):
    """A product by its ref, its name or code, or part of its name."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> Product:
        """Find the one that is meant; it never guesses between two."""
        text = text.strip()
        pronoun = narrow(text)
        if pronoun in PRONOUNS or pronoun in OF_PRODUCTS:
            shown = next((ref for ref in ask.shown() if ref.kind == "product"), None)
            if shown is None:
                raise NotFound("product", text)
            return products.get(ask.session, shown.id)
        ref = read_ref(text)
        if ref and ref.kind == "product":
            return products.get(ask.session, ref.id)
        found = products.match(ask.session, [text])[text]
        if len(found) == 1:
            return found[0]
        found = found or products.guess(ask.session, text)
        if not found:
            raise NotFound("product", text)
        raise Ambiguous(text, tuple(option(one, f"P-{one.id}") for one in found[:OPTIONS]))

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """A ref that comes first, or all words."""
        if words and read_ref(words[0].text):
            return slice(0, 1)
        return super().spot(ask, words, others)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which product? A name, a code or a ref such as P-1.")


def option(product: Product, value: str) -> Option:
    """How a product is told apart from others on a button."""
    parts = [product.name, product.code, money(products.price_of(product)), f"P-{product.id}"]
    return Option(value, " · ".join(part for part in parts if part))


class DealAmong(RecordReader):
    """A deal whose ref may stand anywhere among the words."""

    def __init__(self) -> None:
        """Deals only."""
        super().__init__("deal")

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The ref of a deal, or what comes first."""
        for index, one in enumerate(words):
            ref = None if one.quoted else read_ref(one.text)
            if ref and ref.kind == "deal":
                return slice(index, index + 1)
        return super().spot(ask, words, others)


class QuoteReader(Reader[Quote]):
    """A quote by its ref, "it", or the deal that it was made for."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> Quote:
        """Find the one that is meant; of a deal with several that are open it asks which."""
        text = text.strip()
        pronoun = narrow(text)
        if pronoun in PRONOUNS or pronoun in OF_QUOTES:
            shown = next((ref for ref in ask.shown() if ref.kind in ("quote", "deal")), None)
            if shown is None:
                raise NotFound("quote", text)
            text = str(shown)
        ref = read_ref(text)
        if ref and ref.kind == "quote":
            return quotes.get(ask.session, ref.id)
        return self._of_deal(ask, text)

    def _of_deal(self, ask: Ask, text: str) -> Quote:
        deal: Deal = RecordReader("deal").read(ask, text)  # type: ignore[assignment]
        found = quotes.of_deal(ask.session, deal)
        held = [one for one in found if one.status != "replaced"] or found
        if not held:
            raise NotFound("quote", text)
        if len(held) == 1:
            return held[0]
        raise Ambiguous(
            text,
            tuple(Option(f"Q-{one.id}", f"Q-{one.id} · {deal.title}") for one in held[:OPTIONS]),
        )

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """A ref or a pronoun that comes first; without other texts all words."""
        if not words:
            return None
        two = narrow(" ".join(word.text for word in words[:2]))
        if two in OF_QUOTES or two in PRONOUNS:
            return slice(0, 2)
        if any(other.greedy for other in others) or read_ref(words[0].text):
            return slice(0, 1)
        return slice(0, len(words))

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which quote? A ref such as Q-1, or its deal.")

    def suggest(self, ask: Ask) -> list[str]:
        """Quotes shown last in this conversation."""
        return [str(ref) for ref in ask.shown() if ref.kind == "quote"][:3]


APercent = Annotated[int, Percent()]
AProduct = Annotated[Product, ProductReader()]
AQuote = Annotated[Quote, QuoteReader()]
ADealAmong = Annotated[Deal, DealAmong()]
ValidDay = Annotated[dates.When, ValidUntil()]
