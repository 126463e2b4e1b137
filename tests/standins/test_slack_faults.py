"""The stand-in fails when it is told to."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.standins.slack_fixtures import (
    SlackTests,
    raw_socket,
    refusal,
)
from tests.standins.slacks import Limits, Person, SlackServer

Json = dict[str, Any]


class TestFaults(SlackTests):
    async def test_too_many_requests(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        slack.fail("chat.postMessage", retry_after=7, channel=ada.id)
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=ada.id, text="x")
        answer = caught.value.response
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
        await client.chat_postMessage(channel=ada.id, text="x")
        assert [one.status for one in slack.calls] == [429, 200]

    async def test_limits_are_kept_per_channel(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        slack.person("U1002", "Ben")
        slack.clock = lambda: 1_700_000_000.0
        slack.limits = Limits(per_channel_per_second=1, burst=1)
        await client.chat_postMessage(channel=ada.id, text="x")
        await client.chat_postMessage(channel="U1002", text="x")
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=ada.id, text="x")
        assert caught.value.response.headers["Retry-After"] == "1"
        assert [(one.channel, one.early) for one in slack.violations] == [(ada.dm.id, False)]
        with pytest.raises(SlackApiError):  # naming the conversation otherwise does not help
            await client.chat_postMessage(channel=ada.dm.id, text="x")
        assert slack.violations[-1].early
        slack.clock = lambda: 1_700_000_001.0
        await client.chat_postMessage(channel=ada.id, text="x")

    async def test_limits_of_other_methods_count_by_the_minute(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        slack.clock = lambda: 1_700_000_000.0
        slack.limits = Limits(per_minute={"team.info": 1})
        await client.team_info()
        assert await refusal(client.team_info()) == "ratelimited"
        assert slack.violations[0].retry_after == 60

    @pytest.mark.parametrize("before", [True, False])
    async def test_lost_connections(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient, before: bool
    ) -> None:
        slack.drop("chat.postMessage", before=before)
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel=ada.id, text="x")
        assert len(ada.sees) == (0 if before else 1)
        assert [one.status for one in slack.calls] == [0]

    async def test_refusals_to_order(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        slack.fail("*", error="account_inactive")
        slack.fail("chat.postMessage", status=503)
        assert await refusal(client.auth_test()) == "account_inactive"
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=ada.id, text="x")
        assert caught.value.response.status_code == 503

    def test_waiting_tells_what_happened(self, slack: SlackServer, ada: Person) -> None:
        with pytest.raises(TimeoutError, match="the last calls were"):
            ada.waits("never", timeout=0.01)

    async def test_slowness(self, slack: SlackServer, ada: Person, client: AsyncWebClient) -> None:
        slack.slow("chat.postMessage", seconds=60)
        posting = asyncio.create_task(client.chat_postMessage(channel=ada.id, text="x"))
        # The client does not know yet that it has been posted.
        await slack.until(lambda: ada.sees)
        assert not posting.done()
        posting.cancel()

    async def test_too_many_sockets(self, slack: SlackServer) -> None:
        async with AsyncExitStack() as sockets:
            for _ in range(10):
                await sockets.enter_async_context(raw_socket(slack))
            opened = await AsyncWebClient(base_url=slack.url).apps_connections_open(
                app_token=slack.app_token
            )
            async with aiohttp.ClientSession() as session, session.ws_connect(opened["url"]) as one:
                assert (await one.receive_json())["reason"] == "too_many_websockets"
            with pytest.raises(aiohttp.WSServerHandshakeError):
                async with aiohttp.ClientSession() as session:
                    await session.ws_connect(opened["url"])  # a ticket is good for one socket
