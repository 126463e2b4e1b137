"""The stand-in refuses blocks and views that Slack refuses."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.standins.slack_fixtures import (
    SlackTests,
    asks_for_a_name,
    button,
    buttons,
    plain,
    refusal,
)
from tests.standins.slacks import Person, SlackServer

Json = dict[str, Any]


def option(label: str) -> Json:
    return {"text": plain(label), "value": label[:150]}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def select(kind: str, **fields: Any) -> Json:
    return {"type": kind, "action_id": "choice", **fields}


def confirm() -> Json:
    texts = {name: plain(name) for name in ("title", "text", "confirm", "deny")}
    return dict(texts)


class TestBlocks(SlackTests):
    @pytest.mark.parametrize(
        ("blocks", "fault"),
        [
            ([{"type": "sektion"}], "unsupported type: sektion"),
            ([{"type": "divider"}] * 51, "no more than 50 items allowed"),
            (buttons(*(str(n) for n in range(26))), "no more than 25 items allowed"),
            (buttons("A", "A"), "`action_id` a already exists"),
            (buttons("x" * 76), "must be less than 76 characters"),
            ([{"type": "section", "text": plain("x" * 3001)}], "less than 3001"),
            ([{"type": "section"}], "must define either `text` or `fields`"),
            ([{"type": "header", "text": plain("")}], "must be more than 0 characters"),
            ([{"type": "divider", "block_id": "b"}] * 2, "`block_id` b already exists"),
            ([{"type": "divider", "color": "red"}], "color"),
            ([{"type": "section", "fields": [plain("x")] * 11}], "no more than 10 items"),
            ([{"type": "section", "text": "x"}], "must be a text object"),
            ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "plain_text"),
            ([{"type": "context", "elements": []}], "no fewer than 1 items"),
            ([{"type": "image", "alt_text": "x"}], "either `image_url` or `slack_file`"),
            ([{"type": "actions", "elements": "x"}], "must be an array"),
            ([{"type": "markdown", "text": "x" * 12_001}], "less than 12001"),
            ([{"type": "table", "rows": [[raw("x")] * 21]}], "no more than 20 items"),
            ([{"type": "table", "rows": [[raw("x")]] * 101}], "no more than 100 items"),
            ([{"type": "table", "rows": [[raw("x" * 6000)] * 2]}], "less than 10001"),
            (
                [{"type": "table", "rows": [[raw("x")]], "column_settings": [{"align": "up"}]}],
                "must be one of: left, center, right",
            ),
        ],
    )
    async def test_faults_are_named(
        self, ada: Person, client: AsyncWebClient, blocks: list[Json], fault: str
    ) -> None:
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=ada.id, text="x", blocks=blocks)
        assert caught.value.response["error"] == "invalid_blocks"
        assert fault in str(caught.value.response["response_metadata"]["messages"])

    async def test_rich_text_has_no_empty_spans(self, ada: Person, client: AsyncWebClient) -> None:
        def rich(text: str) -> list[Json]:
            section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
            return [{"type": "rich_text", "elements": [section]}]

        await client.chat_postMessage(channel=ada.id, text="x", blocks=rich("*as it is*"))
        assert ada.sees[0].content == "*as it is*"
        call = client.chat_postMessage(channel=ada.id, text="x", blocks=rich(""))
        assert await refusal(call) == "invalid_blocks"

    async def test_tables_and_views_are_checked_too(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        def table(text: str) -> list[Json]:
            return [{"type": "table", "rows": [[{"type": "raw_text", "text": text}]]}]

        await client.chat_postMessage(channel=ada.id, text="x", blocks=table("Deal"))
        post = client.chat_postMessage(channel=ada.id, text="x", blocks=table(""))
        assert await refusal(post) == "invalid_blocks"
        post = client.chat_postMessage(channel=ada.id, text="x", blocks=table("a") + table("b"))
        assert await refusal(post) == "invalid_blocks"
        view = asks_for_a_name() | {"title": plain("x" * 25)}
        trigger = slack.trigger(ada.id)
        call = client.views_open(trigger_id=trigger, view=view)
        assert await refusal(call) == "invalid_arguments"
        assert slack.calls[-1].answer["errors"] == [
            "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
        ]
        await client.views_open(trigger_id=trigger, view=asks_for_a_name())

    @pytest.mark.parametrize(
        "element",
        [
            select("static_select", options=[option("A"), option("B")], initial_option=option("B")),
            select(
                "static_select", option_groups=[{"label": plain("G"), "options": [option("A")]}]
            ),
            select("multi_static_select", options=[option("A")], max_selected_items=2),
            {"type": "checkboxes", "options": [option("A")], "initial_options": [option("A")]},
            {"type": "timepicker", "initial_time": "09:30"},
            button("Go") | {"style": "danger", "confirm": confirm()},
        ],
    )
    async def test_elements_that_are_right(
        self, ada: Person, client: AsyncWebClient, element: Json
    ) -> None:
        section = {"type": "section", "text": plain("x"), "accessory": element}
        await client.chat_postMessage(channel=ada.id, text="x", blocks=[section])

    @pytest.mark.parametrize(
        ("element", "fault"),
        [
            (select("static_select"), "either `options` or `option_groups`"),
            (select("static_select", options=[]), "no fewer than 1 items"),
            (select("static_select", options=[option("x" * 76)]), "less than 76 characters"),
            (
                select("static_select", options=[option(str(n)) for n in range(101)]),
                "more than 100",
            ),
            (select("static_select", options=[option("A")] * 2), "must be unique"),
            (
                select("static_select", options=[option("A")], initial_option=option("B")),
                "exactly match one of the options",
            ),
            (select("users_select", placeholder=plain("x" * 151)), "less than 151 characters"),
            ({"type": "plain_text_input"}, "unsupported type: plain_text_input"),
            ({"type": "datepicker", "initial_date": "23.11."}, "expected format"),
            (button("Go") | {"value": "x" * 2001}, "less than 2001 characters"),
            (button("Go") | {"action_id": "x" * 256}, "less than 256 characters"),
            (button("Go") | {"style": "loud"}, "must be one of: primary, danger"),
            (button("Go") | {"confirm": confirm() | {"title": plain("x" * 101)}}, "less than 101"),
        ],
    )
    async def test_elements_that_are_wrong(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient, element: Json, fault: str
    ) -> None:
        section = {"type": "section", "text": plain("x"), "accessory": element}
        call = client.chat_postMessage(channel=ada.id, text="x", blocks=[section])
        assert await refusal(call) == "invalid_blocks"
        assert fault in str(slack.calls[-1].answer["errors"])

    async def test_rich_text_in_all_its_parts(self, ada: Person, client: AsyncWebClient) -> None:
        text = {"type": "text", "text": "x", "style": {"bold": True}}
        link = {"type": "link", "url": "https://x.example", "text": "x"}
        section = {"type": "rich_text_section", "elements": [text, link]}
        parts = [
            section,
            {"type": "rich_text_list", "style": "bullet", "elements": [section]},
            {"type": "rich_text_preformatted", "elements": [text]},
            {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U1001"}]},
        ]
        image = {"type": "image", "image_url": "https://x.example/x.png", "alt_text": "x"}
        context = {"type": "context", "elements": [plain("x"), image]}
        blocks: list[Json] = [{"type": "rich_text", "elements": parts}, context, image]
        await client.chat_postMessage(channel=ada.id, text="x", blocks=blocks)

    @pytest.mark.parametrize(
        "part",
        [
            {"type": "rich_text_list", "style": "dots", "elements": []},
            {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text"}]},
            {"type": "rich_text_section", "elements": [{"type": "image"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]},
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "x", "style": {"loud": True}}],
            },
        ],
    )
    async def test_rich_text_that_is_wrong(
        self, ada: Person, client: AsyncWebClient, part: Json
    ) -> None:
        blocks = [{"type": "rich_text", "elements": [part]}]
        call = client.chat_postMessage(channel=ada.id, text="x", blocks=blocks)
        assert await refusal(call) == "invalid_blocks"

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"submit": None}, "/view/submit"),
            ({"private_metadata": "x" * 3001}, "less than 3001 characters"),
            ({"blocks": [{"type": "divider"}] * 101}, "no more than 100 items"),
            ({"blocks": [{"type": "table", "rows": [[raw("x")]]}]}, "unsupported type: table"),
            ({"type": "home"}, "must be modal"),
            ({"color": "red"}, "color"),
        ],
    )
    async def test_modals_that_are_wrong(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient, change: Json, fault: str
    ) -> None:
        view = asks_for_a_name() | change
        call = client.views_open(trigger_id=slack.trigger(ada.id), view=view)
        assert await refusal(call) == "invalid_arguments"
        assert fault in str(slack.calls[-1].answer["errors"])

    async def test_inputs_need_a_button_to_submit(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        view = {key: value for key, value in asks_for_a_name().items() if key != "submit"}
        call = client.views_open(trigger_id=slack.trigger(ada.id), view=view)
        assert await refusal(call) == "invalid_arguments"
