"""Speakers: what only customers say, and what Parley does for them, who have no rights here."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import select
from sqlmodel import col

from handlers.asks import Ask
from handlers.grammar import Named
from store.access import NotFound
from store.ratings import NothingToRate
from store.sessions import PARLEY
from store.tables import Ticket

FOR_STAFF = {"rate": "rates"}
"""Words that name one command of customers and another of staff."""
SCORED = re.compile(r"\s*[0-9０-９]")


def meant(ask: Ask, named: Named | None) -> Named | None:
    """The command that a word names for this speaker: `rate 5` rates, `rate EUR 1.08` is staff's.

    Staff who rate are told that this is for customers.
    """
    if named is None or ask.actor.person is None or named.command not in FOR_STAFF:
        return named
    if SCORED.match(named.rest):
        return named
    return replace(named, command=FOR_STAFF[named.command])


def account_of(ask: Ask) -> int:
    """The account that speaks.

    Raises:
        NothingToRate: none does, so there is nothing of theirs.
    """
    if ask.taken.identity_id is None:
        raise NothingToRate
    return ask.taken.identity_id


def own_ticket(ask: Ask, number: int) -> Ticket:
    """A ticket of the customer who speaks; a merged one leads to the one in which it goes on.

    Raises:
        NotFound: it is somebody else's, or there is none; both are told alike.
    """
    query = select(Ticket).where(
        col(Ticket.id) == number, col(Ticket.identity_id) == ask.taken.identity_id
    )
    with ask.session.unscoped():
        found = ask.session.scalars(query).one_or_none()
        while found is not None and found.merged_into is not None:
            found = ask.session.get_one(Ticket, found.merged_into)
    if found is None:
        raise NotFound("ticket", f"T-{number}")
    return found


@contextmanager
def by_parley(ask: Ask) -> Iterator[None]:
    """What Parley itself does for somebody who has no rights here."""
    customer, ask.session.actor = ask.session.actor, PARLEY
    yield
    ask.session.flush()
    ask.session.actor = customer


def last_ticket(ask: Ask) -> Ticket | None:
    """The newest ticket of the customer who speaks."""
    query = select(Ticket).where(
        col(Ticket.identity_id) == ask.taken.identity_id, col(Ticket.merged_into).is_(None)
    )
    with ask.session.unscoped():
        return ask.session.scalars(query.order_by(col(Ticket.id).desc()).limit(1)).first()
