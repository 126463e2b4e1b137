"""Posting updates to a webhook, and the methods that set one."""

import asyncio
import re
from dataclasses import dataclass, field

import aiohttp

from tests.standins.telegram_messages import Ask
from tests.standins.telegram_refusals import Json, bad_request
from tests.standins.telegram_updates import Update
from tests.standins.telegram_worlds import Webhook, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE = aiohttp.ClientTimeout(total=30)
PAUSES = (0.02, 0.1, 0.5)  # seconds before an update is posted again, the last from then on
STAGGER = 0.02  # seconds by which shuffled deliveries start apart at most


def set_webhook(world: World, ask: Ask) -> bool:
    """Have updates posted; without an address no longer."""
    url, secret = ask.params.get("url", ""), ask.params.get("secret_token", "")
    if url and not re.match(r"https://|http://127\.0\.0\.1:", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    world.webhook = Webhook(url, secret, ask.params.get("max_connections", 40))
    allow(world, ask)
    return _drop_pending(world, ask)


def allow(world: World, ask: Ask) -> None:
    """Take the wished kinds of updates, if any are told; an empty list is the usual ones."""
    if "allowed_updates" in ask.params:
        world.updates.allowed = frozenset(ask.params["allowed_updates"])
    world.updates.woken()


def delete_webhook(world: World, ask: Ask) -> bool:
    """Have updates posted no longer."""
    world.webhook = Webhook()
    return _drop_pending(world, ask)


def _drop_pending(world: World, ask: Ask) -> bool:
    if ask.params.get("drop_pending_updates"):
        world.updates.waiting.clear()
    return True


def get_webhook_info(world: World, _: Ask) -> Json:
    """Tell where updates are posted."""
    hook = world.webhook
    info = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.waiting),
        "max_connections": hook.most,
        "allowed_updates": sorted(world.updates.allowed),
    }
    failed = {"last_error_date": int(world.wall_clock()), "last_error_message": hook.error}
    return info | (failed if hook.error else {})


@dataclass
class Postman:
    """Posts updates to the webhook: in order in a chat, side by side for different ones."""

    world: World
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    flights: set[asyncio.Task[None]] = field(default_factory=set)

    async def works(self) -> None:
        """Post until cancelled."""
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            try:
                while await self.woken.wait():
                    self.woken.clear()
                    self._start_flights(session)
            finally:
                for flight in self.flights:
                    flight.cancel()
                await asyncio.gather(*self.flights, return_exceptions=True)

    def _start_flights(self, session: aiohttp.ClientSession) -> None:
        with self.world.lock:
            hook, queue = self.world.webhook, self.world.updates
            ready = queue.ready(hook.most - len(self.flights)) if hook.url else []
            for update in ready:
                update.flying = True
                delay = queue.shuffled.uniform(0, STAGGER) if queue.shuffled else 0.0
                flight = asyncio.create_task(self._carry(session, update, delay))
                self.flights.add(flight)
                flight.add_done_callback(self._landed)

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self.flights.discard(flight)
        self.woken.set()

    async def _carry(self, session: aiohttp.ClientSession, update: Update, delay: float) -> None:
        """Post until it is taken or the webhook has changed."""
        await asyncio.sleep(delay)
        hook, tries = self.world.webhook, 0
        while self.world.webhook is hook and not await self._post(session, hook, update):
            await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1
        with self.world.lock:
            update.flying = False

    async def _post(self, session: aiohttp.ClientSession, hook: Webhook, update: Update) -> bool:
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        try:
            async with session.post(hook.url, json=update.body, headers=headers) as answer:
                error = "" if answer.ok else f"Wrong response from the webhook: {answer.status}"
        except (aiohttp.ClientError, TimeoutError) as failure:
            error = str(failure) or "Connection failed"
        with self.world.lock:
            hook.error = error
            if not error and update in self.world.updates.waiting:
                self.world.updates.done(update)
            self.world.lock.notify_all()
        return not error
