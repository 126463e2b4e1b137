"""What the Bot API refuses."""

import json
import urllib.error
import urllib.request

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    InvalidToken,
)

from tests.standins.telegram_bots import (  # noqa: F401
    TOKEN,
    Bot,
    ada,
    ben,
    bot,
    bot_of,
    buttons,
    call,
    telegram,
    waits_are_timedeltas,
)
from tests.standins.telegram_people import Person
from tests.standins.telegrams import TelegramServer


def entity(kind: str, offset: int, length: int) -> dict[str, object]:
    return {"type": kind, "offset": offset, "length": length}


def inline(*rows: list[dict[str, object]]) -> dict[str, object]:
    return {"inline_keyboard": list(rows)}


KEY: dict[str, object] = {"text": "a", "callback_data": "a"}
REFUSED: list[tuple[str, dict[str, object]]] = [
    ("text is empty", {"text": ""}),
    ("text must be non-empty", {"text": " \n"}),
    ("message is too long", {"text": "😀" * 2049}),
    ("encoded in UTF-8", {"text": "\ud83d"}),
    ("parse_mode", {"parse_mode": "HTML"}),
    ("unknown parameter colour", {"colour": "red"}),
    ("unknown parameter reply_to_message_id", {"reply_to_message_id": 1}),
    ("wrong parameter entities", {"entities": "bold"}),
    ("outside of the text", {"entities": [entity("bold", 1, 2)]}),
    ("outside of the text", {"entities": [entity("bold", 0, 0)]}),
    ("surrogate pair", {"text": "😀", "entities": [entity("bold", 0, 1)]}),
    ("too many entities", {"entities": [entity("bold", 0, 1)] * 101}),
    ("unsupported type", {"entities": [entity("blink", 0, 1)]}),
    ("without url", {"entities": [entity("text_link", 0, 1)]}),
    ("BUTTON_DATA_INVALID", {"reply_markup": inline([{"text": "a", "callback_data": "é" * 33}])}),
    ("BUTTON_DATA_INVALID", {"reply_markup": inline([{"text": "a", "callback_data": ""}])}),
    ("text must be non-empty", {"reply_markup": inline([{"text": " ", "callback_data": "a"}])}),
    ("unallowed", {"reply_markup": inline([{"text": "a"}])}),
    ("URL", {"reply_markup": inline([{"text": "a", "url": "javascript:a"}])}),
    ("8 buttons in a row", {"reply_markup": inline([KEY] * 9)}),
    ("markup is too long", {"reply_markup": inline(*[[KEY] * 8] * 13)}),
    ("object expected", {"reply_markup": {}}),
    ("unknown field", {"reply_markup": {"force_reply": True, "colour": "red"}}),
    ("placeholder", {"reply_markup": {"force_reply": True, "input_field_placeholder": ""}}),
    ("non-empty rows", {"reply_markup": inline([])}),
    ("with a text", {"reply_markup": inline([{"callback_data": "a"}])}),
    ("keyboard button", {"reply_markup": {"keyboard": [[KEY]]}}),
    ("Array expected", {"entities": {}}),
    ("must be integers", {"entities": [{"type": "bold"}]}),
    ("other chats", {"reply_parameters": {"message_id": 1, "chat_id": -500}}),
    ("to be replied not found", {"reply_parameters": {"message_id": 99}}),
    ("thread not found", {"message_thread_id": 7}),
]


@pytest.mark.parametrize(("why", "params"), REFUSED)
async def test_what_telegram_would_not_send(
    why: str, params: dict[str, object], telegram: TelegramServer, bot: Bot, ada: Person
) -> None:
    ada.says("hi")
    with pytest.raises(urllib.error.HTTPError) as error:
        call(telegram, "sendMessage", **({"chat_id": 1001, "text": "a"} | params))
    with error.value as answer:
        assert why in json.load(answer)["description"]
    assert ada.sees == []


async def test_what_is_just_allowed(bot: Bot, ada: Person) -> None:
    ada.says("hi")
    keys = [[InlineKeyboardButton("a", callback_data="a" * 64)] * 8] * 12
    gone = ReplyParameters(99, allow_sending_without_reply=True)
    await bot.send_message(
        1001, "😀" * 2048, reply_markup=InlineKeyboardMarkup(keys), reply_parameters=gone
    )
    assert len(ada.sees[0].buttons) == 96
    await bot.send_chat_action(1001, "typing")


@pytest.mark.parametrize("body", [b"{", b"[]"])
def test_bodies_that_are_no_object(telegram: TelegramServer, body: bytes) -> None:
    kind = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{telegram.url}/bot{TOKEN}/getMe", body, kind)
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request, timeout=5)
    with error.value as answer:
        assert answer.status == 400


async def test_wrong_tokens_and_methods(telegram: TelegramServer, bot: Bot) -> None:
    with pytest.raises(InvalidToken):
        async with bot_of(telegram, "123456:WRONG"):
            pass
    with pytest.raises(Exception, match=r"(?i)not found"):
        await bot.do_api_request("sendTelepathy")


async def test_menus(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    ada.says("hi")
    await bot.set_my_commands([BotCommand("help", "帮助")], language_code="zh")
    assert telegram.menus['{"type": "default"}', "zh"][0]["description"] == "帮助"
    scope = BotCommandScopeChat(1001)
    await bot.set_my_commands([BotCommand("deals", "My deals")], scope)
    assert (await bot.get_my_commands(scope))[0].command == "deals"
    await bot.delete_my_commands(scope)
    assert await bot.get_my_commands(scope) == ()
    with pytest.raises(BadRequest, match=r"(?i)command_invalid"):
        await bot.set_my_commands([BotCommand("Help", "Help")])


OTHERWISE_REFUSED: list[tuple[str, str, dict[str, object]]] = [
    ("Scope", "setMyCommands", {"commands": [], "scope": {"type": "chat"}}),
    ("language", "setMyCommands", {"commands": [], "language_code": "english"}),
    ("TOO_MUCH", "setMyCommands", {"commands": [{"command": "a", "description": "a"}] * 101}),
    ("DESCRIPTION", "setMyCommands", {"commands": [{"command": "a", "description": ""}]}),
    ("has a command", "setMyCommands", {"commands": [{"command": "a"}]}),
    ("action", "sendChatAction", {"chat_id": 1001, "action": "dancing"}),
    ("wrong parameter chat_id", "getChat", {"chat_id": "Sales"}),
    ("chat not found", "getChat", {"chat_id": "@sales"}),
    ("private chats", "leaveChat", {"chat_id": 1001}),
    ("HTTPS", "setWebhook", {"url": "http://parley.example/hook"}),
    ("unallowed", "setWebhook", {"url": "https://parley.example", "secret_token": "a b"}),
    ("MESSAGE_TOO_LONG", "answerCallbackQuery", {"callback_query_id": "1", "text": "a" * 201}),
]


@pytest.mark.parametrize(("why", "method", "params"), OTHERWISE_REFUSED)
def test_what_else_telegram_would_not_do(
    why: str, method: str, params: dict[str, object], telegram: TelegramServer, ada: Person
) -> None:
    ada.says("hi")
    with pytest.raises(urllib.error.HTTPError) as error:
        call(telegram, method, **params)
    with error.value as answer:
        assert why in json.load(answer)["description"]


def test_a_person_is_offered_the_menu_that_fits_best(telegram: TelegramServer, ben: Person) -> None:
    ben.says("hi")
    assert ben.menu == []
    menus: dict[str, dict[str, object]] = {
        "anybody": {},
        "private": {"scope": {"type": "all_private_chats"}},
        "chinese": {"scope": {"type": "all_private_chats"}, "language_code": "zh"},
        "bens": {"scope": {"type": "chat", "chat_id": ben.id}},
    }
    for name, more in menus.items():
        commands = [{"command": name, "description": name}]
        call(telegram, "setMyCommands", commands=commands, **more)
        assert ben.menu == [name]
