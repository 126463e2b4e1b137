"""Backfills: direct messages that Slack gave up delivering while Parley was down.

Slack tries an event three more times, the last time after some minutes. What was written in a
direct message after that is in its history alone. Replies in threads and mentions in channels are
not looked for: Slack lists them nowhere in one place.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.intakes import Intake
from bot.slacks import readings
from bot.slacks.arrivals import NAME, arrival
from bot.slacks.posts import Slack
from bot.slacks.refusals import error_of, seconds_to_wait
from handlers import incidents
from store import chats
from store.engines import Database

log = structlog.get_logger()
WITHIN = timedelta(
    hours=24
)  # nobody expects an answer to what is older, and dates are read as of now
PAUSE = 1.3  # seconds between two calls; Slack allows fifty a minute
AT_ONCE = 200  # messages of one direct message


@dataclass(slots=True)
class Backfill:
    """Looks for missed messages once, at the start.

    Attributes:
        slack: the platform.
        team: id of the workspace.
        database: of the company.
        intake: stores what is found; what was delivered as well is known by its key.
        now: what counts as the present.
    """

    slack: Slack
    team: str
    database: Database
    intake: Intake
    now: Callable[[], datetime]

    async def run(self) -> None:
        """Look into every direct message, the one used last first; failures are only logged."""
        try:
            newest = await asyncio.to_thread(self._newest)
            for channel, ts in newest:
                await self._take(channel, ts)
                await asyncio.sleep(PAUSE)
        except Exception as error:  # noqa: BLE001 (it must not keep Parley from serving)
            log.error("backfill failed", places=incidents.places(error))  # noqa: TRY400 (no traceback in logs)

    def _newest(self) -> list[tuple[str, str]]:
        """Channel and time of the last message that is known in each direct message."""
        keys = self.database.read(
            lambda session: chats.newest_keys(session, NAME, "sl:D"), self.now()
        )
        parts = (key.split(":") for key in keys)
        return [(one[1], one[2]) for one in parts if len(one) == 3]  # noqa: PLR2004 (sl:channel:time)

    async def _take(self, channel: str, ts: str) -> None:
        """Store what was said in a direct message since; each message is stored once."""
        try:
            messages = await self._since(channel, ts)
        except SlackApiError as refusal:
            log.warning("history refused", why=error_of(refusal))
            wait = seconds_to_wait(refusal.response.headers)
            if wait is None:
                return
            await asyncio.sleep(wait)
            messages = await self._since(channel, ts)
        found = [self._delivery(channel, one) for one in reversed(messages)]
        missed = [arrival(one) for one in found if self._is_said(one)]
        if missed:
            log.info("missed messages found", count=len(missed))
            await asyncio.to_thread(self.intake.take, missed)

    async def _since(self, channel: str, ts: str) -> list[dict[str, Any]]:
        """The messages after a moment, the newest first."""
        earliest = f"{(self.now() - WITHIN).timestamp():.6f}"
        answer = await self.slack.client.conversations_history(
            channel=channel, oldest=max(ts, earliest), limit=AT_ONCE
        )
        found: list[dict[str, Any]] = answer["messages"]
        return found

    def _delivery(self, channel: str, message: dict[str, Any]) -> dict[str, Any]:
        """A message of a history as Slack would have delivered it."""
        event = {**message, "channel": channel, "channel_type": "im"}
        return {"type": "event_callback", "team_id": self.team, "event": event}

    def _is_said(self, delivery: dict[str, Any]) -> bool:
        concerns = readings.concerns(delivery, self.slack.bot_user)
        return concerns and readings.is_spoken(delivery["event"])
