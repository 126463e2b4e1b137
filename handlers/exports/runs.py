"""Runs of an export: a list from its first row to its last, batch by batch, and noted."""

from collections.abc import Iterator, Sequence
from typing import IO

from sqlmodel import SQLModel

from handlers import lists
from handlers.asks import Ask
from handlers.exports.columns import Batch
from handlers.exports.kinds import EXPORTED
from handlers.exports.sheets import SHEETS
from handlers.lists import Whole
from handlers.replies import Invocation
from store import access, exports
from store.access import Denied
from store.rights import Right

BATCH = 500


def allowed(ask: Ask, invocation: Invocation) -> tuple[Whole, list[int]]:
    """A list, and the numbers of those of its records that the asker may take out of the house.

    This is where the right to export is checked, whichever way a list goes out.

    Raises:
        Denied: no right to export, or none to see such a list.
    """
    scope = ask.actor.scope(Right.EXPORT)
    if scope is None:
        raise Denied(Right.EXPORT)
    whole = lists.read(ask, invocation)
    seen = ask.actor.scope(whole.listed.right)
    if seen is None:
        raise Denied(whole.listed.right)
    staff = access.owners(ask.actor, Right.EXPORT)
    if staff is None:
        return whole, whole.ids
    # What was shared with the asker is not theirs to take away; the pool is everybody's.
    reached = staff | {None} if scope >= seen else staff
    return whole, [one for one, owner in whole.owners if owner in reached]


def write(ask: Ask, kind: str, ids: Sequence[int], form: str, stream: IO[bytes]) -> None:
    """Write records to a file, as the asker may read them.

    Args:
        ask: whose rights, language and zone count.
        kind: of record, such as "contact".
        ids: of records that the asker may see, in their order.
        form: "csv" or "xlsx".
        stream: where the file goes; only a batch of records is held at a time.
    """
    chosen = EXPORTED[kind].columns(ask.session)
    sheet = SHEETS[form](stream, [one.named() for one in chosen], ask.voice.timezone)
    for batch in batches(ask, kind, ids):
        for row in batch.rows:
            sheet.write([one.cell(batch, row) for one in chosen])
    sheet.close()


def batches(ask: Ask, kind: str, ids: Sequence[int]) -> Iterator[Batch]:
    """Records with what belongs to them; those of a batch are let go before the next one."""
    for first in range(0, len(ids), BATCH):
        batch = EXPORTED[kind].read(ask, ids[first : first + BATCH])
        yield batch
        for row in batch.rows:
            if isinstance(row, SQLModel):  # members of staff are known by heart
                ask.session.expunge(row)


def note(ask: Ask, invocation: Invocation, count: int, form: str, way: str) -> None:
    """Write down who took out what: the audit keeps it."""
    filters = ", ".join(f"{name}:{text}" for name, text in invocation.values.items())
    exports.note(ask.session, exports.Taken(invocation.command, filters, count, form, way))
