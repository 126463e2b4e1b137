"""Subsidiaries: which company belongs to which."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import select

from store.columns import columns_of
from store.sessions import Session
from store.tables import Company
from store.verdicts import company_ids

Link = Literal["linked", "same", "another", "unknown", "circle"]


def link(session: Session, wishes: Sequence[tuple[int, str]]) -> list[Link]:
    """Put companies under their parents; a parent that a company has already stays.

    Args:
        session: of an actor who may change them.
        wishes: ids of companies and the folded names of their parents.

    Returns:
        For each: "linked", "same" (it is so already), "another" (it has one, which stays),
        "unknown" (no such company) or "circle" (it would be above itself).
    """
    ids = company_ids(session, (folded for _, folded in wishes))
    with session.unscoped():
        rows = {row.id: row for row in _companies(session, [one for one, _ in wishes])}
        return [_link(session, rows[one], ids.get(folded)) for one, folded in wishes]


def _companies(session: Session, ids: Sequence[int]) -> Sequence[Company]:
    columns = columns_of(Company)
    return session.scalars(select(Company).where(columns.id.in_(ids))).all()


def _link(session: Session, row: Company, parent_id: int | None) -> Link:
    if parent_id is None:
        return "unknown"
    if row.parent_id is not None:
        return "same" if row.parent_id == parent_id else "another"
    if row.id in _above(session, parent_id):
        return "circle"
    row.parent_id = parent_id
    row.updated_at = session.now
    return "linked"


def _above(session: Session, company_id: int) -> set[int]:
    """A company and everything above it; a circle that is there already ends."""
    seen: set[int] = set()
    at: int | None = company_id
    while at is not None and at not in seen:
        seen.add(at)
        held = session.get(Company, at)
        at = held.parent_id if held else None
    return seen
