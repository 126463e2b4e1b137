"""Texts: spans, not markup, so that nothing a user types can become any."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal

from handlers.languages import translate, translate_plural, voice
from store.directories import Person
from store.moneys import Money
from store.refs import Ref

Style = Literal["", "bold", "code", "table"]
MARKS = re.compile(r"(\*\*.+?\*\*|`[^`]+`)", re.DOTALL)
SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters of one style."""

    text: str
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Text:
    """What is said, as spans."""

    spans: tuple[Span, ...] = ()

    def __str__(self) -> str:
        """The characters without their styles."""
        return "".join(span.text for span in self.spans)

    def __add__(self, other: "Text") -> "Text":
        """Join two texts."""
        return Text(self.spans + other.spans)

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.spans)

    def dump(self) -> list[list[str]]:
        """The form that is stored."""
        return [[span.text, span.style] for span in self.spans]

    @classmethod
    def load(cls, stored: Sequence[Sequence[Any]]) -> "Text":
        """Read what `dump` wrote."""
        return cls(tuple(Span(text, style) for text, style in stored))


def plain(text: str, style: Style = "") -> Text:
    """A user's characters, literally."""
    return Text((Span(text, style),)) if text else Text()


def lines(*texts: Text | None) -> Text:
    """Texts below each other; empty ones are left out."""
    return joined("\n", [text for text in texts if text])


def joined(between: str, texts: Iterable[Text]) -> Text:
    """Texts with something between them."""
    spans: list[Span] = []
    for text in texts:
        if spans:
            spans.append(Span(between))
        spans.extend(text.spans)
    return Text(tuple(spans))


def fmt(sentence: str, /, **values: Any) -> Text:  # noqa: ANN401
    """Say a sentence in the listener's language.

    Args:
        sentence: English; `**bold**` and `` `code` `` are read here and nowhere else.
        values: fill the `{slots}`: strings literally, texts with their styles, and numbers,
            money, dates, people and refs as the listener writes them.
    """
    return _built(translate(sentence), values)


def plural(one: str, many: str, count: int, /, **values: Any) -> Text:  # noqa: ANN401
    """Say the form that fits a count, which fills `{count}`."""
    return _built(translate_plural(one, many, count), {"count": count, **values})


def word(sentence: str, /) -> str:
    """A label in the listener's language."""
    return translate(sentence)


def listed(values: Iterable[Any]) -> Text:
    """Values one after another, between them what the listener's language puts there."""
    texts = (one if isinstance(one, Text) else plain(shown(one)) for one in values)
    return joined(word(", "), texts)


def _built(template: str, values: dict[str, Any]) -> Text:
    spans: list[Span] = []
    for literal, slot, style in _pieces(template):
        if not slot:
            spans.append(Span(literal, style))
            continue
        value = values[slot]
        if isinstance(value, Text):
            spans += [Span(span.text, span.style or style) for span in value.spans]
        else:
            spans.append(Span(shown(value), style))
    return Text(tuple(spans))


@cache
def _pieces(template: str) -> tuple[tuple[str, str, Style], ...]:
    """A sentence taken apart: a text or the name of a slot, and the style of either."""
    found: list[tuple[str, str, Style]] = []
    for part in MARKS.split(template):
        marked, style = _unmarked(part)
        for index, piece in enumerate(SLOT.split(marked)):
            if index % 2:
                found.append(("", piece, style))
            elif piece:
                found.append((piece, "", style))
    return tuple(found)


def _unmarked(part: str) -> tuple[str, Style]:
    if part.startswith("**") and part.endswith("**") and len(part) > 4:  # noqa: PLR2004
        return part[2:-2], "bold"
    if part.startswith("`") and len(part) > 2:  # noqa: PLR2004
        return part[1:-1], "code"
    return part, ""


def shown(value: Any) -> str:  # noqa: ANN401
    """A value as the listener writes it."""
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int | float | Decimal):
        return str(format_decimal(value, locale=voice().locale))
    if isinstance(value, Money):
        return money(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Person):
        return value.name
    return str(value) if isinstance(value, Ref) else str(value or "")


def money(value: Money) -> str:
    """An amount with its currency."""
    return str(format_currency(value.decimal, value.currency, locale=voice().locale))


def moment(value: datetime) -> str:
    """A moment in the listener's zone, absolute, with its weekday."""
    local = value.astimezone(voice().timezone)
    pattern = "y年M月d日EEE HH:mm" if voice().language == "zh" else "EEE d MMM y, HH:mm"
    return str(format_datetime(local, pattern, locale=voice().locale))


def day(value: date) -> str:
    """A day with its weekday."""
    pattern = "y年M月d日EEE" if voice().language == "zh" else "EEE d MMM y"
    return str(format_date(value, pattern, locale=voice().locale))


def clock(value: datetime) -> str:
    """The time of day in the listener's zone."""
    return str(format_time(value.astimezone(voice().timezone), "HH:mm", locale=voice().locale))
