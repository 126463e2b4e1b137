"""Amounts of money: a whole number of minor units in one ISO 4217 currency."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import cache
from typing import Final, Self

from babel.core import Locale, get_global
from babel.numbers import (
    get_currency_name,
    get_currency_precision,
    get_currency_symbol,
    list_currencies,
)

from store.errors import CrmError

MOST_MINOR_UNITS: Final = 10**15
"""The largest amount either way: 10 trillion dollars, or a thousand trillion yen."""

# Sixteen digits of money and every currency's decimals fit; what does not fit is an error,
# never a rounded amount.
_EXACT: Final = Context(prec=40, traps=[Inexact, InvalidOperation])

# Nouns that mean more than money: they are one only for a company that has that currency.
_NOUNS_OF_MORE: Final = frozenset({"won", "real", "reals", "gold", "mark", "marks", "sol", "rand"})
# The currency that is meant by default; who shares the name is known from CLDR.
_ALIASES: Final = {
    "USD": "$|buck|bucks|dollar|dollars|us $|u.s. $|u.s $|united states dollars|美金|美圆",
    "CNY": "¥|元|元钱|块|块钱|圆|元整|圆整|rmb|cnh",
    "HKD": "hk $|港币",
    "CAD": "c$|c $|加元",
    "AUD": "澳元",
    "TWD": "nt $|台币",
    "SGD": "s$|新元|新币",
    "JPY": "日圆|円",
    "GBP": "pound|pounds|quid",
    "CHF": "franc|francs|法郎|瑞郎",
    "SEK": "kr|krona|kronor",
    "NOK": "krone|kroner",
    "MXN": "peso|pesos|比索",
    "INR": "rupee|rupees|卢比",
    "RUB": "₽|ruble|rubles|卢布",
    "CZK": "kč",
    "GEL": "₾",
    "KZT": "₸",
    "NGN": "₦",
    "PLN": "zł",
    "THB": "฿",
    "TRY": "₺",
    "UAH": "₴",
}


class UnknownCurrency(CrmError):
    """The code is no ISO 4217 currency.

    Attributes:
        currency: the code as given.
    """

    def __init__(self, currency: str) -> None:
        super().__init__(currency)
        self.currency = currency


class CurrencyMismatch(CrmError):
    """Amounts of two currencies cannot be added.

    Attributes:
        left: ISO 4217 code of the first amount.
        right: ISO 4217 code of the second amount.
    """

    def __init__(self, left: str, right: str) -> None:
        super().__init__(left, right)
        self.left = left
        self.right = right


class MoneyOutOfRange(CrmError):
    """The amount is beyond `MOST_MINOR_UNITS` either way, or not a finite number.

    Attributes:
        amount: minor units, or the decimal that was to become money.
        currency: ISO 4217 code.
    """

    def __init__(self, amount: int | Decimal, currency: str) -> None:
        super().__init__(amount, currency)
        self.amount = amount
        self.currency = currency


class MoneyTooFine(CrmError):
    """The amount has more decimals than its currency.

    Attributes:
        amount: the decimal that was to become money.
        currency: ISO 4217 code.
        places: how many decimals the currency has.
    """

    def __init__(self, amount: Decimal, currency: str, places: int) -> None:
        super().__init__(amount, currency, places)
        self.amount = amount
        self.currency = currency
        self.places = places


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount; amounts have no order, because two currencies have none.

    Attributes:
        minor: minor units (cents, fen, whole yen), at most `MOST_MINOR_UNITS` either way.
        currency: ISO 4217 code in capitals, current or historic.

    Raises:
        UnknownCurrency: the code is no ISO 4217 currency.
        MoneyOutOfRange: too many minor units.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        decimal_places(self.currency)
        if abs(self.minor) > MOST_MINOR_UNITS:
            raise MoneyOutOfRange(self.minor, self.currency)

    @classmethod
    def of(cls, decimal: Decimal, currency: str) -> Self:
        """Make money of an amount in major units; it is never rounded.

        Args:
            decimal: major units, such as 12.50 dollars.
            currency: ISO 4217 code in capitals.

        Raises:
            UnknownCurrency: the code is no ISO 4217 currency.
            MoneyOutOfRange: too large, infinite or not a number.
            MoneyTooFine: it has more decimals than the currency.
        """
        places = decimal_places(currency)
        if not decimal.is_finite() or decimal.adjusted() > len(str(MOST_MINOR_UNITS)):
            raise MoneyOutOfRange(decimal, currency)
        try:
            minor = _EXACT.to_integral_exact(_EXACT.scaleb(decimal, places))
        except Inexact:
            raise MoneyTooFine(decimal, currency, places) from None
        return cls(int(minor), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, with the decimals of its currency."""
        return _EXACT.scaleb(Decimal(self.minor), -decimal_places(self.currency))

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return Money(self.minor + other.minor, self.currency)


@dataclass(frozen=True, slots=True)
class CurrencyName:
    """What a word such as `$`, `kr` or `cents` counts.

    Attributes:
        usual: ISO 4217 code meant by default, or empty where there is none.
        sharing: codes of the companies' currencies that are meant instead.
        coins: how many of it make one of the currency: 100 for cents, else 1.
    """

    usual: str
    sharing: frozenset[str] = frozenset()
    coins: int = 1

    def currency(self, company: str) -> str:
        """Give the code that a company with that currency means, or an empty string."""
        return company if company in self.sharing else self.usual


@cache
def currencies() -> frozenset[str]:
    """Every ISO 4217 code that money can be in, historic ones included.

    Historic codes stay, because an old deal must remain readable after its currency is gone.
    """
    return frozenset(list_currencies())


def decimal_places(currency: str) -> int:
    """How many decimals the currency has, by CLDR: 2 for USD, 0 for JPY, 3 for KWD.

    Args:
        currency: ISO 4217 code in capitals.

    Raises:
        UnknownCurrency: the code is no ISO 4217 currency.
    """
    if currency not in currencies():
        raise UnknownCurrency(currency)
    return get_currency_precision(currency)


@cache
def tender() -> frozenset[str]:
    """Codes of the currencies that some country pays with today, by CLDR."""
    countries = get_global("territory_currencies").values()
    return frozenset(
        code for periods in countries for code, _, end, legal in periods if legal and not end
    )


@cache
def currency_names() -> dict[str, CurrencyName]:
    """Every word for a currency, in lower case: codes, CLDR's English and Chinese, aliases."""
    found, sharing = _standard_names()
    dollars = sharing["dollar"]
    sharing |= {"$": dollars, "buck": dollars, "bucks": dollars}
    sharing |= {"¥": {"CNY", "JPY"}, "kr": {"SEK", "NOK", "DKK", "ISK"}}
    for word in ("元", "元钱", "块", "块钱", "圆", "元整", "圆整"):
        sharing[word] = {"CNY", "TWD", "HKD", "MOP"}
    for code, words in _ALIASES.items():
        for word in words.split("|"):
            found[word] = CurrencyName(code, frozenset(sharing[word]))
    cents = CurrencyName("USD", frozenset(dollars | {"EUR"}), 100)
    found |= {"cent": cents, "cents": cents, "¢": cents, "pence": CurrencyName("GBP", coins=100)}
    return found | dict.fromkeys(("角", "毛"), CurrencyName("CNY", coins=10))


def _standard_names() -> tuple[dict[str, CurrencyName], defaultdict[str, set[str]]]:
    """Give what CLDR knows: full names and codes, and which currencies share a noun."""
    found: dict[str, CurrencyName] = {}
    sharing: defaultdict[str, set[str]] = defaultdict(set)
    countries = Locale("zh").territories
    # Today's currencies come last and so win over historic ones of the same name.
    for code in sorted(currencies(), key=lambda code: (code in tender(), code)):
        full = {name for name in _names(code) if code in tender() or " " in name}
        found |= dict.fromkeys(full, CurrencyName(code))
        if code in tender():
            found |= dict.fromkeys((code.lower(), f"{code.lower()}$"), CurrencyName(code))
            nouns = {name.removeprefix(countries.get(code[:2], " ")).split()[-1] for name in full}
            for noun in nouns:
                sharing[noun].add(code)
    for noun, codes in sharing.items():
        usual = min(codes) if len(codes) == 1 and noun not in _NOUNS_OF_MORE else ""
        if len(noun) > 1:
            found.setdefault(noun, CurrencyName(usual, frozenset(codes)))
    return found, sharing


def _names(currency: str) -> set[str]:
    """CLDR's names and symbols: us dollar, us dollars, 美元, us$."""
    spoken = {get_currency_name(currency, count, "en") for count in (1, 2)}
    written = {get_currency_symbol(currency, language) for language in ("en", "zh")}
    chinese = get_currency_name(currency, locale="zh")
    return {name.lower() for name in {*spoken, *written, chinese}}
