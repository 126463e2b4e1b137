"""getUpdates: the bot asks for updates and waits for them."""

import asyncio
import contextlib
from dataclasses import dataclass, field

from tests.standins.telegram_messages import Ask
from tests.standins.telegram_refusals import Json, Refused
from tests.standins.telegram_webhooks import allow
from tests.standins.telegram_worlds import World

LONGEST = 50  # seconds
MOST = 100
OTHER = (
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running"
)
HOOKED = (
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)


@dataclass
class Poll:
    """A getUpdates that waits."""

    woken: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False


@dataclass
class Polls:
    """At most one getUpdates waits; a newer one ends it."""

    world: World
    open: Poll | None = None

    async def get_updates(self, ask: Ask) -> list[Json]:
        """The updates from an offset on, waiting for the first of them.

        Raises:
            Refused: With 409 when another getUpdates came meanwhile or a webhook is set.
        """
        poll = self._opened(ask)
        loop = asyncio.get_running_loop()
        end = loop.time() + min(LONGEST, ask.params.get("timeout", 0))
        try:
            while True:
                found = self._look(poll, ask)
                if found or loop.time() >= end:
                    return found
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout_at(end):
                        await poll.woken.wait()
        finally:
            if self.open is poll:
                self.open = None

    def _opened(self, ask: Ask) -> Poll:
        with self.world.lock:
            self._refuse_beside_webhook()
            if self.open:
                self.open.ended = True
                self.open.woken.set()
            self.open = Poll()
            allow(self.world, ask)
            self.world.updates.confirm(ask.params.get("offset", 0))
            self.world.lock.notify_all()
            return self.open

    def _look(self, poll: Poll, ask: Ask) -> list[Json]:
        poll.woken.clear()
        if poll.ended:
            raise Refused(409, OTHER)
        with self.world.lock:
            self._refuse_beside_webhook()
            return self.world.updates.take(max(1, min(MOST, ask.params.get("limit", MOST))))

    def _refuse_beside_webhook(self) -> None:
        if self.world.webhook.url:
            raise Refused(409, HOOKED)
