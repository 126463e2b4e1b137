"""Task subjects: the records that tasks are about, as far as somebody may see them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from store import next_steps, subjects
from store.access import NotFound
from store.columns import columns_of
from store.directories import Person
from store.refs import Ref
from store.sessions import Session, actor_of
from store.tables import Company, Contact, Deal, Lead, Order, Quote, SubjectKey, Task, Ticket

TABLES: Mapping[str, type[SQLModel]] = {
    "contact": Contact,
    "company": Company,
    "lead": Lead,
    "deal": Deal,
    "quote": Quote,
    "order": Order,
    "ticket": Ticket,
}

_BUYER = aliased(Contact, name="buyer")


def _with_subjects() -> Select[Any]:
    """A task with its key and the record that it is about, each behind its own wall."""
    wrapped = select(col(SubjectKey.wrapped)).where(col(SubjectKey.id) == col(Task.subject_id))
    query: Select[Any] = select(
        Task, wrapped.scalar_subquery().label("wrapped"), *next_steps.beside()
    )
    for kind, table in TABLES.items():
        same = columns_of(Task)[f"{kind}_id"] == columns_of(table).id
        query = query.add_columns(table).outerjoin(table, same)
    key = select(col(SubjectKey.wrapped)).where(col(SubjectKey.id) == _BUYER.subject_id)
    query = query.add_columns(_BUYER, key.scalar_subquery().label("buyer_wrapped"))
    query = query.outerjoin(_BUYER, col(Deal.contact_id) == _BUYER.id)
    return query.where(col(Task.id) == bindparam("task_id"))


_GET = _with_subjects()


def task(session: Session, task_id: int) -> Task | None:
    """The task of a number, if the actor may see it; what it is about is known with it."""
    row = session.execute(_GET, {"task_id": task_id}).one_or_none()
    if row is None:
        return None
    found: Task = row[0]
    if row.wrapped:
        subjects.know(session, found.subject_id, row.wrapped)
    deal: Deal | None = row.Deal
    if deal:
        session.held["contact of deal", deal.id] = row.buyer
    if row.buyer_wrapped:
        subjects.know(session, row.buyer.subject_id, row.buyer_wrapped)
    seen = row._mapping[TABLES[found.about.kind]] if found.about else None
    session.held["about", found.id] = session.actor, found.about, seen
    next_steps.know(session, found, seen, row)
    return found


def about(session: Session, task: Task) -> Any:  # noqa: ANN401 (a row of any of TABLES)
    """The record that a task is about.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    found = of(session, [task])
    if task.about is None or task.about not in found:
        raise NotFound(task.about.kind if task.about else "task", str(task.about or f"R-{task.id}"))
    return found[task.about]


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
    known: dict[Ref, Any] = {}
    wanted = []
    for task in tasks:
        actor, about, row = session.held.get(("about", task.id), (None, None, None))
        if task.about and task.about == about and actor is session.actor:
            known |= {task.about: row} if row else {}
        elif task.about:
            wanted.append(task.about)
    return known | load(session, wanted)


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
