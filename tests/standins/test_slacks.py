"""Conversations of people in the stand-in of Slack with real Bolt apps."""

import subprocess
import sys
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.standins.slack_fixtures import (
    SlackTests,
    acknowledge,
    asks_for_a_name,
    buttons,
    by_http,
    by_socket,
    refusal,
)
from tests.standins.slack_forms import Unsendable
from tests.standins.slacks import Person, SlackServer

Json = dict[str, Any]


class TestInteractions(SlackTests):
    async def test_buttons_over_a_socket(
        self, slack: SlackServer, ada: Person, app: AsyncApp, client: AsyncWebClient
    ) -> None:
        @app.action("undo")
        async def undo(ack: Any, respond: Any, action: Json) -> None:
            await ack()
            await respond(f"undone {action['value']}", replace_original=True)

        await client.chat_postMessage(channel=ada.id, text="old", blocks=buttons("Undo"))
        async with by_socket(app, slack):
            assert (await ada.presses("Undo")).status == 200
            assert (await ada.gets("undone")).text == "undone 7"
        assert len(ada.sees) == 1
        with pytest.raises(LookupError):
            ada.presses("Undo")

    async def test_a_modal_with_faults_in_its_fields(
        self, slack: SlackServer, ada: Person, app: AsyncApp
    ) -> None:
        @app.command("/crm")
        async def crm(ack: Any, body: Json, client: AsyncWebClient) -> None:
            await ack()
            await client.views_open(
                trigger_id=body["trigger_id"], view=asks_for_a_name() | {"callback_id": "new"}
            )

        states: list[Json] = []

        @app.view("new")
        async def saved(ack: Any, view: Json) -> None:
            states.append(
                {k: v for one in view["state"]["values"].values() for k, v in one.items()}
            )
            good = states[-1]["name"]["value"] != "?"
            await (ack() if good else ack(response_action="errors", errors={"who": "no"}))

        async with by_socket(app, slack):
            await ada.commands("/crm", "contact add")
            await slack.until(lambda: ada.modal)
            with pytest.raises(Unsendable):
                ada.submits()
            await ada.submits({"who": "?"})
            assert (ada.modal_errors, ada.modal is None) == ({"who": "no"}, False)
            await ada.submits({"Name": "Grace", "heat": "Hot"})
            assert (ada.modal_errors, ada.modal) == ({}, None)
        assert states[1]["heat"]["selected_option"]["value"] == "hot"
        assert states[1]["due"] == {"type": "datepicker", "selected_date": "2026-11-23"}

    async def test_a_trigger_works_once_and_for_three_seconds(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        slack.clock = lambda: 1_700_000_000.0
        first, second = slack.trigger(ada.id), slack.trigger(ada.id)
        await client.views_open(trigger_id=first, view=asks_for_a_name())
        call = client.views_open(trigger_id=first, view=asks_for_a_name())
        assert await refusal(call) == "exchanged_trigger_id"
        slack.clock = lambda: 1_700_000_003.1
        call = client.views_open(trigger_id=second, view=asks_for_a_name())
        assert await refusal(call) == "expired_trigger_id"

    async def test_a_command_over_http_is_answered_in_the_body(
        self, slack: SlackServer, ada: Person, app: AsyncApp
    ) -> None:
        @app.command("/crm")
        async def crm(ack: Any, command: Json) -> None:
            await ack(f"did {command['text']}")

        async with by_http(app, slack):
            delivery = await ada.commands("/crm", "contact add")
        assert (delivery.status, delivery.response) == (200, "did contact add")
        assert [(one.text, one.ephemeral) for one in ada.sees] == [("did contact add", True)]

    async def test_a_response_url_is_used_up_after_five_answers(
        self, slack: SlackServer, ada: Person
    ) -> None:
        url = slack.response_url(ada.id, "DU1001")
        async with aiohttp.ClientSession() as session:
            for status in [200] * 5 + [404]:
                async with session.post(url, json={"text": "x"}) as answer:
                    assert answer.status == status
        assert len(ada.sees) == 5

    async def test_app_home_and_its_buttons(
        self, slack: SlackServer, ada: Person, app: AsyncApp
    ) -> None:
        @app.event("app_home_opened")
        async def opened(event: Json, client: AsyncWebClient) -> None:
            view = {"type": "home", "blocks": buttons("Refresh")}
            await client.views_publish(user_id=event["user"], view=view)

        app.action("refresh")(acknowledge)
        async with by_socket(app, slack):
            ada.opens_home()
            await slack.until(lambda: ada.home)
            payload = (await ada.presses("Refresh")).payload
        assert payload["container"]["type"] == "view"

    async def test_a_shortcut_on_a_message(
        self, slack: SlackServer, ada: Person, app: AsyncApp
    ) -> None:
        texts = []

        @app.shortcut("save_to_crm")
        async def save(ack: Any, shortcut: Json) -> None:
            texts.append(shortcut["message"]["text"])
            await ack()

        slack.echoes = False
        ts = ada.says("call Grace")
        async with by_socket(app, slack):
            assert (await ada.shortcut("save_to_crm", ts)).acknowledged
        assert texts == ["call Grace"]

    async def test_an_answer_to_a_press_replaces_or_deletes(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        await client.chat_postEphemeral(
            channel=ada.dm.id, user=ada.id, text="old", blocks=buttons("Undo")
        )
        payload = ada.presses("Undo").payload
        assert payload["container"]["is_ephemeral"]
        assert "message" not in payload
        async with aiohttp.ClientSession() as session:
            for body in ({"replace_original": True, "text": "new"}, {"delete_original": True}):
                seen = [one.text for one in ada.sees]
                async with session.post(payload["response_url"], json=body) as answer:
                    assert answer.status == 200
        assert (seen, ada.sees) == (["new"], [])

    async def test_a_failed_command_is_complained_of(
        self, slack: SlackServer, ada: Person, app: AsyncApp
    ) -> None:
        async with by_http(app, slack):  # no listener: Bolt answers 404
            await ada.commands("/crm")
        assert slack.complaints == ["/crm failed with status 404"]


class TestThreads(SlackTests):
    def test_without_an_event_loop(self, slack: SlackServer, ada: Person) -> None:
        script = """
import asyncio, sys
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

async def main():
    app = AsyncApp(client=AsyncWebClient("xoxb-test", base_url=sys.argv[1]))

    @app.command("/crm")
    async def crm(ack, command):
        await ack("did " + command["text"])

    await AsyncSocketModeHandler(app, "xapp-test").start_async()

asyncio.run(main())
"""
        with subprocess.Popen([sys.executable, "-c", script, slack.url]) as child:
            slack.wait(lambda: slack.sockets, timeout=30)
            assert ada.commands("/crm", "it").response == {"text": "did it"}
            child.kill()
            child.wait()
        slack.wait(lambda: not slack.sockets)
        assert ada.waits("did it").ephemeral
