"""Readers of amounts from and to, and of what stands anywhere among the words of a message."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any

from handlers import amounts
from handlers.asks import Ask
from handlers.readers.readings import Reader, Word
from handlers.texts import Text, fmt
from store.errors import CrmError
from store.moneys import Money

MARKS = "?!。 "
LONGEST = 6
"""Words of a filter that is said without its key, at most."""
FIRST = 24
"""Words of a message among which filters are looked for: nobody says more of them."""
_SIDES = (
    (r"(?:over|above|(?:more|greater|larger|bigger|higher) than|exceeding|>|超过|大于|高于|多于)", "", True, True),
    (r"(?:at least|from|min(?:imum)?|>=|≥|至少|不低于|不少于)", "", True, False),
    (r"(?:under|below|(?:less|smaller|lower) than|<|低于|小于|少于|不到|不足)", "", False, True),
    (r"(?:up to|at most|max(?:imum)?|<=|≤|不超过|不高于|至多|最多)", "", False, False),
    ("", r"(?:\+|or more|and more|以上|起|及以上)", True, False),
    ("", r"(?:or less|以下|以内|之内|及以下)", False, False),
)  # fmt: skip
_PATTERNS = [
    (re.compile(rf"{before}\s*(?P<worth>.*?\d.*?|[一二两三四五六七八九十百千万亿]+.*?)\s*{behind}", re.IGNORECASE), low, bare)
    for before, behind, low, bare in _SIDES
]  # fmt: skip
_BETWEEN = re.compile(
    r"(?:between|from|在|从)?\s*(?P<low>\S.*?)\s*(?:\.\.+|…|(?<=\s)(?:and|to)(?=\s)|[-–—~～到至])\s*"
    r"(?P<high>\S.*?)\s*(?:之间)?",
    re.IGNORECASE,
)
_MAGNITUDE = re.compile(r"\d\s*(?P<unit>[^\d\s.,]+)$")


@dataclass(frozen=True, slots=True)
class Worths:
    """From which amount to which.

    Attributes:
        least, most: the ends; None: there is none.
        beyond: whether the ends themselves are left out, as in "over 10k".
    """

    least: Money | None = None
    most: Money | None = None
    beyond: bool = False

    def said(self) -> Text:
        """The same in words."""
        if self.least and self.most:
            return fmt("{least} to {most}", least=self.least, most=self.most)
        if self.least:
            return fmt("over {amount}" if self.beyond else "{amount} or more", amount=self.least)
        return fmt("under {amount}" if self.beyond else "up to {amount}", amount=self.most)


def read_worths(text: str, currency: str) -> Worths | None:
    """From which amount to which a text says; None where it says no such thing.

    Args:
        text: such as "over 10k", "10k..50k" or "10万以上".
        currency: ISO 4217 code of the company.
    """
    for pattern, low, beyond in _PATTERNS:
        found = pattern.fullmatch(text)
        money = _money(found["worth"], currency) if found else None
        if money:
            return Worths(money if low else None, None if low else money, beyond)
    found = _BETWEEN.fullmatch(text)
    return _between(found["low"], found["high"], currency) if found else None


def _between(low: str, high: str, currency: str) -> Worths | None:
    """Both ends; in "10-50k" and 10到50万 the unit of the second counts for the first too."""
    unit = _MAGNITUDE.search(high)
    shared = f"{low}{unit['unit']}" if unit and low.strip()[-1:].isdigit() else low
    least, most = _money(shared, currency) or _money(low, currency), _money(high, currency)
    return Worths(least, most) if least and most else None


def _money(text: str, currency: str) -> Money | None:
    with suppress(CrmError):
        return amounts.read_money(text, currency=currency)
    return None


def windows(words: Sequence[Word], longest: int = LONGEST) -> Iterator[tuple[slice, str]]:
    """Runs of words that stand free, the longest at each place first."""
    near = words[:FIRST]
    for first in range(len(near)):
        for count in range(min(longest, len(near) - first), 0, -1):
            run = near[first : first + count]
            if not any(one.quoted for one in run):
                yield slice(first, first + count), unmarked(" ".join(one.text for one in run))


def spot_days(ask: Ask, reader: Reader[Any], words: Sequence[Word]) -> slice | None:
    """The first words that a reader of days can read; a bare number and a name are none."""
    for at, text in windows(words):
        with suppress(CrmError):
            if not text.isdecimal() and not text.startswith(("@", "＠")):
                reader.read(ask, text)
                return at
    return None


def unmarked(text: str) -> str:
    """Words without the mark that ends a sentence, full-width signs made narrow."""
    return unicodedata.normalize("NFKC", text).strip().rstrip(MARKS)


class AmountRange(Reader[Worths]):
    """From which amount to which: over 10k, under 5万, 10k..50k, between 10k and 50k."""

    wordy = True

    def read(self, ask: Ask, text: str) -> Worths:
        """Read it; a single amount is the least."""
        found = read_worths(unmarked(text), ask.voice.currency)
        return found or Worths(least=amounts.read_money(text, currency=ask.voice.currency))

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first words that say from or to which amount."""
        found = (
            at for at, text in windows(words) if read_worths(text, ask.voice.currency) is not None
        )
        return next(found, None)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("From which amount to which? For example: over 10k, 10k..50k")


Between = Annotated[Worths, AmountRange()]
