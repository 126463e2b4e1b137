"""The search index, kept true by the session itself: no verb has to remember it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam, event, inspect, null, or_, select, union_all
from sqlalchemy.orm import UOWTransaction
from sqlmodel import SQLModel, col

from store import search
from store.columns import columns_of
from store.search import Document
from store.sessions import Session
from store.tables import Company, Contact, ContactPoint, Deal, FieldValue, Share, Tag, Tagging

POOL = 0
Found = Contact | Company | Deal
SHOWN = {"name", "title", "industry", "company_id", "owner_id", "deleted_at"}

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


def _rewrite(session: Session) -> None:
    rows = _stale_rows(session)
    connection = session.connection()
    for kind in ("contact", "company", "deal"):
        gone = [row.id for row in rows if _kind(row) == kind and row.deleted_at]
        if gone:
            search.drop(connection, kind, gone)
    alive = [row for row in rows if not row.deleted_at]
    if alive:
        search.put(connection, _documents(session, alive))


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
    return list(rows.values())


def _deals_with(session: Session, companies: Sequence[int]) -> Iterable[Deal]:
    """The deals of companies, alive ones: what is deleted is not found by any name."""
    if not companies:
        return ()
    theirs = col(Deal.company_id).in_(companies)
    return session.scalars(select(Deal).where(theirs, col(Deal.deleted_at).is_(None)))


def _documents(session: Session, rows: Sequence[Found]) -> list[Document]:
    contacts = [row for row in rows if isinstance(row, Contact)]
    placed = [row.company_id for row in rows if not isinstance(row, Company)]
    companies = company_names(session, [one for one in placed if one])
    tags, shares = _tags_and_shares(session, contacts)
    found = []
    for row in rows:
        owners = {row.owner_id or POOL}
        words: tuple[str, ...]
        if isinstance(row, Deal):
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


def put_deals(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make deals found that were inserted beside the flush; values by column."""
    companies = company_names(session, [row["company_id"] for row in rows if row["company_id"]])
    documents = []
    for row in rows:
        words = tuple(filter(None, (companies.get(row["company_id"], ""),)))
        owners = frozenset(filter(None, (row["owner_id"],)))
        documents.append(Document("deal", row["id"], (row["title"],), words, owners))
    search.put(session.connection(), documents, new=True)


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
    if isinstance(row, Deal):
        return "deal"
    return "contact" if isinstance(row, Contact) else "company"


def _changed(row: SQLModel) -> bool:
    state = inspect(row)
    touched = SHOWN & state.committed_state.keys()
    return any(state.attrs[name].history.has_changes() for name in touched)


event.listen(Session, "after_flush", collect)
