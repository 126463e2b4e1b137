"""Readers of plain words: free text, choices, yes or no."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from handlers.asks import Ask
from handlers.languages import suited
from handlers.outcomes import Unreadable
from handlers.readers.readings import Reader, Word
from handlers.texts import Text, fmt, listed
from store.refs import read_ref

PRONOUNS = frozenset(
    [
        "it",
        "him",
        "her",
        "them",
        "this",
        "that",
        "he",
        "she",
        "they",
        "他",
        "她",
        "它",
        "ta",
        "这个",
        "那个",
        "此人",
        "该客户",
        "这个客户",
        "这个联系人",
        "这家公司",
        "该公司",
        "这位",
        "那位",
    ]
) | {"this contact", "this company", "that contact", "that company"}
PERSONAL = ("him", "her", "she", "he", "他", "她", "此人", "这位", "那位", "这个联系人",
            "this contact", "that contact")  # fmt: skip
OF_COMPANIES = ("this company", "that company", "这家公司", "该公司")
OF_DEALS = ("this deal", "that deal", "the deal", "这个商机", "该商机", "这单", "这笔", "这一单")
OF_LEADS = ("this lead", "that lead", "the lead", "这个线索", "该线索", "这条线索")
OF_TICKETS = ("this ticket", "that ticket", "the ticket", "这个工单", "该工单", "这张工单")
MEANT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(PERSONAL, ("contact",)),
    **dict.fromkeys(OF_COMPANIES, ("company",)),
    **dict.fromkeys(OF_DEALS, ("deal",)),
    **dict.fromkeys(OF_LEADS, ("lead",)),
    **dict.fromkeys(OF_TICKETS, ("ticket",)),
}
"""Words that stand for records of one kind only."""
PRONOUNS |= frozenset(OF_DEALS + OF_LEADS + OF_TICKETS)
LONG = 10_000
SHORT = 200


def narrow(text: str) -> str:
    """The form in which words of the language are compared: NFKC, lower case."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


class FreeText(Reader[str]):
    """Anything that people write, kept to the letter."""

    greedy = True
    free = True
    text = True
    wordy = True

    def __init__(self, question: str, longest: int = LONG) -> None:
        """Keep the question and how many characters are allowed."""
        self._question = question
        self._longest = longest

    def read(self, ask: Ask, text: str) -> str:
        """Trim and check the length."""
        trimmed = text.strip().replace("\x00", "")
        if not trimmed:
            raise Unreadable(fmt("That is empty."))
        if len(trimmed) > self._longest:
            raise Unreadable(
                fmt(
                    "That is too long: {length} characters, at most {longest} fit.",
                    length=len(trimmed),
                    longest=self._longest,
                )
            )
        return trimmed

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt(self._question)


class Label(FreeText):
    """A short text of one line, such as a title or a tag."""

    free = False

    def __init__(self, question: str) -> None:
        """Keep the question."""
        super().__init__(question, SHORT)

    def read(self, ask: Ask, text: str) -> str:
        """Trim, check the length, and keep it on one line."""
        return " ".join(super().read(ask, text).split())


class Choice(Reader[str]):
    """One of a few words, each with everyday synonyms in both languages."""

    def __init__(self, question: str, choices: Mapping[str, Sequence[str]]) -> None:
        """Keep the question, and synonyms by choice."""
        self._question = question
        self._choices = choices
        self._meanings = {
            narrow(spelling): choice
            for choice, spellings in choices.items()
            for spelling in (choice, *spellings)
        }

    @property
    def meanings(self) -> Mapping[str, str]:
        """What each spelling means."""
        return self._meanings

    def read(self, ask: Ask, text: str) -> str:
        """Find the choice that a word means."""
        found = self._meanings.get(narrow(text))
        if found is None:
            raise Unreadable(
                fmt(
                    "“{text}” is not one of these: {choices}.",
                    text=text[:SHORT],
                    choices=listed(self._spelled()),
                )
            )
        return found

    def retold(self, text: str) -> str:
        """The choice in the listener's language."""
        return dict(self.options()).get(self._meanings.get(narrow(text), ""), text)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first word, if it is one of the choices, or the one behind a ref.

        Where nothing else fits the first word is taken in any case, and gets its complaint.
        """
        if not words:
            return None
        for index, word in enumerate(words[:2]):
            if narrow(word.text) in self._meanings:
                return slice(index, index + 1)
            if not (read_ref(word.text) or narrow(word.text) in PRONOUNS):
                break
        return None if any(other.greedy for other in others) else slice(0, 1)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt(self._question)

    def suggest(self, ask: Ask) -> list[str]:
        """All choices, if they are few."""
        return self._spelled()[:5]

    def options(self) -> list[tuple[str, str]]:
        """Each choice, and how the listener would write it."""
        return [(choice, suited((choice, *more))[0]) for choice, more in self._choices.items()]

    def _spelled(self) -> list[str]:
        return [label for _, label in self.options()]

    def schema(self) -> dict[str, Any]:
        """JSON schema of the raw text."""
        return {"type": "string", "enum": list(self._choices)}


YES = (
    "yes",
    "y",
    "ok",
    "okay",
    "sure",
    "yep",
    "确认",
    "是",
    "是的",
    "好",
    "好的",
    "对",
    "可以",
    "保存",
)
NO = ("no", "n", "nope", "否", "不", "不要", "不用", "取消")


class YesNo(Choice):
    """Yes or no, on or off."""

    def __init__(self, question: str) -> None:
        """Keep the question."""
        super().__init__(
            question, {"yes": (*YES, "on", "开", "开启"), "no": (*NO, "off", "关", "关闭")}
        )


def says(text: str, words: Sequence[str]) -> bool:
    """Whether a whole message is one of these words, whatever its punctuation."""
    return narrow(text).strip("!.。！~ ") in words


Title = Annotated[str, Label("Which job title?")]
Source = Annotated[str, Label("Where did the contact come from?")]
Address = Annotated[str, FreeText("Which postal address?", 1000)]
TagName = Annotated[str, Label("Which tag?")]
Body = Annotated[str, FreeText("What happened?")]
Query = Annotated[str, FreeText("Who or what are you looking for?", 1000)]
Tier = Annotated[str, Choice("Which tier, A to D?", dict.fromkeys("ABCD", ()))]
