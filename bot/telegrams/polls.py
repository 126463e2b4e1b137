"""Polls: updates are fetched, stored, and only then confirmed; by one process at a time."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import orjson
import structlog
from telegram.error import Conflict, RetryAfter
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.intakes import Intake
from bot.telegrams import arrivals
from store import leases
from store.engines import Database
from store.failures import StoreFailure

log = structlog.get_logger()
LEASE = timedelta(seconds=10)
LONG_POLL = 5  # seconds; well within the lease, which is renewed before each
READ = 10.0
TRY_AGAIN = 1.0
LONGEST_PAUSE = 30.0


@dataclass(slots=True)
class Polling:
    """The only reader of a bot's updates, as long as it holds the lease.

    Attributes:
        bot: initialised.
        request: with connections of its own, as a poll occupies one.
        intake: stores what comes.
        holder: names this process.
    """

    bot: ExtBot[None]
    request: BaseRequest
    database: Database
    intake: Intake
    now: Callable[[], datetime]
    holder: str
    offset: int = 0
    _pause: float = field(default=TRY_AGAIN)

    @property
    def lease(self) -> str:
        """What is leased."""
        return f"telegram:{self.bot.id}"

    async def run(self) -> None:
        """Poll until cancelled; whatever goes wrong is tried again."""
        try:
            while True:
                try:
                    pause = await self._once()
                except Exception as error:  # noqa: BLE001 (the next poll may go well)
                    pause = self._patience(error)
                if pause:
                    await asyncio.sleep(pause)
        finally:
            await asyncio.shield(asyncio.to_thread(self._leave))

    async def _once(self) -> float:
        """Fetch what there is, if it is this process's turn; gives how long to pause."""
        if not await asyncio.to_thread(self._hold):
            return TRY_AGAIN
        updates = await self._fetch()
        known = [one for one in updates if isinstance(one, dict)]
        meant = (raw for raw in known if arrivals.heard(raw, self.bot.username))
        found = [arrivals.arrival(raw, self.bot.id, self.bot.username) for raw in meant]
        # Shielded: what was begun is stored whole, and confirmed only by a later poll.
        await asyncio.shield(asyncio.to_thread(self.intake.take, found))
        numbers = [raw["update_id"] for raw in known if isinstance(raw.get("update_id"), int)]
        self.offset = max([self.offset, *(number + 1 for number in numbers)])
        self._pause = TRY_AGAIN
        return 0.0

    async def _fetch(self) -> list[Any]:
        """Updates as they are: a parser may stumble over one of them, the poll may not."""
        asked = {
            "timeout": LONG_POLL,
            "allowed_updates": orjson.dumps(arrivals.ALLOWED).decode(),
            **({"offset": self.offset} if self.offset else {}),
        }
        url = f"{self.bot.base_url}/getUpdates?{urlencode(asked)}"
        found = await self.request.post(url, read_timeout=LONG_POLL + READ)
        return found if isinstance(found, list) else []

    def _hold(self) -> bool:
        """Take or keep the lease; an embedded database has one process, which need not wait."""
        if self.database.is_sqlite:
            return True
        now = self.now()
        until = now + LEASE
        return self.database.write(
            lambda session: leases.take(session, self.lease, self.holder, until), now
        )

    def _leave(self) -> None:
        with suppress(StoreFailure):  # then it runs out by itself
            self.database.write(
                lambda session: leases.release(session, self.lease, self.holder), self.now()
            )

    def _patience(self, error: Exception) -> float:
        """How long to wait after a failure: longer each time, up to LONGEST_PAUSE."""
        if isinstance(error, RetryAfter):
            wait = error.retry_after
            return float(wait) if isinstance(wait, int) else wait.total_seconds()
        if not isinstance(error, Conflict):
            log.warning("polling failed", why=type(error).__name__)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        return self._pause / 2
