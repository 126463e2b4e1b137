"""Renderings: texts as Slack shows them: rich text, in which no user's text can become markup."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot import buttons as keys
from bot import portions
from handlers.texts import Span, Text, plain

LONGEST = 3000  # characters of a message; Slack takes 4,000 in an update
LABEL = 75
A_ROW, ROWS = 5, 4
MENTION = re.compile(r"@slack/([UW][A-Z0-9]{2,20})\b")
CUT_ENTITY = re.compile(r"&[a-z]{0,3}$")
Block = dict[str, Any]


def pieces(text: Text, longest: int = LONGEST) -> list[Text]:
    """A text in pieces that fit into one message each, broken between lines where possible."""
    return portions.split(text, longest) or [plain("–")]


def fallback(text: Text) -> str:
    """The text for notifications, with the three characters escaped that Slack reads."""
    escaped = str(text).strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = CUT_ENTITY.sub("", escaped[:LONGEST]) if len(escaped) > LONGEST else escaped
    return MENTION.sub(r"<@\1>", shown) or "–"


def blocks(text: Text, buttons: Sequence[str] = (), outbox_id: int = 0) -> list[Block]:
    """A message as blocks.

    Args:
        text: at most LONGEST characters.
        buttons: labels.
        outbox_id: buttons name it, so that they are answered from there.
    """
    return [{"type": "rich_text", "elements": _elements(text)}, *_actions(buttons, outbox_id)]


def _elements(text: Text) -> list[Block]:
    """Sections of flowing text, and tables of their own."""
    found: list[Block] = []
    flowing: list[Block] = []
    for span in text.spans:
        if not span.text:
            continue
        if span.style == "table":
            found += _section(flowing)
            flowing = []
            inner = [{"type": "text", "text": span.text.strip("\n")}]
            found.append({"type": "rich_text_preformatted", "elements": inner})
        else:
            flowing += _runs(span)
    return [*found, *_section(flowing)] or _section([{"type": "text", "text": "–"}])


def _section(runs: list[Block]) -> list[Block]:
    return [{"type": "rich_text_section", "elements": runs}] if runs else []


def _runs(span: Span) -> Iterator[Block]:
    """A span, in which people who were mentioned are shown by name."""
    style = {"style": {span.style: True}} if span.style else {}
    for number, part in enumerate(MENTION.split(span.text)):
        if number % 2:
            yield {"type": "user", "user_id": part}
        elif part:
            yield {"type": "text", "text": part} | style


def _actions(buttons: Sequence[str], outbox_id: int) -> list[Block]:
    """Rows of buttons; Slack takes no empty label."""
    made = [
        {
            "type": "button",
            "action_id": keys.key_of(outbox_id, index),
            "text": {"type": "plain_text", "text": label[:LABEL].strip() or "–"},
        }
        for index, label in enumerate(buttons[: A_ROW * ROWS])
    ]
    rows = [made[start : start + A_ROW] for start in range(0, len(made), A_ROW)]
    return [{"type": "actions", "elements": row} for row in rows]
