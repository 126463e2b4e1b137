"""Screens: where a chat reads its lines and shows its answers, with or without a terminal."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TextIO

from bot import renderings
from bot.renderings import Piece

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer


class Screen(Protocol):
    """Where a chat happens."""

    def ask(self, who: str) -> str:
        """Read a line.

        Args:
            who: speaks; shown before the line where there is somebody to see it.

        Raises:
            EOFError: there will be no more lines.
        """

    def show(self, shown: Sequence[Piece]) -> None:
        """Show something that ends with its line."""


class PlainScreen:
    """Lines in, lines out: pipes, files and terminals that understand no escape codes."""

    def __init__(self, lines: TextIO, out: TextIO) -> None:
        """Read and write these; a prompt is shown only between a person and a terminal."""
        self._lines = lines
        self._out = out
        self._prompts = lines.isatty() and out.isatty()
        _forgive(lines)
        _forgive(out)

    def ask(self, who: str) -> str:
        """Read a line."""
        if self._prompts:
            self._out.write(f"{renderings.safe(who)}> ")
            self._out.flush()
        line = self._lines.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def show(self, shown: Sequence[Piece]) -> None:
        """Write it without styles, at once."""
        self._out.write(renderings.plain(shown))
        self._out.flush()


def _forgive(stream: TextIO) -> None:
    """Neither broken bytes nor a character that the other side lacks may end a chat."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")


def open_screen(completer: Callable[[], "Completer"]) -> Screen:
    """The screen that fits what this process was started with.

    Args:
        completer: gives what completes lines; called only where lines can be edited.
    """
    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if not on_terminal or os.environ.get("TERM", "").lower() == "dumb":
        return PlainScreen(sys.stdin, sys.stdout)
    from bot.styled_screens import StyledScreen  # noqa: PLC0415 (start-up time)

    return StyledScreen(completer, sys.stdout)
