"""What is said when a handover goes back."""

from handlers.asks import Ask
from handlers.texts import Text, lines, plural
from store import handovers
from store.changes import ChangeSet


def take_back(ask: Ask, change: ChangeSet) -> Text:
    """Undo a handover, and say how much went back."""
    done = handovers.take_back(ask.session, change)
    back = plural("{count} record went back.", "{count} records went back.", done.back)
    kept = plural(
        "{count} has gone on to somebody else since and stays.",
        "{count} have gone on to somebody else since and stay.",
        done.kept,
    )
    return lines(back, kept if done.kept else None)
