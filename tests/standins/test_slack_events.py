"""What the stand-in of Slack delivers reaches real Bolt apps."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp

from tests.standins.slack_deliveries import signed
from tests.standins.slack_fixtures import (
    SlackTests,
    by_http,
    by_socket,
    nothing,
    raw_socket,
    serving,
    wait,
)
from tests.standins.slacks import Person, SlackServer

Json = dict[str, Any]


class TestEvents(SlackTests):
    async def test_a_conversation_over_a_socket(
        self, slack: SlackServer, ada: Person, app: AsyncApp
    ) -> None:
        @app.message("")
        async def hears(event: Json, say: Any) -> None:
            await say(f"heard {event['text']}")

        async with by_socket(app, slack):
            ada.says("R&D at ada@x.example")
            shown = await ada.gets("heard")
            await asyncio.to_thread(slack.settle)
        # Slack marks addresses up; the app has to read them back.
        assert shown.text == "heard R&D at <mailto:ada@x.example|ada@x.example>"
        # The app's own message came back to it, as it does from Slack.
        assert [one.payload["event"].get("bot_id") for one in slack.delivered] == [None, "BBOT"]
        assert slack.unacknowledged == []

    def test_a_mention_comes_twice_with_the_same_ts(self, slack: SlackServer, ada: Person) -> None:
        sales = slack.channel("C500", "sales", members=[ada])
        ts = ada.says("@Parley help", to=sales)
        ada.says("nothing for the app", to=sales)
        events = [one.payload["event"] for one in slack.delivered]
        assert [one["type"] for one in events] == ["app_mention", "message", "message"]
        assert [one["ts"] for one in events[:2]] == [ts, ts]
        assert len({one.payload["event_id"] for one in slack.delivered}) == 3

    async def test_edits_and_deletions_are_told(self, slack: SlackServer, ada: Person) -> None:
        ts = ada.says("old")
        ada.edits(ts, "new")
        ada.deletes(ts)
        events = [one.payload["event"] for one in slack.delivered]
        assert [one.get("subtype") for one in events] == [
            None,
            "message_changed",
            "message_deleted",
        ]
        assert events[1]["message"]["text"] == "new"
        assert events[2]["deleted_ts"] == ts

    async def test_what_is_not_acknowledged_comes_three_times_more(
        self, slack: SlackServer, ada: Person, app: AsyncApp
    ) -> None:
        async with by_http(app, slack):  # no listener: Bolt answers 404
            ada.says("hello?")
            delivery = await wait(slack.delivered[0])
        assert [one.status for one in delivery.answers] == [404] * 4
        assert slack.unacknowledged == [delivery]

    async def test_retries_go_over_another_socket(self, slack: SlackServer, ada: Person) -> None:
        slack.deliveries.ack_within = 0.5
        async with raw_socket(slack) as deaf, raw_socket(slack) as other:
            ada.says("hello?")
            first, again = await deaf.receive_json(), await other.receive_json()
            await other.send_json({"envelope_id": again["envelope_id"]})
            delivery = await wait(slack.delivered[0])
        assert (first["retry_attempt"], again["retry_attempt"]) == (0, 1)
        assert first["payload"] == again["payload"]
        assert (delivery.acknowledged, delivery.attempts) == (True, 2)

    async def test_several_sockets_share_the_load(self, slack: SlackServer, ada: Person) -> None:
        async with raw_socket(slack) as one, raw_socket(slack) as two:
            for text in ("a", "b", "c"):
                ada.says(text)
            got = [await socket.receive_json() for socket in (one, two, one)]
        assert [it["payload"]["event"]["text"] for it in got] == ["a", "b", "c"]

    async def test_repeated_although_acknowledged(
        self, slack: SlackServer, ada: Person, app: AsyncApp
    ) -> None:
        seen = []

        @app.event("message")
        async def hears(body: Json) -> None:
            seen.append(body["event_id"])

        slack.repeat_deliveries(2)
        async with by_http(app, slack):
            ada.says("once")
            await wait(slack.delivered[0])
            await slack.until(lambda: len(seen) == 3)
        assert len(set(seen)) == 1

    async def test_sockets_are_refreshed(
        self, slack: SlackServer, ada: Person, app: AsyncApp
    ) -> None:
        @app.message("")
        async def hears(say: Any) -> None:
            await say("here")

        async with by_socket(app, slack):
            await asyncio.to_thread(slack.disconnect)
            await slack.until(lambda: slack.connected == 2)
            ada.says("still there?")
            await ada.gets("here")

    async def test_signatures(self, slack: SlackServer, ada: Person, app: AsyncApp) -> None:
        payload = {"type": "event_callback", "event": {"type": "message", "text": "x"}}
        app.event("message")(nothing)
        async with by_http(app, slack):
            assert (await wait(slack.deliver(payload)[0])).status == 200
            [forged] = slack.deliver(payload, signature="v0=00")
            [old] = slack.deliver(payload, timestamp="1700000000")
            for delivery in (await forged, await old):
                assert (delivery.status, delivery.attempts) == (401, 1)

    def test_the_signature_is_slacks(self) -> None:
        # Computed with `openssl dgst -sha256 -hmac secret` over "v0:1531420618:" and the body.
        expected = "v0=9db3d43672952f98fbd5120307b613d8cbadf65f07f6741d280e90695e8ca3e4"
        assert signed("secret", "1531420618", b"token=t&command=%2Fcrm&text=94070") == expected

    async def test_a_socket_that_breaks_owes_nothing(self, slack: SlackServer, ada: Person) -> None:
        async with raw_socket(slack) as first:
            ada.says("hello?")
            await first.receive_json()
            await asyncio.to_thread(slack.disconnect, None)
            async with raw_socket(slack) as second:
                again = await second.receive_json()
                await second.send_json({"envelope_id": again["envelope_id"]})
                delivery = await wait(slack.delivered[0])
        assert (again["retry_attempt"], delivery.acknowledged) == (1, True)

    async def test_an_app_that_is_down_gets_time_to_come_back(
        self, slack: SlackServer, ada: Person, app: AsyncApp
    ) -> None:
        app.event("message")(nothing)
        async with by_http(app, slack):
            pass  # its address is known now, and nobody is there
        slack.deliveries.ack_within = 0.5
        ada.says("hello?")
        await slack.until(lambda: slack.delivered[0].attempts)
        async with by_http(app, slack):
            assert (await wait(slack.delivered[0])).acknowledged

    async def test_the_address_is_verified(
        self, slack: SlackServer, ada: Person, app: AsyncApp
    ) -> None:
        async with by_http(app, slack):
            [delivery] = slack.deliver({"type": "url_verification", "challenge": "abc"})
            await wait(delivery)
        assert delivery.response == {"challenge": "abc"}

    async def test_an_app_may_refuse_to_be_asked_again(
        self, slack: SlackServer, ada: Person
    ) -> None:
        async def refuses(_request: web.Request) -> web.Response:
            return web.Response(status=500, headers={"X-Slack-No-Retry": "1"})

        async with serving(refuses, slack):
            ada.says("hello?")
            delivery = await wait(slack.delivered[0])
        assert delivery.attempts == 1

    def test_a_delivery_is_not_waited_for_where_that_would_block(self, slack: SlackServer) -> None:
        async def reads_at_once() -> int:
            return slack.deliver({})[0].status

        with pytest.raises(RuntimeError, match="await"):
            asyncio.run(reads_at_once())
