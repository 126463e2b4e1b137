"""Kinds of records: how each is read, named and found, in one table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from store import companies, contacts, deals, indexes, leads, search, tickets
from store.access import owners
from store.refs import Ref
from store.rights import Right
from store.sessions import Session
from store.tables import Company, Contact, Deal, Lead, Ticket

Record = Contact | Company | Deal | Lead | Ticket
Key = tuple[str, int]
POOL = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """What the language knows of a kind of record.

    Attributes:
        table: of which its records are rows.
        right: whose scope limits who sees them.
        get: the record of a number, or NotFound.
        get_many: those of some numbers that the actor may see.
        names: what they are called, of those that the actor may see.
        fold: the form in which names of this kind are compared.
    """

    table: type[Record]
    right: Right
    get: Callable[[Session, int], Record]
    get_many: Callable[[Session, Sequence[int]], Sequence[Record]]
    names: Callable[[Session, Sequence[int]], Mapping[int, str]]
    fold: Callable[[str], str]


KINDS: dict[str, Kind] = {
    "contact": Kind(
        Contact, Right.CONTACTS_SEE, contacts.get, contacts.get_many, contacts.names, contacts.fold
    ),
    "company": Kind(
        Company, Right.CONTACTS_SEE, companies.get, companies.get_many, companies.visible_names,
        companies.fold,
    ),
    "deal": Kind(Deal, Right.DEALS_SEE, deals.get, deals.get_many, deals.names, deals.fold),
    "lead": Kind(Lead, Right.LEADS_SEE, leads.get, leads.get_many, leads.names, leads.fold),
    "ticket": Kind(
        Ticket, Right.TICKETS_SEE, tickets.get, tickets.get_many, tickets.names, tickets.fold
    ),
}  # fmt: skip


def kind_of(row: Record) -> str:
    """The kind of a record."""
    return next(name for name, kind in KINDS.items() if isinstance(row, kind.table))


def ref_of(row: Record) -> Ref:
    """A record's ref."""
    return Ref(kind_of(row), row.id)


def owner_ids(session: Session, kind: str) -> frozenset[int] | None:
    """Whose records of a kind a search may find: the actor's scope for seeing, the pool's included."""
    right = KINDS[kind].right
    if session.actor is None or session.actor.scope(right) is None:
        return frozenset()
    found = owners(session.actor, right)
    # Only leads have that owner; the others name it too, so that all are searched together.
    nobody = {indexes.UNASSIGNED} if session.actor.scope(Right.ASSIGN) else set()
    own = session.actor.id or POOL
    return None if found is None else found | nobody | {own, indexes.SHARED + own, POOL}


def load(session: Session, found: Sequence[Key]) -> dict[Key, Record]:
    """The rows of search hits that the actor may see."""
    rows: dict[Key, Record] = {key: one for key in found if (one := session.held.get(_held(key)))}
    for name, ids in _ids([key for key in found if key not in rows]).items():
        rows.update({(name, row.id): row for row in KINDS[name].get_many(session, ids)})
    return rows


def _held(key: Key) -> Key:
    """Under what the session keeps the only row that a search has found."""
    return f"found {key[0]}", key[1]


def _ids(found: Sequence[Key]) -> dict[str, list[int]]:
    ids: dict[str, list[int]] = {}
    for kind, row_id in found:
        ids.setdefault(kind, []).append(row_id)
    return ids


def look_up(
    session: Session, text: str, kinds: Sequence[str], limit: int, offset: int = 0
) -> search.Hits:
    """Search what the actor may see.

    Kinds of which the actor sees the same people's records are searched together. Where rights
    differ, each such group is a search of its own, one behind the other, so that not even the
    total tells of what may not be seen.
    """
    groups: dict[frozenset[int] | None, list[str]] = {}
    for kind in kinds:
        groups.setdefault(owner_ids(session, kind), []).append(kind)
    groups.pop(frozenset(), None)
    hits = search.Hits()
    for whose, same in groups.items():
        place = (limit - len(hits.found), max(0, offset - hits.total))
        more = search.look_up(
            session.connection(),
            text,
            kinds=same,
            owners=whose,
            names=lambda found: _names(session, found),
            limit=place[0],
            offset=place[1],
        )
        hits = _joined(hits, more)
    return hits


def _names(session: Session, found: Sequence[Key]) -> Mapping[Key, str]:
    if len(found) == 1:  # it will be shown whole, so that it is read once
        rows = load(session, found)
        session.held.update((_held(key), row) for key, row in rows.items())
        return {key: row.name for key, row in rows.items()}
    return {
        (name, row_id): called
        for name, ids in _ids(found).items()
        for row_id, called in KINDS[name].names(session, ids).items()
    }


def _joined(first: search.Hits, second: search.Hits) -> search.Hits:
    """Two pages as one; what was only guessed gives way to what was found."""
    for one, other in ((first, second), (second, first)):
        if not other.total or (other.guessed and not one.guessed and one.total):
            return one
    return search.Hits(
        (*first.found, *second.found),
        first.total + second.total,
        more=first.more or second.more,
        guessed=first.guessed,
    )
