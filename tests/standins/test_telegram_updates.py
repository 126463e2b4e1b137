"""How updates are taken: getUpdates and webhooks."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram.error import (
    Conflict,
)

from tests.standins.telegram_bots import (  # noqa: F401
    Bot,
    ada,
    ben,
    bot,
    bot_of,
    call,
    fetch,
    telegram,
    waits_are_timedeltas,
)
from tests.standins.telegram_people import Person
from tests.standins.telegrams import TelegramServer


async def test_an_offset_confirms(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    for text in "abc":
        ada.says(text)
    first = await fetch(bot, limit=2)
    assert len(first) == 2
    assert [update.update_id for update in await fetch(bot)][:2] == [one.update_id for one in first]
    [last] = await fetch(bot, first[-1].update_id + 1)
    assert len(telegram.unconfirmed) == 1
    assert await fetch(bot, last.update_id + 1) == ()
    assert telegram.unconfirmed == []


async def test_a_poll_waits_for_an_update(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    began = time.monotonic()
    poll = asyncio.create_task(fetch(bot, timeout=30))
    await telegram.happens(lambda: telegram._wire.polls.open)
    ada.says("hi")
    assert len(await poll) == 1
    assert time.monotonic() - began < 10


async def test_a_second_poll_ends_the_first(telegram: TelegramServer, bot: Bot) -> None:
    older = asyncio.create_task(fetch(bot, timeout=30))
    await telegram.happens(lambda: telegram._wire.polls.open)
    async with bot_of(telegram) as newer:
        assert await fetch(newer) == ()
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await older


async def test_kinds_of_updates_that_are_not_asked_for_are_left_out(
    telegram: TelegramServer, bot: Bot, ada: Person
) -> None:
    said = ada.says("hi")
    ada.reacts(said, "👍")
    assert len(await fetch(bot, allowed_updates=["message", "message_reaction"])) == 1
    ada.reacts(said, "👍")
    assert (await fetch(bot))[-1].message_reaction
    assert len(telegram.updates.unwanted) == 1


async def test_raw_and_repeated_updates(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    broken = telegram.deliver({"message": "no message"}, times=2)
    telegram.repeat_updates(1)
    ada.says("hi")
    offset, got = 0, []
    while updates := call(telegram, "getUpdates", offset=offset):
        got += [update["update_id"] for update in updates]
        offset = got[-1] + 1
    assert got == [broken, broken + 1] * 2


class Hook:
    """A bot's own web server, which remembers what was posted."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.statuses: list[int] = []
        self.full = asyncio.Event()
        self.awaited = 1

    async def take(self, request: web.Request) -> web.Response:
        body = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.got.append((secret, body["message"]["text"]))
        if len(self.got) >= self.awaited:
            self.full.set()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def gets(self, count: int) -> list[str]:
        self.awaited = count
        if len(self.got) < count:
            self.full.clear()
        async with asyncio.timeout(10):
            await self.full.wait()
        return [text for _, text in self.got]


@pytest.fixture
async def hook(bot: Bot) -> AsyncIterator[Hook]:
    taker = Hook()
    app = web.Application()
    app.router.add_post("/hook", taker.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s3cret")
    yield taker
    await runner.cleanup()


async def test_a_webhook_gets_updates_with_its_secret(
    telegram: TelegramServer, bot: Bot, ada: Person, hook: Hook
) -> None:
    ada.says("a")
    ada.says("b")
    assert await hook.gets(2) == ["a", "b"]
    assert {secret for secret, _ in hook.got} == {"s3cret"}
    await telegram.happens(lambda: not telegram.unconfirmed)
    with pytest.raises(Conflict, match="webhook is active"):
        await fetch(bot)
    assert (await bot.get_webhook_info()).pending_update_count == 0
    await bot.delete_webhook()
    ada.says("c")
    assert len(await fetch(bot)) == 1


async def test_a_webhook_is_tried_until_it_takes_the_update(
    telegram: TelegramServer, bot: Bot, ada: Person, ben: Person, hook: Hook
) -> None:
    hook.statuses = [500, 503]
    ada.says("a")
    assert await hook.gets(3) == ["a", "a", "a"]
    telegram.repeat_updates(1)
    ben.says("b")
    assert (await hook.gets(5))[3:] == ["b", "b"]


async def test_shuffling_keeps_the_order_in_a_chat(
    telegram: TelegramServer, ada: Person, ben: Person, hook: Hook
) -> None:
    telegram.shuffle(seed=1)
    with telegram.holding():
        for each in range(5):
            ada.says(f"a{each}")
            ben.says(f"b{each}")
    got = await hook.gets(10)
    assert [text for text in got if text[0] == "a"] == ["a0", "a1", "a2", "a3", "a4"]
    assert [text for text in got if text[0] == "b"] == ["b0", "b1", "b2", "b3", "b4"]


@pytest.mark.parametrize("body", [{"telepathy": {}}, {"message": {"chat": "no chat"}}, {}])
def test_updates_may_be_nonsense(telegram: TelegramServer, body: dict[str, object]) -> None:
    call(telegram, "getUpdates", allowed_updates=["callback_query", "message"])
    telegram.deliver({"update_id": 5} | body)
    assert call(telegram, "getUpdates") == [{"update_id": 5} | body]


def test_a_negative_offset_forgets_all_but_the_last(telegram: TelegramServer, ada: Person) -> None:
    for text in "abc":
        ada.says(text)
    [last] = call(telegram, "getUpdates", offset=-1)
    assert last["message"]["text"] == "c"


async def test_an_unreachable_webhook_is_told_of(
    telegram: TelegramServer, bot: Bot, ada: Person
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    ada.says("hi")
    await telegram.happens(lambda: telegram.webhook.error)
    assert (await bot.get_webhook_info()).last_error_message
    await bot.delete_webhook(drop_pending_updates=True)
    assert telegram.unconfirmed == []
