"""Runs of an export: a list from its first row to its last, batch by batch, and noted."""

from collections.abc import Iterator, Sequence
from typing import IO

from handlers import lists
from handlers.asks import Ask
from handlers.exports import columns
from handlers.exports.columns import Batch
from handlers.exports.sheets import SHEETS
from handlers.lists import Whole
from handlers.readers.kinds import KINDS
from handlers.replies import Invocation
from store import access, companies, contacts, deals, exports, fields, points, subjects, tags
from store.access import Denied
from store.rights import Right
from store.sessions import Session

BATCH = 500


def allowed(ask: Ask, invocation: Invocation) -> tuple[Whole, list[int]]:
    """A list, and the numbers of those of its records that the asker may take out of the house.

    This is where the right to export is checked, whichever way a file goes out.

    Raises:
        Denied: no right to export, or none to see such a list.
    """
    scope = ask.actor.scope(Right.EXPORT)
    if scope is None:
        raise Denied(Right.EXPORT)
    whole = lists.read(ask, invocation)
    staff = access.owners(ask.actor, Right.EXPORT)
    if staff is None:
        return whole, whole.ids
    seen = ask.actor.scope(KINDS[whole.listed.kind].right)
    # What was shared with the asker is not theirs to take away; the pool is everybody's.
    reached = staff | {None} if seen is not None and scope >= seen else staff
    return whole, [one for one, owner in whole.owners if owner in reached]


def write(ask: Ask, kind: str, ids: Sequence[int], form: str, stream: IO[bytes]) -> None:
    """Write records to a file, as the asker may read them.

    Args:
        ask: whose rights, language and zone count.
        kind: "contact", "company" or "deal".
        ids: of records that the asker may see, in their order.
        form: "csv" or "xlsx".
        stream: where the file goes; only a batch of records is held at a time.
    """
    chosen = columns.of_kind(ask.session, kind)
    sheet = SHEETS[form](stream, [one.named() for one in chosen], ask.voice.timezone)
    for batch in _batches(ask.session, kind, ids):
        for row in batch.rows:
            sheet.write([one.cell(batch, row) for one in chosen])
    sheet.close()


def _batches(session: Session, kind: str, ids: Sequence[int]) -> Iterator[Batch]:
    for first in range(0, len(ids), BATCH):
        batch = _read(session, kind, ids[first : first + BATCH])
        yield batch
        for row in batch.rows:
            session.expunge(row)


def _read(session: Session, kind: str, ids: Sequence[int]) -> Batch:
    if kind == "contact":
        return _of_contacts(session, ids)
    if kind == "deal":
        return _of_deals(session, ids)
    rows = KINDS[kind].get_many(session, ids)
    access.know_shares(session, rows, Right.PERSONAL_SEE)
    subjects.load(session, (row.subject_id for row in rows))
    return Batch(session, rows)


def _of_deals(session: Session, ids: Sequence[int]) -> Batch:
    rows, people = deals.with_contacts(session, ids)
    firms = companies.names(session, _held(rows, "company_id"))
    return Batch(session, rows, companies=firms, contacts=people)


def _of_contacts(session: Session, ids: Sequence[int]) -> Batch:
    rows = contacts.get_many(session, ids)
    access.know_personal(session, rows)
    return Batch(
        session,
        rows,
        companies=companies.names(session, _held(rows, "company_id")),
        points=points.readable_many(session, rows),
        tags=tags.names_of_many(session, ids),
        customs=fields.values_of_many(session, rows),
    )


def _held(rows: Sequence[object], name: str) -> list[int]:
    return [one for row in rows if (one := getattr(row, name)) is not None]


def note(ask: Ask, whole: Whole, count: int, form: str, way: str) -> None:
    """Write down who took out what: the audit keeps it."""
    filters = ", ".join(f"{name}:{text}" for name, text in whole.invocation.values.items())
    taken = exports.Taken(whole.listed.command, filters, count, form, way)
    exports.note(ask.session, taken)
