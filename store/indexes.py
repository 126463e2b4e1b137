"""The search index, kept true by the session itself: no verb has to remember it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import BindParameter, bindparam, event, inspect, null, or_, select, union_all
from sqlalchemy.orm import UOWTransaction
from sqlmodel import SQLModel, col

from store import customers, search
from store.columns import columns_of
from store.search import Document
from store.sessions import Session
from store.tables import (
    Company,
    Contact,
    ContactPoint,
    Deal,
    FieldValue,
    Share,
    Tag,
    Tagging,
    Ticket,
)

POOL = 0
Found = Contact | Company | Deal | Ticket
SHOWN = {"name", "title", "industry", "company_id", "owner_id", "deleted_at",
         "assignee_id", "contact_id", "merged_into"}  # fmt: skip

_companies, _taggings = columns_of(Company), columns_of(Tagging)
_tags, _shares = columns_of(Tag), columns_of(Share)
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_NAMES = select(_companies.id, _companies.name).where(_companies.id.in_(_IDS))
_TAGS_AND_SHARES = union_all(
    select(_taggings.contact_id, _tags.name.label("tag"), null().label("staff_id")).where(
        _tags.id == _taggings.tag_id, _taggings.contact_id.in_(_IDS)
    ),
    select(_shares.contact_id, null(), _shares.staff_id).where(_shares.contact_id.in_(_IDS)),
)


def collect(session: Session, _context: UOWTransaction) -> None:
    """Note whose search words a flush has changed."""
    _remember(session)
    for row in (*session.new, *session.deleted):
        if isinstance(row, Tagging | Share):
            session.stale.setdefault(("contact", row.contact_id), None)
    for row in session.dirty:
        if isinstance(row, Found) and _changed(row):
            session.stale[_kind(row), row.id] = row
            if isinstance(row, Contact) and _changed(row, {"owner_id"}):
                session.moved.add(row.id)


def _remember(session: Session) -> None:
    """Keep what a flush has written, so that it need not be read again."""
    for row in session.new:
        if isinstance(row, Found):
            session.fresh[_kind(row), row.id] = row
        elif isinstance(row, ContactPoint | Tagging | FieldValue):
            session.parts.setdefault(row.contact_id, []).append(row)
    for row in (*session.new, *session.dirty):
        if isinstance(row, Company):
            session.company_names[row.id] = row.name
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Share):
            session.shares.pop(row.contact_id, None)


def write(session: Session) -> None:
    """Bring the index up to date within the same transaction."""
    fresh = [row for key, row in session.fresh.items() if key not in session.stale]
    if fresh:
        search.put(session.connection(), _documents(session, fresh), new=True)
    if session.stale:
        _rewrite(session)
    session.fresh.clear()
    session.stale.clear()
    session.parts.clear()
    session.moved.clear()


def _rewrite(session: Session) -> None:
    rows = _stale_rows(session)
    connection = session.connection()
    for kind in ("contact", "company", "deal", "ticket"):
        gone = [row.id for row in rows if _kind(row) == kind and _is_gone(row)]
        if gone:
            search.drop(connection, kind, gone)
    alive = [row for row in rows if not _is_gone(row)]
    if alive:
        search.put(connection, _documents(session, alive))


def _is_gone(row: Found) -> bool:
    """Deleted, or part of another ticket that is found in its stead."""
    return row.deleted_at is not None or (isinstance(row, Ticket) and row.merged_into is not None)


def _stale_rows(session: Session) -> list[Found]:
    """The changed records, and contacts and deals of companies whose names may have changed."""
    rows = {key: row for key, row in session.stale.items() if row is not None}
    unknown = [row_id for (_, row_id), row in session.stale.items() if row is None]
    companies = [row.id for row in rows.values() if isinstance(row, Company)]
    if unknown or companies:
        found = or_(col(Contact.id).in_(unknown), col(Contact.company_id).in_(companies))
        with session.unscoped(), session.with_deleted():
            for row in session.scalars(select(Contact).where(found)):
                rows["contact", row.id] = row
            for deal in _deals_with(session, companies):
                rows["deal", deal.id] = deal
    for ticket in _tickets_of(session, sorted(session.moved)):
        rows["ticket", ticket.id] = ticket
    return list(rows.values())


def _deals_with(session: Session, companies: Sequence[int]) -> Iterable[Deal]:
    """The deals of companies, alive ones: what is deleted is not found by any name."""
    if not companies:
        return ()
    theirs = col(Deal.company_id).in_(companies)
    return session.scalars(select(Deal).where(theirs, col(Deal.deleted_at).is_(None)))


def _tickets_of(session: Session, contacts: Sequence[int]) -> Iterable[Ticket]:
    """The tickets of contacts that have got another owner: whoever sees the one finds the other."""
    if not contacts:
        return ()
    theirs = col(Ticket.contact_id).in_(contacts)
    with session.unscoped():
        return session.scalars(select(Ticket).where(theirs)).all()


def _documents(session: Session, rows: Sequence[Found]) -> list[Document]:
    contacts = [row for row in rows if isinstance(row, Contact)]
    placed = [row.company_id for row in rows if not isinstance(row, Company)]
    companies = company_names(session, [one for one in placed if one])
    tags, shares = _tags_and_shares(session, contacts)
    keepers = _keepers(session, [row for row in rows if isinstance(row, Ticket)])
    found = []
    for row in rows:
        owners = {row.owner_id or POOL}
        words: tuple[str, ...]
        if isinstance(row, Ticket):
            kept = {row.assignee_id, keepers.get(row.contact_id or 0)}
            owners, words = {one for one in kept if one}, ()
        elif isinstance(row, Deal):
            # Deals have no pool: one without an owner is found by those who see all.
            owners = {row.owner_id} if row.owner_id else set()
            words = (companies.get(row.company_id or 0, ""),)
        elif isinstance(row, Contact):
            words = (companies.get(row.company_id or 0, ""), row.title or "", *tags[row.id])
            owners |= shares[row.id]
        else:
            words = (row.industry or "",)
        filled = tuple(word for word in words if word)
        found.append(Document(_kind(row), row.id, (row.name,), filled, frozenset(owners)))
    return found


def _keepers(session: Session, tickets: Sequence[Ticket]) -> dict[int, int | None]:
    """Owners of the tickets' contacts, by contact."""
    customers.load(session, tickets)
    found = {row.contact_id: customers.of(session, row) for row in tickets if row.contact_id}
    return {number: one.owner_id if one else None for number, one in found.items()}


def company_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Names of companies by id; whoever sees a contact sees where the contact works."""
    wanted, known = set(ids), session.company_names
    missing = sorted(wanted - known.keys())
    if missing:
        rows = session.connection().execute(_NAMES, {"ids": missing})
        known.update((row.id, row.name) for row in rows)
    return {one: known[one] for one in wanted if one in known}


def _tags_and_shares(
    session: Session, contacts: Sequence[Contact]
) -> tuple[dict[int, list[str]], dict[int, set[int]]]:
    """Names of tags, and whom it is shared with, by contact; a fresh one has neither."""
    tags: dict[int, list[str]] = defaultdict(list)
    shares: dict[int, set[int]] = defaultdict(set)
    keys = session.fresh.keys() - session.stale.keys()
    ids = [row.id for row in contacts if ("contact", row.id) not in keys]
    if ids:
        for row in session.connection().execute(_TAGS_AND_SHARES, {"ids": ids}):
            if row.tag is not None:
                tags[row.contact_id].append(row.tag)
            else:
                shares[row.contact_id].add(row.staff_id)
    return tags, shares


def _kind(row: Found) -> str:
    if isinstance(row, Deal | Ticket):
        return "deal" if isinstance(row, Deal) else "ticket"
    return "contact" if isinstance(row, Contact) else "company"


def _changed(row: SQLModel, names: AbstractSet[str] = SHOWN) -> bool:
    state = inspect(row)
    touched = names & state.committed_state.keys()
    return any(state.attrs[name].history.has_changes() for name in touched)


event.listen(Session, "after_flush", collect)
