"""What parameters of the Bot API must be like."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.standins.telegram_refusals import Json, bad_request

Kind = Callable[[object], Any]

TEXT_LENGTH = 4096  # UTF-16 units, as are all offsets and lengths
CAPTION_LENGTH = 1024
ENTITIES = 100
ENTITY_NEEDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
ENTITY_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
    ]
) | frozenset(ENTITY_NEEDS)


def integer(value: object) -> int:
    """A whole number, in forms as digits."""
    if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]+", str(value)):
        raise ValueError(value)
    return int(str(value))


def boolean(value: object) -> bool:
    """True or false; in forms the words."""
    return {"true": True, "false": False}[str(value).lower()]


def text(value: object) -> str:
    """A string."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def thing(value: object) -> Any:
    """A list or an object; in forms as JSON."""
    found = json.loads(value) if isinstance(value, str) else value
    if not isinstance(found, list | dict):
        raise TypeError(value)
    return found


def chat(value: object) -> int | str:
    """The id of a chat or a @name."""
    return text(value) if str(value).startswith("@") else integer(value)


def decoded(raw: Mapping[str, object], takes: Mapping[str, Kind], needs: frozenset[str]) -> Json:
    """The parameters of a call by their types.

    Args:
        raw: As sent, in a form all of them strings. Empty ones count as left out.
        takes: Type of each parameter that the method has.
        needs: Names of those that must be there.

    Raises:
        Refused: When one is unknown, missing or of the wrong type.
    """
    unknown = sorted(raw.keys() - takes.keys())
    if unknown:
        raise bad_request(f"unknown parameter {', '.join(unknown)}")
    given = {name: value for name, value in raw.items() if value not in ("", None)}
    missing = sorted(needs - given.keys())
    if missing:
        raise bad_request(f"{missing[0].replace('_id', '')} is empty")
    return {name: _decoded(name, value, takes[name]) for name, value in given.items()}


def _decoded(name: str, value: object, kind: Kind) -> Any:
    try:
        return kind(value)
    except (ValueError, TypeError, KeyError) as error:
        raise bad_request(f"wrong parameter {name} in request: {value!r}") from error


def utf16(of: str) -> bytes:
    """A text in the units by which Telegram counts, two bytes each."""
    try:
        return of.encode("utf-16-le")
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error


def units(of: str) -> int:
    """Length of a text as Telegram counts it."""
    return len(utf16(of)) // 2


def checked_text(ask: Json) -> Json:
    """Text and entities of a message to send or to edit."""
    _refuse_markup_in_text(ask)
    if not ask["text"].strip():
        raise bad_request("text must be non-empty")
    if units(ask["text"]) > TEXT_LENGTH:
        raise bad_request("message is too long")
    entities = check_entities(ask["text"], ask.get("entities", []))
    return {"text": ask["text"]} | ({"entities": entities} if entities else {})


def checked_caption(ask: Json) -> Json:
    """Caption and its entities, both of which may be missing."""
    _refuse_markup_in_text(ask)
    caption = ask.get("caption", "")
    if units(caption) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    entities = check_entities(caption, ask.get("caption_entities", []))
    if not caption:
        return {}
    return {"caption": caption} | ({"caption_entities": entities} if entities else {})


def _refuse_markup_in_text(ask: Json) -> None:
    if "parse_mode" in ask:
        raise bad_request("parse_mode is refused here: send entities")


def check_entities(of: str, entities: object) -> list[Json]:
    """Entities, all of which lie in the text and cut no character in two."""
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: Array expected")
    if len(entities) > ENTITIES:
        raise bad_request("too many entities")
    written = utf16(of)
    for entity in entities:
        _check_entity(written, entity)
    return entities


def _check_entity(written: bytes, entity: Json) -> None:
    kind = entity.get("type")
    if kind not in ENTITY_TYPES:
        raise bad_request(f"can't parse MessageEntity: unsupported type {kind!r}")
    if kind in ENTITY_NEEDS and not entity.get(ENTITY_NEEDS[kind]):
        raise bad_request(f"can't parse MessageEntity: {kind} without {ENTITY_NEEDS[kind]}")
    start, length = entity.get("offset"), entity.get("length")
    if type(start) is not int or type(length) is not int:
        raise bad_request("can't parse MessageEntity: offset and length must be integers")
    if start < 0 or length < 1 or start + length > len(written) // 2:
        raise bad_request(f"entity {kind} at {start}+{length} lies outside of the text")
    if _cuts(written, start) or _cuts(written, start + length):
        raise bad_request(f"entity {kind} at {start}+{length} cuts a surrogate pair")


def _cuts(written: bytes, at: int) -> bool:
    unit = int.from_bytes(written[2 * at : 2 * at + 2], "little")
    return 0xDC00 <= unit <= 0xDFFF  # the second half of a pair cannot come first
