"""Adoption: who uses Parley, for what, and how soon after the event something is logged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from store import access
from store.access import Denied
from store.columns import columns_of, table_of
from store.figures import Span
from store.rights import Right
from store.sessions import Session
from store.tables import Activity, Conversation, Identity, Inbox

_inbox, _conversations, _identities = (table_of(table) for table in (Inbox, Conversation, Identity))
_activities = columns_of(Activity)
LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Use:
    """How Parley is used by some people.

    Attributes:
        active: how many people wrote, for each of the periods.
        messages: of each person in all of them together.
        commands: how often each was used in LOOK_BACK.
        seconds: between what happened and its being logged, in the median; None: nothing logged.
    """

    active: Sequence[int]
    messages: Mapping[int, int]
    commands: Mapping[str, int]
    seconds: int | None


def use(session: Session, spans: Sequence[Span], staff_ids: frozenset[int] | None) -> Use:
    """Count how Parley is used, in three statements.

    Args:
        session: of an actor whose right to summaries reaches these people.
        spans: in order, not overlapping.
        staff_ids: who; None: everybody.

    Raises:
        Denied: the right does not reach that far.
    """
    _demand(session, staff_id_set=staff_ids)
    active: list[set[int]] = [set() for _ in spans]
    messages: dict[int, int] = {}
    for row in session.connection().execute(_by_person(spans, staff_ids)):
        if row.span is not None:
            active[row.span].add(row.staff_id)
            messages[row.staff_id] = messages.get(row.staff_id, 0) + row.messages
    return Use(
        [len(one) for one in active],
        messages,
        _commands(session, staff_ids),
        _delay(session, spans, staff_ids),
    )


def _demand(session: Session, staff_id_set: frozenset[int] | None) -> None:
    actor = session.actor
    reached = access.owners(actor, Right.SUMMARIES_SEE) if actor else frozenset()
    if reached is not None and (staff_id_set is None or not staff_id_set <= reached):
        raise Denied(Right.SUMMARIES_SEE, actor.scope(Right.SUMMARIES_SEE) if actor else None)


def _theirs(staff_ids: frozenset[int] | None) -> ColumnElement[bool]:
    staff = _identities.c.staff_id
    return staff.is_not(None) if staff_ids is None else staff.in_(sorted(staff_ids))


def _messages(*columns: Any) -> Any:  # noqa: ANN401 (a SELECT)
    return (
        select(*columns)
        .select_from(_inbox)
        .join(_conversations, _conversations.c.id == _inbox.c.conversation_id)
        .join(_identities, _identities.c.id == _conversations.c.identity_id)
    )


def _by_person(spans: Sequence[Span], staff_ids: frozenset[int] | None) -> Any:  # noqa: ANN401
    at = _inbox.c.received_at
    place = case(
        *((and_(at >= one.start, at < one.end), position) for position, one in enumerate(spans)),
        else_=None,
    ).label("span")
    staff = _identities.c.staff_id
    query = _messages(staff, place, func.count().label("messages"))
    query = query.where(at >= spans[0].start, at < spans[-1].end, _theirs(staff_ids))
    return query.group_by(staff, place)


def _commands(session: Session, staff_ids: frozenset[int] | None) -> dict[str, int]:
    query = _messages(_inbox.c.command, func.count())
    query = query.where(
        _inbox.c.received_at >= session.now - LOOK_BACK,
        _inbox.c.command.is_not(None),
        _theirs(staff_ids),
    )
    rows = session.connection().execute(query.group_by(_inbox.c.command))
    return {command: int(count) for command, count in rows}


def _delay(session: Session, spans: Sequence[Span], staff_ids: frozenset[int] | None) -> int | None:
    query = select(_activities.at, _activities.logged_at).select_from(Activity)
    query = query.where(
        _activities.logged_at >= spans[0].start, _activities.logged_at < spans[-1].end
    )
    if staff_ids is not None:
        query = query.where(_activities.staff_id.in_(sorted(staff_ids)))
    newest = query.order_by(_activities.logged_at.desc()).limit(MOST_LOGGED)
    waits = sorted(_seconds(at, logged) for at, logged in session.execute(newest))
    return waits[len(waits) // 2] if waits else None


def _seconds(at: datetime, logged: datetime) -> int:
    return max(int((logged - at).total_seconds()), 0)


MOST_LOGGED = 5_000


def seen_last(session: Session) -> dict[int, datetime]:
    """When each member of staff wrote last; for whoever reviews who has access."""
    staff = _identities.c.staff_id
    query = _messages(staff, func.max(_inbox.c.received_at).label("last"))
    rows = session.connection().execute(query.where(staff.is_not(None)).group_by(staff))
    return {row.staff_id: row.last for row in rows}


def accounts(session: Session) -> dict[int, list[str]]:
    """The platforms on which each member of staff has an account."""
    staff = _identities.c.staff_id
    query = select(staff, _identities.c.platform).where(staff.is_not(None)).distinct()
    found: dict[int, list[str]] = {}
    for staff_id, platform in session.connection().execute(query):
        found.setdefault(staff_id, []).append(platform)
    return found
