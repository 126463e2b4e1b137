"""Speakers: what only customers say, and what Parley does for them, who have no rights here."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from handlers.asks import Ask
from handlers.grammar import Named
from store import customer_accounts
from store.sessions import PARLEY
from store.tables import CustomerAccount

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


def account_of(ask: Ask) -> CustomerAccount | None:
    """What is kept of the customer who speaks; None: nothing yet."""
    return customer_accounts.known(ask.session, ask.taken.identity_id)


@contextmanager
def by_parley(ask: Ask) -> Iterator[None]:
    """What Parley itself does for somebody who has no rights here."""
    customer, ask.session.actor = ask.session.actor, PARLEY
    yield
    ask.session.flush()
    ask.session.actor = customer
