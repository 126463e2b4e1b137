"""Importing leads: which of them are new, and writing these in few statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlmodel import col

from store import leads, rosters, staff, subjects
from store.ids import reserve
from store.leads import Draft
from store.rights import Right
from store.sessions import Session
from store.tables import Lead

Keys = frozenset[object]
"""By what a lead is known again: blind indexes of its phone and e-mail, or name and company."""


@dataclass(frozen=True, slots=True)
class Row:
    """A lead of a file.

    Attributes:
        line: 1-based line of the file.
        owner_id: whose it will be; None for whose turn it is.
    """

    line: int
    draft: Draft
    owner_id: int | None = None


def keys_of(session: Session, draft: Draft) -> Keys:
    """By what a lead is known again; a name without phone and e-mail counts with its company."""
    given = {"phone": draft.phone, "email": draft.email}
    found: set[object] = {
        leads.look_up(session, kind, value) for kind, value in given.items() if value
    }
    named = (leads.fold(draft.name), leads.fold(draft.fields.get("company_name", "")))
    return frozenset(found or {named})


def fresh(session: Session, rows: Sequence[Row], seen: Collection[object]) -> list[Row]:
    """The rows that are no leads yet, each once; in one statement.

    Args:
        session: of an actor with the right to add leads.
        rows: in the order of the file.
        seen: keys of the rows above them.

    Raises:
        Denied: no right to add leads.
    """
    staff.demand(session, Right.LEADS_ADD)
    known = {*seen, *_stored(session, rows)}
    found = []
    for row in rows:
        keys = keys_of(session, row.draft)
        if not keys & known:
            found.append(row)
        known |= keys
    return found


def _stored(session: Session, rows: Sequence[Row]) -> set[object]:
    """Keys of the leads, whoever has them, that some of the rows may repeat."""
    keys = set().union(*(keys_of(session, row.draft) for row in rows))
    looks = [one for one in keys if isinstance(one, bytes)]
    names = [one[0] for one in keys if isinstance(one, tuple)]
    query = select(
        col(Lead.phone_index), col(Lead.email_index), col(Lead.folded), col(Lead.company_name)
    ).where(
        or_(
            col(Lead.phone_index).in_(looks),
            col(Lead.email_index).in_(looks),
            col(Lead.folded).in_(names),
        )
    )
    with session.unscoped():
        held = session.execute(query).all()
    found: set[object] = {(row.folded, leads.fold(row.company_name or "")) for row in held}
    return found | {look for row in held for look in (row.phone_index, row.email_index) if look}


def write(session: Session, rows: Sequence[Row]) -> list[Lead]:
    """Add new leads, and give those that name nobody to whose turn it is.

    Args:
        session: of an actor with the right to add leads.
        rows: as `fresh` gave them.

    Returns:
        The leads; those without an owner found nobody who can take them now.
    """
    if not rows:
        return []
    numbers = reserve(session.connection(), "lead", len(rows))
    keys = subjects.create_many(session, len(rows))
    roster = rosters.open_roster(session)
    made = []
    for row, number, key in zip(rows, numbers, keys, strict=True):
        lead = leads.made(session, row.draft, number, key, row.owner_id)
        pick = roster.pick(lead) if row.owner_id is None else None
        if pick and pick.person:
            roster.give(lead, pick.person)
        elif pick:
            lead.alerted_at = session.now
        made.append(lead)
    session.add_all(made)
    session.flush()
    return made
