"""What goes wrong: failures on demand and limits."""

import asyncio
from datetime import timedelta

import pytest
from telegram.error import (
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from tests.standins.telegram_bots import (  # noqa: F401
    Bot,
    ada,
    ben,
    bot,
    group,
    telegram,
    waits_are_timedeltas,
)
from tests.standins.telegram_groups import Group
from tests.standins.telegram_limits import Limits
from tests.standins.telegram_people import Person
from tests.standins.telegrams import TelegramServer


async def test_failures_on_demand(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    ada.says("hi")
    telegram.fail("sendMessage", status=429, retry_after=2, chat=ada)
    with pytest.raises(RetryAfter) as error:
        await bot.send_message(1001, "hi")
    assert error.value.retry_after == timedelta(seconds=2)
    for status, kind in {500: NetworkError, 502: NetworkError, 401: InvalidToken}.items():
        telegram.fail("sendMessage", status=status)
        with pytest.raises(kind):
            await bot.send_message(1001, "hi")
    telegram.fail("sendMessage", status=400, description="Bad Request: no", chat=4711)
    await bot.send_message(1001, "hi")
    assert [one.status for one in telegram.called("sendMessage")] == [429, 500, 502, 401, 200]


async def test_connections_break_before_or_after(
    telegram: TelegramServer, bot: Bot, ada: Person
) -> None:
    ada.says("hi")
    telegram.drop("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(1001, "lost")
    telegram.drop("sendMessage", before=False)
    with pytest.raises(NetworkError):
        await bot.send_message(1001, "arrived")
    assert ada.texts == ["arrived"]
    assert [one.status for one in telegram.called("sendMessage")] == [0, 0]


async def test_a_slow_answer_holds_up_nobody_else(
    telegram: TelegramServer, bot: Bot, ada: Person, ben: Person
) -> None:
    ada.says("hi")
    ben.says("hi")
    telegram.slow("sendMessage", seconds=30, chat=1001)
    slow = asyncio.create_task(bot.send_message(1001, "slow"))
    await telegram.happens(lambda: ada.sees)
    await bot.send_message(1002, "fast")
    assert not slow.done()
    slow.cancel()


async def test_limits_on_a_clock_of_the_test(
    telegram: TelegramServer, bot: Bot, ada: Person, group: Group
) -> None:
    now = 0.0
    telegram.clock = lambda: now
    telegram.limits = Limits(per_chat_per_second=1, burst=2)
    ada.says("hi")
    for _ in range(2):
        await bot.send_message(1001, "hi")
    with pytest.raises(RetryAfter) as error:
        await bot.send_message(1001, "hi")
    assert error.value.retry_after == timedelta(seconds=1)
    await bot.send_message(-500, "others are not concerned")
    now = 1.0
    await bot.send_message(1001, "hi")
    [violation] = telegram.violations
    assert (violation.limit, violation.chat, violation.at) == ("per_chat_per_second", 1001, 0.0)


async def test_a_group_takes_twenty_a_minute(
    telegram: TelegramServer, bot: Bot, group: Group
) -> None:
    now = 0.0
    telegram.clock = lambda: now
    telegram.limits = Limits(None, per_group_per_minute=20)
    for _ in range(20):
        now += 1
        await bot.send_message(-500, "hi")
    with pytest.raises(RetryAfter) as error:
        await bot.send_message(-500, "hi")
    assert error.value.retry_after == timedelta(seconds=41)
    now += 41
    await bot.send_message(-500, "hi")


async def test_all_chats_share_thirty_a_second(telegram: TelegramServer, bot: Bot) -> None:
    now = 0.0
    telegram.clock = lambda: now
    telegram.limits = Limits()
    people = [telegram.person(2000 + each, "Eve") for each in range(31)]
    for each in people:
        each.says("hi")
    for each in people[:30]:
        await bot.send_message(each.id, "hi")
    with pytest.raises(RetryAfter):
        await bot.send_message(people[30].id, "hi")
