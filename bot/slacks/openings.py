"""Openings: the first message of a ticket's thread comes once, even if a process died over it.

Everything else is sent at least once; a thread that began twice would leave the notes of those who
write below the wrong beginning unheard.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slacks.refusals import error_of
from store.ids import made_at
from store.outboxes import Due

SETTLED = timedelta(seconds=5)
"""From its posting on; what is tried later may have been tried by a process that died."""
ASKEW = timedelta(minutes=5)
"""By how much Slack's clock may differ from this machine's."""
AT_ONCE = 200
HIDDEN = {"missing_scope", "not_in_channel", "channel_not_found", "not_allowed_token_type"}
"""Refusals after which nobody can tell; then it is sent."""


def is_one(letter: Due) -> bool:
    """Whether a letter begins a ticket's thread."""
    return "opens" in letter.payload


def mark(letter: Due, body: dict[str, Any]) -> dict[str, Any]:
    """Let the first block of an opening carry its number, so that it is known again."""
    if is_one(letter):
        body["blocks"][0]["block_id"] = _name(letter)
    return body


def may_be_there(letter: Due, now_id: int) -> bool:
    """Whether an opening may have arrived without anybody knowing.

    Args:
        letter: any.
        now_id: an id that was made just now.
    """
    late = made_at(now_id) - made_at(letter.id) > SETTLED
    return is_one(letter) and (late or letter.attempts > 0)


async def found(client: AsyncWebClient, channel: str, letter: Due) -> str:
    """The name of an opening that stands in its channel already; empty where it does not.

    Raises:
        SlackApiError: Slack refuses to tell for now.
    """
    oldest = f"{(made_at(letter.id) - ASKEW).timestamp():.6f}"
    try:
        answer = await client.conversations_history(channel=channel, oldest=oldest, limit=AT_ONCE)
    except SlackApiError as refusal:
        if error_of(refusal) in HIDDEN:
            return ""
        raise
    return next((f"{channel}:{one['ts']}" for one in answer["messages"] if _is(one, letter)), "")


def _is(message: Mapping[str, Any], letter: Due) -> bool:
    return any(one.get("block_id") == _name(letter) for one in message.get("blocks") or ())


def _name(letter: Due) -> str:
    return f"opening-{letter.id}"
