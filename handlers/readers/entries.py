"""Readers of what is entered about people: names, phones, e-mails, companies, dates, amounts."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Protocol

from handlers import amounts, dates
from handlers.asks import Ask
from handlers.outcomes import Unreadable
from handlers.readers.readings import Reader, Word
from handlers.readers.words import Label, narrow
from handlers.texts import Text, fmt
from store import company_names, emails, person_names, phones
from store.moneys import Money
from store.points import Point

LABEL_WORDS = {
    "mobile": ("mobile", "cell", "手机", "移动"),
    "work": ("work", "office", "business", "公司", "办公", "工作", "单位"),
    "home": ("home", "家", "家庭", "住宅"),
    "fax": ("fax", "传真"),
}
MANY = "\n"
ENDS = " \t\r\n,;:，；：、。"
DIGITS = re.compile(r"\+?[\d()./-]*(?:\d[().\-/]*){5,}")
CHINESE_MOBILE = re.compile(r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}")


class Span(Protocol):
    """Where something was found in a text."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The one after the last."""


def locate(words: Sequence[Word], find: Callable[[str], Span | None]) -> slice | None:
    """The words that hold what a finder finds; quoted words are never searched."""
    starts, text = [], ""
    for word in words:
        starts.append(len(text))
        text += ("\x1f" * len(word.text) if word.quoted else word.text) + " "
    found = find(text)
    if found is None:
        return None
    touched = [
        index
        for index, (start, word) in enumerate(zip(starts, words, strict=True))
        if start < found.end and start + len(word.text) > found.start
    ]
    return slice(touched[0], touched[-1] + 1) if touched else None


class PersonName(Reader[str]):
    """A person's name, kept as written."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> str:
        """Trim, and remove what cannot be seen."""
        return person_names.read_person_name(text.strip(ENDS)).full

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("What is the name? For example: Grace Hopper")


class CompanyName(Reader[str]):
    """A company's full name, legal form included, kept as written."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> str:
        """Trim and check."""
        return company_names.read_company_name(text.strip(ENDS)).full

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("What is the company called? The full name is best: Navy Systems Ltd")


class Points(Reader[tuple[Point, ...]]):
    """Phones or e-mails, each with an optional label before it."""

    many = True
    wordy = True

    def __init__(self, *kinds: str) -> None:
        """Keep which of "phone" and "email" are read."""
        self._kinds = kinds

    def read(self, ask: Ask, text: str) -> tuple[Point, ...]:
        """Read each of them."""
        return tuple(self._point(ask, line) for line in text.split(MANY) if line.strip())

    def _point(self, ask: Ask, text: str) -> Point:
        label, value = split_label(text.strip(ENDS + "."))
        if "email" in self._kinds and ("phone" not in self._kinds or "@" in value):
            return Point("email", emails.read_email(value), label)
        phone = phones.read_phone(value, region=region_of(value, ask.voice.region))
        return Point("phone", phone.e164, label, phone.plausible)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first phone or e-mail among the words."""
        if "email" in self._kinds:
            at = locate(words, emails.find_email)
            if at:
                return at
            return _nearly_email(words)
        found = locate(words, lambda text: find_phone(text, ask.voice.region))
        return found or _nearly_phone(words)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        if "phone" in self._kinds:
            return fmt("Which phone number? For example: +1 202 555 0143")
        return fmt("Which e-mail address? For example: grace@navy.example")


def region_of(text: str, region: str) -> str:
    """The region to read a number in: a Chinese mobile is one wherever the company is.

    A number that exists in the company's own region stays there.
    """
    if not CHINESE_MOBILE.fullmatch(narrow(text)):
        return region
    try:
        return region if phones.read_phone(text, region=region).plausible else "CN"
    except phones.ImpossiblePhone:
        return "CN"


def find_phone(text: str, region: str) -> Span | None:
    """The first phone in a text: one of the company's region, or a Chinese mobile."""
    return phones.find_phone(text, region=region) or phones.find_phone(text, region="CN")


def _nearly_email(words: Sequence[Word]) -> slice | None:
    """A word with an @ inside was meant as an address, even if it is none: it gets its complaint."""
    for index, word in enumerate(words):
        if not word.quoted and "@" in word.text[1:]:
            return slice(index, index + 1)
    return None


def _nearly_phone(words: Sequence[Word]) -> slice | None:
    """A word of digits was meant as a phone, even if it is none: it gets its complaint."""
    for index, word in enumerate(words):
        if not word.quoted and DIGITS.fullmatch(narrow(word.text)):
            return slice(index, index + 1)
    return None


def split_label(text: str) -> tuple[str, str]:
    """Take a label such as "work" off a phone or an e-mail."""
    head, _, rest = text.strip().partition(" ")
    for label, spellings in LABEL_WORDS.items():
        if rest and narrow(head).rstrip(":") in spellings:
            return label, rest.strip()
    return "other", text.strip()


class Moment(Reader[dates.When]):
    """A date or a moment in everyday words of both languages."""

    wordy = True
    reach = 8

    def read(self, ask: Ask, text: str) -> dates.When:
        """Read it in the asker's zone; weekdays and times mean the next one to come."""
        return dates.read_when(text, now=ask.now, zone=ask.voice.timezone)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first date among the words, even one that reads two ways: which is asked later."""
        return locate(words, lambda text: _first_date(ask, text))

    def reads(self, ask: Ask, text: str) -> bool:
        """Whether it is a date, be it past, or one of several: that is asked or told later."""
        try:
            dates.read_when(text, now=ask.now, zone=ask.voice.timezone)
        except dates.UnreadableDate:
            return False
        except dates.AmbiguousDate:
            return True
        return True

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("When? For example: next Tuesday 10am")


def _first_date(ask: Ask, text: str) -> Span | None:
    try:
        return dates.find_when(text, now=ask.now, zone=ask.voice.timezone)
    except dates.AmbiguousDate as several:
        at = text.find(several.text)
        return dates.Found(at, at + len(several.text), several.readings[0])


class Since(Reader[datetime]):
    """A moment in the past: a weekday, a month or "yesterday" mean the latest one."""

    wordy = True

    def read(self, ask: Ask, text: str) -> datetime:
        """Read where a period begins, or a moment that is past."""
        zone = ask.voice.timezone
        try:
            begin = dates.read_period(text, now=ask.now, zone=zone).start
            found = datetime.combine(begin, time(), zone).astimezone(UTC)
        except dates.UnreadableDate:
            found = dates.read_when(text, now=ask.now, zone=zone).at
        if found > ask.now:
            raise Unreadable(
                fmt("“{text}” is still to come; name a time in the past.", text=text[:60])
            )
        return found

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Since when? For example: monday, 2026-11-01")


class Birthday(Reader[date]):
    """A day in the past; the year has to be given."""

    wordy = True

    def read(self, ask: Ask, text: str) -> date:
        """Read the day as it stands, not the next one to come."""
        found = dates.read_when(text, now=ask.now, zone=ask.voice.timezone).day
        if found > ask.now.astimezone(ask.voice.timezone).date():
            raise Unreadable(
                fmt("A birthday is in the past: write it with its year, such as 1906-12-09.")
            )
        return found

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which day? For example: 1906-12-09")


class Amount(Reader[Money]):
    """An amount of money; without a currency it is in the company's."""

    reach = 2

    def read(self, ask: Ask, text: str) -> Money:
        """Read the amount."""
        return amounts.read_money(text, currency=ask.voice.currency)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first amount among the words."""
        return locate(words, lambda text: amounts.find_money(text, currency=ask.voice.currency))

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which amount? For example: 50k or 12,500.00 EUR")


class Count(Reader[int]):
    """A whole number from 0 on."""

    def __init__(self, highest: int = 10**9) -> None:
        """Keep the highest number that makes sense."""
        self._highest = highest

    def read(self, ask: Ask, text: str) -> int:
        """Read it, with magnitudes such as 2k or 3万."""
        number = amounts.read_number(text)
        if number != int(number) or not 0 <= number <= self._highest:
            raise Unreadable(
                fmt(
                    "“{text}” is not a whole number from 0 to {highest}.",
                    text=text[:50],
                    highest=self._highest,
                )
            )
        return int(number)


Name = Annotated[str, PersonName()]
Company = Annotated[str, CompanyName()]
Phones = Annotated[tuple[Point, ...], Points("phone")]
Emails = Annotated[tuple[Point, ...], Points("email")]
AnyPoint = Annotated[tuple[Point, ...], Points("phone", "email")]
When = Annotated[dates.When, Moment()]
SinceWhen = Annotated[datetime, Since()]
BirthDate = Annotated[date, Birthday()]
Cash = Annotated[Money, Amount()]
Whole = Annotated[int, Count()]
Year = Annotated[int, Count(2200)]
Industry = Annotated[str, Label("Which industry?")]
