"""The HTTP side of the stand-in."""

import asyncio
import json
from typing import Any

from aiohttp import web

from tests.standins import (
    slack_chats,
    slack_conversations,
    slack_files,
    slack_methods,
    slack_responses,
    slack_views,
)
from tests.standins.slack_faults import Fault, Faults
from tests.standins.slack_limits import Limits
from tests.standins.slack_methods import Refused
from tests.standins.slack_records import Call
from tests.standins.slack_worlds import World

Json = dict[str, Any]
Reply = tuple[int, Json, dict[str, str]]
# Named, so that importing this module registers all methods.
METHOD_MODULES = (slack_chats, slack_conversations, slack_files, slack_views)
LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head></html>"


class Doors:
    """Answers to all requests."""

    def __init__(self, world: World, bot_token: str, app_token: str) -> None:
        self.world = world
        self.tokens = {bot_token: "bot", app_token: "app"}
        self.faults = Faults()
        self.limits: Limits | None = None

    def routes(self) -> list[web.RouteDef]:
        """All addresses, besides the one of the sockets."""
        return [
            web.route("*", "/api/{method}", self.call),
            web.post("/upload/{file}", self.upload),
            web.get("/files/{file}/{name}", self.download),
            web.post("/response/{token}", self.respond),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """A call of the Web API."""
        method, params = request.match_info["method"], await _params(request)
        if params is None:
            return web.json_response({"ok": False, "error": "invalid_json"})
        token = self._token(request, params)
        fault = self.faults.take(method, self.world.place(params.get("channel")))
        if fault and fault.before:
            await asyncio.sleep(fault.seconds)
        with self.world.changing():
            reply = self._answer(method, params, token, fault)
            self._record(method, params, reply, fault)
        if fault and not fault.before:
            await asyncio.sleep(fault.seconds)
        if fault and fault.lost:
            return _hang_up(request)
        return _response(reply)

    def _answer(self, method: str, params: Json, token: str | None, fault: Fault | None) -> Reply:
        if fault and (fault.status or (fault.lost and fault.before)):
            return _failed(fault)
        if seconds := self._wait(method, params):
            return _limited(seconds)
        try:
            answer = slack_methods.call(self.world, method, params, token)
        except Refused as refusal:
            return 200, _refused(refusal), {}
        return 200, {"ok": True, **answer}, {}

    def _wait(self, method: str, params: Json) -> int:
        if self.limits is None or method not in slack_methods.METHODS:
            return 0
        place = self.world.place(params.get("channel"))
        return self.limits.wait(method, place, self.world.clock())

    def _record(self, method: str, params: Json, reply: Reply, fault: Fault | None) -> None:
        status = 0 if fault and fault.lost else reply[0]
        self.world.calls.append(Call(method, params, self.world.clock(), status, reply[1]))

    def _token(self, request: web.Request, params: Json) -> str | None:
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        given = params.pop("token", None) or bearer
        return self.tokens.get(str(given), "wrong") if given else None

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """The content of a file, raw or as a form with one file in it."""
        content = await _uploaded(request)
        with self.world.changing():
            status, text = slack_files.receive(self.world, request.match_info["file"], content)
        return web.Response(status=status, text=text)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The content of a file; without the right token a page to sign in, as Slack has it."""
        one = self.world.files.get(request.match_info["file"])
        if self._token(request, {}) != "bot":
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        if one is None:
            return web.Response(status=404, text="not found")
        return web.Response(body=one.bytes, content_type=one.mimetype or "application/octet-stream")

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """An answer to a response_url."""
        body = await _params(request) or {}
        with self.world.changing():
            status, error = 200, ""
            try:
                slack_responses.answer(self.world, request.match_info["token"], body)
            except Refused as refusal:
                status = 404 if refusal.error in {"used_url", "expired_url"} else 400
                error = refusal.error
            answer: Json = {"ok": not error} | ({"error": error} if error else {})
            at = self.world.clock()
            self.world.calls.append(Call("response_url", body, at, status, answer))
        return web.json_response(answer, status=status) if error else web.Response(text="ok")


async def _params(request: web.Request) -> Json | None:
    params: Json = dict(request.query)
    if request.content_type != "application/json":
        return params | dict(await request.post())
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        return None
    return params | body if isinstance(body, dict) else None


async def _uploaded(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""


def _refused(refusal: Refused) -> Json:
    answer: Json = {"ok": False, "error": refusal.error}
    if refusal.messages:
        answer |= {"errors": refusal.messages, "response_metadata": {"messages": refusal.messages}}
    return answer


def _failed(fault: Fault) -> Reply:
    if fault.status == 429:
        return _limited(fault.retry_after)
    return fault.status, {"ok": False, "error": fault.error or "internal_error"}, {}


def _limited(seconds: int) -> Reply:
    return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)}


def _response(reply: Reply) -> web.Response:
    status, answer, headers = reply
    if status >= 500:
        return web.Response(status=status, text="<html>error</html>", content_type="text/html")
    return web.json_response(answer, status=status, headers=headers)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
