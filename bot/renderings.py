"""Renderings: from spans to what a terminal may be given, with nothing in it that steers one."""

import re
from collections.abc import Iterable, Sequence

from bot.terminals import Message
from handlers.texts import Text

Piece = tuple[str, str]
"""A style of STYLES, or none, and characters."""

STYLES = {
    "bold": "bold",
    "code": "cyan",
    "table": "",
    "button": "bold blue",
    "number": "blue",
    "addressee": "magenta",
    "path": "underline",
}
"""Styles of rich, by what is shown in them."""

_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"} | {
    0x7F: 0x2421
}
# Embeddings, overrides and isolates reorder what follows; line separators break lists and cards.
_NAMED = re.compile("[\x80-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_TAB = "    "


def safe(text: str) -> str:
    """Make visible what would steer a terminal or reorder its line.

    Control characters become their pictures (␛ for ESC); bidirectional overrides, C1 controls
    and line separators become their code points, such as ‹U+202E›.
    """
    visible = text.translate(_PICTURES).replace("\t", _TAB)
    return _NAMED.sub(lambda found: f"‹U+{ord(found[0]):04X}›", visible)


def pieces(text: Text) -> list[Piece]:
    """A text's spans."""
    return [(span.style, safe(span.text)) for span in text.spans]


def buttons(labels: Iterable[str], first: int | None) -> list[Piece]:
    """A line of buttons.

    Args:
        labels: of the buttons.
        first: number of the first one; None for buttons that only others can press.
    """
    found: list[Piece] = []
    for place, label in enumerate(labels):
        found.append(("", "  " if found else ""))
        if first is None:
            found.append(("button", f"[{safe(label)}]"))
        else:
            found += [("number", f"[{first + place}] "), ("button", safe(label))]
    return found


def message(one: Message, *, to: str = "", first: int | None = None) -> list[Piece]:
    """A message with its files and buttons, and an empty line after it.

    Args:
        one: the message.
        to: name of the person it went to, if that is not who speaks.
        first: number of its first button, as `buttons` takes it.
    """
    found: list[Piece] = [("addressee", f"→ {safe(to)}:"), ("", "\n")] if to else []
    found += pieces(one.text)
    for path in one.files:
        found += [("", "\n"), ("path", safe(path))]
    if one.buttons:
        found += [("", "\n"), *buttons(one.buttons, first)]
    return [*found, ("", "\n\n")]


def plain(shown: Sequence[Piece]) -> str:
    """The characters without their styles."""
    return "".join(text for _style, text in shown)
