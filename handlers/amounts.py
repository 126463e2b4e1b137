"""Amounts of money as people write them, alone or within a sentence, in English and Chinese.

Separators: groups of three are thousands, so 1,234 is a thousand. A single dot before exactly
three digits is a decimal point, so 1.234 is a little above one, unless a currency that is written
with decimal commas stands beside it and no magnitude does: €1.234 is a thousand, €1.234m is not.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import prod
from typing import Final

from store.errors import CrmError
from store.moneys import CurrencyName, Money, currency_names, tender

_LONGEST_NUMBER: Final = 60
# One character for one, so that offsets hold; a wide comma separates clauses, not digits.
_FOLDED: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | str.maketrans(
    "￥￡￠　’−，İ\u2007\u2009\u202f萬億貳贰兩叁參肆伍陸陆柒捌玖壹〇拾佰仟點圓塊負",
    "¥£¢ '-;i\u00a0\u00a0\u00a0万亿二二两三三四五六六七八九一零十百千点圆块负",
)
_WIDE_THOUSANDS: Final = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_SPACED_THOUSANDS: Final = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")

_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}
_COUNTING: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_WORDS: Final = dict(zip(_COUNTING.split(), (*range(20), *range(20, 100, 10)), strict=True))
_FRACTIONS: Final = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_MAGNITUDES: Final = {
    **dict.fromkeys(("k", "thousand", "thousands", "grand"), 1000),
    **dict.fromkeys(("m", "mn", "mm", "mio", "mln", "million", "millions"), 10**6),
    **dict.fromkeys(("b", "bn", "bln", "billion", "billions"), 10**9),
    **dict.fromkeys(("tn", "trillion", "trillions"), 10**12),
    "hundred": 100,
    "w": 10**4,
}


def _either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_GAP, _HAN = "[ \u00a0]", "[㐀-䶿一-鿿]"
_ARABIC: Final = r"(?:\d++(?:[.,'\u00a0]\d++)*+|\.\d++)"
_DIGIT, _UNIT, _WORD = _either(_DIGITS), _either(_UNITS), _either(_WORDS)
_SCALE: Final = "(?:hundred|thousand|grand|million|billion|trillion)"
# Possessive only where nothing inside can backtrack: before 3.11.5 others err (gh-106052).
_NUMBER: Final = re.compile(
    rf"(?:{_ARABIC}|{_DIGIT}|[十百千])(?:{_GAP}?{_UNIT}|{_ARABIC}|{_DIGIT})*"
    rf"(?:(?<!\d)点{_DIGIT}++{_UNIT}*)?"
    rf"|(?<![a-z0-9])(?:{_WORD}\b|(?:half an?|a quarter|quarter|an?)(?= {_SCALE}\b))"
    rf"(?:[ -](?:and )?(?:{_WORD}|{_SCALE})\b)*",
    re.ASCII,
)
_GROUPED: Final = re.compile(
    r"(?!0)\d{1,3}(?P<mark>[,.'\u00a0])\d{3}(?:(?P=mark)\d{3})*(?P<rest>(?!(?P=mark))[.,]\d+)?"
)
_MAGNITUDE: Final = re.compile(
    rf"{_GAP}?(?P<word>{_either(_MAGNITUDES)})(?:(?![a-z0-9])|(?P<code>[a-z]{{3}})(?![a-z0-9]))",
    re.ASCII,
)
_COINS: Final = {"cent": 100, "cents": 100, "¢": 100, "pence": 100, "角": 10, "毛": 10, "分": 100}
_COIN: Final = re.compile(
    rf"{_GAP}?(?:and )?(\d\d?|{_DIGIT}|{_WORD}(?:[ -]{_WORD})?){_GAP}?"
    rf"(?P<coin>{_either(_COINS)})(?![a-z])",
    re.ASCII,
)
_LOOSE_COIN: Final = re.compile(rf"(?<=块)(\d|{_DIGIT})(?P<coin>)(?![\d.,十百千万亿点])")

# What makes a number something else than money: what stands before it, after it, or is counted.
_NOT_AFTER: Final = re.compile(r"(?:[a-z0-9_./'@#+$€£¥₩₹第负几数-]|\d[,:]|\b(?:minus|negative) )$")
_NOT_BEFORE: Final = re.compile(r"(?<=[a-z0-9])[a-z0-9]|[%‰]|[-–—~.,:/]?\d", re.ASCII)
_BARE: Final = re.compile(
    rf"[\d.,]+[a-z]+|[\d.]+ [a-z]{{4,}}|(?!a )[a-z -]+{_SCALE}|(?![百千]).*{_UNIT}[\d一-九]?"
)
_COUNTED: Final = re.compile(
    f"{_GAP}?(?:[个個人名位件台套户次吨米里克斤年月天日号小分秒字步条辆家股瓶箱包张支批份组班层间倍页]"
    "|用户|客户|员工|users|people|customers|employees|units|pieces|seats|licen[cs]es|downloads|steps"
    "|km|miles|items|times|contacts|leads|emails|rows|records|followers|hours|days|years)"
)
_WORD_GOES_ON: Final = re.compile(
    f"[a-z][a-z]|元[旦素件首老帅宝宵]|角[大落度色形]|毛[衣巾笔孩]"
    f"|块(?![钱左右吧吗呢的了和以零一二两三四五六七八九])(?:{_HAN}|[a-z])"
)

_CODES_AND_WORDS: Final = re.compile("all|bam|bob|cup|gel|lak|mad|mop|pen|sos|top|try")
_BEHIND_ONLY: Final = re.compile("[a-z]{4}|^(?:won|yen|sol|¢|[角毛])$")
_DECIMAL_COMMAS: Final = frozenset({"EUR", "DKK", "TRY", "RON", "BRL", "ARS", "CLP", "COP", "IDR"})


class UnreadableNumber(CrmError):
    """No number is written in the attribute `text`."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class UnreadableMoney(UnreadableNumber):
    """No amount of money is written in the attribute `text`."""


@dataclass(frozen=True, slots=True)
class FoundMoney:
    """An amount within a sentence, at `text[start:end]`."""

    start: int
    end: int
    money: Money


@dataclass(frozen=True, slots=True)
class _Amount:
    start: int
    end: int
    value: Decimal
    currency: str


def read_money(text: str, *, currency: str) -> Money:
    """Read a text that is an amount, such as `50k`, and nothing else; it is never negative.

    Args:
        text: the amount.
        currency: ISO 4217 code of the company; a bare number is in it, and perhaps `$` and `¥`.

    Raises:
        UnreadableMoney: it is something else.
        MoneyTooFine: it has more decimals than its currency.
        MoneyOutOfRange: it is too large.
    """
    bare = re.sub(r"[.。!！]?$", "", text.strip().replace("，", ","))
    for amount in _Sentence(_SPACED_THOUSANDS.sub("\u00a0", bare), currency).amounts():
        if (amount.start, amount.end) == (0, len(bare)):
            return Money.of(amount.value, amount.currency or currency)
    raise UnreadableMoney(text)


def find_money(text: str, *, currency: str) -> FoundMoney | None:
    """Find an amount in a sentence: the first with a currency, else the first with a magnitude.

    Args:
        text: any text.
        currency: ISO 4217 code of the company.
    """
    sentence = _Sentence(text, currency)
    bare = None
    for amount in filter(sentence.is_money, sentence.amounts()):
        try:
            money = Money.of(amount.value, amount.currency or currency)
        except CrmError:
            continue
        found = FoundMoney(amount.start, amount.end, money)
        if amount.currency:
            return found
        bare = bare or found
    return bare


def read_number(text: str) -> Decimal:
    """Read a text that is a number, such as `-12,500`, `1.2k` or `三千五`, and nothing else.

    Raises:
        UnreadableNumber: it is something else.
    """
    unsigned, negative = re.subn("^[-−－负負]", "", text.strip())
    for number in _Sentence(_SPACED_THOUSANDS.sub("\u00a0", unsigned), "").amounts():
        if (number.start, number.end, number.currency) == (0, len(unsigned), ""):
            return -number.value if negative else number.value
    raise UnreadableNumber(text)


class _Sentence:
    """A text in which amounts are looked for, as typed and folded character by character."""

    def __init__(self, text: str, company: str) -> None:
        self.typed = text
        self.plain = _WIDE_THOUSANDS.sub(",", text).translate(_FOLDED).lower()
        self.company = company

    def amounts(self) -> Iterator[_Amount]:
        """Give every number with what belongs to it, money or not."""
        numbers = (self._amount(*number.span()) for number in _NUMBER.finditer(self.plain))
        return (amount for amount in numbers if amount)

    def is_money(self, amount: _Amount) -> bool:
        """Tell an amount within a sentence from a date, a count and a piece of a longer number."""
        words = self.plain[amount.start : amount.end]
        before = self.plain[max(0, amount.start - len(" negative ")) : amount.start]
        if _NOT_AFTER.search(before) or _NOT_BEFORE.match(self.plain, amount.end):
            return False
        if amount.currency:
            return not _CODES_AND_WORDS.match(words)
        if words.endswith("mm") or (words.endswith("w") and not re.search(_HAN, self.plain)):
            return False
        counted = _COUNTED.match(self.plain, amount.end)
        return amount.value >= _UNITS["千"] and not counted and bool(_BARE.fullmatch(words))

    def _amount(self, start: int, end: int) -> _Amount | None:
        figures = self.plain[start:end]
        front, start = self._name_in_front(start)
        magnitude, end = self._magnitude(end)
        found = [front] if front else []
        for _ in range(2):
            behind, end = self._name_behind(end, first=not found)
            found += [behind] if behind else []
        if found and magnitude == 1:
            magnitude, end = self._magnitude(end)
        code = self._currency(found)
        value = _value(figures, dotted=code in _DECIMAL_COMMAS and magnitude == 1)
        if value is None or (found and not code):
            return None
        coins, end = self._coins(end) if found and magnitude == 1 else (Decimal(0), end)
        share = max((name.coins for name in found), default=1)
        return _Amount(start, end, value * magnitude / share + coins, code)

    def _currency(self, found: list[CurrencyName]) -> str:
        """Give the currency that all names allow: $5 CAD is Canadian, $5 EUR is nothing."""
        allowed = [{name.usual, *name.sharing} for name in found]
        common = set.intersection(*allowed) if allowed else set()
        usual = (name.usual for name in found if name.usual in common)
        return self.company if self.company in common else next(usual, "")

    def _magnitude(self, at: int) -> tuple[int, int]:
        """Read k, million and the like; they may touch a code, as in MUSD."""
        found = _MAGNITUDE.match(self.plain, at)
        if found and (found["code"] is None or found["code"].upper() in tender()):
            return _MAGNITUDES[found["word"]], found.end("word")
        return 1, at

    def _coins(self, at: int) -> tuple[Decimal, int]:
        """Read the 6角3分 of 5元6角3分, the 五 of 三块五, the cents behind dollars."""
        value, share = Decimal(0), 1
        while found := _COIN.match(self.plain, at) or _LOOSE_COIN.match(self.plain, at):
            if _COINS.get(found["coin"], 10) <= share:
                break
            share, at = _COINS.get(found["coin"], 10), found.end()
            value += (_value(found[1], dotted=False) or 0) / Decimal(share)
        return value, at

    def _name_in_front(self, at: int) -> tuple[CurrencyName | None, int]:
        end = at - 1 if re.fullmatch(_GAP, self.plain[at - 1 : at]) else at
        for start in (end - size for size in _sizes(-1).get(self.plain[end - 1 : end], ())):
            name = self._name(start, end)
            joined = re.match("[a-z][!-~]", self.plain[max(0, start - 1) : start + 1])
            # 比尔 is Ethiopia's money, but 比尔5万 is Bill's.
            noun = name and name.sharing and re.match(_HAN, self.plain[start])
            if name and not (joined or noun or _BEHIND_ONLY.search(self.plain[start:end])):
                return name, start
        return None, at

    def _name_behind(self, at: int, *, first: bool) -> tuple[CurrencyName | None, int]:
        start = at + 1 if re.match(_GAP, self.plain[at : at + 1]) else at
        # The $ of "2 $15" and of "$5 $ 15" belongs to the second number.
        second = r"\d" if first else rf"{_GAP}?\d"
        for end in (start + size for size in _sizes(0).get(self.plain[start : start + 1], ())):
            name = self._name(start, end)
            belongs_on = start > at and re.match(second, self.plain[end : end + 2])
            if name and not belongs_on and not _WORD_GOES_ON.match(self.plain, end - 1):
                return name, end
        return None, at

    def _name(self, start: int, end: int) -> CurrencyName | None:
        """Give the name that is exactly there, whether or not the word goes on around it."""
        word = self.plain[start:end] if start >= 0 and end <= len(self.plain) else ""
        if _CODES_AND_WORDS.fullmatch(word) and not self.typed[start:end].isupper():
            return None
        name = currency_names().get(word)
        return name if name and name.currency(self.company) else None


def _value(number: str, *, dotted: bool) -> Decimal | None:
    """Evaluate what `_NUMBER` matched; `dotted` makes a single dot a thousands separator."""
    if len(number) > _LONGEST_NUMBER:
        return None
    if re.fullmatch(_ARABIC, number):
        return _figures(number, dotted=dotted)
    if number[0].isascii() and number[0].isalpha():
        return _english(number)
    whole, _, tail = re.sub(_GAP, "", number).partition("点")
    positions = "".join(str(_DIGITS.get(sign, "")) for sign in whole)
    value = Decimal(positions) if len(positions) == len(whole) else _chinese(whole)
    if value is None or not tail:
        return value
    digits = tail.rstrip("".join(_UNITS))
    value += Decimal("0." + "".join(str(_DIGITS[digit]) for digit in digits))
    return value * prod(_UNITS[unit] for unit in tail[len(digits) :])


def _figures(number: str, *, dotted: bool) -> Decimal | None:
    grouped = _GROUPED.fullmatch(number)
    if grouped and (dotted or not re.fullmatch(r"\d+\.\d+", number)):
        rest = grouped["rest"] or ""
        whole = re.sub(r"\D", "", number[: len(number) - len(rest)])
        return Decimal(whole + rest.replace(",", "."))
    return Decimal(number.replace(",", ".")) if re.fullmatch(r"\d*[.,]?\d+", number) else None


def _chinese(number: str) -> Decimal | None:
    """Evaluate digits and units, splitting at the largest unit: 三万五 is 3 x 万 and 5 x 千."""
    unit = max((sign for sign in number if sign in _UNITS), key=_UNITS.__getitem__, default="")
    if not unit:
        if number in _DIGITS:
            return Decimal(_DIGITS[number])
        return _figures(number, dotted=False) if number.isascii() else None
    left, _, right = number.rpartition(unit)
    times = _chinese(left) if left else Decimal(1)
    short = right in _DIGITS or (right.isascii() and right.isdigit() and len(right) == 1)
    rest = _chinese(right.lstrip("零")) if right.strip("零") else Decimal(0)
    if times is None or rest is None:
        return None
    scale = _UNITS[unit] // 10 if short and _UNITS[unit] > _UNITS["十"] else 1
    return times * _UNITS[unit] + rest * scale


def _english(number: str) -> Decimal | None:
    """Evaluate words such as two hundred and five thousand, or half a million."""
    total = section = Decimal(0)
    for word in re.findall("[a-z]+", number):
        scale, value = Decimal(_MAGNITUDES.get(word, 0)), _WORDS.get(word)
        if value is not None:
            if section % 100 and not (section % 100 in range(20, 100, 10) and value in range(10)):
                return None
            section += value
        elif word == "hundred":
            section = (section or 1) * scale
        elif scale:
            if total and (not section or total < scale):
                return None
            total, section = total + (section or 1) * scale, Decimal(0)
        else:
            section = _FRACTIONS.get(word, section)
    return total + section


@cache
def _sizes(edge: int) -> dict[str, list[int]]:
    """Lengths of the currencies' names by their first (0) or last (-1) sign, longest first."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for word in currency_names():
        found[word[edge]].add(len(word))
    return {sign: sorted(sizes, reverse=True) for sign, sizes in found.items()}
