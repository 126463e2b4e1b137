"""Readers of what is entered about leads: why they were dropped, languages, rules and routes."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Any

from handlers.asks import Ask
from handlers.key_words import KEYS
from handlers.languages import LANGUAGES, mark
from handlers.outcomes import Unreadable
from handlers.readers.entries import Count
from handlers.readers.readings import Reader, Word
from handlers.readers.selling import ReasonReader
from handlers.readers.words import FreeText, Label, narrow
from handlers.texts import Text, fmt, listed, word
from store import lead_routes, lead_scores
from store.transitions import Outcome

DROP_REASONS: dict[str, tuple[str, ...]] = {
    "not interested": ("no interest", "uninterested", "没兴趣", "不感兴趣", "无意向"),
    "unreachable": ("no answer", "not reachable", "联系不上", "无法联系", "无人接听"),
    "no budget": ("budget", "没有预算", "无预算", "预算"),
    "no fit": ("does not fit", "not a fit", "不合适", "不匹配"),
    "duplicate": ("double", "重复"),
    "spam": ("junk", "垃圾信息", "垃圾", "骚扰"),
    "other": ("其他", "别的"),
}
DROP_LABELS = {
    "not interested": mark("not interested"), "unreachable": mark("unreachable"),
    "no budget": mark("no budget"), "no fit": mark("no fit"), "duplicate": mark("duplicate"),
    "spam": mark("spam"), "other": mark("other"),
}  # fmt: skip
WHAT = {
    "source": mark("source"), "industry": mark("industry"), "territory": mark("territory"),
    "language": mark("language"), "title": mark("title"), "company": mark("company"),
    "phone": mark("phone"), "email": mark("e-mail"),
}  # fmt: skip
SPOKEN = {
    **dict.fromkeys(("en", "english", "英语", "英文"), "en"),
    **dict.fromkeys(("zh", "zh-cn", "chinese", "中文", "汉语", "普通话", "简体中文"), "zh"),
}
RULE = re.compile(
    r"(?P<what>[^\s:=]+?)\s*(?:[:=]\s*(?P<value>.*?))?(?:\s+|(?<=[\u4e00-\u9fff]))"
    r"(?P<points>[+-]?\d{1,4})\s*(?:points?|分)?"
)
ROUTE = re.compile(r"(?P<what>[^\s:=]+)\s*[:=]\s*(?P<value>.+)")


class Spoken(Label):
    """A language that somebody speaks; English and Chinese by their codes, others as written."""

    def read(self, ask: Ask, text: str) -> str:
        """Find the code, if it is one of the two."""
        return spoken(super().read(ask, text))


def spoken(text: str) -> str:
    """The form in which a language is kept."""
    return SPOKEN.get(narrow(text), text)


def language_name(kept: str | None) -> str | None:
    """A language as people read it."""
    return LANGUAGES.get(kept, kept) if kept else None


def field_of(key: str, fields: Sequence[str]) -> str | None:
    """The field that a key means, in either language."""
    wanted = narrow(key)
    return next((one for one in fields if wanted == one or wanted in KEYS.get(one, ())), None)


class RuleText(FreeText):
    """A rule: a field, perhaps what it says, and points."""

    free = False

    def read(self, ask: Ask, text: str) -> tuple[str, str | None, int]:  # type: ignore[override]
        """Read field, value (None for any) and points."""
        plain = _plain(super().read(ask, text))
        found = RULE.fullmatch(plain)
        what = field_of(found["what"], lead_scores.FIELDS) if found else None
        if found is None or what is None or (found["value"] and what in lead_scores.KNOWN):
            raise Unreadable(_complaint(text, mark("source:web 10, or phone 10"), WHAT))
        value = (found["value"] or "").strip() or None
        value = spoken(value) if value and what == "language" else value
        return what, value, int(found["points"])


class RouteText(FreeText):
    """A condition: a field, and what it says."""

    free = False

    def read(self, ask: Ask, text: str) -> tuple[str, str]:  # type: ignore[override]
        """Read field and value."""
        found = ROUTE.fullmatch(_plain(super().read(ask, text)))
        what = field_of(found["what"], lead_routes.FIELDS) if found else None
        if found is None or what is None:
            fields = {name: WHAT[name] for name in lead_routes.FIELDS}
            raise Unreadable(_complaint(text, mark("territory:East"), fields))
        value = found["value"].strip()
        return what, spoken(value) if what == "language" else value

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The words before the colleague who gets such leads."""
        until = (index for index, one in enumerate(words) if one.text.startswith(("@", "＠")))
        return slice(0, next(until, len(words))) if words else None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("−", "-").split())


def _complaint(text: str, example: str, fields: dict[str, str]) -> Text:
    return fmt(
        "I can't read “{text}”. For example: {example}. It can look at: {fields}.",
        text=text[:60],
        example=word(example),
        fields=listed(word(label) for label in fields.values()),
    )


class Numbered(Count):
    """The number of a rule or a route."""

    greedy = True

    def read(self, ask: Ask, text: str) -> int:
        """Read it, with or without a #."""
        return super().read(ask, text.strip().lstrip("#＃"))

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which number? `lead rules` and `lead routes` show them.")


Territory = Annotated[str, Label("Which territory?")]
Tongue = Annotated[str, Spoken("Which language?")]
DROP_QUESTION = mark("Why is it dropped? A reason, and words if you like: no budget: next year")
DropWhy = Annotated[Outcome, ReasonReader(DROP_QUESTION, DROP_REASONS, DROP_LABELS)]
ARule = Annotated[
    tuple[str, str | None, int],
    RuleText("Which rule? A field, what it says, and points: source:web 10"),
]
ACondition = Annotated[
    tuple[str, str], RouteText("For which leads? For example: territory:East, language:zh")
]
ANumber = Annotated[int, Numbered()]


def drop_label(reason: str | None) -> str:
    """A reason as the listener says it."""
    return word(DROP_LABELS[reason]) if reason in DROP_LABELS else reason or "–"
