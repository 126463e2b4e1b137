"""Held words: messages that wait for consent, or until it is known which request they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete, select
from sqlmodel import col

from store import subjects
from store.columns import table_of
from store.conversations import Place
from store.ids import new_id
from store.sessions import Session
from store.tables import HeldWord

Why = Literal["consent", "choice"]
KEPT_FOR = timedelta(days=7)
"""Words that wait for consent; as long as files that nobody keeps."""
CHOOSE_WITHIN = timedelta(minutes=10)
"""After that nobody asks any more which request was meant."""


@dataclass(frozen=True, slots=True)
class Held:
    """A message that waited."""

    text: str
    inbox_id: int | None
    at: datetime


def hold(session: Session, identity_id: int, place: Place, message: Held, why: Why) -> None:
    """Let a message wait, sealed; its files wait with it.

    Args:
        session: of the customer.
        identity_id: the account that wrote.
        place: the conversation, whose key is used.
        message: to the letter.
        why: what it waits for.
    """
    row = HeldWord(
        id=new_id(),
        identity_id=identity_id,
        inbox_id=message.inbox_id,
        subject_id=place.subject_id,
        why=why,
        at=message.at,
    )
    subjects.close(session, row, "text_sealed", message.text)
    session.add(row)


def waiting(session: Session, identity_id: int) -> Why | None:
    """What the messages of an account wait for; None when there are none."""
    query = select(col(HeldWord.why)).where(col(HeldWord.identity_id) == identity_id).limit(1)
    with session.unscoped():
        found = session.execute(query).scalar_one_or_none()
    return "consent" if found == "consent" else "choice" if found else None


def take(session: Session, identity_id: int) -> list[Held]:
    """Take the messages of an account, oldest first; nobody else gets them."""
    query = select(HeldWord).where(col(HeldWord.identity_id) == identity_id)
    with session.unscoped():
        rows = list(session.scalars(query.order_by(col(HeldWord.id)).with_for_update()))
    return _taken(session, rows)


def _taken(session: Session, rows: Sequence[HeldWord]) -> list[Held]:
    subjects.load(session, (row.subject_id for row in rows))
    found = [
        Held(subjects.clear(session, row, "text_sealed") or "", row.inbox_id, row.at)
        for row in rows
    ]
    for row in rows:
        session.delete(row)
    return found


def undecided(session: Session, limit: int = 50) -> list[int]:
    """Accounts of which some message has waited too long for a choice."""
    old = col(HeldWord.at) <= session.now - CHOOSE_WITHIN
    query = select(col(HeldWord.identity_id)).where(old, col(HeldWord.why) == "choice")
    with session.unscoped():
        return list(session.execute(query.distinct().limit(limit)).scalars())


def forget_old(session: Session) -> int:
    """Throw away what waited too long for consent; gives how many."""
    held = table_of(HeldWord)
    old = (held.c.at < session.now - KEPT_FOR, held.c.why == "consent")
    return int(session.connection().execute(delete(held).where(*old)).rowcount)
