"""Whom the bot may write to, and what reaches it."""

import pytest
from telegram import KeyboardButton, ReplyKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
)

from tests.standins.telegram_bots import (  # noqa: F401
    Bot,
    ada,
    ben,
    bot,
    fetch,
    group,
    telegram,
    waits_are_timedeltas,
)
from tests.standins.telegram_groups import Group
from tests.standins.telegram_people import Person
from tests.standins.telegrams import TelegramServer


async def test_whom_the_bot_may_not_write_to(
    telegram: TelegramServer, bot: Bot, ada: Person
) -> None:
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(1001, "hi")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4711, "hi")
    ada.starts()
    await bot.send_message(1001, "hi")
    ada.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(1001, "hi")
    ada.unblocks()
    await bot.send_message(1001, "hi")
    changes = [update.my_chat_member for update in await fetch(bot) if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_a_removed_bot_is_told_so(bot: Bot, group: Group) -> None:
    await bot.send_message(-500, "hi")
    group.removes_bot()
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(-500, "hi")
    group.adds_bot()
    await bot.leave_chat(-500)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(-500, "hi")


async def test_a_group_becomes_a_supergroup(bot: Bot, group: Group) -> None:
    await bot.send_message(-500, "before")
    group.becomes_supergroup(-1001234567890)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-500, "lost")
    await bot.send_message(moved.value.new_chat_id, "after")
    assert group.texts == ["before", "after"]
    services = [update.message for update in await fetch(bot) if update.message]
    assert [(one.migrate_to_chat_id, one.migrate_from_chat_id) for one in services] == [
        (-1001234567890, None),
        (None, -500),
    ]


async def test_privacy_lets_commands_mentions_and_replies_through(
    bot: Bot, ada: Person, group: Group
) -> None:
    sent = await bot.send_message(-500, "Whose?")
    ada.says("lunch?", to=group)
    ada.says("/help@other_bot", to=group)
    ada.says("/help", to=group)
    ada.says("ask @Parley_Bot", to=group)
    ada.says("mine", to=group, reply_to=sent.id)
    got = [update.message.text for update in await fetch(bot) if update.message]
    assert got == ["/help", "ask @Parley_Bot", "mine"]
    group.promotes_bot()
    ada.says("lunch!", to=group)
    assert (await fetch(bot))[-1].message.text == "lunch!"  # type: ignore[union-attr]


async def test_topics(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    forum = telegram.group(-1009, "Deals", members=[ada], topics=True)
    forum.opens_topic(7, "Ideas")
    said = ada.says("/help", to=forum, topic=7)
    [update] = await fetch(bot)
    assert update.message
    assert (update.message.message_thread_id, update.message.is_topic_message) == (7, True)
    assert update.message.reply_to_message
    assert update.message.reply_to_message.forum_topic_created
    await bot.send_message(-1009, "Here", message_thread_id=7)
    await bot.send_message(-1009, "Here too", reply_to_message_id=said)
    assert [shown.topic for shown in forum.sees] == [7, 7]
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(-1009, "Nowhere", message_thread_id=8)


async def test_chats_and_members_are_told(bot: Bot, ada: Person, group: Group) -> None:
    assert (await bot.get_chat(-500)).title == "Sales"
    assert (await bot.get_chat_member(-500, 1001)).status == "member"
    assert (await bot.get_chat_member(-500, 123456)).status == "member"
    with pytest.raises(BadRequest):
        await bot.get_chat_member(-500, 4711)


async def test_a_reply_in_a_supergroup_has_a_thread_that_is_no_topic(
    telegram: TelegramServer, bot: Bot, ada: Person
) -> None:
    large = telegram.group(-1009000000000, "Large", members=[ada], privacy=False)
    first = ada.says("who?", to=large)
    ada.says("me", to=large, reply_to=first)
    reply = (await fetch(bot))[-1].message
    assert reply
    assert (reply.message_thread_id, reply.is_topic_message) == (first, None)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(large.id, "in vain", message_thread_id=first)


async def test_newcomers_are_told(bot: Bot, telegram: TelegramServer, group: Group) -> None:
    eve = telegram.person(1003, "Eve")
    group.adds(eve)
    [update] = await fetch(bot)
    assert update.message
    assert update.message.new_chat_members[0].first_name == "Eve"
    assert (await bot.get_chat_member(-500, 1003)).status == "member"


async def test_phones_are_asked_for_in_private_only(bot: Bot, group: Group) -> None:
    phone = ReplyKeyboardMarkup([[KeyboardButton("My phone", request_contact=True)]])
    with pytest.raises(BadRequest, match=r"(?i)private chats only"):
        await bot.send_message(-500, "Who?", reply_markup=phone)
