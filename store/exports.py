"""Exports: who took out which list, noted so that the audit tells of it."""

from dataclasses import dataclass

from store.ids import new_id
from store.sessions import Session
from store.tables import Export


@dataclass(frozen=True, slots=True)
class Taken:
    """A list that leaves the house.

    Attributes:
        kind: such as "deals".
        filters: what it was narrowed to, as it was typed.
        rows: how many records.
        format: "csv" or "xlsx".
        way: "chat" or "command line".
    """

    kind: str
    filters: str
    rows: int
    format: str
    way: str


def note(session: Session, taken: Taken) -> None:
    """Note an export by the actor."""
    made = Export(
        id=new_id(),
        staff_id=(session.actor and session.actor.id) or 0,
        kind=taken.kind,
        filters=taken.filters or None,
        rows=taken.rows,
        format=taken.format,
        way=taken.way,
        at=session.now,
    )
    session.add(made)
