"""Task subjects: the records that tasks are about, as far as somebody may see them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from store.access import NotFound
from store.columns import columns_of
from store.directories import Person
from store.refs import Ref
from store.sessions import Session, actor_of
from store.tables import Company, Contact, Deal, Lead, Order, Quote, Task, Ticket

TABLES: Mapping[str, type[SQLModel]] = {
    "contact": Contact,
    "company": Company,
    "lead": Lead,
    "deal": Deal,
    "quote": Quote,
    "order": Order,
    "ticket": Ticket,
}


def ref_of(row: SQLModel) -> Ref:
    """The ref of a record that a task may be about."""
    kind = next(name for name, table in TABLES.items() if isinstance(row, table))
    return Ref(kind, row.id)  # type: ignore[attr-defined]


def get(session: Session, ref: Ref) -> Any:  # noqa: ANN401 (a row of any of TABLES)
    """The record of a ref.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    if ref.kind not in TABLES:
        raise NotFound(ref.kind, str(ref))
    session.flush()
    found = load(session, [ref])
    if ref not in found:
        raise NotFound(ref.kind, str(ref))
    return found[ref]


def load(session: Session, refs: Iterable[Ref]) -> dict[Ref, Any]:
    """Those of some records that the actor may see, by one statement for each kind."""
    wanted: dict[str, set[int]] = {}
    for ref in refs:
        wanted.setdefault(ref.kind, set()).add(ref.id)
    found: dict[Ref, Any] = {}
    for kind, ids in wanted.items():
        table = TABLES[kind]
        query = select(table).where(columns_of(table).id.in_(sorted(ids)))
        found |= {Ref(kind, row.id): row for row in session.scalars(query)}  # type: ignore[attr-defined]
    return found


def of(session: Session, tasks: Iterable[Task]) -> dict[Ref, Any]:
    """The records that tasks are about, of those that the actor may see."""
    return load(session, [one.about for one in tasks if one.about])


def hidden(task: Task, seen: Mapping[Ref, Any]) -> bool:
    """Whether a task is about a record that is not among those that may be seen."""
    return task.about is not None and task.about not in seen


@contextmanager
def as_seen_by(session: Session, person: Person) -> Iterator[None]:
    """See what somebody else sees, for a look."""
    actor, session.actor = session.actor, actor_of(session.directory, person)
    try:
        yield
    finally:
        session.actor = actor
