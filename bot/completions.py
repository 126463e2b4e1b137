"""Completion of typed lines in the terminal: a menu of suggestions below the cursor."""

from collections.abc import Callable, Iterable

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from bot import presences, suggestions
from bot.renderings import safe
from bot.suggestions import Suggestion
from bot.terminals import Speaker, Terminal
from handlers.languages import speaking
from store.sessions import Session

BECOMING = "/as "
OWN = ("/as ", "/later ", "/quit")


class Completions(Completer):
    """Completes commands, keys and names for whoever speaks at that moment."""

    def __init__(self, terminal: Terminal, speaker: Callable[[], Speaker]) -> None:
        """Complete for the speaker of that moment.

        Args:
            terminal: whose database is read.
            speaker: tells who speaks.
        """
        self._terminal = terminal
        self._speaker = speaker

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Ways to go on; none when they cannot be found out, as typing must never fail."""
        typed, asked = document.text_before_cursor, complete_event.completion_requested
        try:
            found = self._terminal.database.read(
                lambda session: self._found(session, typed, asked=asked), self._terminal.clock.now()
            )
        except Exception:  # noqa: BLE001 (prompt_toolkit would show a traceback)
            return
        for one in found:
            yield Completion(
                safe(one.text), -one.replaced, display=safe(one.text), display_meta=safe(one.note)
            )

    def _found(self, session: Session, typed: str, *, asked: bool) -> list[Suggestion]:
        ask = presences.ask_of(session, self._speaker())
        if typed.startswith(BECOMING):
            return list(suggestions.colleagues(ask, typed.removeprefix(BECOMING)))
        own = [one for one in OWN if typed[:1] == "/" and one.startswith(typed)]
        with speaking(ask.voice):
            found = suggestions.suggest(ask, typed, asked=asked)
        return [*found, *(Suggestion(one, len(typed)) for one in own)]
