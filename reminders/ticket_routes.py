"""Routes of tickets: what nobody has goes to whose turn it is, as people come on duty."""

from collections import defaultdict
from datetime import datetime
from functools import partial

from handlers import letters, ticket_notices
from handlers.asks import voice_of
from handlers.languages import speaking
from store import customers, outboxes, ticket_messages, ticket_rosters
from store.engines import Database
from store.sessions import PARLEY, Session
from store.tables import Ticket

COMMAND = "ticket assign"
MOST_AT_ONCE = 5
"""More notices to one person become one."""


def run_due(database: Database, now: datetime) -> None:
    """Hand out the tickets of nobody, batch by batch, while somebody can take one.

    A ticket is taken, given and told of in one transaction, and taken by one process only.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    if not database.read(ticket_rosters.is_on, now):
        return
    after: int | None = 0
    while after is not None:
        after = database.write(partial(_batch, after=after), now)


def _batch(session: Session, after: int) -> int | None:
    """Hand out some of them; gives the number of the last one, or None when it is over."""
    session.actor = PARLEY
    session.origin.command = COMMAND
    roster = ticket_rosters.open_roster(session)
    claimed = ticket_rosters.claim(session, after) if ticket_rosters.anybody_free(roster) else []
    if not claimed:
        return None
    given: dict[int, list[Ticket]] = defaultdict(list)
    for ticket in sorted(claimed, key=lambda one: (one.due_at is None, one.due_at, one.id)):
        pick = roster.pick(ticket)
        if pick.person:
            roster.give(ticket, pick.person)
            ticket_messages.note_event(session, ticket, "routed", pick.person.id)
            given[pick.person.id].append(ticket)
    _tell(session, given)
    return claimed[-1].id if len(claimed) == ticket_rosters.BATCH else None


def _tell(session: Session, given: dict[int, list[Ticket]]) -> None:
    """Tell everybody of theirs, in their language; many become one message."""
    customers.load(session, (one for some in given.values() for one in some))
    posted = []
    for staff_id, tickets in given.items():
        person = session.directory.people[staff_id]
        with speaking(voice_of(session.directory, person)):
            if len(tickets) > MOST_AT_ONCE:
                said = [ticket_notices.several(len(tickets))]
            else:
                said = [ticket_notices.routed(session, one) for one in tickets]
        posted += [letters.notice(session, person, one) for one in said]
    outboxes.post(session, posted, None)
