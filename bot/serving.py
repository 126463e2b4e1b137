"""Serving: every configured channel, the sender and the ticker, until SIGTERM."""

import asyncio
import os
import secrets
import signal
import socket
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from starlette.routing import BaseRoute, Route

from bot import calendars, webs
from bot.channels import Address, Hub, always
from bot.clocks import Clock
from bot.intakes import Intake, Stored
from bot.platforms import Platform
from bot.senders import Sender
from bot.settings import BadSetting, Settings
from bot.workers import Workers
from reminders.jobs import JOBS, LOOK, Job, perform
from store.engines import Database
from store.errors import CrmError

log = structlog.get_logger()
FINISH = 8.0  # seconds that what runs may take after SIGTERM; Docker kills after 10
LEFT_BEHIND = timedelta(seconds=5)
LOOK_FOR_LEFT = 3  # seconds


@dataclass(slots=True)
class Service:
    """A running Parley.

    Attributes:
        settings: of this machine.
        database: of the company.
        clock: the wall clock.
    """

    settings: Settings
    database: Database
    clock: Clock = field(default_factory=Clock)
    platforms: dict[str, Platform] = field(default_factory=dict)
    _ticker: AsyncIOScheduler = field(default_factory=lambda: AsyncIOScheduler(timezone="UTC"))
    # Of their own, or what is due would wait behind a thousand letters on their way.
    _threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(len(JOBS), thread_name_prefix="job")
    )
    _intakes: list[asyncio.Task[Any]] = field(default_factory=list)
    _web: asyncio.Task[None] | None = None
    _lasting: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until told to stop; what runs then is finished.

        Raises:
            BadSetting: the HTTP address cannot be used and a channel needs it.
        """
        holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        sender = Sender(self.database, self.clock.now, self.platforms, holder)
        workers = Workers(
            self.database, self.clock.now, self.platforms, lambda _stored: sender.call()
        )
        server = await self._begin(workers, sender, holder)
        sending = asyncio.create_task(always("sender", sender.run))
        log.info("serving", process=holder)
        await stop.wait()
        await self._end(workers, sender, server)
        sending.cancel()
        await asyncio.wait([sending])
        log.info("stopped")

    async def _begin(self, workers: Workers, sender: Sender, holder: str) -> webs.Server:
        loop = asyncio.get_running_loop()

        def hand(stored: Stored) -> None:
            loop.call_soon_threadsafe(workers.add, stored)

        async def ready(platform: Platform) -> None:
            """Take up what was left, then what comes."""
            self.platforms[platform.name] = platform
            with suppress(CrmError):  # then the ticker does
                await workers.recover()
            sender.call()

        intake = Intake(self.database, self.clock.now, hand)
        hub = Hub(
            self.settings, self.database, intake, self.clock.now, holder, ready, self._lasting
        )
        telegram, slack = Address(), Address()
        server = await self._listen(telegram, slack)
        self._tick(workers)  # what is due does not wait until the platforms are there
        if self.settings.telegram_token:
            from bot.telegrams import channels as telegrams  # noqa: PLC0415 (only if configured)

            self._start(always("Telegram", partial(telegrams.run, hub, telegram)))
        if self.settings.slack_bot_token:
            from bot.slacks import channels as slacks  # noqa: PLC0415 (only if configured)

            self._start(always("Slack", partial(slacks.run, hub, slack)))
        return server

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._intakes.append(asyncio.create_task(work))

    async def _listen(self, telegram: Address, slack: Address) -> webs.Server:
        """Open the HTTP server; without a channel that is called a busy port does no harm."""
        found = routes(self.settings, telegram, slack)
        feeds = calendars.route(self.database, self.clock.now)
        server = webs.server(self.settings.http, [*found, feeds])
        try:
            held = webs.listen(server)
        except OSError as error:
            if found:
                raise BadSetting("PARLEY_HTTP", self.settings.http) from error
            log.warning("the HTTP address is taken", address=self.settings.http)
            return server
        log.info("listening", port=held.getsockname()[1])
        self._web = asyncio.create_task(server.serve(sockets=[held]))
        return server

    def _tick(self, workers: Workers) -> None:
        """What happens by the clock; rows are the truth, the ticker only looks."""
        loop = asyncio.get_running_loop()

        async def look(job: Job) -> None:
            call = partial(perform, self.database, job, self.clock.now())
            await loop.run_in_executor(self._threads, call)

        async def take_over() -> None:
            with suppress(CrmError):
                await workers.recover(LEFT_BEHIND)

        self._ticker.add_job(take_over, "interval", seconds=LOOK_FOR_LEFT, max_instances=1)
        for job in JOBS:
            every = {"seconds": LOOK if job.at else job.every, "max_instances": 1}
            # What falls due by the second has waited for this process long enough.
            first = {"next_run_time": datetime.now(UTC)} if job.every == 1 else {}
            self._ticker.add_job(look, "interval", [job], **every, **first)
        self._ticker.start()

    async def _end(self, workers: Workers, sender: Sender, server: webs.Server) -> None:
        """Stop taking in, finish what runs, let the answers arrive."""
        log.info("stopping")
        end = asyncio.get_running_loop().time() + FINISH
        self._ticker.shutdown(wait=False)
        server.should_exit = True
        for task in self._intakes:
            task.cancel()
        await workers.close(FINISH / 2)
        await sender.close(end - asyncio.get_running_loop().time())
        rest = [*self._intakes, self._web] if self._web else self._intakes
        await asyncio.wait(rest, timeout=1)
        await asyncio.to_thread(self._threads.shutdown)
        await self._lasting.aclose()


def routes(settings: Settings, telegram: Address, slack: Address) -> list[BaseRoute]:
    """The addresses that the configured channels are called at."""
    found: list[BaseRoute] = []
    if settings.telegram_token and settings.telegram_webhook_url:
        found.append(Route(settings.webhook_path, telegram.take, methods=["POST"]))
    if settings.slack_bot_token and settings.slack_signing_secret:
        found.append(Route("/slack/events", slack.take, methods=["POST"]))
    return found


def run(settings: Settings, database: Database) -> None:
    """Serve until SIGTERM or SIGINT."""
    asyncio.run(_until_signal(Service(settings, database)))


async def _until_signal(service: Service) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await service.run(stop)
