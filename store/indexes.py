"""The search index, kept true by the session itself: no verb has to remember it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    String,
    bindparam,
    cast,
    event,
    inspect,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import UOWTransaction
from sqlalchemy.orm.util import identity_key
from sqlmodel import SQLModel, col

from store import customers, search, shares
from store.columns import columns_of
from store.search import Document
from store.sessions import Session
from store.shares import AnyShare
from store.tables import (
    Article,
    Company,
    Contact,
    ContactPoint,
    Deal,
    FieldValue,
    Lead,
    Tag,
    Tagging,
    Ticket,
)

POOL = 0
UNASSIGNED = 10**15
"""Stands for the owner of leads that nobody has yet: those who may assign them find them."""
SHARED = 1 << 40
"""Added to the id of a colleague whom a record is shared with: they find it, but those who see what
they own do not."""
PUBLIC = 2 * 10**15
"""Stands for the owner of articles that customers may be shown."""
Found = Contact | Company | Deal | Lead | Ticket | Article
Key = tuple[str, int]
KINDS: dict[str, type[Found]] = {
    "contact": Contact,
    "company": Company,
    "deal": Deal,
    "lead": Lead,
    "ticket": Ticket,
    "article": Article,
}
SHOWN = {"name", "title", "industry", "company_id", "owner_id", "deleted_at", "company_name",
         "assignee_id", "contact_id", "merged_into",
         "text", "keywords", "other_title", "other_text", "published_at"}  # fmt: skip

_companies, _taggings = columns_of(Company), columns_of(Tagging)
_tags = columns_of(Tag)
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_NAMES = select(_companies.id, _companies.name).where(_companies.id.in_(_IDS))
_NOBODY, _NO_NAME = cast(null(), BigInteger).label("staff_id"), cast(null(), String)
_TAGS = select(
    _taggings.contact_id.label("id"), _NOBODY, _tags.name.label("tag"), _NO_NAME.label("place")
).where(_tags.id == _taggings.tag_id, _taggings.contact_id.in_(_IDS))
_OWNERS = select(columns_of(Contact).id, columns_of(Contact).owner_id).where(
    columns_of(Contact).id.in_(_IDS)
)
_contacts = columns_of(Contact)
_PLACES = select(
    _contacts.id.label("id"), _NOBODY, _NO_NAME.label("tag"), _companies.name.label("place")
).where(_companies.id == _contacts.company_id, _contacts.id.in_(_IDS))
_OTHERS: dict[str, Any] = {
    "contact": union_all(_TAGS, _PLACES, shares.with_whom(Contact, _IDS)),
    "company": shares.with_whom(Company, _IDS),
    "deal": shares.with_whom(Deal, _IDS),
}
"""Tags of contacts and where they work, and whom records of each kind are shared with."""


def collect(session: Session, _context: UOWTransaction) -> None:
    """Note whose search words a flush has changed."""
    _remember(session)
    for row in (*session.new, *session.deleted):
        if isinstance(row, Tagging):
            session.stale.setdefault(("contact", row.contact_id), None)
        elif isinstance(row, AnyShare):
            session.stale.setdefault(shares.record_of(row), None)
    for row in session.dirty:
        if isinstance(row, Found) and (_changed(row, SHOWN) or _converted(row)):
            session.stale[_kind(row), row.id] = row
        if isinstance(row, Company) and _changed(row, {"name"}):
            session.renamed.add(row.id)
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
        if isinstance(row, AnyShare):
            session.shares.pop(shares.record_of(row), None)


def write(session: Session) -> None:
    """Bring the index up to date within the same transaction."""
    fresh = [row for key, row in session.fresh.items() if key not in session.stale]
    if fresh:
        search.put(session.connection(), _documents(session, fresh), new=True)
    if session.stale:
        _rewrite(session)
    session.fresh.clear()
    session.stale.clear()
    session.renamed.clear()
    session.moved.clear()
    session.parts.clear()


def _rewrite(session: Session) -> None:
    rows = _stale_rows(session)
    connection = session.connection()
    for kind in KINDS:
        gone = [row.id for row in rows if _kind(row) == kind and _is_gone(row)]
        if gone:
            search.drop(connection, kind, gone)
    alive = [row for row in rows if not _is_gone(row)]
    if alive:
        search.put(connection, _documents(session, alive))


def _is_gone(row: Found) -> bool:
    """Deleted; or a lead that is found as what it became, or a ticket that is part of another."""
    if isinstance(row, Ticket):
        return row.deleted_at is not None or row.merged_into is not None
    return row.deleted_at is not None or (isinstance(row, Lead) and row.status == "converted")


def _stale_rows(session: Session) -> list[Found]:
    """The changed records, and contacts and deals of companies whose names have changed."""
    rows = {key: row for key, row in session.stale.items() if row is not None}
    rows |= _at_hand(session)
    renamed = sorted(session.renamed)
    with session.unscoped(), session.with_deleted():
        for kind, table in KINDS.items():
            of_kind = [one for of, one in session.stale if (of, one) not in rows and of == kind]
            for row in _read(session, table, of_kind, renamed):
                rows[_key(row)] = row
        for deal in _deals_with(session, renamed):
            rows["deal", deal.id] = deal
    for ticket in _tickets_of(session, sorted(session.moved)):
        rows["ticket", ticket.id] = ticket
    return list(rows.values())


def _at_hand(session: Session) -> dict[Key, Found]:
    """Those of the changed records that this unit of work has read already."""
    found: dict[Key, Any] = {
        (kind, one): session.identity_map.get(identity_key(KINDS[kind], one))
        for kind, one in session.stale
    }
    return {key: row for key, row in found.items() if row is not None}


def _read(
    session: Session, table: type[Found], ids: Sequence[int], renamed: Sequence[int]
) -> Iterable[Found]:
    """Rows by their ids, and contacts of companies that are called otherwise now."""
    found = [columns_of(table).id.in_(ids)] if ids else []
    if renamed and table is Contact:
        found.append(col(Contact.company_id).in_(renamed))
    return session.scalars(select(table).where(or_(*found))) if found else ()


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
    tags, others = _tags_and_shares(session, rows)
    placed = [row.company_id for row in rows if isinstance(row, Contact | Deal)]
    companies = company_names(session, [one for one in placed if one])
    keepers = _keepers(session, [row for row in rows if isinstance(row, Ticket)])
    found = [_of_article(row) for row in rows if isinstance(row, Article)]
    for row in rows:
        if isinstance(row, Article):
            continue
        owners = {row.owner_id or POOL}
        words: tuple[str, ...]
        if isinstance(row, Ticket):
            kept = {row.assignee_id, keepers.get(row.contact_id or 0)}
            owners, words = {one for one in kept if one}, ()
        elif isinstance(row, Deal):
            # Deals have no pool: one without an owner is found by those who see all.
            owners = {row.owner_id} if row.owner_id else set()
            words = (companies.get(row.company_id or 0, ""),)
        elif isinstance(row, Lead):
            owners = {row.owner_id or UNASSIGNED}
            words = (row.company_name or "", row.title or "")
        elif isinstance(row, Contact):
            words = (companies.get(row.company_id or 0, ""), row.title or "", *tags[row.id])
        else:
            words = (row.industry or "",)
        owners |= others[_key(row)]
        filled = tuple(word for word in words if word)
        found.append(Document(_kind(row), row.id, (row.name,), filled, frozenset(owners)))
    return found


def _of_article(row: Article) -> Document:
    """An article is found by all of its words; those that customers may see have an owner for it."""
    owners = frozenset({PUBLIC}) if row.published_at else frozenset[int]()
    names, words = (row.title, row.other_title), (row.keywords, row.text, row.other_text)
    called = tuple(one for one in names if one)
    return Document("article", row.id, called, tuple(one for one in words if one), owners)


def put_contacts(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make contacts found that were inserted beside the flush; values by column.

    Those that are tagged in the same unit of work are written anew at its end.
    """
    companies = company_names(session, [row["company_id"] for row in rows if row["company_id"]])
    documents = []
    for row in rows:
        words = tuple(filter(None, (companies.get(row["company_id"], ""), row["title"])))
        owners = frozenset({row["owner_id"] or POOL})
        documents.append(Document("contact", row["id"], (row["name"],), words, owners))
    search.put(session.connection(), documents, new=True)


def put_deals(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make deals found that were inserted beside the flush; values by column."""
    companies = company_names(session, [row["company_id"] for row in rows if row["company_id"]])
    documents = []
    for row in rows:
        words = tuple(filter(None, (companies.get(row["company_id"], ""),)))
        owners = frozenset(filter(None, (row["owner_id"],)))
        documents.append(Document("deal", row["id"], (row["title"],), words, owners))
    search.put(session.connection(), documents, new=True)


def put_tickets(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make tickets found that were inserted beside the flush; values by column."""
    held = {row["contact_id"] for row in rows if row["contact_id"]}
    owners = (
        dict(map(tuple, session.connection().execute(_OWNERS, {"ids": sorted(held)})))
        if held
        else {}
    )
    documents = []
    for row in rows:
        kept = {row["assignee_id"], owners.get(row["contact_id"])}
        theirs = frozenset(one for one in kept if one)
        documents.append(Document("ticket", row["id"], (row["title"],), (), theirs))
    search.put(session.connection(), documents, new=True)


def _keepers(session: Session, tickets: Sequence[Ticket]) -> dict[int, int | None]:
    """Owners of the tickets' contacts, by contact."""
    customers.load(session, [one for one in tickets if not customers.at_hand(session, one)])
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
    session: Session, rows: Sequence[Found]
) -> tuple[dict[int, list[str]], dict[Key, set[int]]]:
    """Names of tags by contact, and whom records are shared with; a fresh one has neither."""
    tags: dict[int, list[str]] = defaultdict(list)
    others: dict[Key, set[int]] = defaultdict(set)
    employers = {row.id: row.company_id or 0 for row in rows if isinstance(row, Contact)}
    fresh = session.fresh.keys() - session.stale.keys()
    known = [key for key in map(_key, rows) if key not in fresh]
    for kind, query in _OTHERS.items():
        ids = [one for of, one in known if of == kind]
        for row in session.connection().execute(query, {"ids": ids}) if ids else ():
            if row.place is not None:
                session.company_names.setdefault(employers[row.id], row.place)
            elif row.staff_id is None:
                tags[row.id].append(row.tag)
            else:
                others[kind, row.id].add(SHARED + row.staff_id)
    return tags, others


def _key(row: Found) -> Key:
    return _kind(row), row.id


def _kind(row: Found) -> str:
    return next(kind for kind, table in KINDS.items() if isinstance(row, table))


def _converted(row: Found) -> bool:
    """Whether a lead has become, or is no longer, something else: no other status is searched for."""
    if not isinstance(row, Lead):
        return False
    history = inspect(row).attrs.status.history
    return "converted" in (*history.added, *history.deleted)


def _changed(row: SQLModel, names: set[str]) -> bool:
    state = inspect(row)
    touched = names & state.committed_state.keys()
    return any(state.attrs[name].history.has_changes() for name in touched)


event.listen(Session, "after_flush", collect)
