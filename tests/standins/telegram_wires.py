"""HTTP: reads calls, answers them, lets files be fetched."""

import asyncio
import json
import time
from dataclasses import dataclass

from aiohttp import web
from aiohttp.web_request import FileField

from tests.standins import telegram_checks as checks
from tests.standins.telegram_faults import Fault
from tests.standins.telegram_files import UPLOAD_BYTES, Attached
from tests.standins.telegram_messages import Ask
from tests.standins.telegram_methods import GET_UPDATES, METHODS
from tests.standins.telegram_polls import Polls
from tests.standins.telegram_refusals import Json, Refused, bad_request
from tests.standins.telegram_worlds import Call, World

BODY_BYTES = 2 * UPLOAD_BYTES
NAMES = {name.lower(): name for name in ("getUpdates", *METHODS)}
DOWNLOAD = "download"


@dataclass
class Raw:
    """A call as it came: parameters as sent, in forms all strings, and files by field."""

    params: dict[str, object]
    files: dict[str, Attached]


async def read(request: web.Request) -> Raw:
    """Read a call from the query and a JSON, form or multipart body."""
    params: dict[str, object] = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        return Raw(params | (_read_json(body) if body else {}), {})
    fields = await request.post()
    files = {
        name: Attached(value.filename, value.file.read())
        for name, value in fields.items()
        if isinstance(value, FileField)
    }
    texts = {name: str(value) for name, value in fields.items() if name not in files}
    return Raw(params | texts, files)


def _read_json(body: str) -> Json:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(found, dict):
        raise bad_request("object expected")
    return found


class Wire:
    """The web application of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.polls = Polls(world)
        self.app = web.Application(client_max_size=BODY_BYTES)
        self.app.router.add_route("*", "/bot{token}/{method}", self.call)
        self.app.router.add_get("/file/bot{token}/{folder}/{file_id}", self.download)

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Answer a call, or let it go wrong as a fault demands."""
        method = NAMES.get(request.match_info["method"].lower(), "")
        if request.match_info["token"] != self.world.token:
            return _respond(401, Refused(401).body)
        if not method:
            return _respond(404, Refused(404).body)
        try:
            raw = await read(request)
        except Refused as refusal:
            return _respond(refusal.status, refusal.body)
        return await self._call(request, method, raw)

    async def _call(self, request: web.Request, method: str, raw: Raw) -> web.StreamResponse:
        fault = self._fault(method, raw.params.get("chat_id"))
        if fault and fault.drop and fault.before:
            self._note(method, raw.params, 0, {})
            return _hang_up(request)
        status, body = await self._answer(method, raw, fault)
        if fault and fault.drop:
            return _hang_up(request)
        await asyncio.sleep(fault.seconds if fault else 0)
        return _respond(status, body)

    def _fault(self, method: str, chat: object) -> Fault | None:
        with self.world.lock:
            return self.world.faults.hit(method, chat)

    async def _answer(self, method: str, raw: Raw, fault: Fault | None) -> tuple[int, Json]:
        if method == "getUpdates":
            return await self._answer_poll(raw, fault)
        with self.world.lock:
            params = raw.params
            try:
                _refuse_by(fault)
                known = METHODS[method]
                params = checks.decoded(raw.params, known.takes, known.needs)
                result = known.run(self.world, Ask(method, params, raw.files))
            except Refused as refusal:
                return self._answered(method, params, fault, refusal.status, refusal.body)
            return self._answered(method, params, fault, 200, {"ok": True, "result": result})

    async def _answer_poll(self, raw: Raw, fault: Fault | None) -> tuple[int, Json]:
        try:
            _refuse_by(fault)
            ask = Ask("getUpdates", checks.decoded(raw.params, GET_UPDATES, frozenset()))
            body = {"ok": True, "result": await self.polls.get_updates(ask)}
        except Refused as refusal:
            return self._answered("getUpdates", raw.params, fault, refusal.status, refusal.body)
        return self._answered("getUpdates", ask.params, fault, 200, body)

    def _answered(
        self, method: str, params: Json, fault: Fault | None, status: int, body: Json
    ) -> tuple[int, Json]:
        self._note(method, params, 0 if fault and fault.drop else status, body)
        return status, body

    def _note(self, method: str, params: Json, status: int, body: Json) -> None:
        with self.world.lock:
            self.world.calls.append(Call(method, params, time.monotonic(), status, body))
            self.world.lock.notify_all()

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Give a file."""
        file_id = request.match_info["file_id"]
        fault = self._fault(DOWNLOAD, None)
        if fault and fault.drop:
            self._note(DOWNLOAD, {"file_id": file_id}, 0, {})
            return _hang_up(request)
        await asyncio.sleep(fault.seconds if fault else 0)
        refusal = fault.refusal if fault else None
        if request.match_info["token"] != self.world.token or file_id not in self.world.files:
            refusal = Refused(404)
        self._note(DOWNLOAD, {"file_id": file_id}, refusal.status if refusal else 200, {})
        if refusal:
            return _respond(refusal.status, refusal.body)
        return web.Response(body=self.world.files[file_id])


def _refuse_by(fault: Fault | None) -> None:
    if fault and fault.refusal:
        raise fault.refusal


def _respond(status: int, body: Json) -> web.Response:
    return web.json_response(body, status=status)


def _hang_up(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.close()
    return web.Response(status=500)
