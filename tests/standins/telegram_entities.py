"""Entities that Telegram finds in what people write, and which messages a bot gets."""

import re

from tests.standins.telegram_checks import units
from tests.standins.telegram_refusals import Json
from tests.standins.telegram_worlds import Chat

# The patterns are those of tdlib, td/telegram/MessageEntity.cpp.
PATTERNS = {
    "bot_command": re.compile(
        r"(?<![\w/<>])/([a-zA-Z0-9_]{1,64})(?:@([a-zA-Z0-9_]{3,32}))?(?![\w/<>])"
    ),
    "mention": re.compile(r"(?<!\w)@[a-zA-Z0-9_]{4,32}(?!\w)"),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?!\w)", re.ASCII),
    "hashtag": re.compile(r"(?<![\w#])#\w*[^\W\d]\w*"),
    "url": re.compile(r"(?<!\w)https?://[^\s<>]+[^\s<>.,;:!?)]"),
}
SERVICE = frozenset({"migrate_to_chat_id", "migrate_from_chat_id", "new_chat_members"})


def entities_of(text: str) -> list[Json]:
    """Entities of a text in its order, counted in UTF-16 units."""
    found = [
        {
            "type": kind,
            "offset": units(text[: match.start()]),
            "length": units(match.group()),
        }
        for kind, pattern in PATTERNS.items()
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda entity: int(str(entity["offset"])))


def reaches_bot(chat: Chat, raw: Json, bot: Json) -> bool:
    """Whether the bot gets a message: with privacy on only commands, mentions and replies."""
    if chat.private:
        return True
    if chat.standing == "administrator" or not chat.privacy:
        return chat.standing in {"member", "administrator"}
    return chat.standing == "member" and (
        bool(SERVICE & raw.keys()) or _replies(raw, bot) or _calls(raw, bot)
    )


def _replies(raw: Json, bot: Json) -> bool:
    author = raw.get("reply_to_message", {}).get("from", {})
    return bool(author.get("id") == bot["id"])


def _calls(raw: Json, bot: Json) -> bool:
    text, name = raw.get("text") or raw.get("caption", ""), bot["username"].lower()
    if f"@{name}" in {match.group().lower() for match in PATTERNS["mention"].finditer(text)}:
        return True
    commands = PATTERNS["bot_command"].finditer(text)
    return any((command[2] or name).lower() == name for command in commands)
