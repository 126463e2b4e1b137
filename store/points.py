"""Phones and e-mails of contacts: sealed, and found again through their blind indexes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, select
from sqlmodel import col

from store import access, emails, phones, subjects
from store.ids import new_id
from store.sessions import Session
from store.tables import Contact, ContactPoint

Kind = Literal["phone", "email"]
LABELS = ("mobile", "work", "home", "fax", "other")

_OF = (
    select(ContactPoint)
    .where(col(ContactPoint.contact_id).in_(bindparam("contact_ids", expanding=True)))
    .order_by(col(ContactPoint.position))
)
_OWNERS = select(col(ContactPoint.contact_id)).where(
    col(ContactPoint.look_up).in_(bindparam("look_ups", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Point:
    """A phone or an e-mail before it is stored, or as the actor may read it.

    Attributes:
        kind: "phone" or "email".
        value: E.164 (or as typed when not plausible), or the address; masked where it must be.
        label: one of LABELS.
        plausible: False for a phone that cannot exist but was kept as typed.
    """

    kind: Kind
    value: str
    label: str = "other"
    plausible: bool = True

    @property
    def normal(self) -> str:
        """The form that is looked up."""
        return emails.normalise(self.value) if self.kind == "email" else self.value

    @property
    def masked(self) -> str:
        """What somebody sees who may not read it."""
        return emails.mask(self.value) if self.kind == "email" else phones.mask(self.value)


def rows(
    contact: Contact, points: Iterable[Point], session: Session, first: int = 0
) -> list[ContactPoint]:
    """Make the rows of new points of a contact.

    Args:
        contact: whose subject key seals them.
        points: in the order in which they are shown.
        session: gives the keys.
        first: position of the first one.
    """
    made = []
    for position, point in enumerate(points, first):
        row_id = new_id()
        where = subjects.place("contact_points", "value_sealed", row_id)
        row = ContactPoint(
            id=row_id,
            contact_id=contact.id,
            subject_id=contact.subject_id,
            kind=point.kind,
            label=point.label,
            position=position,
            look_up=session.keys.blind(point.kind, point.normal),
            plausible=point.plausible,
            value_sealed=subjects.envelope(session, point.value, where, contact.subject_id),
        )
        made.append(row)
    return made


def of(session: Session, contact: Contact) -> list[ContactPoint]:
    """The rows of a contact's points, in their order."""
    made = session.made_for(contact.id, ContactPoint)
    if made is not None:
        return made
    return list(session.scalars(_OF, {"contact_ids": [contact.id]}))


def readable(session: Session, contact: Contact) -> list[Point]:
    """A contact's phones and e-mails as the actor may read them: in clear, or masked."""
    return _shown(session, of(session, contact), [contact])[contact.id]


def readable_many(session: Session, contacts: Sequence[Contact]) -> dict[int, list[Point]]:
    """Phones and e-mails of several contacts as the actor may read them, in one statement."""
    ids = [contact.id for contact in contacts]
    return _shown(session, session.scalars(_OF, {"contact_ids": ids}).all(), contacts)


def _shown(
    session: Session, held: Sequence[ContactPoint], contacts: Sequence[Contact]
) -> dict[int, list[Point]]:
    subjects.load(session, (row.subject_id for row in held))
    clear = {contact.id: access.reveals(session, contact) for contact in contacts}
    found: dict[int, list[Point]] = defaultdict(list)
    for row in held:
        point = opened(session, row)
        shown = point.value if clear[row.contact_id] else point.masked
        found[row.contact_id].append(Point(point.kind, shown, row.label, row.plausible))
    return found


def opened(session: Session, row: ContactPoint) -> Point:
    """A stored point in clear, for comparisons; `readable` is what people are shown."""
    value = subjects.clear(session, row, "value_sealed") or ""
    return Point("email" if row.kind == "email" else "phone", value, row.label, row.plausible)


def owners_of(session: Session, points: Sequence[Point]) -> list[int]:
    """Ids of contacts, deleted ones too, that have one of these phones or e-mails."""
    keys = look_ups(session, points)
    return sorted(set(session.scalars(_OWNERS, {"look_ups": keys}))) if keys else []


def look_ups(session: Session, points: Sequence[Point]) -> list[bytes]:
    """The blind indexes of phones and e-mails."""
    return [session.keys.blind(point.kind, point.normal) for point in points]
