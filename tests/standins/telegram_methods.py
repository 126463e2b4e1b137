"""The methods of the Bot API that exist here, with their parameters."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.standins import telegram_chats as chats
from tests.standins import telegram_checks as checks
from tests.standins import telegram_menus as menus
from tests.standins import telegram_messages as messages
from tests.standins import telegram_topics as topics
from tests.standins import telegram_webhooks as webhooks
from tests.standins.telegram_checks import Kind, boolean, integer, text, thing
from tests.standins.telegram_messages import Ask
from tests.standins.telegram_refusals import Json, bad_request
from tests.standins.telegram_worlds import World

ANSWER_LENGTH = 200
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def get_me(world: World, _: Ask) -> Json:
    """Tell who the bot is."""
    return world.bot


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
    "setWebhook": Method(webhooks.set_webhook, HOOK),
    "deleteWebhook": Method(webhooks.delete_webhook, PENDING),
    "getWebhookInfo": _method(webhooks.get_webhook_info),
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
    "getChat": _method(chats.get_chat, "chat_id", **CHAT),
    "getChatMember": _method(chats.get_chat_member, "chat_id user_id", user_id=integer, **CHAT),
    "createForumTopic": _method(
        topics.create_forum_topic, "chat_id name", name=text, icon_color=integer, **CHAT
    ),
    "closeForumTopic": _method(
        topics.close_forum_topic, "chat_id message_thread_id", message_thread_id=integer, **CHAT
    ),
    "reopenForumTopic": _method(
        topics.reopen_forum_topic, "chat_id message_thread_id", message_thread_id=integer, **CHAT
    ),
    "leaveChat": _method(chats.leave_chat, "chat_id", **CHAT),
    "setMyCommands": _method(menus.set_my_commands, "commands", commands=thing, **MENU),
    "deleteMyCommands": Method(menus.delete_my_commands, MENU),
    "getMyCommands": Method(menus.get_my_commands, MENU),
}
