"""The Web API of the stand-in answers the real client as Slack does."""

from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from tests.standins.slack_fixtures import (
    SlackTests,
    buttons,
    refusal,
)
from tests.standins.slacks import Person, SlackServer

Json = dict[str, Any]


class TestMessages(SlackTests):
    async def test_posted_changed_and_deleted(self, ada: Person, client: AsyncWebClient) -> None:
        posted = await client.chat_postMessage(
            channel="U1001", text="a &lt; b", blocks=buttons("Go")
        )
        assert (posted["channel"], posted["message"]["bot_id"]) == ("DU1001", "BBOT")
        assert (ada.sees[0].text, ada.sees[0].buttons) == ("a < b", ("Go",))
        await client.chat_update(channel="DU1001", ts=posted["ts"], text="done", blocks=[])
        assert (ada.sees[0].text, ada.sees[0].buttons, ada.sees[0].edited) == ("done", (), True)
        await client.chat_delete(channel="DU1001", ts=posted["ts"])
        assert ada.sees == []

    async def test_an_update_without_blocks_keeps_them(
        self, ada: Person, client: AsyncWebClient
    ) -> None:
        posted = await client.chat_postMessage(channel="U1001", text="x", blocks=buttons("Go"))
        await client.chat_update(channel="DU1001", ts=posted["ts"], text="y")
        assert (ada.sees[0].text, ada.sees[0].buttons) == ("y", ("Go",))

    async def test_an_ephemeral_reaches_one_person_until_they_reload(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        ben, eve = slack.person("U1002", "Ben"), slack.person("U1003", "Eve")
        sales = slack.channel("C500", "sales", members=[ada, ben])
        await client.chat_postEphemeral(channel="C500", user=ada.id, text="psst")
        assert [one.ephemeral for one in sales.sees_for(ada)] == [True]
        assert sales.sees == sales.sees_for(ben) == []
        call = client.chat_postEphemeral(channel="C500", user=eve.id, text="psst")
        assert await refusal(call) == "user_not_in_channel"
        ada.reloads()
        assert sales.sees_for(ada) == []

    async def test_what_is_refused(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        slack.channel("C501", "other", bot=False)
        ts = ada.says("mine")
        post, update = client.chat_postMessage, client.chat_update
        assert await refusal(post(channel="C404", text="x")) == "channel_not_found"
        assert await refusal(post(channel="C501", text="x")) == "not_in_channel"
        # The client itself would warn of a missing text.
        no_text = client.api_call("chat.postMessage", json={"channel": ada.id, "text": " "})
        assert await refusal(no_text) == "no_text"
        assert await refusal(post(channel=ada.id, text="x" * 40_001)) == "msg_too_long"
        assert await refusal(post(channel=ada.id, text="x", bogus=1)) == "invalid_arguments"
        assert await refusal(update(channel="DU1001", ts=ts, text="x")) == "cant_update_message"
        assert await refusal(update(channel="DU1001", ts="1.0", text="x")) == "message_not_found"
        assert await refusal(client.api_call("chat.shout")) == "unknown_method"
        client.token = "xoxb-wrong"
        assert await refusal(client.auth_test()) == "invalid_auth"

    async def test_history_and_threads(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        root = ada.says("one")
        await client.chat_postMessage(channel="DU1001", text="reply", thread_ts=root)
        ada.says("two")
        history = await client.conversations_history(channel="DU1001", limit=1)
        assert [one["text"] for one in history["messages"]] == ["two"]
        cursor = history["response_metadata"]["next_cursor"]
        history = await client.conversations_history(channel="DU1001", cursor=cursor)
        assert [one["text"] for one in history["messages"]] == ["one"]
        thread = await client.conversations_replies(channel="DU1001", ts=root)
        assert [one["text"] for one in thread["messages"]] == ["one", "reply"]

    async def test_guests_strangers_and_shared_channels(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        slack.person("U2", "Guest", restricted=True)
        slack.person("U3", "Stranger", email="s@y.example", team="T9")
        slack.channel("C7", "shared", external=True)
        known = (await client.users_info(user=ada.id, include_locale=True))["user"]
        assert (known["profile"]["email"], known["locale"]) == ("ada@x.example", "en-US")
        assert (await client.users_info(user="U2"))["user"]["is_restricted"]
        stranger = (await client.users_info(user="U3"))["user"]
        assert (stranger["team_id"], "email" in stranger["profile"]) == ("T9", False)
        assert (await client.conversations_info(channel="C7"))["channel"]["is_ext_shared"]


class TestConversations(SlackTests):
    async def test_who_the_app_is(self, slack: SlackServer, client: AsyncWebClient) -> None:
        told = await client.auth_test()
        assert (told["team_id"], told["user_id"], told["bot_id"]) == ("T1", "UBOT", "BBOT")
        assert (await client.team_info())["team"]["domain"] == "acme"
        assert (await client.users_info(user="UBOT"))["user"]["is_bot"]
        assert await refusal(client.users_info(user="U404")) == "user_not_found"

    async def test_direct_messages_are_opened(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        opened = await client.conversations_open(users=ada.id, return_im=True)
        assert (opened["channel"]["id"], opened["channel"]["user"]) == (ada.dm.id, ada.id)
        assert await refusal(client.conversations_open(users="U404")) == "user_not_found"

    async def test_members_and_kinds_of_channels(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        slack.channel("C5", "board", members=[ada], private=True)
        slack.channel("C6", "secret", private=True, bot=False)
        members = await client.conversations_members(channel="C5")
        assert members["members"] == [ada.id, "UBOT"]
        told = (await client.conversations_info(channel="C5", include_num_members=True))["channel"]
        assert (told["is_private"], told["is_member"], told["num_members"]) == (True, True, 2)
        assert await refusal(client.conversations_info(channel="C6")) == "channel_not_found"

    async def test_history_since_an_outage(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        first, second, third = (ada.says(one) for one in ("a", "b", "c"))
        history = await client.conversations_history(channel=ada.dm.id, oldest=first)
        assert [one["ts"] for one in history["messages"]] == [third, second]
        history = await client.conversations_history(
            channel=ada.dm.id, oldest=first, latest=second, inclusive=True
        )
        assert [one["ts"] for one in history["messages"]] == [second, first]

    async def test_threads_have_one_level(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        root = ada.says("root")
        reply = ada.says("reply", thread=root)
        post = client.chat_postMessage
        assert await refusal(post(channel=ada.id, text="x", thread_ts="1.0")) == "thread_not_found"
        call = post(channel=ada.id, text="x", thread_ts=reply)
        assert await refusal(call) == "cannot_reply_to_message"

    async def test_reactions(self, ada: Person, client: AsyncWebClient) -> None:
        ts = ada.says("thanks")
        await client.reactions_add(channel=ada.dm.id, name="tada", timestamp=ts)
        assert ada.sees[0].reactions == ("tada",)
        again = client.reactions_add(channel=ada.dm.id, name="tada", timestamp=ts)
        assert await refusal(again) == "already_reacted"


class TestFiles(SlackTests):
    async def test_upload_by_the_app(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        await client.files_upload_v2(
            channel="DU1001", filename="a.csv", content="a,b", initial_comment="here"
        )
        [one] = slack.uploaded
        assert (one.name, one.bytes, one.channel) == ("a.csv", b"a,b", "DU1001")
        assert (ada.sees[0].text, ada.sees[0].files) == ("here", ("a.csv",))

    async def test_download_needs_the_token(self, slack: SlackServer, ada: Person) -> None:
        ada.uploads([("card.png", b"\x89PNG", "image/png")])
        event = slack.delivered[0].payload["event"]
        assert event["subtype"] == "file_share"
        url = event["files"][0]["url_private_download"]
        headers = {"Authorization": f"Bearer {slack.bot_token}"}
        async with aiohttp.ClientSession() as session:
            async with session.get(url, headers=headers) as answer:
                assert await answer.read() == b"\x89PNG"
            async with session.get(url) as answer:
                assert (answer.status, answer.content_type) == (200, "text/html")

    async def test_in_shared_channels_the_app_has_to_ask(
        self, slack: SlackServer, ada: Person, client: AsyncWebClient
    ) -> None:
        shared = slack.channel("C7", "shared", members=[ada], external=True)
        ada.uploads([("card.png", b"\x89PNG", "image/png")], to=shared)
        [told] = slack.delivered[0].payload["event"]["files"]
        assert told["file_access"] == "check_file_info"
        asked = (await client.files_info(file=told["id"]))["file"]
        assert (asked["name"], asked["size"]) == ("card.png", 4)
