"""The HTTP server: where Telegram and Slack call, and where a monitor looks."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.settings import BadSetting


class Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none."""
        yield


def server(address: str, routes: Sequence[BaseRoute]) -> Server:
    """The server, not running yet.

    Args:
        address: such as 127.0.0.1:8080.
        routes: of the channels that are called.

    Raises:
        BadSetting: the address makes no sense.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:  # noqa: PLR2004 (TCP)
        raise BadSetting("PARLEY_HTTP", address)
    app = Starlette(routes=[Route("/health", _health), *routes])
    config = uvicorn.Config(
        app,
        host=host.strip("[]"),
        port=int(port),
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=3,
    )
    return Server(config)


def listen(made: Server) -> socket.socket:
    """Take the address of a server, before anything else is begun.

    Raises:
        OSError: it cannot be had.
    """
    made.config.load()
    family = socket.AF_INET6 if ":" in made.config.host else socket.AF_INET
    return socket.create_server((made.config.host, made.config.port), family=family)


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")
