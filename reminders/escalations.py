"""Escalations and SLA warnings: who has to look after a ticket is told so, of each thing once."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from handlers import letters, ticket_notices
from handlers.asks import voice_of
from handlers.languages import speaking
from handlers.texts import Text
from store import customers, escalations, nudge_rules, outboxes, sla_warnings
from store.directories import Person
from store.engines import Database
from store.sessions import PARLEY, Session
from store.tables import Ticket

COMMAND = "escalations"
Next = tuple[int, int]
"""Numbers of the last escalated ticket and of the last one that was warned of."""


def run_due(database: Database, now: datetime) -> None:
    """Tell whatever is due, batch by batch; after a standstill once, however long it was.

    A ticket is taken, noted and told of in one transaction, and taken by one process only.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    after: Next | None = (0, 0)
    while after is not None:
        after = database.write(partial(_batch, after=after), now)


def _batch(session: Session, after: Next) -> Next | None:
    """Tell of some of them; gives where to go on, or None after the last batch."""
    session.actor = PARLEY
    session.origin.command = COMMAND
    silent = escalations.claim(session, after[0])
    warned = sla_warnings.claim(session, after[1])
    if not silent and not warned:
        return None
    customers.load(session, (*silent, *warned))
    looked_at = Look(session)
    for ticket in silent:
        looked_at.escalate(ticket)
    for ticket in warned:
        looked_at.warn(ticket)
    looked_at.tell()
    return (
        silent[-1].id if silent else after[0],
        warned[-1].id if warned else after[1],
    )


@dataclass(slots=True)
class Look:
    """What is found in a batch, and who is told of it.

    Attributes:
        news: what each is told of each ticket, by staff id and ticket number, and how it is said.
        warned: who is told of promises at risk or overdue.
    """

    session: Session
    news: dict[int, dict[int, list[Callable[[], Text]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    tickets: dict[int, Ticket] = field(default_factory=dict)
    warned: set[int] = field(default_factory=set)

    @property
    def warns(self) -> bool:
        """Whether promises at risk or overdue are told of at all."""
        rule = nudge_rules.RULES["ticket"]
        return nudge_rules.days(self.session.directory, rule) is not None

    def warn(self, ticket: Ticket) -> None:
        """Tell of the clocks that are at risk or breached now."""
        notices = sla_warnings.take(self.session, ticket)
        if notices and self.warns:
            say = partial(ticket_notices.clock, notices)
            people = escalations.told(self.session, ticket, 1)
            self.warned |= {one.id for one in people}
            self._note(people, ticket, say)

    def escalate(self, ticket: Ticket) -> None:
        """Tell the next level that nobody does anything."""
        level = escalations.raise_level(self.session, ticket)
        say = partial(ticket_notices.silent, self.session, ticket, level)
        self._note(escalations.told(self.session, ticket, level), ticket, say)

    def _note(self, people: list[Person], ticket: Ticket, say: Callable[[], Text]) -> None:
        self.tickets[ticket.id] = ticket
        for person in people:
            self.news[person.id][ticket.id].append(say)

    def tell(self) -> None:
        """Put one message for each into the outbox, in their language."""
        posted = []
        for staff_id, news in self.news.items():
            person = self.session.directory.people[staff_id]
            with speaking(voice_of(self.session.directory, person)):
                told = [(self.tickets[one], [say() for say in says]) for one, says in news.items()]
                clocks = staff_id in self.warned
                said = ticket_notices.news(self.session, told, clocks=clocks)
            posted.append(letters.notice(self.session, person, said, pressing=True))
        outboxes.post(self.session, posted, None)
