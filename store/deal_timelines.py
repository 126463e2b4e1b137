"""Timelines of deals: stages, what was logged, and edits of amount and close, in one order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from store import transitions
from store.audits import decode
from store.moneys import Money
from store.sessions import Session
from store.tables import Activity, AuditEntry, Deal, StageMove

PAGE = 8
MOST_EDITS = 200


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of what a deal is worth or of when it closes.

    Attributes:
        id: orders what happened at one moment.
        name: "amount" or "close_on".
        old, new: Money, a day, or None; amounts as they are: callers mask them.
    """

    id: int
    at: datetime
    staff_id: int | None
    name: str
    old: Any
    new: Any


Happening = StageMove | Activity | Edit


def of(
    session: Session, deal: Deal, *, offset: int = 0, limit: int = PAGE
) -> tuple[Sequence[Happening], int]:
    """A page of what happened with a deal, newest first, and how much there is.

    Args:
        session: of an actor who may see the deal.
        deal: which one.
        offset: entries to leave out.
        limit: entries at most.
    """
    logged, count = _logged(session, deal, offset + limit)
    moves, edits = transitions.history(session, deal), _edits(session, deal)
    both: list[Happening] = [*moves, *edits, *logged]
    both.sort(key=lambda one: (one.at, one.id), reverse=True)
    return both[offset : offset + limit], len(moves) + len(edits) + count


def _logged(session: Session, deal: Deal, most: int) -> tuple[list[Activity], int]:
    query = select(Activity, func.count().over()).where(col(Activity.deal_id) == deal.id)
    newest = query.order_by(col(Activity.at).desc(), col(Activity.id).desc()).limit(most)
    rows = session.execute(newest).all()
    return [one[0] for one in rows], (rows[0][1] if rows else 0)


def _edits(session: Session, deal: Deal) -> list[Edit]:
    """From the audit, newest first, without what was undone.

    An entry names what it changed only, so the other values are carried back from it.
    """
    later = aliased(AuditEntry)
    query = select(AuditEntry).where(
        col(AuditEntry.subject_table) == "deals",
        col(AuditEntry.subject_row) == str(deal.id),
        col(AuditEntry.table) == "deals",
        col(AuditEntry.action) == "change",
        col(AuditEntry.undoes).is_(None),
        ~exists().where(col(later.undoes) == col(AuditEntry.change_id)),
    )
    minor, currency, closes = deal.amount_minor, deal.currency, deal.close_on
    found = []
    for entry in session.scalars(query.order_by(col(AuditEntry.id).desc()).limit(MOST_EDITS)):
        old = orjson.loads(entry.details)["old"] if entry.details else {}
        if {"amount_minor", "currency"} & old.keys():
            after = _worth(minor, currency)
            minor, currency = old.get("amount_minor", minor), old.get("currency", currency)
            found.append(_edit(entry, "amount", _worth(minor, currency), after))
        if "close_on" in old:
            before = decode(old["close_on"])
            # The day that winning fills in is no news beside the win.
            found += [] if "stage_id" in old else [_edit(entry, "close_on", before, closes)]
            closes = before
    return [one for one in found if one.old != one.new]


def _worth(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _edit(entry: AuditEntry, name: str, old: Any, new: Any) -> Edit:  # noqa: ANN401
    return Edit(entry.id, entry.at, entry.staff_id, name, old, new)
