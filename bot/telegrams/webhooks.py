"""Webhooks: Telegram calls; only with its secret, and answered only once the update is stored."""

import asyncio
import hmac

import orjson
from starlette.requests import Request
from starlette.responses import Response
from telegram.ext import ExtBot

from bot.intakes import Intake
from bot.telegrams.arrivals import arrival, heard
from store.failures import StoreFailure

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1024 * 1024


class Webhook:
    """The address that Telegram calls."""

    def __init__(self, intake: Intake, bot: "ExtBot[None]", secret: str) -> None:
        """Keep what stores the updates, and what a call must bring along."""
        self._intake = intake
        self._bot = bot
        self._secret = secret.encode()

    async def __call__(self, request: Request) -> Response:
        """Store an update; anything but 200 makes Telegram send it again."""
        brought = request.headers.get(HEADER, "").encode()
        if not hmac.compare_digest(brought, self._secret):
            return Response(status_code=401)
        body = await request.body()
        if len(body) > LARGEST:
            return Response(status_code=413)
        try:
            raw = orjson.loads(body)
        except orjson.JSONDecodeError:
            return Response(status_code=400)
        if not isinstance(raw, dict):
            return Response(status_code=400)
        if not heard(raw, self._bot.username):
            return Response(status_code=200)
        try:
            await asyncio.to_thread(
                self._intake.take, [arrival(raw, self._bot.id, self._bot.username)]
            )
        except StoreFailure:
            return Response(status_code=503)
        return Response(status_code=200)
