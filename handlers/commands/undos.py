"""Undo: take back what was just done."""

from handlers import cards, grammar
from handlers.asks import Ask
from handlers.contract import command, registry
from handlers.readers.kinds import KINDS, load
from handlers.replies import Reply
from handlers.texts import Text, fmt, joined, lines
from store import changes
from store.access import Denied
from store.changes import CannotUndo
from store.refs import Ref
from store.rights import Right

MOST = 5
BY_TABLE = {str(kind.table.__tablename__): name for name, kind in KINDS.items()}


@command("undo", needs=Right.EVERYONE, examples=("undo", "撤销"), undoable=False)
def undo(ask: Ask) -> Reply:
    """Take back your last change, for 10 minutes."""
    change = changes.latest(ask.session)
    known = registry.commands.get(change.command)
    if known is None or not known.undoable:
        raise CannotUndo(change.command)
    if known.needs is not Right.EVERYONE and ask.actor.scope(known.needs) is None:
        raise Denied(known.needs)
    changes.undo(ask.session, change, known.needs)
    shows = tuple(
        dict.fromkeys(
            Ref(BY_TABLE[entry.subject_table], int(entry.subject_row))
            for entry in change.entries
            if entry.subject_table in BY_TABLE
        )
    )
    done = fmt("Undone: `{command}`.", command=grammar.spelled(known))
    return Reply(lines(done, _named(ask, shows)), shows=shows)


def _named(ask: Ask, shows: tuple[Ref, ...]) -> Text | None:
    """The records that were changed, by name, deleted ones too."""
    with ask.session.with_deleted():
        held = load(ask.session, [(one.kind, one.id) for one in shows])
    rows = [held[one.kind, one.id] for one in shows if (one.kind, one.id) in held]
    return joined(", ", [cards.heading(row) for row in rows[:MOST]]) if rows else None
