"""Why messages could not be delivered, in words."""

from handlers.languages import mark
from handlers.texts import word
from store import deliveries

GONE = "the bot was removed or blocked"
REASONS = {
    deliveries.RECALLED: mark("the access ended before it was sent"),
    deliveries.UNREADABLE: mark("it was erased, or altered outside of Parley"),
    GONE: mark("the bot was removed or blocked"),
    "too many messages": mark("too many messages at once"),
    "Telegram cannot be reached": mark("Telegram could not be reached"),
    "Telegram refuses the token": mark("Telegram refuses the token"),
    "Slack cannot be reached": mark("Slack could not be reached"),
    "Slack refuses the token": mark("Slack refuses the token"),
    "channel_not_found": mark("there is no such channel for the bot"),
    "not_in_channel": mark("the bot is not in that channel"),
    "is_archived": mark("the channel was archived"),
    "Forbidden: bot was blocked by the user": mark("the person has blocked the bot"),
    "Chat not found": mark("there is no such chat for the bot"),
}
"""In words; what is not here is shown as the platform says it."""


def reason(said: str) -> str:
    """Why a message was not delivered, in words where there are any."""
    return word(REASONS[said]) if said in REASONS else said
