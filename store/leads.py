"""Leads: people who may become customers, until they do or turn out not to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlmodel import col

from store import access, lead_scores, person_names, subjects
from store.access import NotFound
from store.errors import CrmError
from store.points import Point
from store.rights import Right
from store.sessions import Session
from store.tables import Lead, SubjectKey

OPEN = ("new", "working")
PLAIN = ("company_name", "title", "source", "industry", "territory", "language")
EDITABLE = ("name", *PLAIN, "phone", "email", "note")
_KEY = select(col(SubjectKey.wrapped)).where(col(SubjectKey.id) == col(Lead.subject_id))
_GET = select(Lead, _KEY.scalar_subquery().label("wrapped")).where(
    col(Lead.id) == bindparam("lead_id")
)


class Ended(CrmError):
    """The lead became a customer or was dropped."""

    def __init__(self, lead: Lead) -> None:
        """Keep which one."""
        super().__init__(lead.id)
        self.lead = lead


class NotDropped(CrmError):
    """The lead was not dropped, so it cannot be taken up again."""

    def __init__(self, lead: Lead) -> None:
        """Keep which one."""
        super().__init__(lead.id)
        self.lead = lead


@dataclass(frozen=True, slots=True)
class Draft:
    """A lead before it is stored; every text is cleaned already.

    Attributes:
        fields: any of PLAIN.
        phone, email: E.164 or as typed, and the address.
        note: the first words.
        identity_id: the account that wrote.
    """

    name: str
    fields: Mapping[str, str]
    phone: str | None = None
    email: str | None = None
    note: str | None = None
    identity_id: int | None = None


def fold(name: str) -> str:
    """The form by which names are compared."""
    return person_names.folded(name)


def add(session: Session, draft: Draft, *, owner_id: int | None = None) -> Lead:
    """Add a lead.

    Args:
        session: of an actor with the right to add leads.
        draft: checked values.
        owner_id: whose it will be; None leaves it to be assigned.
    """
    number, key = session.take_number("lead"), subjects.create(session)
    lead = made(session, draft, number, key, owner_id)
    session.add(lead)
    return lead


def made(session: Session, draft: Draft, number: int, key: int, owner_id: int | None) -> Lead:
    """The row of a new lead, scored; whoever asks for it adds it.

    Args:
        session: of the actor.
        draft: checked values.
        number: its short number.
        key: id of its subject.
        owner_id: whose it is, if anybody's.
    """
    lead = Lead(
        id=number,
        name=draft.name,
        folded=fold(draft.name),
        owner_id=owner_id,
        assigned_at=session.now if owner_id else None,
        identity_id=draft.identity_id,
        subject_id=key,
        created_by=session.actor.id if session.actor else None,
        created_at=session.now,
        updated_at=session.now,
        version=1,
    )
    for name, value in draft.fields.items():
        setattr(lead, name, value)
    for name in ("phone", "email", "note"):
        if getattr(draft, name):
            _put(session, lead, name, getattr(draft, name))
    lead_scores.settle(session, lead)
    return lead


def _put(session: Session, lead: Lead, name: str, value: Any) -> Any:  # noqa: ANN401
    """Set a field and give its old value."""
    if name in ("phone", "email", "note"):
        old = subjects.clear(session, lead, f"{name}_sealed")
        if old != value:
            subjects.close(session, lead, f"{name}_sealed", value)
        if name != "note":
            setattr(lead, f"{name}_index", look_up(session, name, value))
        return old
    if name == "name":
        lead.folded = fold(value)
    old = getattr(lead, name)
    setattr(lead, name, value)
    return old


def look_up(session: Session, kind: str, value: str) -> bytes:
    """The blind index of a phone or an e-mail."""
    point = Point("email" if kind == "email" else "phone", value)
    return session.keys.blind(point.kind, point.normal)


def points_of(session: Session, lead: Lead) -> tuple[Point, ...]:
    """Phone and e-mail in clear; `readable` is what people are shown."""
    phone = subjects.clear(session, lead, "phone_sealed")
    email = subjects.clear(session, lead, "email_sealed")
    found = [Point("phone", phone, plausible=phone.startswith("+"))] if phone else []
    return (*found, Point("email", email)) if email else tuple(found)


def readable(session: Session, lead: Lead) -> tuple[Point, ...]:
    """Phone and e-mail as the actor may read them: in clear, or masked."""
    held = points_of(session, lead)
    if access.reveals(session, lead):
        return held
    return tuple(Point(one.kind, one.masked, plausible=one.plausible) for one in held)


def note_of(session: Session, lead: Lead) -> str | None:
    """The first words."""
    return subjects.clear(session, lead, "note_sealed")


def get(session: Session, lead_id: int) -> Lead:
    """The lead of a number.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    row = session.execute(_GET, {"lead_id": lead_id}).one_or_none()
    if row is None:
        raise NotFound("lead", f"L-{lead_id}")
    found: Lead = row[0]
    if row.wrapped:
        subjects.know(session, found.subject_id, row.wrapped)
    return found


def get_many(session: Session, ids: Sequence[int]) -> list[Lead]:
    """The leads of these numbers that the actor may see, in the given order."""
    if not ids:
        return []
    found = {row.id: row for row in session.scalars(select(Lead).where(col(Lead.id).in_(ids)))}
    return [found[one] for one in ids if one in found]


def names(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Names of these leads, of those that the actor may see."""
    if not ids:
        return {}
    query = select(col(Lead.id), col(Lead.name)).where(col(Lead.id).in_(ids))
    return {row.id: row.name for row in session.execute(query)}


def with_points(session: Session, points: Sequence[Point]) -> list[Lead]:
    """Open leads, of those that the actor may see, with one of these phones or e-mails."""
    keys = [look_up(session, one.kind, one.value) for one in points]
    if not keys:
        return []
    same = or_(col(Lead.phone_index).in_(keys), col(Lead.email_index).in_(keys))
    query = select(Lead).where(same, col(Lead.status).in_(OPEN)).order_by(col(Lead.id))
    return list(session.scalars(query))


def of_deal(session: Session, deal_id: int) -> Lead | None:
    """The lead that became a deal, if the actor may see it."""
    return session.scalars(select(Lead).where(col(Lead.deal_id) == deal_id)).first()


def edit(session: Session, lead: Lead, changes: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Change fields in EDITABLE, and give old and new value of what really changed.

    Raises:
        Denied: the right does not reach this lead.
    """
    access.demand(session, Right.LEADS_EDIT, lead)
    done = {}
    for name, value in changes.items():
        old = _put(session, lead, name, value)
        if old != value:
            done[name] = (old, value)
    if done:
        lead.updated_at = session.now
        lead_scores.settle(session, lead)
    return done


def demand_open(session: Session, lead: Lead) -> None:
    """Check that a lead can still be worked on.

    Raises:
        Denied: the right does not reach this lead.
        Ended: it became a customer or was dropped.
    """
    access.demand(session, Right.LEADS_EDIT, lead)
    if lead.status not in OPEN:
        raise Ended(lead)


def touch(session: Session, lead: Lead) -> None:
    """Note that somebody got in touch: from then on it stays with its owner."""
    lead.touched_at = lead.updated_at = session.now
    if lead.status == "new":
        lead.status = "working"


def drop(session: Session, lead: Lead, reason: str, note: str = "") -> None:
    """End a lead that will not become a customer.

    Args:
        session: of the actor.
        lead: an open one.
        reason: one from the list.
        note: words about it.

    Raises:
        Denied, Ended: see `demand_open`.
    """
    demand_open(session, lead)
    lead.status, lead.drop_reason, lead.updated_at = "dropped", reason, session.now
    subjects.close(session, lead, "drop_note_sealed", note or None)


def drop_note(session: Session, lead: Lead) -> str | None:
    """Words about why a lead was dropped."""
    return subjects.clear(session, lead, "drop_note_sealed")


def reopen(session: Session, lead: Lead) -> None:
    """Take a dropped lead up again.

    Raises:
        Denied: the right does not reach this lead.
        NotDropped: it was not dropped.
    """
    access.demand(session, Right.LEADS_EDIT, lead)
    if lead.status != "dropped":
        raise NotDropped(lead)
    lead.status = "working" if lead.touched_at else "new"
    lead.drop_reason = lead.drop_note_sealed = None
    lead.assigned_at = session.now if lead.owner_id else None
    lead.updated_at = session.now
    lead_scores.settle(session, lead)


def delete(session: Session, lead: Lead) -> None:
    """Delete a lead so that it can be restored.

    Raises:
        Denied: not one's own to delete.
    """
    access.demand(session, Right.BULK, lead)
    lead.deleted_at = session.now


def deleted(session: Session, lead_id: int) -> Lead:
    """A lead that may be deleted.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    with session.with_deleted():
        return get(session, lead_id)


def restore(session: Session, lead: Lead) -> None:
    """Bring a deleted lead back.

    Raises:
        Denied: not one's own to restore.
    """
    access.demand(session, Right.BULK, lead)
    lead.deleted_at = None
    lead_scores.settle(session, lead)
