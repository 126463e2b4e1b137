"""Sights: which records a person may still see, asked when something is about to tell of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from store.columns import columns_of
from store.directories import Directory, Person
from store.outboxes import Due
from store.refs import Ref, read_ref
from store.sessions import Session, actor_of
from store.tables import Task
from store.task_subjects import TABLES, as_seen_by

WALLED: dict[str, type[SQLModel]] = {**TABLES, "task": Task}
"""Kinds of records that stand behind the walls; others are everybody's."""
LATE = timedelta(minutes=1)
"""After that it is asked again whether the one who is told may see what they are told of."""


def told_of(payload: Mapping[str, Any]) -> list[Ref]:
    """The records that a message shows, and the others that its words speak of."""
    names = (*payload.get("shows", ()), *payload.get("tells", ()))
    return [ref for ref in map(read_ref, names) if ref]


def reach(directory: Directory, person: Person) -> str:
    """What somebody's rights reach at this moment, as a short text that differs if that does."""
    actor = actor_of(directory, person)
    grants = sorted((right.name, scope.name) for right, scope in actor.grants.items())
    return sha256(repr((grants, sorted(actor.team))).encode()).hexdigest()[:16]


def seen(session: Session, refs: Iterable[Ref]) -> set[Ref]:
    """Those of some records that the session's actor may see; one statement for each kind."""
    found: set[Ref] = set()
    ids: dict[str, set[int]] = {}
    for ref in refs:
        if ref.kind in WALLED:
            ids.setdefault(ref.kind, set()).add(ref.id)
        else:
            found.add(ref)
    for kind, wanted in ids.items():
        column = columns_of(WALLED[kind]).id
        table = WALLED[kind]
        query = select(column).select_from(table).where(column.in_(sorted(wanted)))
        found |= {Ref(kind, one) for one in session.scalars(query)}
    return found


def arriving(session: Session, letters: Sequence[Due]) -> list[Due]:
    """Those letters of which whoever is told may still know what they tell.

    Notices are asked of when they could not be sent for a while, reminders each time; by one
    statement for each person and kind.
    """
    people = session.directory.people
    doubtful: dict[int, list[Due]] = {}
    for one in letters:
        if one.staff_id in people and (one.payload.get("reminds") or _is_late(session, one)):
            doubtful.setdefault(one.staff_id or 0, []).append(one)
    gone = {one.id for who, told in doubtful.items() for one in _gone(session, people[who], told)}
    return [one for one in letters if one.id not in gone]


def _is_late(session: Session, letter: Due) -> bool:
    return letter.created_at is not None and session.now - letter.created_at >= LATE


def _gone(session: Session, person: Person, letters: Sequence[Due]) -> list[Due]:
    """Those letters to somebody that tell what they may not know any more."""
    refs = {one.id: set(told_of(one.payload)) for one in letters}
    reached = reach(session.directory, person)
    with as_seen_by(session, person):
        known = seen(session, set().union(*refs.values()))
    return [
        one
        for one in letters
        if one.payload.get("reach", reached) != reached or not known.issuperset(refs[one.id])
    ]
