"""Calendars over HTTP: each member of staff's tasks at their private address."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handlers import calendars
from handlers.asks import voice_of
from handlers.languages import speaking
from store import calendar_feeds
from store.engines import Database
from store.failures import StoreFailure
from store.rights import Right
from store.sessions import Session

LONGEST_TOKEN = 100
HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


def route(database: Database, now: Callable[[], datetime]) -> Route:
    """The address of all calendars; what it is called with stands in no log.

    Args:
        database: of the company.
        now: what counts as the present.
    """

    async def answer(request: Request) -> Response:
        token: str = request.path_params["token"]
        if len(token) > LONGEST_TOKEN:
            return Response(status_code=404)
        try:
            found = await asyncio.to_thread(
                database.read, lambda session: _read(session, token), now()
            )
        except StoreFailure:
            return Response(status_code=503)
        if found is None:
            return Response(status_code=404)
        return Response(found, media_type="text/calendar", headers=HEADERS)

    return Route("/calendar/{token}.ics", answer, methods=["GET"])


def _read(session: Session, token: str) -> bytes | None:
    """The calendar of whoever the address belongs to, with the rights that they have now."""
    session.act_as(None)
    person = calendar_feeds.whose(session, token)
    if person is None:
        return None
    session.act_as(person)
    if session.actor is None or session.actor.scope(Right.TASKS_SEE) is None:
        return None
    with speaking(voice_of(session.directory, person)):
        return calendars.of_person(session)
