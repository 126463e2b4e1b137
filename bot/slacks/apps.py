"""The app: Bolt checks signatures and carries sockets; everything is stored before it is acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError

from bot.intakes import Intake
from bot.slacks import readings, views
from bot.slacks.arrivals import arrival
from bot.slacks.posts import Slack
from handlers import captures, forms, grammar, incidents
from handlers.asks import voice_of
from handlers.contract import registry
from handlers.forms import Form, Speaker
from handlers.replies import Invocation
from store import identities
from store.engines import Database
from store.failures import StoreFailure
from store.sessions import Session

log = structlog.get_logger()
SHORTCUT = "save_to_crm"
OPENS_WITHIN = 2.0  # seconds, of the three in which Slack wants its answer
STORED = BoltResponse(status=200, body="")
NOT_STORED = BoltResponse(status=503, body="")


@dataclass(slots=True)
class Door:
    """Where Slack's deliveries come in.

    Attributes:
        slack: the platform.
        database: of the company.
        intake: stores what comes.
        now: what counts as the present.
    """

    slack: Slack
    database: Database
    intake: Intake
    now: Callable[[], datetime]

    def app(self, signing_secret: str) -> AsyncApp:
        """The Bolt app: one middleware takes everything, and no listener ever runs.

        It stands behind the check of signatures and before Bolt's authorization, which answers
        200 to what it did not store whenever Slack's `auth.test` fails.
        """
        return AsyncApp(
            client=self.slack.client,
            signing_secret=signing_secret or "sockets are not signed",
            process_before_response=True,
            before_authorize=self._take,
        )

    async def _take(
        self,
        req: AsyncBoltRequest,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 (Bolt's name)
    ) -> BoltResponse:
        body = dict(req.body)
        if body.get("type") == "url_verification":
            return await next()
        if not readings.concerns(body, self.slack.bot_user):
            return STORED
        try:
            early = await self._early(body)
            if early is not None:
                return early
            await asyncio.to_thread(self.intake.take, [arrival(body)])
        except StoreFailure as error:
            log.error("database failed", reason=error.reason)  # noqa: TRY400 (no traceback in logs)
            return NOT_STORED
        return STORED

    async def _early(self, body: dict[str, Any]) -> BoltResponse | None:
        """Try what cannot wait; should it go wrong the delivery is stored like any other."""
        try:
            return await self._at_once(body)
        except StoreFailure:
            raise
        except Exception as error:  # noqa: BLE001 (a form that fails must not lose what was said)
            log.error("no form", places=incidents.places(error))  # noqa: TRY400 (no traceback in logs)
            return None

    async def _at_once(self, body: dict[str, Any]) -> BoltResponse | None:
        """What cannot wait for a worker: opening a form, and saying what is wrong in one."""
        if body.get("type") == "view_submission":
            return await self._checked(body)
        invocation = await self._asks_for_form(body)
        if invocation is None or not body.get("trigger_id"):
            return None
        form = await asyncio.to_thread(self._form, body, invocation)
        return await self._opened(body, form) if form else None

    async def _asks_for_form(self, body: dict[str, Any]) -> Invocation | None:
        """`/crm contact add` with nothing behind it, or the shortcut on a message."""
        if "command" in body:
            found = grammar.named(str(body.get("text") or ""))
            known = registry[found.command] if found and not found.rest else None
            needed = known and (known.forms or any(one.required for one in known.parameters))
            return Invocation(known.name) if known and needed else None
        if body.get("type") == "message_action" and body.get("callback_id") == SHORTCUT:
            return await asyncio.to_thread(self._captured, body)
        return None

    def _captured(self, body: dict[str, Any]) -> Invocation:
        """Somebody who was met becomes a contact; anything else is logged as a note."""
        text = readings.message_text(body, self.slack.bot_user)
        region = self.database.read(
            lambda session: voice_of(session.directory, None).region, self.now()
        )
        found = captures.understand(text, region)
        if found is None:
            return Invocation("log", {"kind": "note", "text": text})
        return Invocation("contact add", found.values)

    def _form(self, body: dict[str, Any], invocation: Invocation) -> Form | None:
        def make(session: Session) -> Form | None:
            return forms.of(session, _speaker(session, body), invocation, self.now())

        return self.database.read(make, self.now())

    async def _opened(self, body: dict[str, Any], form: Form) -> BoltResponse | None:
        """Open a form within the three seconds that its trigger lives; otherwise it is asked."""
        channel = arrival(body)
        try:
            async with asyncio.timeout(OPENS_WITHIN):
                await self.slack.client.views_open(
                    trigger_id=body["trigger_id"],
                    view=views.modal(form, channel.chat if channel.shared else ""),
                )
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("no form", why=type(error).__name__)
            return None
        return STORED

    async def _checked(self, body: dict[str, Any]) -> BoltResponse | None:
        """Say in the fields what is wrong; a right form is stored like any message."""
        try:
            run = readings.filled(body)["run"]
            check = partial(self._faults, body, run["command"], run["values"])
            found = await asyncio.to_thread(check)
        except (KeyError, ValueError, TypeError, AttributeError):
            return STORED  # no form of ours
        if not found:
            return None
        answer = {"response_action": "errors", "errors": found}
        return BoltResponse(status=200, body=answer)

    def _faults(
        self, body: dict[str, Any], command: str, values: Mapping[str, str]
    ) -> dict[str, str]:
        def check(session: Session) -> dict[str, str]:
            speaker = _speaker(session, body)
            return forms.faults(session, speaker, command, values, self.now())

        return self.database.read(check, self.now())


def _speaker(session: Session, body: dict[str, Any]) -> Speaker:
    """The account behind a delivery, as far as it is known."""
    found = arrival(body)
    identity = identities.known(session, found.platform, found.account)
    if identity is None:
        return Speaker(found.platform)
    return Speaker(found.platform, identity.id, identity.staff_id, identity.locale)
