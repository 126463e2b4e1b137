"""Incidents: on stderr, or in a file where the screen is in use by a person."""

import logging
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


class Discreet(logging.Handler):
    """Says that a library complained, not what of: its words may quote messages or tokens."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log where it came from, and the kind of the error if there is one."""
        kind = record.exc_info[0] if record.exc_info else None
        structlog.get_logger().warning(
            "library", source=record.name, line=record.lineno, why=kind.__name__ if kind else None
        )


def to_stderr() -> None:
    """Send what Parley logs to stderr, a JSON object a line: stdout belongs to the answers."""
    logging.basicConfig(handlers=[Discreet(logging.WARNING)], level=logging.WARNING, force=True)
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
