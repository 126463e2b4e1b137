"""Refusals: what Slack's errors mean for a message: to wait, to give it up, or that a chat is gone."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.platforms import ChatClosed, Patience, Undeliverable

GONE = {
    "channel_not_found", "is_archived", "not_in_channel", "user_not_found",
    "user_disabled", "messages_tab_disabled", "cannot_dm_bot",
}  # fmt: skip
NOT_THERE = {"channel_not_found", "is_archived", "not_in_channel", "user_not_in_channel"}
NO_THREAD = {"thread_not_found", "cannot_reply_to_message"}
NOT_EDITABLE = {"message_not_found", "cant_update_message", "edit_window_closed"}
REFUSED_TOKEN = {"invalid_auth", "token_revoked", "token_expired", "not_authed", "account_inactive"}
FAILING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited"}
TOKEN_REFUSED = 300.0  # seconds
TOO_MANY = 429
BROKEN = 500


def error_of(refusal: SlackApiError) -> str:
    """Slack's word for what is wrong."""
    response = refusal.response
    return str(response.get("error", "")) if hasattr(response, "get") else ""


def seconds_to_wait(headers: Mapping[str, Any]) -> float | None:
    """How long to wait, as Slack says."""
    found = next((value for key, value in headers.items() if key.lower() == "retry-after"), None)
    return float(found) if found and str(found).isdecimal() else None


@asynccontextmanager
async def translated(parts: int) -> AsyncIterator[None]:
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
    error, response = error_of(refusal), refusal.response
    status = getattr(response, "status_code", 200)
    if status == TOO_MANY or error == "ratelimited":
        raise Patience("too many messages", seconds_to_wait(response.headers), parts) from refusal
    if status >= BROKEN or error in FAILING:
        raise Patience("Slack cannot be reached", None, parts) from refusal
    if error in REFUSED_TOKEN:
        raise Patience("Slack refuses the token", TOKEN_REFUSED, parts) from refusal
    raise (ChatClosed if error in GONE else Undeliverable)(error) from refusal
