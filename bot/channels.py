"""Channels: what the configured platforms share, and connecting until it works."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import Response

from bot.intakes import Intake
from bot.platforms import Platform
from bot.settings import Settings
from handlers import incidents
from store.engines import Database

log = structlog.get_logger()
Result = TypeVar("Result")
Answer = Callable[[Request], Awaitable[Response]]
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
AGAIN = 2.0


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
        lasting: connections that are used to the end, after the channels have stopped.
    """

    settings: Settings
    database: Database
    intake: Intake
    now: Callable[[], datetime]
    holder: str
    ready: Callable[[Platform], Awaitable[None]]
    lasting: AsyncExitStack


class Address:
    """An address that a platform calls; until its channel is connected it says: try again."""

    def __init__(self) -> None:
        """Nothing is connected yet."""
        self.answer: Answer | None = None

    async def take(self, request: Request) -> Response:
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


async def always(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do something until it is cancelled; should it fail, it begins anew."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 (whatever it was, the next attempt may go well)
            log.error("failed", part=name, places=incidents.places(error))  # noqa: TRY400 (no traceback in logs)
        await asyncio.sleep(AGAIN)
