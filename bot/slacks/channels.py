"""The Slack channel: connects, and runs until it is cancelled."""

import asyncio

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response

from bot.channels import Address, Answer, Hub, patiently
from bot.settings import Settings
from bot.slacks.apps import Door
from bot.slacks.backfills import Backfill
from bot.slacks.posts import Slack

NAME = "Slack"
OWN_SERVER = "https://slack.com/api/"
TIMEOUT = 15  # seconds


async def run(hub: Hub, address: Address) -> None:
    """Serve Slack until cancelled: through sockets, or called at /slack/events."""
    waits = aiohttp.ClientTimeout(total=TIMEOUT)
    http = await hub.lasting.enter_async_context(aiohttp.ClientSession(timeout=waits))
    client = client_of(hub.settings, http)
    known = await patiently(NAME, client.auth_test)
    platform = Slack(client, http, str(known["user_id"]))
    await hub.ready(platform)
    door = Door(platform, hub.database, hub.intake, hub.now)
    app = door.app(hub.settings.slack_signing_secret or "")
    if hub.settings.slack_signing_secret:
        address.answer = _signed(app)
    backfill = Backfill(platform, str(known["team_id"]), hub.database, hub.intake, hub.now)
    looks = asyncio.create_task(backfill.run())
    try:
        if hub.settings.slack_app_token:
            await _listen(hub.settings.slack_app_token, app)
        await asyncio.Event().wait()
    finally:
        looks.cancel()


def _signed(app: AsyncApp) -> Answer:
    """Bolt's check of signatures; over a timestamp that is no number it would stumble."""
    handle = AsyncSlackRequestHandler(app).handle

    async def answer(request: Request) -> Response:
        if not request.headers.get("X-Slack-Request-Timestamp", "0").isdecimal():
            return Response(status_code=401)
        return await handle(request)

    return answer


def client_of(settings: Settings, http: aiohttp.ClientSession) -> AsyncWebClient:
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
