"""The search index, kept true by the session itself: no verb has to remember it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import UOWTransaction
from sqlmodel import SQLModel, col

from store import search
from store.columns import columns_of
from store.search import Document
from store.sessions import Session
from store.tables import Company, Contact, Share, Tag, Tagging

POOL = 0
SHOWN = {"name", "title", "company_id", "owner_id", "deleted_at"}


def collect(session: Session, _context: UOWTransaction) -> None:
    """Note whose search words a flush has changed."""
    for row in session.new:
        if isinstance(row, Contact | Company):
            session.fresh[_kind(row), row.id] = row
    for row in (*session.new, *session.deleted):
        if isinstance(row, Tagging | Share):
            session.stale.add(("contact", row.contact_id))
    for row in session.dirty:
        if isinstance(row, Contact | Company) and _changed(row):
            session.stale.add((_kind(row), row.id))


def write(session: Session) -> None:
    """Bring the index up to date within the same transaction."""
    stale = session.stale - session.fresh.keys()
    fresh = [row for key, row in session.fresh.items() if key not in session.stale]
    again = [key for key in session.fresh if key in session.stale]
    if fresh:
        search.put(session.connection(), _documents(session, fresh), new=True)
    if stale or again:
        _rewrite(session, stale | set(again))
    session.fresh.clear()
    session.stale.clear()


def _rewrite(session: Session, keys: Iterable[tuple[str, int]]) -> None:
    ids = defaultdict(set)
    for kind, row_id in keys:
        ids[kind].add(row_id)
    with session.unscoped(), session.with_deleted():
        companies = _load(session, Company, ids["company"])
        staff_of = [company.id for company in companies]
        ids["contact"] |= set(
            session.scalars(select(col(Contact.id)).where(col(Contact.company_id).in_(staff_of)))
            if staff_of
            else ()
        )
        rows = [*companies, *_load(session, Contact, ids["contact"])]
    connection = session.connection()
    for kind in ("contact", "company"):
        gone = [row.id for row in rows if _kind(row) == kind and row.deleted_at]
        if gone:
            search.drop(connection, kind, gone)
    alive = [row for row in rows if not row.deleted_at]
    if alive:
        search.put(connection, _documents(session, alive))


def _load(session: Session, table: type[SQLModel], ids: Iterable[int]) -> list[Contact | Company]:
    wanted = sorted(ids)
    if not wanted:
        return []
    column = columns_of(table).id
    return list(session.scalars(select(table).where(column.in_(wanted))))


def _documents(session: Session, rows: Sequence[Contact | Company]) -> list[Document]:
    contacts = [row for row in rows if isinstance(row, Contact)]
    companies = company_names(session, [row.company_id for row in contacts if row.company_id])
    old = [row.id for row in contacts if ("contact", row.id) not in session.fresh]
    tags, shares = _tags(session, old), _shares(session, old)
    found = []
    for row in rows:
        owners = {row.owner_id or POOL}
        if isinstance(row, Contact):
            words = (companies.get(row.company_id or 0, ""), row.title or "", *tags[row.id])
            owners |= shares[row.id]
        else:
            words = (row.industry or "",)
        filled = tuple(word for word in words if word)
        found.append(Document(_kind(row), row.id, (row.name,), filled, frozenset(owners)))
    return found


def company_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Names of companies by id; whoever sees a contact sees where the contact works."""
    wanted = set(ids)
    known = {
        row.id: row.name
        for row in session.identity_map.values()
        if isinstance(row, Company) and row.id in wanted
    }
    if wanted - known.keys():
        query = select(col(Company.id), col(Company.name)).where(
            col(Company.id).in_(sorted(wanted))
        )
        with session.unscoped(), session.with_deleted():
            known.update((row.id, row.name) for row in session.execute(query))
    return known


def _tags(session: Session, contact_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if contact_ids:
        query = select(col(Tagging.contact_id), col(Tag.name)).where(
            col(Tagging.tag_id) == col(Tag.id),
            col(Tagging.contact_id).in_(contact_ids),
        )
        with session.unscoped():
            for row in session.execute(query):
                found[row.contact_id].append(row.name)
    return found


def _shares(session: Session, contact_ids: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    if contact_ids:
        query = select(col(Share.contact_id), col(Share.staff_id)).where(
            col(Share.contact_id).in_(contact_ids)
        )
        with session.unscoped():
            for row in session.execute(query):
                found[row.contact_id].add(row.staff_id)
    return found


def _kind(row: Contact | Company) -> str:
    return "contact" if isinstance(row, Contact) else "company"


def _changed(row: SQLModel) -> bool:
    state = inspect(row)
    return any(
        state.attrs[name].history.has_changes()
        for name in SHOWN
        if name in state.attrs
    )


event.listen(Session, "after_flush", collect)
