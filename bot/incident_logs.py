"""Incidents of a chat: written to a file, as a screen in use is no place for tracebacks."""

from contextlib import suppress
from typing import Any, NoReturn

import structlog

from bot import state_files

NAME = "incidents.log"


def keep_off_screen() -> None:
    """Send what Parley logs to a private file, unless somebody has decided where it goes."""
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
            _keep,
        ]
    )


def _keep(_logger: Any, _method: str, entry: Any) -> NoReturn:  # noqa: ANN401
    """Add an entry to the file, which is made with the first; nothing goes on to the screen."""
    path = state_files.folder() / NAME
    with suppress(OSError), state_files.open_private(path) as file:
        file.write(f"{entry}\n")
    raise structlog.DropEvent
