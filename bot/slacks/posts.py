"""Posts: sending, updating and fetching through Slack's Web API, and what its refusals mean."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.paces import Pace, Paces
from bot.platforms import Arrival, ChatClosed, Outgoing, Patience, Undeliverable
from bot.slacks import arrivals, readings, renderings, views
from handlers.texts import Text
from store.deliveries import Target
from store.files import LARGEST, File

log = structlog.get_logger()
GONE = {
    "channel_not_found", "is_archived", "not_in_channel", "user_not_found",
    "user_disabled", "messages_tab_disabled", "cannot_dm_bot", "user_not_in_channel",
}  # fmt: skip
REFUSED_TOKEN = {"invalid_auth", "token_revoked", "token_expired", "not_authed", "account_inactive"}
FAILING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited"}
NOT_EDITABLE = {"message_not_found", "cant_update_message", "edit_window_closed"}
TOKEN_REFUSED = 300.0
TOO_MANY = 429
BROKEN = 500
TRIES = 3


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
        payload, letter = outgoing.letter.payload, outgoing.letter
        at, text = payload.get("at", {}), Text.load(payload["spans"])
        labels = [label for label, _ in payload.get("buttons", ())]
        if "home" in at:
            async with _translated(0):
                view = views.home(text, labels, letter.id)
                await self.client.views_publish(user_id=at["home"], view=view)
            return ""
        pieces = renderings.pieces(text)
        if outgoing.edits and len(pieces) == 1 and not outgoing.files:
            edited = await self._update(outgoing, _body(pieces[0], labels, letter.id))
            if edited:
                return edited
        return await self._send(outgoing, pieces, labels)

    async def _update(self, outgoing: Outgoing, body: Mapping[str, Any]) -> str:
        """Let a message take the place of an earlier one; empty when that is not there any more."""
        channel, _, ts = str(outgoing.edits).partition(":")
        async with _translated(0):
            try:
                await self.client.chat_update(channel=channel, ts=ts, **body)
            except SlackApiError as refusal:
                if _error(refusal) in NOT_EDITABLE:
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
            async with _translated(number):
                name = await self._post(outgoing, _body(piece, last, letter.id)) or name
        for number, file in enumerate(outgoing.files, len(pieces)):
            if number >= letter.parts:
                async with _translated(number):
                    await self._upload(outgoing, file)
        return name

    async def _post(self, outgoing: Outgoing, body: Mapping[str, Any]) -> str:
        """Send one message: to all of a chat, or within a channel to the asker alone."""
        target, at = outgoing.target, outgoing.letter.payload.get("at", {})
        thread = {"thread_ts": at["thread"]} if at.get("thread") else {}
        if not target.shared or outgoing.letter.payload.get("open"):
            posted = await self.client.chat_postMessage(
                channel=target.account, **body, **thread, unfurl_links=False, unfurl_media=False
            )
            return f"{posted['channel']}:{posted['ts']}"
        if at.get("respond") and at.get("until", 0) > time.time():
            await self._respond(at, body)
            return ""
        user = at["user"]
        await self.client.chat_postEphemeral(channel=target.account, user=user, **body, **thread)
        return ""

    async def _respond(self, at: Mapping[str, Any], body: Mapping[str, Any]) -> None:
        """Answer where the command or the button was, for the asker's eyes only."""
        client = AsyncWebhookClient(at["respond"], session=self.http)
        answer = await client.send_dict(
            {
                **body,
                "response_type": "ephemeral",
                "replace_original": bool(at.get("ephemeral")),
            }
        )
        if answer.status_code == TOO_MANY:
            raise Patience("too many messages", _seconds(answer.headers))
        if answer.status_code >= BROKEN:
            raise Patience("Slack cannot be reached")
        if answer.body != "ok" and answer.status_code != 200:  # noqa: PLR2004 (HTTP: fine)
            raise Undeliverable(f"Slack refused the answer: {answer.status_code}")

    async def _upload(self, outgoing: Outgoing, file: File) -> None:
        """Send a file; among others it goes to the asker's direct message."""
        target, payload = outgoing.target, outgoing.letter.payload
        at = payload.get("at", {})
        channel = target.account
        if not target.shared or not payload.get("open"):
            user = at.get("user") if target.shared else target.account
            opened = await self.client.conversations_open(users=[str(user)])
            channel = opened["channel"]["id"]
        thread = at.get("thread") if channel == target.account or not target.shared else None
        await self.client.files_upload_v2(
            channel=channel, content=file.content, filename=file.name, thread_ts=thread
        )

    async def fetch(self, raw: dict[str, Any]) -> list[File]:
        """The files that came with a message; one that cannot be had carries its fault."""
        found = (raw.get("event") or {}).get("files") or []
        return [await self._fetched(one) for one in found if isinstance(one, dict)]

    async def _fetched(self, held: dict[str, Any]) -> File:
        if held.get("file_access") == "check_file_info":
            with suppress(SlackClientError, aiohttp.ClientError, TimeoutError):
                info = await self.client.files_info(file=str(held.get("id")))
                held = info["file"]
        name = str(held.get("name") or "file")
        kind, size = str(held.get("mimetype") or "application/octet-stream"), held.get("size") or 0
        url = held.get("url_private_download") or held.get("url_private")
        if size > LARGEST:
            return File(name, kind, None, "too big", size)
        for attempt in range(TRIES if url else 0):
            with suppress(aiohttp.ClientError, TimeoutError):
                content = await self._download(str(url), kind)
                if content is not None:
                    return File(name, kind, content)
            await asyncio.sleep(2**attempt)
        return File(name, kind, None, "unreachable", size)

    async def _download(self, url: str, kind: str) -> bytes | None:
        """The bytes of a file; without the right to it Slack shows a page for signing in."""
        headers = {"Authorization": f"Bearer {self.client.token}"}
        async with self.http.get(url, headers=headers) as answer:
            page = answer.content_type == "text/html" and kind != "text/html"
            return await answer.read() if answer.ok and not page else None

    async def work(self, raw: dict[str, Any]) -> None:
        """Slack shows by itself that a command is being worked on."""


def _body(text: Text, labels: Sequence[str], outbox_id: int) -> dict[str, Any]:
    return {
        "text": renderings.fallback(text),
        "blocks": renderings.blocks(text, labels, outbox_id),
    }


def _error(refusal: SlackApiError) -> str:
    response = refusal.response
    return str(response.get("error", "")) if hasattr(response, "get") else ""


def _seconds(headers: Mapping[str, Any]) -> float | None:
    """How long to wait, as Slack says."""
    found = next((value for key, value in headers.items() if key.lower() == "retry-after"), None)
    return float(found) if found and str(found).isdecimal() else None


@asynccontextmanager
async def _translated(parts: int) -> AsyncIterator[None]:
    """Say what a refusal of Slack means for the message.

    Args:
        parts: how many pieces of it have arrived.
    """
    try:
        yield
    except Patience as refusal:
        raise Patience(refusal.reason, refusal.seconds, parts) from refusal
    except SlackApiError as refusal:
        _raise(refusal, parts)
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as refusal:
        raise Patience("Slack cannot be reached", None, parts) from refusal


def _raise(refusal: SlackApiError, parts: int) -> None:
    error, response = _error(refusal), refusal.response
    status = getattr(response, "status_code", 200)
    if status == TOO_MANY or error == "ratelimited":
        raise Patience("too many messages", _seconds(response.headers), parts) from refusal
    if status >= BROKEN or error in FAILING:
        raise Patience("Slack cannot be reached", None, parts) from refusal
    if error in REFUSED_TOKEN:
        raise Patience("Slack refuses the token", TOKEN_REFUSED, parts) from refusal
    raise (ChatClosed if error in GONE else Undeliverable)(error) from refusal
