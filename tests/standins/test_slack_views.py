"""Modals of the stand-in of Slack change and close as they do in Slack."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.standins.slack_fixtures import (
    SlackTests,
    acknowledge,
    asks_for_a_name,
    buttons,
    by_socket,
    plain,
    refusal,
)
from tests.standins.slacks import Person, SlackServer

Json = dict[str, Any]


def thanks() -> Json:
    return {"type": "modal", "title": plain("Thanks"), "blocks": buttons("More")}


class TestViews(SlackTests):
    async def test_replaced_by_the_app(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        view = asks_for_a_name() | {"external_id": "one"}
        opened = (await client.views_open(trigger_id=slack.trigger(ada.id), view=view))["view"]
        again = client.views_open(trigger_id=slack.trigger(ada.id), view=view)
        assert await refusal(again) == "duplicate_external_id"
        await client.views_update(view_id=opened["id"], hash=opened["hash"], view=thanks())
        assert ada.modal
        assert ada.modal["title"]["text"] == "Thanks"
        late = client.views_update(view_id=opened["id"], hash=opened["hash"], view=thanks())
        assert await refusal(late) == "hash_conflict"
        assert await refusal(client.views_update(view_id="V0", view=thanks())) == "not_found"

    async def test_three_on_top_of_each_other(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        await client.views_open(trigger_id=slack.trigger(ada.id), view=thanks())
        for error in ("", "", "push_limit_reached"):
            trigger = ada.presses("More").payload["trigger_id"]
            call = client.views_push(trigger_id=trigger, view=thanks())
            if error:
                assert await refusal(call) == error
            else:
                await call
        for _ in range(3):
            assert ada.closes() is None  # the app did not ask to be told
        assert ada.modal is None

    @pytest.mark.parametrize(
        ("answer", "titles", "errors"),
        [
            ({"response_action": "update", "view": thanks()}, ["Thanks"], {}),
            ({"response_action": "push", "view": thanks()}, ["New", "Thanks"], {}),
            ({"response_action": "clear"}, [], {}),
            ({}, [], {}),
        ],
    )
    async def test_what_an_acknowledgement_does(
        self,
        slack: SlackServer,
        ada: Person,
        app: AsyncApp,
        client: AsyncWebClient,
        answer: Json,
        titles: list[str],
        errors: dict[str, str],
    ) -> None:
        async def saved(ack: Any) -> None:
            await ack(**answer)

        app.view("new")(saved)
        view = asks_for_a_name() | {"callback_id": "new"}
        async with by_socket(app, slack):
            await client.views_open(trigger_id=slack.trigger(ada.id), view=view)
            await ada.submits({"name": "Grace"})
        assert [one.content["title"]["text"] for one in slack.modals[ada.id]] == titles
        assert ada.modal_errors == errors

    async def test_faults_of_unknown_fields_are_complained_of(
        self, slack: SlackServer, ada: Person, app: AsyncApp, client: AsyncWebClient
    ) -> None:
        async def saved(ack: Any) -> None:
            await ack(response_action="errors", errors={"nowhere": "no"})

        app.view("new")(saved)
        view = asks_for_a_name() | {"callback_id": "new"}
        async with by_socket(app, slack):
            await client.views_open(trigger_id=slack.trigger(ada.id), view=view)
            await ada.submits({"name": "Grace"})
        assert "" in ada.modal_errors
        assert "input blocks" in slack.complaints[0]

    async def test_closing_is_told_to_an_app_that_asked(
        self, slack: SlackServer, ada: Person, app: AsyncApp, client: AsyncWebClient
    ) -> None:
        app.view_closed("new")(acknowledge)
        view = thanks() | {"callback_id": "new", "notify_on_close": True}
        async with by_socket(app, slack):
            await client.views_open(trigger_id=slack.trigger(ada.id), view=view)
            closed = ada.closes()
            assert closed
            assert (await closed).acknowledged

    async def test_a_choice_in_a_message(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        options = [{"text": plain(one), "value": one.lower()} for one in ("Hot", "Cold")]
        menu = {"type": "static_select", "action_id": "heat", "options": options}
        blocks = [{"type": "actions", "elements": [menu]}]
        await client.chat_postMessage(channel=ada.id, text="x", blocks=blocks)
        [action] = ada.chooses("Cold").payload["actions"]
        assert (action["action_id"], action["selected_option"]["value"]) == ("heat", "cold")
