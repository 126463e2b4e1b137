"""Sights: which records a person may still see, asked when something is about to tell of them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import SQLModel

from store.columns import columns_of
from store.refs import Ref
from store.sessions import Session
from store.tables import Task
from store.task_subjects import TABLES

WALLED: dict[str, type[SQLModel]] = {**TABLES, "task": Task}
"""Kinds of records that stand behind the walls; others are everybody's."""


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
