"""The stand-in of Telegram, as the real python-telegram-bot finds it."""

import pytest
from telegram import (
    ForceReply,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
)
from telegram.error import (
    BadRequest,
)

from tests.standins.telegram_bots import (  # noqa: F401
    Bot,
    ada,
    bot,
    buttons,
    call,
    fetch,
    telegram,
    waits_are_timedeltas,
)
from tests.standins.telegram_people import Person
from tests.standins.telegrams import TelegramServer


async def test_a_message_reaches_the_bot_and_its_answer_the_person(bot: Bot, ada: Person) -> None:
    ada.says("hi")
    [update] = await fetch(bot)
    assert update.message
    assert update.message.from_user
    assert (update.message.text, update.message.from_user.language_code) == ("hi", "en")

    bold = MessageEntity(MessageEntity.BOLD, 0, 2)
    sent = await bot.send_message(1001, "👍 hello", entities=[bold], reply_to_message_id=1)
    assert sent.from_user == bot.bot
    assert sent.reply_to_message
    [shown] = ada.sees
    assert (shown.text, shown.reply_to, shown.entities[0]["type"]) == ("👍 hello", 1, "bold")


async def test_commands_and_mentions_are_marked_in_utf16_units(bot: Bot, ada: Person) -> None:
    ada.says("😀 /find@parley_bot ada@acme.example and @parley_bot")
    [update] = await fetch(bot)
    assert update.message
    found = update.message.parse_entities()
    assert [(entity.type, part) for entity, part in found.items()] == [
        ("bot_command", "/find@parley_bot"),
        ("email", "ada@acme.example"),
        ("mention", "@parley_bot"),
    ]


async def test_an_edited_message_of_a_person_arrives(bot: Bot, ada: Person) -> None:
    ada.edits(ada.says("helo"), "hello")
    [_, update] = await fetch(bot)
    assert update.edited_message
    assert update.edited_message.text == "hello"
    assert update.edited_message.edit_date


async def test_the_bot_edits_and_deletes(bot: Bot, ada: Person) -> None:
    asked = ada.says("hi")
    sent = await bot.send_message(1001, "Saved", reply_markup=buttons("Undo"))
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_text("Saved", 1001, sent.id, reply_markup=buttons("Undo"))
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("Saved", 1001, 99)
    with pytest.raises(BadRequest, match=r"(?i)message can't be edited"):
        await bot.edit_message_text("Saved", 1001, asked)

    await bot.edit_message_text("Undone", 1001, sent.id)
    assert ada.sees[0].text == "Undone"
    assert ada.sees[0].buttons == []
    assert ada.sees[0].edited
    await bot.edit_message_reply_markup(1001, sent.id, reply_markup=buttons("Redo"))
    assert ada.sees[0].buttons == ["Redo"]
    await bot.delete_message(1001, sent.id)
    assert ada.sees == []
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await bot.delete_message(1001, sent.id)


async def test_waits_gives_each_message_and_each_edit_once(bot: Bot, ada: Person) -> None:
    ada.says("Saved?")
    sent = await bot.send_message(1001, "Saved")
    assert ada.waits("Saved").message_id == sent.id
    with pytest.raises(TimeoutError, match="sendMessage"):
        ada.waits("Saved", timeout=0)
    await bot.edit_message_text("Saved again", 1001, sent.id)
    assert ada.waits("Saved").edited


def test_a_test_without_an_event_loop_waits_for_a_call(
    telegram: TelegramServer, ada: Person
) -> None:
    ada.says("hi")
    call(telegram, "sendMessage", chat_id=1001, text="hello")
    assert telegram.wait(lambda: ada.sees[0].text) == "hello"
    [sent] = telegram.called("sendMessage")
    assert (sent.params, sent.status) == ({"chat_id": 1001, "text": "hello"}, 200)


async def test_a_pressed_button_is_answered_once(bot: Bot, ada: Person) -> None:
    ada.says("hi")
    await bot.send_message(1001, "Saved", reply_markup=buttons("Undo"))
    press = ada.presses("Undo")
    [_, update] = await fetch(bot)
    query = update.callback_query
    assert query
    assert query.data == "Undo"
    assert press.answer is None
    await query.answer("Undone", show_alert=True)
    assert (press.waits().text, press.waits().alert) == ("Undone", True)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await query.answer()


async def test_a_query_gets_too_old(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    telegram.clock = lambda: 0.0
    ada.says("hi")
    await bot.send_message(1001, "Saved", reply_markup=buttons("Undo"))
    press = ada.presses("Undo")
    telegram.clock = lambda: telegram.query_life + 1
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(press.id)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query("unknown")


async def test_old_buttons_can_still_be_pressed(bot: Bot, ada: Person) -> None:
    ada.says("hi")
    sent = await bot.send_message(1001, "Saved", reply_markup=buttons("Undo"))
    await bot.edit_message_text("Saved for good", 1001, sent.id)
    with pytest.raises(AssertionError, match="no button 'Undo'"):
        ada.presses("Undo")
    ada.presses("Undo", message_id=sent.id)
    await bot.delete_message(1001, sent.id)
    ada.presses("Undo", message_id=sent.id)
    [_, edited, deleted] = [update.callback_query for update in await fetch(bot)]
    assert edited
    assert edited.message
    assert edited.message.is_accessible
    assert deleted
    assert deleted.message
    assert not deleted.message.is_accessible


async def test_a_key_shares_the_own_phone(bot: Bot, ada: Person) -> None:
    ada.says("hi")
    keys = [[KeyboardButton("Share my phone", request_contact=True), KeyboardButton("No")]]
    await bot.send_message(1001, "Who are you?", reply_markup=ReplyKeyboardMarkup(keys))
    ada.taps("Share my phone")
    ada.taps("No")
    [_, phone, no] = [update.message for update in await fetch(bot)]
    assert phone
    assert phone.contact
    assert phone.contact.user_id == 1001
    assert no
    assert no.text == "No"


async def test_a_forced_reply_is_seen(bot: Bot, ada: Person) -> None:
    ada.says("hi")
    hint = ForceReply(input_field_placeholder="a name")
    await bot.send_message(1001, "Whose?", reply_markup=hint)
    assert ada.sees[0].force_reply
    assert ada.sees[0].placeholder == "a name"
