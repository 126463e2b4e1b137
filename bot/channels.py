"""Channels: what the configured platforms share, and connecting until it works."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import Response

from bot.intakes import Intake
from bot.platforms import Platform
from bot.settings import Settings
from store.engines import Database

log = structlog.get_logger()
Result = TypeVar("Result")
Answer = Callable[[Request], Awaitable[Response]]
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


@dataclass(slots=True)
class Hub:
    """What the channels of a process share.

    Attributes:
        settings: of this machine.
        database: of the company.
        intake: stores what comes.
        now: what counts as the present.
        holder: names this process.
        ready: called with a platform once it is connected.
    """

    settings: Settings
    database: Database
    intake: Intake
    now: Callable[[], datetime]
    holder: str
    ready: Callable[[Platform], Awaitable[None]]


class Address:
    """An address that a platform calls; until its channel is connected it says: try again."""

    def __init__(self) -> None:
        """Nothing is connected yet."""
        self.answer: Answer | None = None

    async def __call__(self, request: Request) -> Response:
        """Pass a call on."""
        if self.answer is None:
            return Response(status_code=503)
        return await self.answer(request)


async def patiently(name: str, attempt: Callable[[], Awaitable[Result]]) -> Result:
    """Try until it works: a platform that is down must not keep Parley from starting."""
    pause = FIRST_PAUSE
    while True:
        try:
            return await attempt()
        except Exception as error:  # noqa: BLE001 (whatever the platform's library raises)
            log.warning("cannot connect", channel=name, why=type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
