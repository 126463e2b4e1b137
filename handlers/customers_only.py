"""For customers only: commands of no use to colleagues, answered in private."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from handlers import tongues
from handlers.asks import Ask
from handlers.languages import speaking
from handlers.replies import Reply
from handlers.texts import fmt

CUSTOMERS_ONLY = frozenset(
    {"inquire", "write", "new request", "my requests", "status", "close", "human", "consent",
     "privacy", "my data", "correct", "forget me", "link me", "rate", "rate comment",
     "recommend", "recommend why", "complain", "article helped"}
)  # fmt: skip
"""Of no use to colleagues, so they are not told of them."""
Handler = Callable[..., Reply]


def for_customers(handler: Handler) -> Handler:
    """Let customers use a command, in private, and speak to them as they write."""

    @wraps(handler)
    def guarded(ask: Ask, *given: Any, **named: Any) -> Reply:  # noqa: ANN401
        if ask.actor.person is not None:
            return Reply(fmt("This is for customers. `tickets` lists what they ask for."))
        if ask.taken.payload.get("shared") or ask.taken.identity_id is None:
            return Reply(fmt("Write to me in private for that."))
        with speaking(tongues.voice_of(ask)):
            return handler(ask, *given, **named)

    return guarded
