"""Readings: what an update says, parsed by python-telegram-bot."""

import re
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.buttons import press_of
from bot.telegrams.arrivals import FILES
from store.emails import find_email

ODD = ("sticker", "location", "venue", "poll", "dice", "game", "story", "paid_media", "invoice")
QUIET: dict[str, Any] = {"event": "quiet"}


def read(raw: dict[str, Any], username: str) -> dict[str, Any]:
    """What an update says, in the form of `handlers.payloads.Payload`.

    Args:
        raw: an update as JSON.
        username: of the bot, by which it is addressed in groups.

    Raises:
        Exception: python-telegram-bot cannot make sense of it.
    """
    update = Update.de_json(raw, None)
    if update.callback_query:
        return _pressed(update.callback_query)
    if update.my_chat_member:
        status, chat = update.my_chat_member.new_chat_member.status, update.my_chat_member.chat
        departed = {"event": "departed", "account": str(chat.id)}
        return departed if status in ("left", "kicked") else QUIET
    message = update.message or update.edited_message
    if message is None:
        return QUIET
    return _said(message, username, edited=update.edited_message is not None)


def _pressed(query: CallbackQuery) -> dict[str, Any]:
    found: dict[str, Any] = {"press": press_of(query.data or "")}
    at: dict[str, Any] = {"callback": query.id}
    message = query.message
    if message is not None:
        found |= _place(message.chat.type, query.from_user.id)
        if isinstance(message, Message) and message.is_topic_message:
            at["thread"] = message.message_thread_id
            found["thread"] = f"{message.chat.id}:{message.message_thread_id}"
    return found | {"at": at}


def _place(kind: str, user_id: int) -> dict[str, Any]:
    """In a group, private answers go to the private chat, which has the person's own id."""
    if kind == ChatType.PRIVATE:
        return {}
    return {"shared": True, "private": {"place": str(user_id), "account": str(user_id)}}


def _said(message: Message, username: str, *, edited: bool) -> dict[str, Any]:
    if message.migrate_to_chat_id:
        return {"event": "moved", "account": str(message.migrate_to_chat_id)}
    shared = message.chat.type != ChatType.PRIVATE
    if message.from_user is None or message.from_user.is_bot:
        return QUIET
    if shared and not _addressed(message, username) and not message.is_topic_message:
        return QUIET
    content = _content(message, username)
    if content is None:
        return QUIET
    name = f"{message.chat.id}:{message.message_id}"
    found = content | _place(message.chat.type, message.from_user.id) | {"at": _way_back(message)}
    found |= {"named": name} | ({"edits": name} if edited else {}) | _group(message, username)
    return found | _replied(message)


def _group(message: Message, username: str) -> dict[str, Any]:
    """What matters of a group: its name, whether it has topics, and in which one it was said."""
    if message.chat.type == ChatType.PRIVATE:
        return {}
    found: dict[str, Any] = {
        "room": message.chat.title or "",
        "addressed": _named(message, username),
    }
    if message.chat.is_forum:
        found["topics"] = True
    if message.is_topic_message:
        found["thread"] = f"{message.chat.id}:{message.message_thread_id}"
    return found


def _addressed(message: Message, username: str) -> bool:
    """Whether a message in a group is meant for the bot: a command, a mention or a reply to it."""
    replied = _reply(message)
    author = replied.from_user if replied else None
    if author is not None and author.username == username:
        return True
    return _named(message, username)


def _named(message: Message, username: str) -> bool:
    """Whether a message names the bot, or is a command for no other one."""
    text = (message.text or message.caption or "").lstrip()
    if re.search(rf"@{re.escape(username)}\b", text, re.IGNORECASE):
        return True
    command = re.match(r"[/／]\w+(?P<bot>@\w+)?", text)
    return command is not None and command["bot"] is None


def _reply(message: Message) -> Message | None:
    """The message that is replied to; in a topic everything seems to reply to its beginning."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def _content(message: Message, username: str) -> dict[str, Any] | None:
    """What was said or sent; None for what only happened, such as a new member."""
    said = message.text or message.caption or ""
    text = re.sub(rf"(?<=\w)@{re.escape(username)}\b", "", said, flags=re.IGNORECASE)
    text = re.sub(rf"@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE).strip()
    files = sum(1 for kind in FILES if getattr(message, kind, None))
    if files:
        # An animation comes as a document too.
        return {"say": text, "files": 1}
    if message.contact:
        return {"contact": _card(message)}
    if said:
        return {"say": text}
    odd = next((kind for kind in ODD if getattr(message, kind, None)), None)
    return {"odd": odd} if odd else None


def _card(message: Message) -> dict[str, Any]:
    contact, sender = message.contact, message.from_user
    assert contact  # noqa: S101 (looked at before)
    assert sender  # noqa: S101 (likewise)
    name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    number = contact.phone_number
    # Telegram leaves out the + of numbers that it has checked.
    phone = f"+{number}" if number.isdecimal() and contact.user_id else number
    found = {"name": name, "phone": phone, "own": contact.user_id == sender.id}
    email = find_email(contact.vcard or "")
    return found | ({"email": email.email} if email else {})


def _way_back(message: Message) -> dict[str, Any]:
    """In a group the answer replies to what it answers, in its topic."""
    if message.chat.type == ChatType.PRIVATE:
        return {}
    at: dict[str, Any] = {"reply_to": message.message_id}
    if message.is_topic_message:
        at["thread"] = message.message_thread_id
    return at


def _replied(message: Message) -> dict[str, Any]:
    replied = _reply(message)
    return {"replied_as": f"{message.chat.id}:{replied.message_id}"} if replied else {}
