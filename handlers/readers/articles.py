"""Readers of what is entered about knowledge: articles, their titles, causes, scores."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from handlers.asks import Ask
from handlers.feedback_words import CAUSE_SPELLINGS, cause_name
from handlers.languages import mark
from handlers.outcomes import Ambiguous, Option, Unreadable
from handlers.readers.readings import Reader, Word
from handlers.readers.words import PRONOUNS, FreeText, Label, narrow
from handlers.texts import Text, fmt, listed
from store import articles, categories, causes
from store.access import NotFound
from store.causes import Reason
from store.refs import read_ref
from store.tables import Article

OPTIONS = 5
CLEARLY = 2
"""An article that fits so many times better than the next one is the one that is meant."""
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九十")}
STARS = re.compile(r"\s*(?:/\s*(?:5|10)|stars?|points?|out of (?:5|10)|星|分|颗星)$")


class ArticleReader(Reader[Article]):
    """An article by its ref, "it", or words of it."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> Article:
        """Find the one that is meant; it never guesses between two."""
        text = text.strip()
        if narrow(text) in PRONOUNS:
            shown = next((ref for ref in ask.shown() if ref.kind == "article"), None)
            if shown is None:
                raise NotFound("article", text)
            return articles.get(ask.session, shown.id)
        ref = read_ref(text)
        if ref:
            if ref.kind != "article":
                raise NotFound("article", text)
            return articles.get(ask.session, ref.id)
        return self._by_words(ask, text)

    def _by_words(self, ask: Ask, text: str) -> Article:
        found = articles.match(ask.session, text)
        rows = [one.article for one in found] or articles.guess(ask.session, text)
        if not rows:
            raise NotFound("article", text)
        first, *others = [one.fit.weight for one in found] or [0]
        if (len(rows) == 1 and found) or (others and first >= CLEARLY * others[0]):
            return rows[0]
        raise Ambiguous(text, tuple(_option(one) for one in rows[:OPTIONS]))

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """A ref that comes first, what stands in quotes there, or all words."""
        if not words:
            return None
        first = words[0]
        if first.quoted or read_ref(first.text) or narrow(first.text) in PRONOUNS:
            return slice(0, 1)
        return slice(0, 1) if any(one.greedy for one in others) else slice(0, len(words))

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which article? A ref such as K-1, or words of it.")

    def suggest(self, ask: Ask) -> list[str]:
        """Articles shown last in this conversation."""
        return [str(ref) for ref in ask.shown() if ref.kind == "article"][:3]


def _option(row: Article) -> Option:
    return Option(f"K-{row.id}", f"{row.title[:60]} · K-{row.id}")


class Heading(FreeText):
    """What an article is called; what stands in quotes, or everything, line breaks kept."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first words in quotes, or all words."""
        if words and words[0].quoted:
            return slice(0, 1)
        return slice(0, len(words)) if words else None


class FirstWord(Label):
    """A short name: the first word, or what stands in quotes there."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first word, quotes or not."""
        return slice(0, 1) if words else None


class NumberOf(Reader[int]):
    """The number of a record of one kind, as a customer's button says it; nothing is looked up."""

    greedy = True

    def __init__(self, kind: str) -> None:
        """Keep the kind."""
        self._kind = kind

    def read(self, ask: Ask, text: str) -> int:
        """The number behind the letter."""
        ref = read_ref(text)
        if ref is None or ref.kind != self._kind:
            raise NotFound(self._kind, text)
        return ref.id

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first ref of the kind."""
        for index, one in enumerate(words):
            ref = read_ref(one.text)
            if ref and ref.kind == self._kind:
                return slice(index, index + 1)
        return slice(0, 1) if words and not any(one.greedy for one in others) else None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return (
            fmt("Which one? For example: T-1") if self._kind == "ticket" else fmt("Which article?")
        )


class Score(Reader[int]):
    """A whole number from a lowest to a highest one: 4, 4/5, 4 stars, 四星."""

    def __init__(self, scores: range, question: str) -> None:
        """Keep the numbers that there are, and the question."""
        self._scores = scores
        self._question = question

    def read(self, ask: Ask, text: str) -> int:
        """Read it."""
        plain = STARS.sub("", unicodedata.normalize("NFKC", text).casefold().strip())
        value = DIGITS.get(plain, int(plain) if plain.isdecimal() and len(plain) < 4 else -1)  # noqa: PLR2004
        if value not in self._scores:
            raise Unreadable(
                fmt(
                    "“{text}” is no number from {first} to {last}.",
                    text=text[:40],
                    first=self._scores[0],
                    last=self._scores[-1],
                )
            )
        return value

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first word, with what belongs to the number."""
        if not words:
            return None
        with_unit = len(words) > 1 and STARS.sub("", f"1 {narrow(words[1].text)}") == "1"
        return slice(0, 2 if with_unit else 1)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt(self._question)

    def suggest(self, ask: Ask) -> list[str]:
        """All of them, if they are few."""
        return [str(one) for one in self._scores] if len(self._scores) <= OPTIONS else []


class CauseReader(Reader[Reason]):
    """A root cause by its name or the beginning of it."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> Reason:
        """Find it."""
        wanted = categories.fold(_MEANT.get(narrow(text), text))
        held = causes.every(ask.session)
        exact = [one for one in held if wanted in (one.folded, categories.fold(cause_name(one)))]
        found = exact or [one for one in held if wanted and one.folded.startswith(wanted)]
        if len(found) != 1:
            raise Unreadable(
                fmt(
                    "“{text}” is no cause. There are: {names}.",
                    text=text[:60],
                    names=listed(map(cause_name, held)),
                )
            )
        return found[0]

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which cause?")

    def suggest(self, ask: Ask) -> list[str]:
        """The causes that there are."""
        return [cause_name(one) for one in causes.every(ask.session)][:5]


_MEANT: Mapping[str, str] = {
    spelling: name for name, more in CAUSE_SPELLINGS.items() for spelling in more
}
AnArticle = Annotated[Article, ArticleReader()]
ACause = Annotated[Reason, CauseReader()]
ArticleNumber = Annotated[int, NumberOf("article")]
TicketNumber = Annotated[int, NumberOf("ticket")]
ATitle = Annotated[str, Heading(mark("What is the article called?"))]
AText = Annotated[str, FreeText(mark("What does it say?"))]
