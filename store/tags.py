"""Tags: words that group contacts."""

from sqlalchemy import bindparam, select
from sqlmodel import col

from store import access
from store.access import NotFound
from store.ids import new_id
from store.rights import Right
from store.sessions import Session
from store.staff import fold
from store.tables import Contact, Tag, Tagging

_NAMES_OF = select(col(Tag.name)).where(
    col(Tag.id) == col(Tagging.tag_id), col(Tagging.contact_id) == bindparam("contact_id")
)


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
    tag = _find_or_add(session, name)
    pair = select(Tagging).where(
        col(Tagging.contact_id) == contact.id, col(Tagging.tag_id) == tag.id
    )
    if session.scalars(pair).one_or_none():
        return False
    session.add(Tagging(id=new_id(), contact_id=contact.id, tag_id=tag.id))
    return True


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
    if held is None:
        held = Tag(id=new_id(), name=name, folded=fold(name), created_at=session.now)
        session.add(held)
        session.flush()
    return held


def names_of(session: Session, contact: Contact) -> list[str]:
    """Names of a contact's tags, in order."""
    if session.made_for(contact.id, Tagging) == []:
        return []
    return sorted(session.scalars(_NAMES_OF, {"contact_id": contact.id}))
