"""A strict stand-in of Slack: the Web API, Socket Mode, signed HTTP, people who use it."""

import asyncio
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.standins import slack_payloads
from tests.standins.slack_deliveries import EVENTS, Deliveries, Delivery, Forged
from tests.standins.slack_doors import Doors
from tests.standins.slack_faults import Fault
from tests.standins.slack_limits import Limits, Violation
from tests.standins.slack_people import Person
from tests.standins.slack_records import File, Profile
from tests.standins.slack_worlds import Channel, World

__all__ = ["Channel", "Delivery", "Limits", "Person", "SlackServer"]
Json = dict[str, Any]
UPLOAD_MOST = 100 * 1024 * 1024


class SlackServer(World):
    """Slack on 127.0.0.1, in a thread of its own; a context manager.

    Args:
        bot_token: what the app calls the Web API with.
        app_token: what the app opens sockets with.
        signing_secret: what requests to `events_url` are signed with.
        port: 0 for a free one.
    """

    def __init__(
        self,
        bot_token: str = "xoxb-test",
        app_token: str = "xapp-test",
        signing_secret: str = "secret",
        port: int = 0,
    ) -> None:
        super().__init__()
        self.bot_token, self.app_token, self.signing_secret = bot_token, app_token, signing_secret
        self.deliveries = Deliveries(self, signing_secret)
        self.doors = Doors(self, bot_token, app_token)
        self.emit = self._emit
        self._port = port
        self._stop: asyncio.Event | None = None
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="slack", daemon=True)

    # The server.

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.result(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.deliveries.loop and self._stop:
            self.deliveries.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - the thread that waits must hear of it
            if not self._ready.done():
                self._ready.set_exception(error)

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        application = web.Application(client_max_size=UPLOAD_MOST)
        application.add_routes(self.doors.routes())
        application.add_routes([web.get("/link", self.deliveries.sockets.serve)])
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self._port).start()
        self.root = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        self.deliveries.loop = asyncio.get_running_loop()
        # A connection kept alive might be closed by the app just when it is used again.
        connector = aiohttp.TCPConnector(force_close=True)
        async with aiohttp.ClientSession(connector=connector) as self.deliveries.session:
            self._ready.set_result(None)
            await self._stop.wait()
            await self.deliveries.sockets.close()
        await runner.cleanup()

    @property
    def url(self) -> str:
        """The `base_url` of a web client."""
        return f"{self.root}api/"

    # Who and what is in the workspace.

    def person(
        self,
        user: str,
        name: str,
        email: str | None = None,
        locale: str = "en-US",
        *,
        restricted: bool = False,
        team: str = "T1",
        tz: str = "Europe/Berlin",
    ) -> Person:
        """Add somebody; of another team they come over Slack Connect, `restricted` is a guest."""
        with self.changing():
            dm = f"D{user}"
            profile = Profile(user, name, email, locale, restricted, team, tz, dm)
            self.people[user] = profile
            self.channels[dm] = Channel(self, dm, "", [user, self.bot_user], "im")
        return Person(self, self.deliveries, profile)

    def channel(
        self,
        channel: str,
        name: str,
        members: Iterable[Person] = (),
        *,
        external: bool = False,
        private: bool = False,
        bot: bool = True,
    ) -> Channel:
        """Add a channel; `external` is shared with another workspace, `bot` has the app in it."""
        with self.changing():
            ids = [one.id for one in members] + ([self.bot_user] if bot else [])
            kind = "private" if private else "public"
            self.channels[channel] = Channel(self, channel, name, ids, kind, external)
        return self.channels[channel]

    # Deliveries.

    @property
    def mode(self) -> str:
        """How deliveries go: "socket" or "http"."""
        return self.deliveries.mode

    @mode.setter
    def mode(self, mode: str) -> None:
        self.deliveries.mode = mode

    @property
    def events_url(self) -> str:
        """Where deliveries go by HTTP."""
        return self.deliveries.events_url

    @events_url.setter
    def events_url(self, url: str) -> None:
        self.deliveries.events_url = url

    @property
    def sockets(self) -> int:
        """How many sockets take deliveries."""
        return len(self.deliveries.sockets.open)

    @property
    def connected(self) -> int:
        """How many sockets were ever opened."""
        return self.deliveries.sockets.connected

    def _emit(self, event: Json) -> Delivery:
        payload = slack_payloads.event_callback(self, event)
        return self.deliveries.start(Delivery(EVENTS, payload))

    def deliver(
        self,
        payload: Json,
        kind: str = EVENTS,
        times: int = 1,
        timestamp: str | None = None,
        signature: str | None = None,
    ) -> list[Delivery]:
        """Deliver any payload.

        Args:
            payload: as the app is to get it.
            kind: "events_api", "slash_commands" or "interactive".
            times: how many deliveries of the same payload.
            timestamp: unix seconds in the header; with it or `signature` nothing is retried.
            signature: instead of the right one.
        """
        forged = Forged(timestamp, signature) if timestamp or signature else None
        return [self.deliveries.start(Delivery(kind, payload, forged)) for _ in range(times)]

    def repeat_deliveries(self, times: int) -> None:
        """Deliver every event so many times more although it is acknowledged."""
        self.deliveries.repeats = times

    def disconnect(self, reason: str | None = "refresh_requested") -> None:
        """Close all sockets, after a notice with a reason; None closes them without."""
        if self.deliveries.loop is None:
            raise RuntimeError("the stand-in is not running")
        ending = self.deliveries.sockets.disconnect(reason)
        asyncio.run_coroutine_threadsafe(ending, self.deliveries.loop).result(10)

    @property
    def delivered(self) -> list[Delivery]:
        """Everything on its way or delivered, oldest first."""
        return list(self.deliveries.all)

    @property
    def pending(self) -> list[Delivery]:
        """What Slack is not done with yet."""
        return [one for one in self.delivered if not one.finished.done()]

    @property
    def unacknowledged(self) -> list[Delivery]:
        """What Slack has given up, since it was never acknowledged."""
        given_up = (one for one in self.delivered if one.finished.done())
        return [one for one in given_up if not one.acknowledged]

    def settle(self, timeout: float = 15) -> None:
        """Wait until Slack is done with everything that it had to deliver."""
        self.wait(lambda: not self.pending, timeout)

    # Faults and limits.

    def fail(
        self,
        method: str,
        status: int = 429,
        retry_after: int = 1,
        times: int = 1,
        channel: Channel | str | None = None,
        error: str = "",
    ) -> None:
        """Refuse the next calls of a method with a status or Slack's error.

        Args:
            method: its name, or "*" for any.
            status: 429, 500 or 503; 200 when there is an `error` other than "ratelimited".
            retry_after: seconds, for 429.
            times: how many calls.
            channel: only calls that name this conversation, or this person.
            error: Slack's word for it.
        """
        if error and error != "ratelimited":
            status = 200
        self.doors.faults.ordered.append(
            Fault(method, times, status, error, retry_after, self.place(channel))
        )

    def drop(self, method: str, times: int = 1, *, before: bool = True) -> None:
        """Close the connection instead of answering, before or after the call takes effect."""
        self.doors.faults.ordered.append(Fault(method, times, lost=True, before=before))

    def slow(self, method: str, seconds: float, times: int = 1, *, before: bool = False) -> None:
        """Answer late; the call takes effect at once, or late as well when `before`."""
        self.doors.faults.ordered.append(Fault(method, times, seconds=seconds, before=before))

    @property
    def limits(self) -> Limits | None:
        """The limits in force; None for none."""
        return self.doors.limits

    @limits.setter
    def limits(self, limits: Limits | None) -> None:
        self.doors.limits = limits

    @property
    def violations(self) -> list[Violation]:
        """Calls beyond the limits."""
        return self.limits.violations if self.limits else []

    @property
    def uploaded(self) -> list[File]:
        """Files that the app has shared."""
        return [one for one in self.files.values() if one.finished]
