"""The sockets of an app in Socket Mode; they share the deliveries in turn."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.standins.slack_worlds import World

Json = dict[str, Any]
MOST = 10
GRACE = 1.0  # seconds from the notice of a disconnection to the end of the socket


@dataclass(eq=False)
class Socket:
    """A connected socket with the acknowledgements for which it owes an answer."""

    ws: web.WebSocketResponse
    owed: dict[str, "asyncio.Future[Any]"] = field(default_factory=dict)


class Sockets:
    """All sockets that take deliveries, in the order of their turn."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.open: list[Socket] = []
        self.leaving: list[Socket] = []
        self.connected = 0
        self._arrived = asyncio.Event()
        self._endings: set[asyncio.Task[None]] = set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Take a client that brings a ticket of `apps.connections.open`."""
        ticket = request.query.get("ticket", "")
        with self.world.changing():
            if ticket not in self.world.tickets:
                return web.Response(status=403, text="unknown ticket")
            self.world.tickets.remove(ticket)
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        if len(self.open) >= MOST:
            await ws.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await ws.close()
            return ws
        await self._talk(Socket(ws))
        return ws

    async def _talk(self, socket: Socket) -> None:
        await socket.ws.send_json(self._hello())
        self._change(socket, joins=True)
        try:
            async for message in socket.ws:
                if message.type == WSMsgType.TEXT:
                    self._acknowledge(socket, json.loads(message.data))
        finally:
            self._change(socket, joins=False)
            for owed in socket.owed.values():
                if not owed.done():
                    owed.set_exception(ConnectionError("the socket was closed"))

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open) + 1,
            "debug_info": {"host": "stand-in", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self.world.app_id},
        }

    def _change(self, socket: Socket, *, joins: bool) -> None:
        with self.world.changing():
            if joins:
                self.connected += 1
                self.open.append(socket)
            else:
                self.open = [one for one in self.open if one is not socket]
                self.leaving = [one for one in self.leaving if one is not socket]
        (self._arrived.set if self.open else self._arrived.clear)()

    def _acknowledge(self, socket: Socket, answer: Json) -> None:
        owed = socket.owed.pop(str(answer.get("envelope_id")), None)
        if owed is None:
            with self.world.changing():
                self.world.complaints.append(f"acknowledged what was not sent: {answer}")
        elif not owed.done():
            owed.set_result(answer.get("payload"))

    async def send(self, envelope: Json) -> Any:
        """Send an envelope to the socket whose turn it is; gives the payload of its answer.

        Raises:
            ConnectionError: the socket closed without an answer.
        """
        await self._arrived.wait()
        with self.world.changing():
            socket = self.open.pop(0)
            self.open.append(socket)
        owed = asyncio.get_running_loop().create_future()
        socket.owed[envelope["envelope_id"]] = owed
        await socket.ws.send_json(envelope)
        return await owed

    async def disconnect(self, reason: str | None) -> None:
        """Close all sockets, with a notice unless `reason` is None.

        A notice with the reason "warning" leaves them open for now, as Slack does.
        """
        for socket in list(self.open):
            if reason:
                notice = {"type": "disconnect", "reason": reason, "debug_info": {"host": "x"}}
                await socket.ws.send_json(notice)
            if reason != "warning":
                self._leave(socket)
                task = asyncio.create_task(_end(socket, GRACE if reason else 0))
                self._endings.add(task)
                task.add_done_callback(self._endings.discard)

    def _leave(self, socket: Socket) -> None:
        self._change(socket, joins=False)
        self.leaving.append(socket)

    async def close(self) -> None:
        """End all sockets at once."""
        for socket in [*self.open, *self.leaving]:
            await socket.ws.close()


async def _end(socket: Socket, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await socket.ws.close()
