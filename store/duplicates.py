"""Duplicates: at entry, before a second record is made, and among what is there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select, func, or_, select, union
from sqlalchemy.orm import aliased
from sqlmodel import col

from store import access, points
from store.contacts import Draft, fold
from store.rights import Right
from store.sessions import Session
from store.tables import Contact, ContactPoint

Whose = Literal["pool", "mine", "visible", "hidden", "deleted"]
PAGE = 8
ORDER: tuple[Whose, ...] = ("mine", "visible", "pool", "hidden", "deleted")


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
        by_point = points.owners_of(session, draft.points)
        query = select(Contact).where(
            col(Contact.merged_into).is_(None),
            or_(col(Contact.id).in_(by_point), col(Contact.folded) == fold(draft.name)),
        )
        held = list(session.scalars(query.order_by(col(Contact.id)).limit(50)))
    found = [
        Match(row, _whose(session, row), row.id in by_point)
        for row in held
        if row.id in by_point or _same_place(draft, row)
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
    return "visible" if visible or access.shared(session, row) else "hidden"


def pairs(
    session: Session, *, offset: int = 0, limit: int = PAGE
) -> tuple[Sequence[tuple[int, int]], int]:
    """Pairs of contacts that the actor may see and that are probably one person.

    Returns:
        Ids of a page of pairs, the older contact first, and how many pairs there are.
    """
    left, right = aliased(Contact), aliased(Contact)
    one, other = aliased(ContactPoint), aliased(ContactPoint)
    by_point: Select[int, int] = (
        select(col(left.id).label("a"), col(right.id).label("b"))
        .join(one, col(one.contact_id) == col(left.id))
        .join(other, col(other.look_up) == col(one.look_up))
        .join(right, col(other.contact_id) == col(right.id))
        .where(col(left.id) < col(right.id))
    )
    by_name: Select[int, int] = (
        select(col(left.id).label("a"), col(right.id).label("b"))
        .join(right, col(right.folded) == col(left.folded))
        .where(
            col(left.id) < col(right.id),
            or_(
                col(left.company_id).is_(None),
                col(right.company_id).is_(None),
                col(left.company_id) == col(right.company_id),
            ),
        )
    )
    both = union(by_point, by_name).subquery()
    total = session.execute(select(func.count()).select_from(both)).scalar_one()
    newest = select(both.c.a, both.c.b).order_by(both.c.b.desc(), both.c.a).offset(offset)
    rows = session.execute(newest.limit(limit))
    return [(row.a, row.b) for row in rows], total
