"""Incidents: on stderr, or in a file where the screen is in use by a person."""

import sys
from contextlib import suppress
from typing import Any, NoReturn

import structlog

from bot import state_files

NAME = "incidents.log"


STEPS = (
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.JSONRenderer(),
)


def to_stderr() -> None:
    """Send what Parley logs to stderr, a JSON object a line: stdout belongs to the answers."""
    structlog.configure(processors=STEPS, logger_factory=structlog.PrintLoggerFactory(sys.stderr))


def keep_off_screen() -> None:
    """Send what Parley logs to a private file, as somebody is looking at the screen."""
    structlog.configure(processors=(*STEPS, _keep))


def _keep(_logger: Any, _method: str, entry: Any) -> NoReturn:  # noqa: ANN401
    """Add an entry to the file, which is made with the first; nothing goes on to the screen."""
    path = state_files.folder() / NAME
    with suppress(OSError), state_files.open_private(path) as file:
        file.write(f"{entry}\n")
    raise structlog.DropEvent
