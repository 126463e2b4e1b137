"""Fixtures and forms for the tests of the stand-in of Slack."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.standins.slack_deliveries import Delivery
from tests.standins.slacks import Person, SlackServer

Json = dict[str, Any]


class SlackTests:
    """What tests of the stand-in start with."""

    @pytest.fixture
    def slack(self) -> Iterator[SlackServer]:
        with SlackServer() as server:
            yield server

    @pytest.fixture
    def ada(self, slack: SlackServer) -> Person:
        return slack.person("U1001", "Ada", email="ada@x.example")

    @pytest.fixture
    def client(self, slack: SlackServer) -> AsyncWebClient:
        # The retries that the client makes by itself would hide what the stand-in does.
        return AsyncWebClient(slack.bot_token, base_url=slack.url, retry_handlers=[])

    @pytest.fixture
    async def app(self, slack: SlackServer, client: AsyncWebClient) -> AsyncApp:
        return AsyncApp(client=client, signing_secret=slack.signing_secret)


@asynccontextmanager
async def by_socket(app: AsyncApp, slack: SlackServer) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, slack.app_token)
    before = slack.connected
    await handler.connect_async()
    await slack.until(lambda: slack.connected > before)
    try:
        yield handler
    finally:
        await handler.close_async()


@asynccontextmanager
async def by_http(app: AsyncApp, slack: SlackServer) -> AsyncIterator[None]:
    async def events(request: web.Request) -> web.Response:
        headers: dict[str, str | Sequence[str]] = dict(request.headers)
        bolt = AsyncBoltRequest(body=await request.text(), headers=headers)
        answer = await app.async_dispatch(bolt)
        kind = answer.first_headers().get("content-type", "text/plain").split(";")[0]
        return web.Response(status=answer.status, text=answer.body, content_type=kind)

    async with serving(events, slack):
        yield


@asynccontextmanager
async def serving(
    events: Callable[[web.Request], Awaitable[web.StreamResponse]], slack: SlackServer
) -> AsyncIterator[None]:
    server = web.Application()
    server.add_routes([web.post("/slack/events", events)])
    runner = web.AppRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.mode = "http"
    slack.events_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield
    finally:
        await runner.cleanup()


def buttons(*labels: str) -> list[Json]:
    return [{"type": "actions", "elements": [button(one) for one in labels]}]


def button(label: str) -> Json:
    text = {"type": "plain_text", "text": label}
    return {"type": "button", "text": text, "action_id": label.lower(), "value": "7"}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def asks_for_a_name() -> Json:
    element = {"type": "plain_text_input", "action_id": "name"}
    options = [{"text": plain(one), "value": one.lower()} for one in ("Hot", "Cold")]
    choice = {"type": "static_select", "action_id": "heat", "options": options}
    blocks = [
        {"type": "input", "block_id": "who", "label": plain("Name"), "element": element},
        {"type": "input", "label": plain("Heat"), "element": choice, "optional": True},
        {
            "type": "input",
            "label": plain("Due"),
            "element": {"type": "datepicker", "action_id": "due", "initial_date": "2026-11-23"},
        },
    ]
    return {"type": "modal", "title": plain("New"), "submit": plain("Save"), "blocks": blocks}


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response.get("error"))


async def nothing() -> None:
    """A listener that does nothing."""


async def acknowledge(ack: Any) -> None:
    await ack()


async def wait(delivery: Delivery) -> Delivery:
    return await delivery


@asynccontextmanager
async def raw_socket(slack: SlackServer) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    app_client, before = AsyncWebClient(base_url=slack.url), slack.connected
    url = (await app_client.apps_connections_open(app_token=slack.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        await slack.until(lambda: slack.connected > before)
        yield socket
