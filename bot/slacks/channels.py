"""The Slack channel: connects, and runs until it is cancelled."""

import asyncio

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels import Address, Hub, patiently
from bot.settings import Settings
from bot.slacks.apps import Door
from bot.slacks.posts import Slack

NAME = "Slack"
OWN_SERVER = "https://slack.com/api/"
TIMEOUT = 15  # seconds


async def run(hub: Hub, address: Address) -> None:
    """Serve Slack until cancelled: through sockets, or called at /slack/events."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as http:
        client = _client(hub.settings, http)
        known = await patiently(NAME, client.auth_test)
        platform = Slack(client, http, str(known["user_id"]))
        await hub.ready(platform)
        door = Door(platform, hub.database, hub.intake, hub.now)
        app = door.app(hub.settings.slack_signing_secret or "")
        if hub.settings.slack_signing_secret:
            address.answer = AsyncSlackRequestHandler(app).handle
        if hub.settings.slack_app_token:
            await _listen(hub.settings.slack_app_token, app)
        else:
            await asyncio.Event().wait()


def _client(settings: Settings, http: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that never repeats a call by itself: the sender does, and knows of limits."""
    root = settings.slack_api_url or OWN_SERVER
    return AsyncWebClient(
        settings.slack_bot_token,
        base_url=root if root.endswith("/") else f"{root}/",
        session=http,
        timeout=TIMEOUT,
        retry_handlers=[],
    )


async def _listen(app_token: str, app: AsyncApp) -> None:
    """Hold a socket; Bolt's client reconnects when Slack asks for it or the line breaks."""
    handler = AsyncSocketModeHandler(app, app_token)
    try:
        await patiently(NAME, handler.connect_async)
        await asyncio.Event().wait()
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # Bolt's own lack
