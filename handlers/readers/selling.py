"""Readers of what is entered about deals: amounts and days among words, reasons, periods."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Annotated, Any

from handlers import dates
from handlers.asks import Ask
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.readers.entries import Amount, CompanyName, Moment
from handlers.readers.readings import Reader, Word
from handlers.readers.records import RecordReader
from handlers.readers.words import FreeText, Label, narrow
from handlers.texts import Text, fmt, listed, word
from store.errors import CrmError
from store.moneys import Money
from store.refs import read_ref
from store.tables import Contact
from store.transitions import Outcome

REASONS: dict[str, tuple[str, ...]] = {
    "price": ("too expensive", "pricing", "价格", "太贵", "价格太高"),
    "competitor": ("competition", "a competitor", "竞争对手", "竞品", "对手"),
    "timing": ("time", "bad timing", "时机", "时间"),
    "no budget": ("budget", "没有预算", "无预算", "预算"),
    "no decision": ("undecided", "没有决定", "未决定", "没有决策"),
    "product": ("features", "missing features", "产品", "功能"),
    "other": ("其他", "别的"),
}
REASON_LABELS = {
    "price": mark("price"), "competitor": mark("competitor"), "timing": mark("timing"),
    "no budget": mark("no budget"), "no decision": mark("no decision"),
    "product": mark("product"), "other": mark("other"),
}  # fmt: skip
LONGEST_REASON = 3
LEAST_BARE = 100
"""A smaller number without currency or magnitude at the end of a title belongs to the title."""
_REASONS = {one: name for name, more in REASONS.items() for one in (name, *more)}


class DealAmount(Amount):
    """What a deal is worth: the amount that ends the words, or the first that is clearly one."""

    wordy = True

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """An amount at the end, or before a date there, may be a bare number; within a title not."""
        day = CLOSING_DAY.spot(ask, words, others)
        for end in (len(words), day.start if day else 0):
            head = _without_refs(words[:end])
            for count in (3, 2, 1):
                if count < len(head) and self._ends(ask, head[-count:]):
                    return slice(len(head) - count, len(head))
        return super().spot(ask, words, others)

    def _ends(self, ask: Ask, words: Sequence[Word]) -> bool:
        """Whether words are an amount; "Windows 11" ends with none, "Windows 11 1.2m" with one word."""
        text = " ".join(one.text for one in words)
        own = words[0].text.isdecimal() and len(words) > 1 and not words[-1].text.isdecimal()
        if any(one.quoted for one in words) or (own and self._ends(ask, words[-1:])):
            return False
        with suppress(CrmError):
            worth = self.read(ask, text).decimal
            bare = text.isdecimal() or text.isalpha()  # "11", but "one" as well
            return not bare or worth >= LEAST_BARE
        return False


def _without_refs(words: Sequence[Word]) -> Sequence[Word]:
    """Words without the refs at their end."""
    end = len(words)
    while end and read_ref(words[end - 1].text):
        end -= 1
    return words[:end]


class CloseDay(Moment):
    """The day on which a deal should be closed."""

    def reads(self, ask: Ask, text: str) -> bool:
        """Whether a text is a day and nothing else; "11 2026-12-24" has a time of day in it."""
        try:
            return not self.read(ask, text).has_time
        except dates.AmbiguousDate:
            return True
        except CrmError:
            return False

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """A date that ends the words; within a title, as in "May launch", it is part of it."""
        for first in range(1, len(words)):
            text = " ".join(one.text for one in words[first:])
            if not any(one.quoted for one in words[first:]) and self.reads(ask, text):
                return slice(first, len(words))
        return None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("By which day should it be closed? For example: 30 june, end of month")


CLOSING_DAY = CloseDay()


class DealCompany(CompanyName):
    """A company by its key; without it, by its ref only."""

    greedy = False

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """A ref among the words."""
        return _ref_among(words, "company")


class DealContact(RecordReader):
    """A contact by its key; without it, by its ref only."""

    greedy = False

    def __init__(self) -> None:
        """Contacts only."""
        super().__init__("contact")

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """A ref among the words."""
        return _ref_among(words, "contact")


def _ref_among(words: Sequence[Word], kind: str) -> slice | None:
    for index, one in enumerate(words):
        ref = None if one.quoted else read_ref(one.text)
        if ref and ref.kind == kind:
            return slice(index, index + 1)
    return None


def outcome_in(text: str, reasons: Mapping[str, str] = _REASONS) -> Outcome | None:
    """The reason that a text begins with, and the words behind it.

    Args:
        text: such as "price: too expensive".
        reasons: by spelling; why deals are lost, unless others are given.
    """
    parts = text.replace("：", ":").split()
    for count in range(min(LONGEST_REASON, len(parts)), 0, -1):
        before, _, behind = " ".join(parts[:count]).partition(":")
        reason = reasons.get(narrow(before))
        if reason:
            rest = " ".join((behind, *parts[count:]))
            return Outcome(reason, rest.strip(" :,，"))
    return None


def spellings(reasons: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The reason that each of its spellings means."""
    return {one: name for name, more in reasons.items() for one in (name, *more)}


class ReasonReader(FreeText):
    """Why something ended: a reason from a list, and words about it."""

    def __init__(
        self, question: str, reasons: Mapping[str, Sequence[str]], labels: Mapping[str, str]
    ) -> None:
        """Keep the question, the reasons with their spellings, and what they are called."""
        super().__init__(question)
        self.free = False
        self._reasons = spellings(reasons)
        self._labels = labels

    def read(self, ask: Ask, text: str) -> Outcome:  # type: ignore[override]
        """Part the reason from the words behind it."""
        trimmed = super().read(ask, text)
        found = outcome_in(trimmed, self._reasons)
        if found:
            return found
        raise Unreadable(
            fmt(
                "“{text}” does not begin with a reason. The reasons are: {reasons}.",
                text=trimmed[:60],
                reasons=listed(word(label) for label in self._labels.values()),
            )
        )

    def suggest(self, ask: Ask) -> list[str]:
        """All reasons, in the asker's language."""
        return [word(label) for label in self._labels.values()]


def reason_label(reason: str) -> str:
    """A reason as the listener says it."""
    return word(REASON_LABELS[reason]) if reason in REASON_LABELS else reason


DealTitle = Annotated[str, Label("What is the deal about? For example: 20 compilers")]
Worth = Annotated[Money, DealAmount()]
CloseWhen = Annotated[dates.When, CLOSING_DAY]
PlaceOfDeal = Annotated[str, DealCompany()]
PersonOfDeal = Annotated[Contact, DealContact()]
LOST_QUESTION = mark("Why was it lost? A reason, and words if you like: price: too expensive")
LostWhy = Annotated[Outcome, ReasonReader(LOST_QUESTION, REASONS, REASON_LABELS)]
