"""Customers' words: what waits too long for a choice becomes a request, what may not stay is erased."""

from datetime import datetime
from functools import partial

from handlers import customer_letters, thread_events, ticket_letters
from store import customer_accounts, erasures, held_words, outboxes, requests
from store.engines import Database
from store.requests import Opening
from store.sessions import PARLEY, Session
from store.tables import Identity

COMMAND = "write"


def run_due(database: Database, now: datetime) -> None:
    """Look after every message that waits, and every single question that has ended.

    A message is taken, put into a request and told of in one transaction, by one process only.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    for identity_id in database.read(held_words.undecided, now):
        database.write(partial(_decide, identity_id=identity_id), now)
    database.write(held_words.forget_old, now)
    while database.write(_erase, now):
        pass


def _decide(session: Session, identity_id: int) -> None:
    """Nobody said which request was meant: the only one that can be meant, or a new one."""
    session.actor = PARLEY
    session.origin.command = COMMAND
    words = held_words.take(session, identity_id)
    account = customer_accounts.known(session, identity_id)
    if not words or account is None:
        return
    standing = requests.standing(session, account)
    candidates = standing.open or standing.ended
    if len(candidates) == 1:
        ticket = candidates[0]
        for one in requests.go_on(session, ticket, account, words):
            ticket_letters.in_threads(session, ticket, one)
    else:
        identity = session.get_one(Identity, identity_id)
        opening = Opening(words, identity.locale or "en", identity.platform)
        ticket = requests.open_(session, account, opening)
    session.flush()
    outboxes.post(session, thread_events.letters(session), None)
    customer_letters.decided(session, ticket, "\n".join(one.text for one in words))


def _erase(session: Session) -> bool:
    """Erase a batch; gives whether there may be more."""
    session.actor = PARLEY
    session.origin.command = "privacy"
    claimed = erasures.due(session)
    for ticket in claimed:
        erasures.erase(session, ticket)
    return len(claimed) == erasures.BATCH
