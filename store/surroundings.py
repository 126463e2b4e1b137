"""Surroundings: what stands beside a contact, its tags and who it is shared with, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, literal, select, union_all

from store.columns import columns_of
from store.sessions import Session
from store.tables import Contact, Share, Tag, Tagging

_tags, _taggings, _shares = columns_of(Tag), columns_of(Tagging), columns_of(Share)
_ID: Any = bindparam("contact_id")
_NAMES = select(_tags.name.label("word"), literal(0).label("staff_id"), _tags.id).where(
    _tags.id == _taggings.tag_id, _taggings.contact_id == _ID
)
_PEOPLE = select(_shares.level.label("word"), _shares.staff_id, _shares.id).where(
    _shares.contact_id == _ID
)
_BESIDE = union_all(_NAMES, _PEOPLE)


@dataclass(frozen=True, slots=True)
class Holder:
    """A colleague whom a contact is shared with, and how: "read" or "edit"."""

    staff_id: int
    level: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Names of tags in their order, and colleagues, the first one first."""

    tags: Sequence[str]
    holders: Sequence[Holder]


def of(session: Session, contact: Contact) -> Surroundings:
    """What stands beside a contact that the actor has been given to see; a new one has nothing."""
    if session.made_for(contact.id, Tagging) == []:
        return Surroundings((), ())
    rows = session.connection().execute(_BESIDE, {"contact_id": contact.id}).all()
    holders = sorted((row for row in rows if row.staff_id), key=lambda row: row.id)
    return Surroundings(
        sorted(row.word for row in rows if not row.staff_id),
        [Holder(row.staff_id, row.word) for row in holders],
    )
