"""The Telegram channel: connects, and runs until it is cancelled."""

import asyncio
from contextlib import suppress
from functools import partial

from telegram.error import TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.channels import Address, Hub, patiently
from bot.settings import Settings
from bot.telegrams.arrivals import ALLOWED
from bot.telegrams.menus import Menus
from bot.telegrams.polls import Polling
from bot.telegrams.posts import Telegram
from bot.telegrams.webhooks import Webhook

NAME = "Telegram"
CONNECTIONS = 40
OWN_SERVER = "https://api.telegram.org"


async def run(hub: Hub, address: Address) -> None:
    """Serve Telegram until cancelled: called at the webhook's address, or polling."""
    bot = bot_of(hub.settings)
    hub.lasting.push_async_callback(_shut, bot)
    await patiently(NAME, bot.initialize)
    platform = Telegram(bot)
    await hub.ready(platform)
    menus = Menus(bot, hub.database, hub.now)
    platform.menus = menus
    await menus.offer_strangers()
    if hub.settings.telegram_webhook_url:
        await _be_called(hub, bot, address)
    else:
        await _poll(hub, bot)


async def _shut(bot: "ExtBot[None]") -> None:
    with suppress(TelegramError, RuntimeError):
        await bot.shutdown()


def bot_of(settings: Settings) -> "ExtBot[None]":
    """A client of the Bot API, not connected yet."""
    root = (settings.telegram_api_url or OWN_SERVER).rstrip("/")
    return ExtBot(
        settings.telegram_token or "",
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=HTTPXRequest(connection_pool_size=CONNECTIONS, pool_timeout=30),
        get_updates_request=HTTPXRequest(connection_pool_size=2),
    )


async def _be_called(hub: Hub, bot: "ExtBot[None]", address: Address) -> None:
    secret = hub.settings.telegram_webhook_secret or ""
    address.answer = Webhook(hub.intake, bot, secret)
    announce = partial(
        bot.set_webhook,
        str(hub.settings.telegram_webhook_url),
        secret_token=secret,
        allowed_updates=list(ALLOWED),
    )
    await patiently(NAME, announce)
    await asyncio.Event().wait()


async def _poll(hub: Hub, bot: "ExtBot[None]") -> None:
    await patiently(NAME, bot.delete_webhook)
    request = HTTPXRequest(connection_pool_size=2)
    await request.initialize()
    try:
        await Polling(bot, request, hub.database, hub.intake, hub.now, hub.holder).run()
    finally:
        await request.shutdown()
