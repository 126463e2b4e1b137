"""Contacts: people outside the company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, select
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col

from store import access, companies, person_names, points, sla_rounds, subjects
from store.access import NotFound
from store.columns import columns_of
from store.points import Point
from store.rights import Right
from store.sessions import Session
from store.tables import Company, Contact, SubjectKey

SEALED = ("birthday", "address")
PLAIN = ("title", "tier", "source")

_companies, _keys = columns_of(Company), columns_of(SubjectKey)
_EMPLOYED = _companies.id == col(Contact.company_id)
_EMPLOYER = select(_companies.name).where(_EMPLOYED).correlate(Contact)
_PLACED = select(_companies.tier).where(_EMPLOYED).correlate(Contact)
_WRAPPED = select(_keys.wrapped).where(_keys.id == col(Contact.subject_id))
WITH_COMPANY = select(
    Contact,
    col(Contact.company_id).label("employer_id"),
    _EMPLOYER.scalar_subquery().label("employer"),
    _PLACED.scalar_subquery().label("employer_tier"),
)
WITH_KEY = WITH_COMPANY.add_columns(_WRAPPED.scalar_subquery().label("wrapped"))
_IDS: BindParameter[int] = bindparam("contact_ids", expanding=True)
_GET = (
    WITH_KEY.add_columns(Company)
    .outerjoin(Company, _EMPLOYED)
    .where(col(Contact.id) == bindparam("contact_id"))
)
_GET_MANY = WITH_KEY.where(col(Contact.id).in_(_IDS))
_NAMES = select(col(Contact.id), col(Contact.name)).where(col(Contact.id).in_(_IDS))


@dataclass(frozen=True, slots=True)
class Draft:
    """A contact before it is stored; every text is cleaned already.

    Attributes:
        name: as people write it.
        points: phones and e-mails, the main ones first.
        company_id: a company that exists.
        title: job title.
        tier: A to D.
        source: where the contact came from.
        birthday: kept sealed.
        address: kept sealed.
    """

    name: str
    points: tuple[Point, ...] = ()
    company_id: int | None = None
    title: str | None = None
    tier: str | None = None
    source: str | None = None
    birthday: date | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Personal:
    """What the actor may read of a contact's personal fields; hidden ones are only counted."""

    points: tuple[Point, ...]
    birthday: date | None
    address: str | None
    revealed: bool


def fold(name: str) -> str:
    """The form by which names are compared."""
    return person_names.read_person_name(name).folded


def add(session: Session, draft: Draft, *, owner_id: int | None) -> Contact:
    """Add a contact.

    Args:
        session: of an actor with the right to add contacts.
        draft: checked values.
        owner_id: whose it will be; None puts it into the pool.
    """
    contact = Contact(
        id=session.take_number("contact"),
        name=draft.name,
        folded=fold(draft.name),
        company_id=draft.company_id,
        owner_id=owner_id,
        subject_id=subjects.create(session),
        title=draft.title,
        tier=draft.tier,
        source=draft.source,
        created_by=session.actor.id if session.actor else None,
        created_at=session.now,
        updated_at=session.now,
        version=1,
    )
    _seal(session, contact, draft.birthday, draft.address)
    session.add(contact)
    session.add_all(points.rows(contact, draft.points, session))
    return contact


def _seal(session: Session, contact: Contact, birthday: date | None, address: str | None) -> None:
    if birthday is not None:
        subjects.close(session, contact, "birthday_sealed", birthday.isoformat())
    if address is not None:
        subjects.close(session, contact, "address_sealed", address)


def get(session: Session, contact_id: int) -> Contact:
    """The contact of a number; a merged one leads to the one that it became part of.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    row = session.execute(_GET, {"contact_id": contact_id}).one_or_none()
    found = known(session, row) if row else _survivor(session, contact_id)
    if found is None:
        raise NotFound("contact", f"C-{contact_id}")
    if row and row.Company:  # seen by the same walls, so that it need not be read again
        session.held["company", row.Company.id] = row.Company
    session.at_hand.append(found)
    return found


def _survivor(session: Session, contact_id: int) -> Contact | None:
    with session.with_deleted():
        query = select(col(Contact.merged_into)).where(col(Contact.id) == contact_id)
        into = session.execute(query).scalar_one_or_none()
    return get(session, into) if into else None


def get_many(session: Session, ids: Sequence[int]) -> list[Contact]:
    """The contacts of these numbers that the actor may see, in the given order."""
    if not ids:
        return []
    rows = [known(session, row) for row in session.execute(_GET_MANY, {"contact_ids": ids})]
    found = {row.id: row for row in rows}
    return [found[one] for one in ids if one in found]


def names(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Names of these contacts, of those that the actor may see."""
    if not ids:
        return {}
    return {row.id: row.name for row in session.execute(_NAMES, {"contact_ids": ids})}


def known(session: Session, row: Row[Any]) -> Contact:
    """The contact of a row; the session keeps where it works, and its key if that was read too."""
    contact: Contact = row[0]
    if row.employer_id is not None:
        session.company_names.setdefault(row.employer_id, row.employer)
        session.company_tiers.setdefault(row.employer_id, row.employer_tier)
    if (wrapped := row._mapping.get("wrapped")) is not None:
        subjects.know(session, contact.subject_id, wrapped)
    return contact


def deleted(session: Session, contact_id: int) -> Contact:
    """A deleted contact that the actor may see.

    Raises:
        NotFound: there is none.
    """
    with session.with_deleted():
        query = WITH_KEY.where(col(Contact.id) == contact_id, col(Contact.merged_into).is_(None))
        row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("contact", f"C-{contact_id}")
    return known(session, row)


def personal(session: Session, contact: Contact) -> Personal:
    """The personal fields as the actor may read them."""
    revealed = access.reveals(session, contact)
    birthday = subjects.clear(session, contact, "birthday_sealed") if revealed else None
    address = subjects.clear(session, contact, "address_sealed") if revealed else None
    return Personal(
        points=tuple(points.readable(session, contact)),
        birthday=date.fromisoformat(birthday) if birthday else None,
        address=address,
        revealed=revealed,
    )


def edit(
    session: Session, contact: Contact, changes: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Change fields of a contact.

    Args:
        session: of an actor whose right to edit covers the contact.
        contact: a row of this session.
        changes: new values by field of `Draft`; a Point under "phone" or "email" replaces the
            main one of its kind, one under "also" is added, one under "without" is removed.

    Returns:
        Old and new value by field, of what really changed.

    Raises:
        Denied: the right does not reach this contact.
    """
    access.demand(session, Right.CONTACTS_EDIT, contact)
    done: dict[str, tuple[Any, Any]] = {}
    for name, value in changes.items():
        old = _edit_field(session, contact, name, value)
        if old != value:
            done[name] = (old, value)
    if done:
        contact.updated_at = session.now
        # A phone is a row of its own, but changing it makes a new version of the contact too.
        flag_modified(contact, "updated_at")
    if "tier" in done:
        sla_rounds.settle_contact(session, contact.id)
    return done


def _edit_field(session: Session, contact: Contact, name: str, value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Point):
        return _edit_point(session, contact, name, value)
    if name in SEALED:
        old = subjects.clear(session, contact, f"{name}_sealed")
        text = value.isoformat() if isinstance(value, date) else value
        if old != text:
            subjects.close(session, contact, f"{name}_sealed", text)
        return date.fromisoformat(old) if old and name == "birthday" else old
    old = getattr(contact, name)
    setattr(contact, name, value)
    if name == "name":
        contact.folded = fold(value)
    return old


def _edit_point(session: Session, contact: Contact, name: str, point: Point) -> Point | None:
    held = points.of(session, contact)
    same = [row for row in held if points.opened(session, row).normal == point.normal]
    if name == "without":
        for row in same:
            session.delete(row)
        return None if same else point
    if same:
        return point
    of_kind = [row for row in held if row.kind == point.kind]
    if name == "also" or not of_kind:
        session.add_all(points.rows(contact, [point], session, first=len(held)))
        return None
    main = of_kind[0]
    old = points.opened(session, main)
    session.delete(main)
    labelled = point if point.label != "other" else replace(point, label=main.label)
    session.add_all(points.rows(contact, [labelled], session, first=main.position))
    return old


def delete(session: Session, contact: Contact) -> None:
    """Delete a contact so that it can be restored; nothing that hangs on it is lost.

    Raises:
        Denied: the right does not reach this contact.
    """
    access.demand(session, Right.BULK, contact)
    contact.deleted_at = session.now


def restore(session: Session, contact: Contact) -> None:
    """Bring a deleted contact back.

    Raises:
        Denied: the right does not reach this contact.
    """
    access.demand(session, Right.BULK, contact)
    contact.deleted_at = None


def company_name(session: Session, contact: Contact) -> str:
    """Where a contact works; whoever sees the contact may know that."""
    if contact.company_id is None:
        return ""
    return companies.names(session, [contact.company_id]).get(contact.company_id, "")
