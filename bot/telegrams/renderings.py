"""Renderings: texts as Telegram shows them: characters with entities, in pieces that fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
)
from telegram.constants import MessageLimit

from bot import buttons, portions
from handlers.texts import Span, Text

KINDS = {"bold": MessageEntity.BOLD, "code": MessageEntity.CODE, "table": MessageEntity.PRE}
LONGEST = int(MessageLimit.MAX_TEXT_LENGTH)
MOST_ENTITIES = int(MessageLimit.MESSAGE_ENTITIES)
LABEL = 60
Markup = InlineKeyboardMarkup | ForceReply | ReplyKeyboardMarkup


@dataclass(frozen=True, slots=True)
class Piece:
    """As much of a text as fits into one message."""

    text: str
    entities: tuple[MessageEntity, ...]


def units(text: str) -> int:
    """Length in UTF-16 code units, which is how Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def pieces(text: Text, longest: int = LONGEST) -> list[Piece]:
    """A text in pieces, broken between lines where possible.

    Args:
        text: of any length.
        longest: UTF-16 units of a piece.
    """
    parts = portions.split(text, longest, length=units, most_styled=MOST_ENTITIES)
    return [_piece(part.spans) for part in parts] or [Piece("–", ())]


def _piece(spans: Sequence[Span]) -> Piece:
    """Entities count from the first character that is shown: Telegram trims white space."""
    text = "".join(span.text for span in spans)
    cut = units(text) - units(text.lstrip())
    entities, at = [], -cut
    for span in spans:
        length = units(span.text.rstrip("\n"))
        if span.style and length and at >= 0:
            entities.append(MessageEntity(KINDS[span.style], at, length))
        at += units(span.text)
    return Piece(text.strip(), tuple(_within(entities, units(text.strip()))))


def _within(entities: Sequence[MessageEntity], length: int) -> Iterator[MessageEntity]:
    for one in entities:
        if one.offset + one.length <= length:
            yield one


def markup(payload: dict[str, Any], outbox_id: int, *, group: bool) -> Markup | None:
    """The buttons below a message, or the question's reply field in a group.

    Args:
        payload: of the outbox.
        outbox_id: buttons name it, so that they are answered from there.
        group: whether others read along; there a question is replied to.
    """
    if payload.get("wants_number") and not group:
        share = KeyboardButton(payload["share"], request_contact=True)
        return ReplyKeyboardMarkup([[share]], resize_keyboard=True, one_time_keyboard=True)
    if group and payload.get("form"):
        return ForceReply(selective=True)
    labels = [label for label, _ in payload.get("buttons", ())]
    if not labels:
        return None
    keys = [
        InlineKeyboardButton(
            label.strip()[:LABEL] or "–", callback_data=buttons.key_of(outbox_id, index)
        )
        for index, label in enumerate(labels)
    ]
    return InlineKeyboardMarkup(_rows(keys))


def _rows(keys: Sequence[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Short labels beside each other, long ones alone: a phone is narrow."""
    rows: list[list[InlineKeyboardButton]] = [[]]
    room = 24
    for key in keys:
        width = sum(2 if ord(one) > 0x2E7F else 1 for one in key.text) + 2  # noqa: PLR2004 (CJK)
        if rows[-1] and (width > room or len(rows[-1]) == 3):  # noqa: PLR2004 (thumbs)
            rows.append([])
            room = 24
        rows[-1].append(key)
        room -= width
    return rows
