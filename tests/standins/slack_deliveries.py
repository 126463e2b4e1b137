"""What Slack delivers to the app, by socket or signed HTTP, again when it is not acknowledged."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Awaitable, Callable, Generator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.standins.slack_sockets import Sockets
from tests.standins.slack_worlds import World, in_loop

Json = dict[str, Any]
EVENTS, COMMANDS, INTERACTIVE = "events_api", "slash_commands", "interactive"


@dataclass
class Forged:
    """What a request carries instead of the right signature."""

    timestamp: str | None = None
    signature: str | None = None


@dataclass
class Answer:
    """What the app answered to one attempt; status 0 when it did not."""

    status: int
    response: Any = None
    no_retry: bool = False

    @property
    def good(self) -> bool:
        """Whether Slack takes it as an acknowledgement."""
        return self.status == 200


@dataclass
class Delivery:
    """Something delivered to the app.

    Threads may read `status` and `response` (they wait until Slack is done with it); within the
    event loop of the app it must be awaited first.
    """

    kind: str
    payload: Json
    forged: Forged | None = None
    answers: list[Answer] = field(default_factory=list)
    on_answer: Callable[[Answer], None] | None = None
    finished: "Future[None]" = field(default_factory=Future)

    def __await__(self) -> Generator[Any, None, "Delivery"]:
        yield from asyncio.shield(asyncio.wrap_future(self.finished)).__await__()
        return self

    def wait(self, timeout: float = 15) -> "Delivery":
        """Wait until Slack is done with it.

        Raises:
            RuntimeError: within an event loop, which waiting would block.
        """
        if not self.finished.done() and in_loop():
            raise RuntimeError("within an event loop: `await` the delivery first")
        self.finished.result(timeout)
        return self

    @property
    def attempts(self) -> int:
        """How many attempts were answered or given up so far."""
        return len(self.answers)

    @property
    def acknowledged(self) -> bool:
        """Whether an attempt has been acknowledged so far."""
        return any(one.good for one in self.answers)

    @property
    def status(self) -> int:
        """The HTTP status of the last attempt; 200 for a socket's acknowledgement, 0 for none."""
        return self.wait().answers[-1].status

    @property
    def response(self) -> Any:
        """The body or the payload of the acknowledgement; None when there was none."""
        answers = self.wait().answers
        return next((one.response for one in answers if one.good), answers[-1].response)


class Deliveries:
    """All deliveries and the ways on which they go."""

    def __init__(self, world: World, signing_secret: str) -> None:
        self.world = world
        self.signing_secret = signing_secret
        self.sockets = Sockets(world)
        self.mode = "socket"
        self.events_url = ""
        self.ack_within = 3.0
        self.retries = 3
        self.repeats = 0
        self.all: list[Delivery] = []
        self.loop: asyncio.AbstractEventLoop | None = None
        self.session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, delivery: Delivery) -> Delivery:
        """Send something on its way, from any thread."""
        with self.world.changing():
            self.all.append(delivery)
        if self.loop is None:
            raise RuntimeError("the stand-in is not running")
        self.loop.call_soon_threadsafe(self._start, delivery)
        return delivery

    def _start(self, delivery: Delivery) -> None:
        task = asyncio.ensure_future(self._carry(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, delivery: Delivery) -> None:
        try:
            await self._try(delivery)
        finally:
            with self.world.changing():
                if not delivery.finished.done():
                    delivery.finished.cancel()

    async def _try(self, delivery: Delivery) -> None:
        attempt = 0
        while True:
            answer = await self._attempt(delivery, attempt)
            self._note(delivery, answer)
            if self._enough(delivery, answer, attempt):
                break
            attempt += 1
        with self.world.changing():
            delivery.finished.set_result(None)

    def _note(self, delivery: Delivery, answer: Answer) -> None:
        with self.world.changing():
            first = answer.good and not delivery.acknowledged
            delivery.answers.append(answer)
            if delivery.on_answer and (first or not answer.good):
                delivery.on_answer(answer)

    def _enough(self, delivery: Delivery, answer: Answer, attempt: int) -> bool:
        # Slack repeats events only: a command or a press that fails is shown to the person.
        if delivery.kind != EVENTS or delivery.forged:
            return True
        if delivery.acknowledged:
            return attempt >= self.repeats
        return answer.no_retry or attempt >= self.retries

    async def _attempt(self, delivery: Delivery, attempt: int) -> Answer:
        send: Callable[[Delivery, int], Awaitable[Answer]]
        send = self._by_socket if self.mode == "socket" else self._by_http
        try:
            async with asyncio.timeout(self.ack_within):
                return await send(delivery, attempt)
        except aiohttp.ClientError:
            # An app that is just restarting is asked no faster than one that is silent.
            await asyncio.sleep(self.ack_within)
        except (TimeoutError, ConnectionError):
            pass
        return Answer(0)

    async def _by_socket(self, delivery: Delivery, attempt: int) -> Answer:
        with self.world.changing():
            envelope_id = self.world.next_id("envelope-")
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind == COMMANDS or _is_form(delivery.payload),
        }
        if delivery.kind == EVENTS:
            reason = "timeout" if attempt else ""
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        return Answer(200, await self.sockets.send(envelope))

    async def _by_http(self, delivery: Delivery, attempt: int) -> Answer:
        if self.session is None:
            raise RuntimeError("the stand-in is not running")
        body, content_type = encoded(delivery)
        headers = self._signed(body, delivery.forged) | {"Content-Type": content_type}
        if attempt:
            reason = "http_error" if delivery.answers[-1].status else "http_timeout"
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        async with self.session.post(self.events_url, data=body, headers=headers) as answer:
            content = _decoded(await answer.text(), answer.content_type)
            no_retry = answer.headers.get("X-Slack-No-Retry") == "1"
            return Answer(answer.status, content, no_retry)

    def _signed(self, body: bytes, forged: Forged | None) -> dict[str, str]:
        # The app compares with its own real clock, whatever clock the stand-in was given.
        forged = forged or Forged()
        stamp = forged.timestamp or str(int(time.time()))
        signature = forged.signature or signed(self.signing_secret, stamp, body)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}


def signed(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a request, version v0 of Slack's scheme."""
    text = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def encoded(delivery: Delivery) -> tuple[bytes, str]:
    """The body of a request and its content type."""
    if delivery.kind == EVENTS:
        return json.dumps(delivery.payload).encode(), "application/json"
    form = delivery.payload
    if delivery.kind == INTERACTIVE:
        form = {"payload": json.dumps(delivery.payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _is_form(payload: Json) -> bool:
    return payload.get("type") in {"view_submission", "block_suggestion"}


def _decoded(text: str, content_type: str) -> Any:
    if content_type == "application/json" and text:
        return json.loads(text)
    return text or None
