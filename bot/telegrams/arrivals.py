"""Arrivals: whose an update is, read from the raw JSON; nothing in it may stop the intake."""

from typing import Any

from bot.intakes import unnamed
from bot.platforms import Arrival

NAME = "telegram"
ALLOWED = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "message_reaction",
)
"""Kinds of updates that Telegram is asked for."""

FILES = ("photo", "document", "voice", "audio", "video", "video_note", "animation")
LARGEST_ID = 2**63


def arrival(raw: dict[str, Any], bot_id: int, username: str) -> Arrival:
    """Whose an update is.

    Args:
        raw: an update as JSON.
        bot_id: of this bot, as several bots count their updates apart.
        username: of the bot, by which it is addressed.
    """
    inner = _inner(raw)
    message = _dict(inner.get("message")) if "callback_query" in raw else inner
    chat, user = _dict(message.get("chat")), _dict(inner.get("from") or inner.get("user"))
    chat_id, user_id = _id(chat.get("id")), _id(user.get("id"))
    update_id = _id(raw.get("update_id"))
    meant = "callback_query" in raw or concerns(raw, username)
    shared = chat.get("type") != "private"
    return Arrival(
        platform=NAME,
        key=f"tg:{bot_id}:{update_id}" if update_id else unnamed("tg"),
        raw=raw,
        place=_place(message, chat_id, user_id, shared=shared) if chat_id else "",
        chat=chat_id,
        shared=shared,
        account=user_id if shared else chat_id,  # a private chat has the id of its person
        name=_name(user),
        locale=_locale(user.get("language_code")),
        album=_album(message),
        files=any(kind in message for kind in FILES),
        thread="" if meant else thread_of(message),
    )


def thread_of(message: dict[str, Any]) -> str:
    """The name of the topic in which a message was written; empty outside of one."""
    thread = _id(message.get("message_thread_id")) if message.get("is_topic_message") else ""
    chat = _id(_dict(message.get("chat")).get("id"))
    return f"{chat}:{thread}" if chat and thread else ""


def heard(raw: dict[str, Any], username: str) -> bool:
    """Whether an update is looked at: it may be meant for the bot, or belong to a ticket's topic."""
    message = _dict(raw.get("message")) or _dict(raw.get("edited_message"))
    return concerns(raw, username) or bool(thread_of(message))


def concerns(raw: dict[str, Any], username: str) -> bool:
    """Whether an update may be meant for the bot; people's own talk in a group is not stored.

    Args:
        raw: an update as JSON.
        username: of the bot, by which it is addressed.
    """
    message = _dict(raw.get("message")) or _dict(raw.get("edited_message"))
    chat = _dict(message.get("chat"))
    if chat.get("type") in (None, "private") or "migrate_to_chat_id" in message:
        return True
    author = _dict(_dict(message.get("reply_to_message")).get("from"))
    text = str(message.get("text") or message.get("caption") or "").lstrip().lower()
    addressed = text.startswith(("/", "／")) or f"@{username.lower()}" in text
    return addressed or author.get("username") == username


def _inner(raw: dict[str, Any]) -> dict[str, Any]:
    """The one object of an update, whatever its kind."""
    return next((one for key, one in raw.items() if key != "update_id" and _dict(one)), {})


def _dict(value: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    return value if isinstance(value, dict) else {}


def _id(value: Any) -> str:  # noqa: ANN401 (JSON)
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST_ID
    return str(value) if fits else ""


def _place(message: dict[str, Any], chat: str, user: str, *, shared: bool) -> str:
    """A private chat, or one person in one topic of a group: questions are asked of a person."""
    if not shared:
        return chat
    thread = _id(message.get("message_thread_id")) if message.get("is_topic_message") else ""
    return f"{chat}/{thread or 0}/{user or 0}"


def _name(user: dict[str, Any]) -> str:
    parts = (user.get("first_name"), user.get("last_name"))
    name = " ".join(part for part in parts if isinstance(part, str) and part)
    return name.replace("\x00", "")[:200] or "–"


def _locale(code: Any) -> str | None:  # noqa: ANN401 (JSON)
    if not isinstance(code, str):
        return None
    return {"zh": "zh", "en": "en"}.get(code.lower()[:2])


def _album(message: dict[str, Any]) -> str:
    album = message.get("media_group_id")
    return str(album)[:64] if isinstance(album, str | int) else ""
