"""Approvals: what somebody else has to agree to, asked once and decided once."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import col

from store import subjects
from store.access import Denied, NotFound
from store.columns import columns_of, table_of
from store.directories import Directory, Person
from store.envelopes import Envelope
from store.errors import CrmError
from store.ids import new_id
from store.rights import Right, Scope
from store.sessions import Session
from store.tables import Approval, ApprovalSeat, SubjectKey

_places = table_of(ApprovalSeat).alias("all_seats")

Callback = Callable[[Session, Approval], None]
_callbacks: dict[str, list[Callback]] = {}
LATELY = 8


class AlreadyDecided(CrmError):
    """The request was decided or withdrawn before."""

    def __init__(self, who: Person | None, when: datetime, status: str) -> None:
        """Keep who decided when, and how: "approved", "rejected" or "withdrawn"."""
        super().__init__(status)
        self.who = who
        self.when = when
        self.status = status


class NotAsked(Denied):
    """Others were asked to decide, and the actor's right does not reach over all."""

    def __init__(self, scope: Scope | None, people: Sequence[Person]) -> None:
        """Keep how far the right reaches, and who was asked."""
        super().__init__(Right.APPROVE, scope)
        self.people = tuple(people)


class OwnRequest(CrmError):
    """Nobody decides what they asked for themselves."""


def on_decision(kind: str, callback: Callback) -> None:
    """Call a function of the session and the approval whenever one of a kind was decided.

    Args:
        kind: such as "discount".
        callback: runs in the unit of work of the decision, for approved and rejected alike.
    """
    _callbacks.setdefault(kind, []).append(callback)


def approvers(directory: Directory, staff_id: int) -> list[int]:
    """Who decides what somebody asks for: the nearest one above who may approve, else the admins."""
    person = directory.people.get(staff_id)
    passed = {staff_id}
    while person and person.manager_id and person.manager_id not in passed:
        passed.add(person.manager_id)
        person = directory.people[person.manager_id]
        if _may(directory, person):
            return [person.id]
    return [one.id for one in directory.admins() if one.id != staff_id]


def _may(directory: Directory, person: Person) -> bool:
    held = directory.grants(person.role).get(Right.APPROVE)
    return not person.suspended and held is not None


def request(
    session: Session,
    kind: str,
    record_id: int,
    *,
    asked_by: int,
    approver_ids: Iterable[int],
    reason_words: str = "",
    subject_id: int | None = None,
    first: bool = False,
) -> Approval:
    """Ask for a decision; while one is waited for already, that one is given back.

    Args:
        session: of any actor; the caller has checked the right to the record.
        kind: what is asked for, such as "discount".
        record_id: the number of the record that it is about.
        asked_by: staff id of the one who asks.
        approver_ids: who may decide, besides whoever has the right over all; never the asker.
        reason_words: what the asker says.
        subject_id: under whose key it is sealed; None: under one of its own.
        first: nothing is waited for, as was read in this unit of work.
    """
    held = None if first else waiting_for(session, kind, record_id)
    if held is not None:
        return held
    made = Approval(
        id=new_id(),
        kind=kind,
        record_id=record_id,
        asked_by=asked_by,
        asked_at=session.now,
        subject_id=subject_id or subjects.create(session),
        version=1,
    )
    subjects.close(session, made, "words_sealed", reason_words or None)
    session.add(made)
    session.flush()
    _seat(session, made, sorted(set(approver_ids) - {asked_by}))
    return made


def _seat(session: Session, made: Approval, staff_ids: Sequence[int]) -> None:
    for staff_id in staff_ids:
        session.add(ApprovalSeat(id=new_id(), approval_id=made.id, staff_id=staff_id))
    session.info["seats", made.id] = staff_ids
    session.flush()


def waiting_for(session: Session, kind: str, record_id: int) -> Approval | None:
    """The request about a record that is not decided yet, whoever may see it."""
    session.flush()
    query = select(Approval).where(*_about(kind, record_id), col(Approval.status) == "waiting")
    with session.unscoped():
        return session.scalars(query).one_or_none()


def _about(kind: str, record_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Approval.kind) == kind, col(Approval.record_id) == record_id


def withdraw(session: Session, kind: str, record_id: int) -> Approval | None:
    """Take back a request that is not decided yet; None when there is none.

    The caller has checked the right to the record: what was to be approved is not what it was.
    """
    held = waiting_for(session, kind, record_id)
    if held is not None:
        retract(session, held)
    return held


def retract(session: Session, approval: Approval) -> None:
    """Mark a request as withdrawn."""
    _end(session, approval, "withdrawn")


def _end(session: Session, approval: Approval, status: str) -> None:
    approval.status = status
    approval.decided_by = session.actor.id if session.actor else None
    approval.decided_at = session.now


def decide(session: Session, approval: Approval, *, approved: bool, reason: str = "") -> Approval:
    """Approve or reject a request; of two who decide at once, one does.

    Args:
        session: of the one who decides.
        approval: what is decided.
        approved: False rejects it.
        reason: words that the asker will read.

    Raises:
        AlreadyDecided: it does not wait any more.
        OwnRequest: the actor asked for it.
        Denied: neither asked to decide, nor with the right over all.
    """
    demand_decidable(session, approval)
    _end(session, approval, "approved" if approved else "rejected")
    subjects.close(session, approval, "reason_sealed", reason or None)
    session.flush()
    for callback in _callbacks.get(approval.kind, ()):
        callback(session, approval)
    return approval


def demand_decidable(session: Session, approval: Approval) -> None:
    """Check that a request waits, and that the actor may decide it.

    Raises:
        AlreadyDecided: it does not wait any more.
        OwnRequest: the actor asked for it.
        Denied: without the right.
        NotAsked: others were asked to decide, and the right does not reach over all.
    """
    if approval.status != "waiting":
        who = session.directory.people.get(approval.decided_by or 0)
        raise AlreadyDecided(who, approval.decided_at or approval.asked_at, approval.status)
    actor = session.actor
    if actor is None or actor.id is None:
        raise Denied(Right.APPROVE)
    if actor.id == approval.asked_by:
        raise OwnRequest
    scope, asked = actor.scope(Right.APPROVE), seats(session, approval)
    if scope is None and actor.id not in asked:
        raise Denied(Right.APPROVE)
    if scope is not Scope.ALL and actor.id not in asked:
        people = session.directory.people
        raise NotAsked(scope, [people[one] for one in asked])


def seats(session: Session, approval: Approval) -> list[int]:
    """Staff ids of those who were asked to decide."""
    kept = ("seats", approval.id)  # they stay as they are
    if kept not in session.info:
        places = columns_of(ApprovalSeat)
        query = select(ApprovalSeat).where(places.approval_id == approval.id)
        with session.unscoped():
            session.info[kept] = sorted(one.staff_id for one in session.scalars(query))
    return list(session.info[kept])


def get(session: Session, approval_id: int) -> Approval:
    """The request of an id.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    found = _first(session, _with_key().where(col(Approval.id) == approval_id))
    if found is None:
        raise NotFound("approval", "")
    return found


def _with_key() -> Select[Approval, Envelope, int]:
    """Requests with the keys of their words, and a row for each who was asked to decide."""
    same = col(SubjectKey.id) == col(Approval.subject_id)
    return (
        select(Approval, col(SubjectKey.wrapped), _places.c.staff_id)
        .join(SubjectKey, same)
        .outerjoin(_places, _places.c.approval_id == col(Approval.id))
    )


def _first(session: Session, query: Select[Approval, Envelope, int]) -> Approval | None:
    rows = session.execute(query).all()
    if not rows:
        return None
    found: Approval = rows[0][0]
    subjects.know(session, found.subject_id, rows[0].wrapped)
    seated = [row.staff_id for row in rows if row[0] is found and row.staff_id is not None]
    session.info["seats", found.id] = sorted(seated)
    return found


def newest(session: Session, kinds: Sequence[str], record_id: int) -> Approval | None:
    """The request about a record that waits, else the last one, of those that the actor may see."""
    columns = columns_of(Approval)
    about = select(columns.id).where(columns.kind.in_(kinds), columns.record_id == record_id)
    first = about.order_by(columns.status != "waiting", columns.id.desc()).limit(1)
    return _first(session, _with_key().where(columns.id == first.scalar_subquery()))


def waiting(session: Session) -> list[Approval]:
    """What waits for the actor's decision, the oldest first."""
    actor = session.actor
    if actor is None or actor.id is None or actor.scope(Right.APPROVE) is None:
        return []
    columns, places = columns_of(Approval), columns_of(ApprovalSeat)
    query = select(Approval).where(columns.status == "waiting", columns.asked_by != actor.id)
    if actor.scope(Right.APPROVE) is not Scope.ALL:
        mine = select(places.approval_id).where(places.staff_id == actor.id)
        query = query.where(columns.id.in_(mine))
    return list(session.scalars(query.order_by(columns.id)))


def asked(session: Session, limit: int = LATELY) -> list[Approval]:
    """What the actor asked for, the newest first."""
    columns = columns_of(Approval)
    query = select(Approval).where(columns.asked_by == (session.actor and session.actor.id))
    return list(session.scalars(query.order_by(columns.id.desc()).limit(limit)))


def words_of(session: Session, approval: Approval) -> str | None:
    """What the asker said."""
    return subjects.clear(session, approval, "words_sealed")


def reason_of(session: Session, approval: Approval) -> str | None:
    """What was said with the decision."""
    return subjects.clear(session, approval, "reason_sealed")
