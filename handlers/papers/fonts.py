"""The font of papers: which characters it has, and what stands for those that it has not."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

from handlers.texts import money as money_text
from store.moneys import Money, currency_names

FAMILY = "WenQuanYi Micro Hei"
SPACES = re.compile(r"[^\S\n]+")
UNKNOWN = "?"
MADE_AT = 3_313_785_600
"""Seconds since 1904: any fixed moment will do."""

_reading = threading.Lock()


def path() -> Path:
    """Where the font is."""
    return Path(str(resources.files("locales") / "fonts" / "wqy-microhei.ttc"))


@cache
def _whole() -> Any:  # noqa: ANN401 (fontTools has no types)
    """The font, read once: it takes a third of a second."""
    from fontTools.ttLib import (  # type: ignore[import-untyped]  # noqa: PLC0415 (slow; no stubs)
        TTFont,
    )

    return TTFont(BytesIO(path().read_bytes()), fontNumber=0)


@cache
def known() -> Mapping[int, str]:
    """Code points that the font can draw, and the names of their glyphs."""
    with _reading:
        found: Mapping[int, str] = _whole().getBestCmap()
    return found


def part(characters: Iterable[str]) -> bytes:
    """A font of these characters only, so that a paper is small and soon written."""
    from fontTools.fontBuilder import (  # type: ignore[import-untyped]  # noqa: PLC0415 (slow; no stubs)
        FontBuilder,
    )

    drawn = {ord(one): known()[ord(one)] for one in sorted(set(characters)) if ord(one) in known()}
    with _reading:
        whole = _whole()
        names = _with_components(whole["glyf"], drawn.values())
        made = FontBuilder(whole["head"].unitsPerEm, isTTF=True)
        made.setupHead(unitsPerEm=whole["head"].unitsPerEm, created=MADE_AT, modified=MADE_AT)
        made.setupGlyphOrder(names)
        made.setupCharacterMap(drawn)
        made.setupGlyf({name: whole["glyf"][name] for name in names})
        made.setupHorizontalMetrics({name: whole["hmtx"][name] for name in names})
        lines = whole["hhea"]
        made.setupHorizontalHeader(ascent=lines.ascent, descent=lines.descent)
        made.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "fullName": FAMILY})
        made.setupOS2(sCapHeight=lines.ascent)
        made.setupPost()
        made.font.recalcTimestamp = False
        content = BytesIO()
        made.save(content)
    return content.getvalue()


def _with_components(glyphs: Any, names: Iterable[str]) -> list[str]:  # noqa: ANN401
    """Glyphs with those that they are put together of; the one for what is missing comes first."""
    found, waiting = {".notdef": None}, list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            if glyphs[name].isComposite():
                waiting += glyphs[name].getComponentNames(glyphs)
    return [".notdef", *sorted(found.keys() - {".notdef"})]


def clean(text: str) -> str:
    """A text that the font can draw.

    What it lacks is written in another way where there is one (a ligature as its letters, a
    currency's sign as its code), becomes a question mark if it is a letter or a digit, and is
    left out otherwise, as pictures are.
    """
    composed = unicodedata.normalize("NFC", text)
    drawn = "".join(one if one == "\n" else _drawn(one) for one in composed)
    return "\n".join(line.strip() for line in SPACES.sub(" ", drawn).split("\n")).strip("\n")


def _drawn(one: str) -> str:
    if one.isspace():
        return " "
    if unicodedata.category(one)[0] == "C":
        return ""
    if ord(one) in known():
        return one
    other = unicodedata.normalize("NFKC", one)
    if all(ord(part) in known() for part in other):
        return other
    currency = currency_names().get(one)
    if currency:
        return f"{currency.usual} "
    return UNKNOWN if unicodedata.category(one)[0] in "LN" else ""


def money(value: Money) -> str:
    """An amount as the reader writes it; with the currency's code where its sign cannot be drawn."""
    return clean(money_text(value))
