"""Asking customers: how a request was handled, and at most once a quarter whether they recommend us."""

from collections.abc import Callable
from datetime import datetime, time
from functools import partial

from handlers import feedback_letters, ticket_letters
from handlers.asks import voice_of
from handlers.replies import Reply
from store import customer_accounts, ratings, recommendations, ticket_places
from store.engines import Database
from store.sessions import PARLEY, Session
from store.tables import Ticket

COMMAND = "ask for feedback"
DAY = time(8), time(21)
"""Nobody is asked before or after, where they live."""
BATCH = ratings.BATCH
Claim = Callable[[Session, int], list[Ticket]]
Note = Callable[[Session, Ticket], object]


def ask_ratings(database: Database, now: datetime) -> None:
    """Ask once about every ticket that has ended ten minutes ago or more.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    _ask_all(database, now, partial(_batch, ratings.claim, ratings.ask, feedback_letters.rating))


def ask_recommendations(database: Database, now: datetime) -> None:
    """Ask customers with a request that has ended, at most once a quarter, unless it is off.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    if database.read(recommendations.is_on, now):
        say = feedback_letters.recommendation
        _ask_all(database, now, partial(_batch, recommendations.claim, recommendations.ask, say))


def _ask_all(database: Database, now: datetime, batch: Callable[..., int | None]) -> None:
    """Batch by batch; tickets are taken, noted and asked about in one transaction."""
    after: int | None = 0
    while after is not None:
        after = database.write(partial(batch, after=after), now)


def _batch(
    claim: Claim, note: Note, say: Callable[[Ticket], Reply], session: Session, after: int
) -> int | None:
    """Ask about some; gives the number of the last one, or None after the last batch."""
    session.actor = PARLEY
    session.origin.command = COMMAND
    claimed = claim(session, after)
    done: set[int] = set()
    for ticket in claimed:
        holder = _holder(session, ticket)
        if holder not in done and _is_day(session, ticket):
            note(session, ticket)
            ticket_letters.to_customer(session, ticket, partial(say, ticket))
            if say is feedback_letters.recommendation:
                done.add(holder)
    return claimed[-1].id if len(claimed) == BATCH else None


def _holder(session: Session, ticket: Ticket) -> int:
    """Whoever asked, whichever of their accounts it was from."""
    account = customer_accounts.known(session, ticket.identity_id)
    return account.holder_id if account else ticket.identity_id or 0


def _is_day(session: Session, ticket: Ticket) -> bool:
    """Whether the customer can be reached, and it is not night where they live."""
    found = ticket_places.of_customer(session, ticket)
    if found is None:
        return False
    local = session.now.astimezone(voice_of(session.directory, None, found[1]).timezone)
    return DAY[0] <= local.time() < DAY[1]
