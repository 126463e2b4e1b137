"""Samples: contacts drawn by chance to be looked at by hand, and what was found."""

import random
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import col

from store import contacts
from store.columns import columns_of
from store.figures import Narrow
from store.ids import new_id
from store.sessions import Session
from store.sources import SOURCES
from store.tables import Contact, QualityReview

AGAIN = timedelta(days=90)
"""A record is not drawn again for so long."""
BACK = timedelta(days=365)
FINE = 2**30
"""Of so many equal parts of all records one is drawn, in whole numbers."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many records were looked at in the last year, and how many of them were right."""

    looked_at: int
    passed: int


def draw(session: Session, narrow: Narrow, chance: random.Random) -> Contact | None:
    """A contact that was not looked at lately; None where all were.

    Args:
        session: of an actor; nothing is drawn that may not be seen.
        narrow: whose contacts.
        chance: draws.
    """
    columns, lately = columns_of(Contact), columns_of(QualityReview)
    seen = select(lately.contact_id).where(lately.at >= session.now - AGAIN)
    wanted: list[ColumnElement[bool]] = [columns.merged_into.is_(None), columns.id.not_in(seen)]
    if narrow.owner_ids is not None:
        wanted.append(SOURCES["contacts"].owned(sorted(narrow.owner_ids)))
    count = select(func.count()).select_from(Contact).where(*wanted).scalar_subquery()
    place = count * chance.randrange(FINE) // FINE
    query = contacts.WITH_KEY.where(*wanted).order_by(col(Contact.id)).offset(place).limit(1)
    row = session.execute(query).first()
    return contacts.known(session, row) if row else None


def keep(session: Session, contact: Contact, *, passed: bool) -> QualityReview:
    """Note what was found."""
    row = QualityReview(
        id=new_id(),
        contact_id=contact.id,
        staff_id=session.actor.id if session.actor else None,
        passed=passed,
        at=session.now,
    )
    session.add(row)
    return row


def found(session: Session) -> Found:
    """What the samples of the last year say, of contacts that the actor may see."""
    held = columns_of(QualityReview)
    query = select(func.count(), func.sum(case((held.passed, 1), else_=0)))
    rows = session.execute(query.select_from(QualityReview).where(held.at >= session.now - BACK))
    count, passed = rows.one()
    return Found(int(count), int(passed or 0))
