"""Tags: words that group contacts."""

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlmodel import col

from store import access
from store.access import NotFound
from store.ids import new_id
from store.rights import Right
from store.sessions import Session
from store.staff import fold
from store.tables import Contact, Tag, Tagging


def find(session: Session, name: str) -> Tag:
    """The tag of a name.

    Raises:
        NotFound: there is none.
    """
    held = session.scalars(select(Tag).where(col(Tag.folded) == fold(name))).one_or_none()
    if held is None:
        raise NotFound("tag", name)
    return held


def put(session: Session, contact: Contact, name: str) -> bool:
    """Tag a contact; False when it has the tag already.

    Raises:
        Denied: the right to edit does not reach this contact.
    """
    access.demand(session, Right.CONTACTS_EDIT, contact)
    theirs = and_(col(Tagging.tag_id) == col(Tag.id), col(Tagging.contact_id) == contact.id)
    query = select(Tag, Tagging).outerjoin(Tagging, theirs).where(col(Tag.folded) == fold(name))
    tag, tagging = session.execute(query).one_or_none() or (_add(session, name), None)
    if tagging:
        return False
    session.add(Tagging(id=new_id(), contact_id=contact.id, tag_id=tag.id))
    return True


def put_many(session: Session, contacts: Sequence[Contact], name: str) -> None:
    """Tag contacts that do not have the tag yet, reading as much for many as for one.

    Raises:
        Denied: the right to edit does not reach one of them.
    """
    for contact in contacts:
        access.demand(session, Right.CONTACTS_EDIT, contact)
    tag = _find_or_add(session, name)
    tagged = tagged_with(session, name, [one.id for one in contacts])
    session.add_all(
        Tagging(id=new_id(), contact_id=one.id, tag_id=tag.id)
        for one in contacts
        if one.id not in tagged
    )


def tagged_with(session: Session, name: str, ids: Sequence[int]) -> set[int]:
    """Which of these contacts have a tag."""
    query = select(col(Tagging.contact_id)).where(
        col(Tagging.contact_id).in_(ids),
        col(Tagging.tag_id) == col(Tag.id),
        col(Tag.folded) == fold(name),
    )
    return set(session.scalars(query))


def names_of_many(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """Names of the tags of contacts, in order."""
    query = select(col(Tagging.contact_id), col(Tag.name)).where(
        col(Tagging.contact_id).in_(ids), col(Tagging.tag_id) == col(Tag.id)
    )
    found: dict[int, list[str]] = {}
    for contact_id, name in session.execute(query.order_by(col(Tag.name))):
        found.setdefault(contact_id, []).append(name)
    return found


def remove(session: Session, contact: Contact, name: str) -> bool:
    """Take a tag off a contact; False when it does not have it.

    Raises:
        Denied: the right to edit does not reach this contact.
        NotFound: no such tag.
    """
    access.demand(session, Right.CONTACTS_EDIT, contact)
    tag = find(session, name)
    pair = select(Tagging).where(
        col(Tagging.contact_id) == contact.id, col(Tagging.tag_id) == tag.id
    )
    held = session.scalars(pair).one_or_none()
    if held:
        session.delete(held)
    return held is not None


def _find_or_add(session: Session, name: str) -> Tag:
    held = session.scalars(select(Tag).where(col(Tag.folded) == fold(name))).one_or_none()
    return held or _add(session, name)


def _add(session: Session, name: str) -> Tag:
    made = Tag(id=new_id(), name=name, folded=fold(name), created_at=session.now)
    session.add(made)
    session.flush()
    return made
