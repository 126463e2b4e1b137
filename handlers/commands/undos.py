"""Undo: take back what was just done."""

from collections.abc import Sequence
from typing import Annotated, Any

from handlers import approval_cards, cards, grammar, thread_events
from handlers.asks import REMEMBERED, Ask
from handlers.contract import command, registry
from handlers.handover_lines import take_back
from handlers.readers.kinds import KINDS, Record, kind_of, load
from handlers.readers.readings import Reader, Word
from handlers.replies import Reply
from handlers.texts import Text, fmt, joined, lines
from store import access, changes, handovers, reversals
from store.access import Denied
from store.changes import CannotUndo
from store.refs import Ref
from store.rights import Right
from store.tables import Task

MOST = 5
BY_TABLE = {str(kind.table.__tablename__): name for name, kind in KINDS.items()}
DIGITS = 20  # of a 63-bit number


class ChangeReader(Reader[int]):
    """A change set; a button names it, so nobody types it."""

    aside = True

    def read(self, ask: Ask, text: str) -> int:
        """Read its id; what is none finds nothing to undo."""
        return int(text) if text.isdecimal() and len(text) < DIGITS else 0

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """It stands in no message."""
        return None


AChange = Annotated[int, ChangeReader()]


@command("undo", needs=Right.EVERYONE, examples=("undo", "撤销"), undoable=False)
def undo(ask: Ask, *, change: AChange | None = None) -> Reply:
    """Take back your last change, for 10 minutes."""
    session = ask.session
    taken_back = changes.latest(session) if change is None else changes.get(session, change)
    known = registry.commands.get(taken_back.command)
    if known is None or not known.undoable:
        raise CannotUndo(taken_back.command)
    if known.needs is not Right.EVERYONE and ask.actor.scope(known.needs) is None:
        raise Denied(known.needs)
    done = fmt("Undone: `{command}`.", command=grammar.spelled(known))
    if known.name == handovers.COMMAND:
        return Reply(lines(done, take_back(ask, taken_back)))
    rows = reversals.undo(session, taken_back, known.needs)
    approval_cards.tell_taken_back(ask, taken_back)
    thread_events.tell_taken_back(ask, taken_back, done)
    shows = tuple(
        dict.fromkeys(
            Ref(BY_TABLE[entry.subject_table], int(entry.subject_row))
            for entry in taken_back.entries
            if entry.subject_table in BY_TABLE
        )
    )
    named = [row for row in rows if not isinstance(row, Task)]
    text = lines(done, _named(ask, named, shows[:MOST], len(shows)))
    return Reply(text, shows=shows[:REMEMBERED])


def _seen(ask: Ask, row: Record) -> bool:
    """Whether the asker sees a record by right alone, so that it need not be read again."""
    return access.covers(ask.session, KINDS[kind_of(row)].right, row)


def _named(ask: Ask, known: Sequence[Record], shows: tuple[Ref, ...], total: int) -> Text | None:
    """The first of the records that were changed, by name, deleted ones too."""
    held = {(kind_of(row), row.id): row for row in known if _seen(ask, row)}
    with ask.session.with_deleted():
        unknown = [one for one in shows if (one.kind, one.id) not in held]
        held |= load(ask.session, [(one.kind, one.id) for one in unknown])
    rows = [held[one.kind, one.id] for one in shows if (one.kind, one.id) in held]
    named = [cards.heading(row) for row in rows[:MOST]]
    more = [fmt("… and {count} more", count=total - MOST)] if total > MOST else []
    return joined(", ", [*named, *more]) if rows else None
