"""Watching leads: what nobody touches goes to the next person, what nobody has to whoever is free."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from handlers import lead_notices, letters
from handlers.asks import voice_of
from handlers.languages import speaking
from handlers.replies import Reply
from store import lead_queues, outboxes, rosters
from store.directories import Person
from store.engines import Database
from store.rosters import Roster
from store.sessions import PARLEY, Session
from store.tables import Lead

COMMAND = "lead assign"


def run_due(database: Database, now: datetime) -> None:
    """Look after every lead that waits too long, batch by batch.

    A lead is taken, changed and told of in one transaction, and taken by one process only.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    after: int | None = 0
    while after is not None:
        after = database.write(partial(_batch, after=after), now)


def _batch(session: Session, after: int) -> int | None:
    """Look after some of them; gives the number of the last one, or None after the last batch."""
    session.actor = PARLEY
    session.origin.command = COMMAND
    claimed = lead_queues.claim(session, after)
    if not claimed:
        return None
    roster = rosters.open_roster(session)
    for lead in claimed:
        if lead.owner_id is None:
            _give(roster, lead)
        else:
            _pass_on(roster, lead, session.directory.people[lead.owner_id])
    return claimed[-1].id if len(claimed) == lead_queues.BATCH else None


def _give(roster: Roster, lead: Lead) -> None:
    """Managers know of it already; now somebody may be free."""
    pick = roster.pick(lead, lead_queues.had_by(lead))
    if pick.person:
        lead_queues.pass_on(lead, roster, pick.person.id)
        _tell(roster.session, pick.person, partial(lead_notices.given, lead))


def _pass_on(roster: Roster, lead: Lead, before: Person) -> None:
    """Give it to the next person; where there is none its manager is told, once."""
    session, hours = roster.session, lead_queues.hours(roster.session)
    pick = roster.pick(lead, lead_queues.had_by(lead))
    tired = lead_queues.passes(lead) >= lead_queues.MOST_PASSES
    if pick.person is None and pick.why == "away" and not tired:
        return  # somebody will be back
    if pick.person is None or tired:
        lead.alerted_at = session.now
        for person in rosters.managers(session, before.id):
            _tell(session, person, partial(lead_notices.stuck, lead, before, hours))
        return
    lead_queues.pass_on(lead, roster, pick.person.id)
    _tell(session, pick.person, partial(lead_notices.passed_on, lead, hours))
    _tell(session, before, partial(lead_notices.taken_away, lead, pick.person, hours))


def _tell(session: Session, person: Person, say: Callable[[], Reply]) -> None:
    """Put a notice into the outbox, in the language of whoever is told."""
    if person.suspended:
        return
    with speaking(voice_of(session.directory, person)):
        outboxes.post(session, [letters.notice(session, person, say())], None)
