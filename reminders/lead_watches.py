"""Watching leads: what nobody touches goes to the next person, what nobody has to whoever is free."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Literal

from handlers import lead_notices, letters
from handlers.asks import voice_of
from handlers.languages import speaking
from handlers.replies import Reply
from store import lead_queues, outboxes, rosters
from store.directories import Person
from store.engines import Database
from store.rosters import Pick, Roster
from store.sessions import PARLEY, Session
from store.tables import Lead

COMMAND = "lead assign"
MOST_AT_ONCE = 5
"""More notices to one person become one."""

What = Literal["came", "went", "stuck"]


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
    looked_at = Round(rosters.open_roster(session))
    for lead in claimed:
        if lead.owner_id is None:
            looked_at.give(lead)
        else:
            looked_at.pass_on(lead, session.directory.people[lead.owner_id])
    looked_at.tell()
    return claimed[-1].id if len(claimed) == lead_queues.BATCH else None


@dataclass(slots=True)
class Round:
    """What becomes of the leads of a batch, and who is told of it.

    Attributes:
        roster: whose turn it is.
        news: what each is told, by staff id: what happened, and how it is said.
    """

    roster: Roster
    news: dict[int, list[tuple[What, Callable[[], Reply]]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def give(self, lead: Lead) -> None:
        """Managers know of it already; now somebody may be free."""
        pick = self.roster.pick(lead, rosters.had_by(lead))
        if pick.person:
            lead_queues.pass_on(lead, self.roster, pick.person.id)
            self._note(pick.person, "came", partial(lead_notices.given, lead))

    def pass_on(self, lead: Lead, before: Person) -> None:
        """Give it to the next person; where there is none its manager is told, once."""
        hours = lead_queues.hours(self.roster.session)
        tired = lead_queues.passes(lead) >= lead_queues.MOST_PASSES
        pick = Pick(None) if tired else self.roster.pick(lead, rosters.had_by(lead))
        if pick.person:
            lead_queues.pass_on(lead, self.roster, pick.person.id)
            self._note(pick.person, "came", partial(lead_notices.passed_on, lead, hours))
            went = partial(lead_notices.taken_away, lead, pick.person, hours)
            self._note(before, "went", went)
        elif pick.why != "away":  # otherwise somebody will be back
            lead.alerted_at = self.roster.session.now
            for person in rosters.managers(self.roster.session, before.id):
                self._note(person, "stuck", partial(lead_notices.stuck, lead, before, hours))

    def _note(self, person: Person, what: What, say: Callable[[], Reply]) -> None:
        if not person.suspended:
            self.news[person.id].append((what, say))

    def tell(self) -> None:
        """Put the notices into the outbox, in the language of whoever is told; many become one."""
        session = self.roster.session
        posted = []
        for staff_id, news in self.news.items():
            person = session.directory.people[staff_id]
            with speaking(voice_of(session.directory, person)):
                several = len(news) > MOST_AT_ONCE
                counts: Counter[str] = Counter(what for what, _ in news)
                said = [lead_notices.summary(counts)] if several else [say() for _, say in news]
            posted += [letters.notice(session, person, one, "leads") for one in said]
        outboxes.post(session, posted, None)
