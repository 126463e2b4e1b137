"""Custom fields: what a company wants to know about contacts beyond the built-in."""

import json
from collections.abc import Sequence
from typing import Literal, get_args

from sqlalchemy import bindparam, select
from sqlmodel import col

from store import access, subjects
from store.access import NotFound
from store.directories import CustomField
from store.errors import CrmError
from store.ids import new_id
from store.rights import Right
from store.sessions import Session
from store.staff import fold
from store.tables import Contact, Field, FieldValue

Kind = Literal["text", "number", "money", "date", "choice", "yesno"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_VALUES_OF = select(FieldValue).where(col(FieldValue.contact_id) == bindparam("contact_id"))


class FieldExists(CrmError):
    """A field of this name is there already, built in or added."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(name)
        self.name = name


def add(session: Session, name: str, kind: Kind, choices: tuple[str, ...] = ()) -> Field:
    """Add a custom field of contacts.

    Args:
        session: of an actor with the right to change settings.
        name: used as `name:value`; one word, as it is a key.
        kind: one of KINDS.
        choices: of a choice field.

    Raises:
        FieldExists: another field is called so.
    """
    if any(held.folded == fold(name) for held in every(session)):
        raise FieldExists(name)
    row = Field(
        id=new_id(),
        name=name,
        folded=fold(name),
        kind=kind,
        choices=json.dumps(choices, ensure_ascii=False),
        created_at=session.now,
    )
    session.add(row)
    session.forget_directory()
    return row


def every(session: Session) -> list[CustomField]:
    """All custom fields, oldest first."""
    return list(session.directory.fields)


def find(session: Session, name: str) -> CustomField:
    """The custom field of a name.

    Raises:
        NotFound: there is none.
    """
    for held in every(session):
        if held.folded == fold(name):
            return held
    raise NotFound("field", name)


def choices_of(field: CustomField) -> tuple[str, ...]:
    """The choices of a choice field."""
    return tuple(json.loads(field.choices))


def put(session: Session, contact: Contact, field: CustomField, value: str) -> str | None:
    """Set a contact's value of a custom field, and give the old one.

    Args:
        session: of an actor whose right to edit covers the contact.
        contact: whose key seals the value.
        field: a custom field.
        value: the normal form of the field's kind, as its reader gives it.

    Raises:
        Denied: the right does not reach this contact.
    """
    access.demand(session, Right.CONTACTS_EDIT, contact)
    row = _row(session, contact, field)
    old = subjects.clear(session, row, "value_sealed") if row else None
    if old == value:
        return old
    row_id = row.id if row else new_id()
    where = subjects.place("field_values", "value_sealed", row_id)
    sealed = subjects.envelope(session, value, where, contact.subject_id)
    look_up = session.keys.blind(f"field {field.id}", value.casefold())
    if row is None:
        row = FieldValue(
            id=row_id,
            field_id=field.id,
            contact_id=contact.id,
            subject_id=contact.subject_id,
            value_sealed=sealed,
            look_up=look_up,
        )
        session.add(row)
    row.value_sealed, row.look_up = sealed, look_up
    contact.updated_at = session.now
    return old


def _row(session: Session, contact: Contact, field: CustomField) -> FieldValue | None:
    query = select(FieldValue).where(
        col(FieldValue.contact_id) == contact.id,
        col(FieldValue.field_id) == field.id,
    )
    return session.scalars(query).one_or_none()


def values_of_many(session: Session, contacts: Sequence[Contact]) -> dict[int, dict[int, str]]:
    """Values by field of each of these contacts, of those whose personal fields may be read."""
    clear = [one.id for one in contacts if access.reveals(session, one)] if every(session) else []
    query = select(FieldValue).where(col(FieldValue.contact_id).in_(clear))
    rows = list(session.scalars(query)) if clear else []
    subjects.load(session, (row.subject_id for row in rows))
    found: dict[int, dict[int, str]] = {}
    for row in rows:
        value = subjects.clear(session, row, "value_sealed") or ""
        found.setdefault(row.contact_id, {})[row.field_id] = value
    return found


def values_of(session: Session, contact: Contact) -> list[tuple[CustomField, str]]:
    """A contact's custom fields and values; none of them without the right to personal fields."""
    if not access.reveals(session, contact):
        return []
    if not every(session) or session.made_for(contact.id, FieldValue) == []:
        return []
    found = session.scalars(_VALUES_OF, {"contact_id": contact.id})
    rows = {row.field_id: row for row in found}
    if not rows:
        return []
    return [
        (field, subjects.clear(session, rows[field.id], "value_sealed") or "")
        for field in every(session)
        if field.id in rows
    ]
