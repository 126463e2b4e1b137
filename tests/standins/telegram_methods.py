"""The methods of the Bot API that exist here, with their parameters."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.standins import telegram_checks as checks
from tests.standins import telegram_messages as messages
from tests.standins.telegram_checks import Kind, boolean, integer, text, thing
from tests.standins.telegram_messages import Ask
from tests.standins.telegram_refusals import Json, bad_request
from tests.standins.telegram_worlds import Chat, Webhook, World

ANSWER_LENGTH = 200
COMMANDS = 100
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document"
    " choose_sticker find_location record_video_note upload_video_note".split()
)
SCOPES = {
    "default": frozenset[str](),
    "all_private_chats": frozenset[str](),
    "all_group_chats": frozenset[str](),
    "all_chat_administrators": frozenset[str](),
    "chat": frozenset({"chat_id"}),
    "chat_administrators": frozenset({"chat_id"}),
    "chat_member": frozenset({"chat_id", "user_id"}),
}


def get_me(world: World, _: Ask) -> Json:
    """Tell who the bot is."""
    return world.bot


def set_webhook(world: World, ask: Ask) -> bool:
    """Have updates posted; without an address no longer."""
    url, secret = ask.params.get("url", ""), ask.params.get("secret_token", "")
    if url and not re.match(r"https://|http://127\.0\.0\.1:", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    world.webhook = Webhook(url, secret, ask.params.get("max_connections", 40))
    allow(world, ask)
    return _drop_pending(world, ask)


def allow(world: World, ask: Ask) -> None:
    """Take the wished kinds of updates, if any are told; an empty list is the usual ones."""
    if "allowed_updates" in ask.params:
        world.updates.allowed = frozenset(ask.params["allowed_updates"])
    world.updates.woken()


def delete_webhook(world: World, ask: Ask) -> bool:
    """Have updates posted no longer."""
    world.webhook = Webhook()
    return _drop_pending(world, ask)


def _drop_pending(world: World, ask: Ask) -> bool:
    if ask.params.get("drop_pending_updates"):
        world.updates.waiting.clear()
    return True


def get_webhook_info(world: World, _: Ask) -> Json:
    """Tell where updates are posted."""
    hook = world.webhook
    info = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.waiting),
        "max_connections": hook.most,
        "allowed_updates": sorted(world.updates.allowed),
    }
    failed = {"last_error_date": int(world.wall_clock()), "last_error_message": hook.error}
    return info | (failed if hook.error else {})


def send_chat_action(world: World, ask: Ask) -> bool:
    """Show that the bot is typing."""
    world.open_chat(ask.params["chat_id"])
    if ask.params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def answer_callback_query(world: World, ask: Ask) -> bool:
    """Answer a pressed button, once and soon."""
    asked = world.asked.get(ask.params["callback_query_id"])
    if checks.units(ask.params.get("text", "")) > ANSWER_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    if not asked or asked.answer is not None or world.clock() - asked.at > world.query_life:
        raise bad_request(QUERY_TOO_OLD)
    asked.answer = ask.params
    return True


def get_file(world: World, ask: Ask) -> Json:
    """Tell where a file lies."""
    return world.files.path(ask.params["file_id"])


def get_chat(world: World, ask: Ask) -> Json:
    """Tell of a chat."""
    chat = world.known_chat(ask.params["chat_id"])
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    more = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), False),
    }
    return chat.told | more


def get_chat_member(world: World, ask: Ask) -> Json:
    """Tell of somebody in a chat."""
    chat = world.open_chat(ask.params["chat_id"])
    who = ask.params["user_id"]
    if who == world.bot["id"]:
        return member(world.bot_user(), chat.standing)
    if who not in world.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return member(world.users[who], "member" if who in chat.members else "left")


def member(user: Json, standing: str) -> Json:
    """A ChatMember; a stranger is one who has left."""
    status = "left" if standing == "stranger" else standing
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": user, "status": status} | until


def leave_chat(world: World, ask: Ask) -> bool:
    """Have the bot leave a group."""
    chat = world.open_chat(ask.params["chat_id"])
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    stands(world, chat, "left", world.bot_user())
    return True


def stands(world: World, chat: Chat, standing: str, by: Json) -> None:
    """Change how the bot stands in a chat and tell of it by my_chat_member."""
    old, chat.standing = chat.standing, standing
    told = {
        "chat": chat.told,
        "from": by,
        "date": int(world.wall_clock()),
        "old_chat_member": member(world.bot_user(), old),
        "new_chat_member": member(world.bot_user(), standing),
    }
    world.updates.push({"my_chat_member": told})


def set_my_commands(world: World, ask: Ask) -> bool:
    """Set a menu."""
    commands = ask.params["commands"]
    if not isinstance(commands, list) or len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    world.menus[_menu(world, ask)] = commands
    return True


def _check_command(command: Json) -> None:
    if command.keys() != {"command", "description"}:
        raise bad_request("a command has a command and a description")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= checks.units(command["description"].strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def delete_my_commands(world: World, ask: Ask) -> bool:
    """Remove a menu."""
    world.menus.pop(_menu(world, ask), None)
    return True


def get_my_commands(world: World, ask: Ask) -> list[Json]:
    """Tell a menu."""
    return world.menus.get(_menu(world, ask), [])


def _menu(world: World, ask: Ask) -> tuple[str, str]:
    scope, language = ask.params.get("scope", {"type": "default"}), ask.params.get("language_code")
    if SCOPES.get(scope.get("type")) != scope.keys() - {"type"}:
        raise bad_request("can't parse BotCommandScope")
    if "chat_id" in scope:
        world.open_chat(scope["chat_id"])
    if language is not None and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return json.dumps(scope, sort_keys=True), language or ""


@dataclass(frozen=True)
class Method:
    """A method: what runs, what it takes and what of it must be there."""

    run: Callable[[World, Ask], object]
    takes: dict[str, Kind] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()


def _method(run: Callable[[World, Ask], object], needs: str = "", **takes: Kind) -> Method:
    return Method(run, takes, frozenset(needs.split()))


CHAT: dict[str, Kind] = {"chat_id": checks.chat}
MESSAGE: dict[str, Kind] = CHAT | {"message_id": integer}
SEND: dict[str, Kind] = CHAT | {
    "message_thread_id": integer,
    "disable_notification": boolean,
    "protect_content": boolean,
    "message_effect_id": text,
    "allow_paid_broadcast": boolean,
    "reply_parameters": thing,
}
TEXT: dict[str, Kind] = {
    "text": text,
    "parse_mode": text,
    "entities": thing,
    "link_preview_options": thing,
    "reply_markup": thing,
}
CAPTION: dict[str, Kind] = {
    "caption": text,
    "parse_mode": text,
    "caption_entities": thing,
    "reply_markup": thing,
}
MENU: dict[str, Kind] = {"scope": thing, "language_code": text}
PENDING: dict[str, Kind] = {"drop_pending_updates": boolean}

GET_UPDATES: dict[str, Kind] = {
    "offset": integer,
    "limit": integer,
    "timeout": integer,
    "allowed_updates": thing,
}
HOOK: dict[str, Kind] = PENDING | {
    "url": text,
    "max_connections": integer,
    "allowed_updates": thing,
    "secret_token": text,
    "ip_address": text,
}
METHODS = {
    "getMe": _method(get_me),
    "setWebhook": Method(set_webhook, HOOK),
    "deleteWebhook": Method(delete_webhook, PENDING),
    "getWebhookInfo": _method(get_webhook_info),
    "sendMessage": _method(messages.send_message, "chat_id text", **SEND, **TEXT),
    "sendPhoto": _method(
        messages.send_photo,
        "chat_id",
        photo=text,
        show_caption_above_media=boolean,
        has_spoiler=boolean,
        **SEND,
        **CAPTION,
    ),
    "sendDocument": _method(
        messages.send_document,
        "chat_id",
        document=text,
        disable_content_type_detection=boolean,
        **SEND,
        **CAPTION,
    ),
    "sendVoice": _method(
        messages.send_voice, "chat_id", voice=text, duration=integer, **SEND, **CAPTION
    ),
    "sendMediaGroup": _method(messages.send_media_group, "chat_id media", media=thing, **SEND),
    "editMessageText": _method(
        messages.edit_message_text, "chat_id message_id text", **MESSAGE, **TEXT
    ),
    "editMessageReplyMarkup": _method(
        messages.edit_message_reply_markup, "chat_id message_id", reply_markup=thing, **MESSAGE
    ),
    "deleteMessage": _method(messages.delete_message, "chat_id message_id", **MESSAGE),
    "sendChatAction": _method(
        send_chat_action, "chat_id action", action=text, message_thread_id=integer, **CHAT
    ),
    "answerCallbackQuery": _method(
        answer_callback_query,
        "callback_query_id",
        callback_query_id=text,
        text=text,
        show_alert=boolean,
        url=text,
        cache_time=integer,
    ),
    "getFile": _method(get_file, "file_id", file_id=text),
    "getChat": _method(get_chat, "chat_id", **CHAT),
    "getChatMember": _method(get_chat_member, "chat_id user_id", user_id=integer, **CHAT),
    "leaveChat": _method(leave_chat, "chat_id", **CHAT),
    "setMyCommands": _method(set_my_commands, "commands", commands=thing, **MENU),
    "deleteMyCommands": Method(delete_my_commands, MENU),
    "getMyCommands": Method(get_my_commands, MENU),
}
