"""The screen of a terminal: lines are edited and completed, answers wrapped and coloured."""

import os
from collections.abc import Callable, Sequence
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import Completer, DynamicCompleter
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output.color_depth import ColorDepth
from rich.console import Console
from rich.text import Text

from bot import state_files
from bot.line_histories import LineHistory
from bot.renderings import STYLES, Piece, safe

MENU_ROWS = 6


@Condition
def _has_chosen() -> bool:
    state = get_app().current_buffer.complete_state
    return state is not None and state.current_completion is not None


def _keys() -> KeyBindings:
    """Enter takes what was chosen in the menu; only the next one sends the line."""
    keys = KeyBindings()

    @keys.add("enter", filter=_has_chosen)
    def _take(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    return keys


class StyledScreen:
    """A terminal that understands escape codes."""

    def __init__(self, completer: Callable[[], Completer], out: TextIO) -> None:
        """Read through prompt_toolkit, show through rich.

        Args:
            completer: gives what completes the line that is being typed, in a thread of its own.
            out: the terminal.
        """
        colours = not os.environ.get("NO_COLOR")
        self._bold = "bold" if colours else ""
        self._console = Console(
            file=out, highlight=False, color_system="auto" if colours else None, soft_wrap=False
        )
        self._session: PromptSession[str] = PromptSession(
            history=LineHistory(state_files.folder() / "lines"),
            completer=DynamicCompleter(completer),
            complete_in_thread=True,
            key_bindings=_keys(),
            color_depth=None if colours else ColorDepth.DEPTH_1_BIT,
            reserve_space_for_menu=MENU_ROWS,
        )

    def ask(self, who: str) -> str:
        """Read a line; Ctrl-C throws away what was typed."""
        while True:
            try:
                return self._session.prompt(FormattedText([(self._bold, safe(who)), ("", "> ")]))
            except KeyboardInterrupt:
                continue

    def show(self, shown: Sequence[Piece]) -> None:
        """Show it in colours, wrapped at spaces."""
        text = Text.assemble(*((piece, STYLES.get(style, "")) for style, piece in shown))
        text.overflow = "fold"
        self._console.print(text, end="")
