"""Duplicates: at entry, before a second record is made, and among what is there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Select, bindparam, func, or_, select, union
from sqlmodel import col

from store import access, points, shares
from store.columns import columns_of
from store.contacts import Draft, fold
from store.rights import Right
from store.sessions import Session
from store.tables import Contact, ContactPoint

Whose = Literal["pool", "mine", "visible", "hidden", "deleted"]
PAGE = 8
ORDER: tuple[Whose, ...] = ("mine", "visible", "pool", "hidden", "deleted")

_points, _contacts = columns_of(ContactPoint), columns_of(Contact)
_BY_POINT = select(_points.contact_id).where(
    _points.look_up.in_(bindparam("look_ups", expanding=True))
)
_BY_NAME = select(_contacts.id).where(_contacts.folded == bindparam("folded"))
_ALIKE = (
    select(Contact, col(Contact.id).in_(_BY_POINT))
    .where(col(Contact.merged_into).is_(None), col(Contact.id).in_(union(_BY_POINT, _BY_NAME)))
    .order_by(col(Contact.id))
    .limit(50)
)


@dataclass(frozen=True, slots=True)
class Match:
    """A contact that may be the one being entered.

    Attributes:
        contact: only its owner may be told of a hidden one.
        whose: the pool's, one's own, a colleague's that may be seen, one that may not, a deleted.
        certain: the same phone or e-mail, not only the same name and company.
    """

    contact: Contact
    whose: Whose
    certain: bool


def at_entry(session: Session, draft: Draft) -> Match | None:
    """The contact that a draft most likely repeats, if any.

    A hidden contact is only matched by phone or e-mail, or by name and company together, so that
    nobody can go through a colleague's contacts by guessing names.
    """
    with session.unscoped(), session.with_deleted():
        asked = {"look_ups": points.look_ups(session, draft.points), "folded": fold(draft.name)}
        held = session.execute(_ALIKE, asked).all()
    found = [
        Match(row, _whose(session, row), bool(certain))
        for row, certain in held
        if certain or _same_place(draft, row)
    ]
    told = [match for match in found if _may_be_told(draft, match)]
    return min(told, key=lambda match: (not match.certain, ORDER.index(match.whose)), default=None)


def _same_place(draft: Draft, row: Contact) -> bool:
    """Two of one name are taken for one person unless both have a company, and another one."""
    return None in (draft.company_id, row.company_id) or draft.company_id == row.company_id


def _may_be_told(draft: Draft, match: Match) -> bool:
    if match.certain or match.whose not in ("hidden", "deleted"):
        return True
    return (
        match.whose == "hidden"
        and draft.company_id is not None
        and (draft.company_id == match.contact.company_id)
    )


def _whose(session: Session, row: Contact) -> Whose:
    actor_id = session.actor.id if session.actor else None
    visible = access.covers(session, Right.CONTACTS_SEE, row) or row.owner_id is None
    if row.deleted_at:
        return "deleted" if access.covers(session, Right.BULK, row) else "hidden"
    if row.owner_id is None:
        return "pool"
    if row.owner_id == actor_id:
        return "mine"
    return "visible" if visible or shares.level(session, row) else "hidden"


def pairs(
    session: Session, *, offset: int = 0, limit: int = PAGE
) -> tuple[Sequence[tuple[int, int]], int]:
    """Pairs of contacts that the actor may see and that are probably one person.

    Returns:
        Ids of a page of pairs, the older contact first, and how many pairs there are.
    """
    # Subqueries, not aliases of the class: the wall narrows each of them.
    visible = select(col(Contact.id), col(Contact.folded), col(Contact.company_id))
    points_seen = select(col(ContactPoint.contact_id), col(ContactPoint.look_up))
    left, right = visible.subquery().c, visible.subquery().c
    one, other = points_seen.subquery().c, points_seen.subquery().c
    by_point: Select[int, int] = select(left.id.label("a"), right.id.label("b")).where(
        left.id < right.id,
        one.contact_id == left.id,
        other.contact_id == right.id,
        other.look_up == one.look_up,
    )
    by_name: Select[int, int] = select(left.id.label("a"), right.id.label("b")).where(
        left.id < right.id,
        right.folded == left.folded,
        or_(
            left.company_id.is_(None),
            right.company_id.is_(None),
            left.company_id == right.company_id,
        ),
    )
    both = union(by_point, by_name).subquery()
    total = session.execute(select(func.count()).select_from(both)).scalar_one()
    newest = select(both.c.a, both.c.b).order_by(both.c.b.desc(), both.c.a).offset(offset)
    rows = session.execute(newest.limit(limit))
    return [(row.a, row.b) for row in rows], total
