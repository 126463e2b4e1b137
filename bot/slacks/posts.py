"""Posts: sending, updating and fetching through Slack's Web API."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.paces import Pace, Paces
from bot.platforms import Arrival, ChatClosed, Outgoing, Patience, Undeliverable
from bot.slacks import arrivals, downloads, openings, readings, renderings, views
from bot.slacks.refusals import (
    BROKEN,
    NO_THREAD,
    NOT_EDITABLE,
    NOT_THERE,
    TOO_MANY,
    error_of,
    seconds_to_wait,
    translated,
)
from handlers.texts import Text
from store.destinations import Target
from store.files import File
from store.ids import new_id

FINE = 200


def _pace() -> Pace:
    return Pace(3, 3.0)  # one a second, short bursts allowed


@dataclass(slots=True)
class Slack:
    """Slack as a platform of Parley.

    Attributes:
        client: with the bot's token and connections of its own.
        bot_user: id of Parley's own user.
    """

    client: AsyncWebClient
    http: aiohttp.ClientSession
    bot_user: str
    name: str = arrivals.NAME
    _paces: Paces = field(default_factory=lambda: Paces(_pace))

    def arrival(self, raw: dict[str, Any]) -> Arrival:
        """Whose a delivery is."""
        return arrivals.arrival(raw)

    def read(self, raw: dict[str, Any]) -> dict[str, Any]:
        """What a delivery says."""
        return readings.read(raw, self.bot_user)

    async def pace(self, target: Target) -> None:
        """Wait for the channel's turn."""
        await self._paces.of(target.account).turn()

    async def deliver(self, outgoing: Outgoing) -> str:
        """Send or update a message, and give its name; private answers in channels have none.

        Raises:
            Patience, Undeliverable, ChatClosed: it did not arrive, or not as a whole.
        """
        try:
            return await self._deliver(outgoing)
        except ChatClosed as refusal:
            if not _is_private_among_others(outgoing):
                raise
            # The channel is open to others still: it is this person whom nothing reaches.
            raise Undeliverable(str(refusal)) from refusal

    async def _deliver(self, outgoing: Outgoing) -> str:
        payload, letter = outgoing.letter.payload, outgoing.letter
        at, text = payload.get("at", {}), Text.load(payload["spans"])
        labels = [label for label, _ in payload.get("buttons", ())]
        if "home" in at:
            async with translated(0):
                view = views.home(text, labels, letter.id)
                await self.client.views_publish(user_id=at["home"], view=view)
            return ""
        if openings.may_be_there(letter, new_id()):
            async with translated(letter.parts):
                there = await openings.found(self.client, outgoing.target.account, letter)
            if there:
                return there
        pieces = renderings.pieces(text)
        if _replaces(outgoing) and len(pieces) == 1:
            edited = await self._update(outgoing, _body(pieces[0], labels, letter.id))
            if edited:
                return edited
        return await self._send(outgoing, pieces, labels)

    async def _update(self, outgoing: Outgoing, body: Mapping[str, Any]) -> str:
        """Let a message take the place of an earlier one; empty when that is not there any more."""
        channel, _, ts = str(outgoing.edits).partition(":")
        async with translated(0):
            try:
                await self.client.chat_update(channel=channel, ts=ts, **body)
            except SlackApiError as refusal:
                if error_of(refusal) in NOT_EDITABLE:
                    return ""
                raise
        return str(outgoing.edits)

    async def _send(self, outgoing: Outgoing, pieces: Sequence[Text], labels: list[str]) -> str:
        """Send what has not arrived yet: the pieces of the text, then the files."""
        letter, name = outgoing.letter, ""
        for number, piece in enumerate(pieces):
            if number < letter.parts:
                continue
            if number > letter.parts:
                await self.pace(outgoing.target)
            last = labels if piece is pieces[-1] else []
            async with translated(number):
                body = openings.mark(letter, _body(piece, last, letter.id))
                name = await self._post(outgoing, body, first=number == 0) or name
        for number, file in enumerate(outgoing.files, len(pieces)):
            if number >= letter.parts:
                async with translated(number):
                    await self._upload(outgoing, file)
        return name

    async def _post(self, outgoing: Outgoing, body: Mapping[str, Any], *, first: bool) -> str:
        """Send one message: to all of a chat, or within a channel to the asker alone."""
        target, at = outgoing.target, outgoing.letter.payload.get("at", {})
        if not target.shared:
            return await self._say(target.account, body, at.get("thread"))
        if await self._responded(at, body, first=first):
            return ""
        if outgoing.letter.payload.get("open"):
            within = at.get("thread") or at.get("begins") or _thread(outgoing)
            return await self._say(target.account, body, within)
        if not at.get("user"):
            raise Undeliverable("nobody to answer")
        return await self._whisper(target.account, at, body)

    async def _say(self, channel: str, body: Mapping[str, Any], thread: str | None = None) -> str:
        """Say it for all to read; where its thread was deleted, outside of it."""
        try:
            posted = await self.client.chat_postMessage(
                channel=channel, **body, thread_ts=thread, unfurl_links=False, unfurl_media=False
            )
        except SlackApiError as refusal:
            if not thread or error_of(refusal) not in NO_THREAD:
                raise
            return await self._say(channel, body)
        return f"{posted['channel']}:{posted['ts']}"

    async def _whisper(self, channel: str, at: Mapping[str, Any], body: Mapping[str, Any]) -> str:
        """Tell one person in a channel; where Parley is no member, in their direct message."""
        try:
            await self.client.chat_postEphemeral(
                channel=channel, user=at["user"], **body, thread_ts=at.get("thread")
            )
        except SlackApiError as refusal:
            if error_of(refusal) not in NOT_THERE:
                raise
            return await self._say(at["user"], body)
        return ""

    async def _responded(
        self, at: Mapping[str, Any], body: Mapping[str, Any], *, first: bool
    ) -> bool:
        """Answer where the command or the button was, for the asker's eyes only.

        Returns:
            False when that is not possible, or not any more: an address takes five answers.
        """
        if not at.get("respond") or at.get("until", 0) <= time.time():
            return False
        replaces = first and bool(at.get("ephemeral"))
        thread = {"thread_ts": at["thread"]} if at.get("thread") and not replaces else {}
        client = AsyncWebhookClient(at["respond"], session=self.http, retry_handlers=[])
        answer = await client.send_dict(
            {**body, **thread, "response_type": "ephemeral", "replace_original": replaces}
        )
        if answer.status_code == TOO_MANY:
            raise Patience("too many messages", seconds_to_wait(answer.headers))
        if answer.status_code >= BROKEN:
            raise Patience("Slack cannot be reached")
        return answer.status_code == FINE

    async def _upload(self, outgoing: Outgoing, file: File) -> None:
        """Send a file; among others it goes to the asker's direct message."""
        if not file.content:
            return  # Slack takes no empty file; that there is one stands in the text
        target, payload = outgoing.target, outgoing.letter.payload
        at = payload.get("at", {})
        channel = target.account
        if not target.shared or not payload.get("open"):
            user = at.get("user") if target.shared else target.account
            opened = await self.client.conversations_open(users=[str(user)])
            channel = opened["channel"]["id"]
        thread = at.get("thread") or _thread(outgoing)
        thread = thread if channel == target.account or not target.shared else None
        await self.client.files_upload_v2(
            channel=channel, content=file.content, filename=file.name, thread_ts=thread
        )

    async def fetch(self, raw: dict[str, Any]) -> list[File]:
        """The files that came with a message; one that cannot be had carries its fault."""
        found = (raw.get("event") or {}).get("files") or []
        return [
            await downloads.fetched(self.client, self.http, one)
            for one in found
            if isinstance(one, dict)
        ]

    async def work(self, raw: dict[str, Any]) -> None:
        """Slack shows by itself that a command is being worked on."""


def _thread(outgoing: Outgoing) -> str | None:
    """The time of the message that a ticket's thread hangs below."""
    return outgoing.thread.partition(":")[2] or None


def _is_private_among_others(outgoing: Outgoing) -> bool:
    return outgoing.target.shared and not outgoing.letter.payload.get("open")


def _replaces(outgoing: Outgoing) -> bool:
    """Whether a message takes the place of an earlier one, which in a channel all can read."""
    return bool(outgoing.edits) and not outgoing.files and not _is_private_among_others(outgoing)


def _body(text: Text, labels: Sequence[str], outbox_id: int) -> dict[str, Any]:
    return {
        "text": renderings.fallback(text),
        "blocks": renderings.blocks(text, labels, outbox_id),
    }
