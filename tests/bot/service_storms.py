"""Storms: customers and agents on both platforms, and a Parley that is killed again and again."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import col

from store import identities, settings, staff
from store.engines import Database
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import HeldWord, Identity, JobRun, Ticket, TicketRating
from tests.bot.seats import Desk, Seat, SlackDesk, SlackSeat, TelegramDesk, TelegramSeat
from tests.bot.serve_processes import Process, Site, a_site, left_in
from tests.bot.storm_people import Agent, Customer, Ledger
from tests.databases import drop_postgres

HOURS = 24
NOON = 12
PATIENCE, BEHIND = 4, 16
"""After so many messages people wait until Parley has no more than this before it."""
BUSY = 2 / 3
RATED = timedelta(minutes=11)
MACROS = {
    "hello": "Hello {{customer}}, we look into {{ticket}}. {}",
    "soon": "{}\n{{us}} about {{ticket}}",
}


@dataclass
class Storm:
    """A company with its customers and agents.

    Attributes:
        owners: of tickets.
        internal: tokens of texts that no customer may ever read.
    """

    site: Site
    database: Database
    ledger: Ledger
    customers: list[Customer] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)
    owners: dict[int, str] = field(default_factory=dict)
    pairs: list[tuple[int, int]] = field(default_factory=list)
    macros: dict[str, str] = field(default_factory=dict)
    kills: int = 0
    written: int = 0
    starts: list[float] = field(default_factory=list)
    process: Process | None = None
    _paired: set[int] = field(default_factory=set)

    @property
    def dice(self) -> random.Random:
        """One for everything."""
        return self.ledger.dice

    # Before it begins.

    def gather(self, customers: int, agents: int) -> None:
        """Open the desks in a calm, and let people come."""
        self.database.write(_noon, datetime.now(UTC))
        self._start()
        telegram, slack = self._desks(agents)
        self._prepares(self.agents[0])
        for number in range(customers):
            self.customers.append(
                Customer(self._seat(number, telegram, slack), self.ledger, number % 4 > 1)
            )
        for one in self.customers[: customers // 2]:
            one.acts()
        self._rest()

    def _desks(self, agents: int) -> tuple[TelegramDesk, SlackDesk]:
        server, workspace = self.site.telegram, self.site.slack
        root, chief = server.person(1001, "Root"), workspace.person("U1001", "Chief")
        staff_of = [server.person(1100 + one, "Gus") for one in range(0, agents, 2)]
        also = [workspace.person(f"U{1100 + one}", "Ivy") for one in range(1, agents, 2)]
        group = server.group(-1_000_000_001_000, "Service", [root, *staff_of], topics=True)
        group.promotes_bot()
        channel = workspace.channel("C1", "service", [chief, *also])
        for platform, account in (("telegram", "1001"), ("slack", "T1:U1001")):
            self._links(platform, account, "Root Admin", None)
        root.says("/desk here", group)
        group.waits("Each new ticket gets a thread here.")
        chief.says("@Parley desk here", channel)
        chief.waits("Each new ticket gets a thread here.", where=channel)
        desks = TelegramDesk(group=group), SlackDesk(channel=channel)
        for one in staff_of:
            self._hires("telegram", TelegramSeat(one, group), desks[0])
        for other in also:
            self._hires("slack", SlackSeat(workspace, other, channel), desks[1])
        return desks

    def _hires(self, platform: str, seat: Seat, desk: Desk) -> None:
        name = f"Agent {self.ledger.line('name', seat.account).token.title()}"
        self._links(platform, seat.account, name, Role.AGENT)
        seat.says("language en")
        agent = Agent(seat, desk, self.ledger, self.owners, self.macros, self.pairs)
        agent.named = platform == "slack"
        self.agents.append(agent)

    def _links(self, platform: str, account: str, name: str, role: Role | None) -> None:
        def link(session: Session) -> None:
            session.actor = PARLEY
            if role:
                staff.add(session, name, role)
                session.flush()
            people = {one.name: one for one in session.directory.people.values()}
            code = identities.invite(session, people[name].id)
            session.flush()
            identities.link(session, identities.of_account(session, platform, account, name), code)

        self.database.write(link, datetime.now(UTC))

    def _prepares(self, agent: Agent) -> None:
        """Macros that all may use; an article for customers, and one that is internal."""
        for name, text in MACROS.items():
            self.macros[name] = self.ledger.line("macro", agent.seat.account).token
            agent.seat.says(f"macro add {name} {text.format(self.macros[name])} scope:all")
        public = self.ledger.line("article", agent.seat.account).token
        secret = self.ledger.line("internal", agent.seat.account).token
        agent.seat.says(f"article add Printer does not print: Turn it off and on. {public}")
        agent.seat.says("article publish K-1")
        agent.seat.says(f"article add I cannot log in since noon: Internal. {secret}")

    def _seat(self, number: int, telegram: TelegramDesk, slack: SlackDesk) -> Seat:
        chinese = number % 4 > 1
        if number % 2:
            person = self.site.telegram.person(2000 + number, "王小明", "zh" if chinese else "en")
            return TelegramSeat(person)
        locale = "zh-CN" if chinese else "en-US"
        return SlackSeat(
            self.site.slack, self.site.slack.person(f"U{2000 + number}", "Grace", locale=locale)
        )

    # While it blows.

    def blow(self, messages: int, kills: int) -> None:
        """Let so many messages be written, with so many kills among them, until all is quiet."""
        each = messages // (kills + 1)
        for _ in range(kills):
            self._talk(each)
            self._kill_after(self.dice.randrange(1, each * 4))
            self._talk(self.dice.randrange(1, 4))  # nobody is there
            self.database.write(_ages, datetime.now(UTC))
            self._start()
        self._talk(messages - self.written)
        self._settle()

    def _start(self) -> None:
        self.process, seconds = self.site.serve()
        self.starts.append(seconds)

    def _talk(self, count: int) -> None:
        end = self.written + count
        while self.written < end:
            if self._alive and self.written % PATIENCE == 0:
                self.site.telegram.wait(self._follows, timeout=120)
            (someone,) = self.site.telegram.wait(self._next, timeout=60)
            self.written += someone.acts()
            self._pairs()

    @property
    def _alive(self) -> bool:
        return self.process is not None and self.process.running.poll() is None

    def _follows(self) -> bool:
        """Whether Parley keeps up, so that people see what they answer to."""
        waiting = len(self.site.telegram.unconfirmed) + len(self.site.slack.pending)
        return waiting + sum(left_in(self.database)) < BEHIND

    def _next(self) -> list[Customer | Agent]:
        """Whose turn it is: customers do a third of all that is done."""
        people: list[Any] = self.agents if self.dice.random() < BUSY else self.customers
        ready = [one for one in people if one.seat.ready]
        return self.dice.sample(ready, min(1, len(ready)))

    def _pairs(self) -> None:
        """Now and then two tickets of one customer are to be merged."""
        if self.dice.random() < 0.05:
            found = self.database.read(_twins, datetime.now(UTC))
            fresh = [one for one in found if not self._paired & set(one)]
            for pair in fresh[:2]:
                self._paired.update(pair)
                keepers = {self.owners[one] for one in pair if one in self.owners}
                if len(keepers) == 1:  # nobody answers in a colleague's ticket
                    self.pairs.append(pair)
                    self.owners.update(dict.fromkeys(pair, keepers.pop()))

    def _kill_after(self, calls: int) -> None:
        """Kill the process after so many more calls to the platforms, or when it has no more."""
        end = self._calls + calls
        self.site.telegram.wait(lambda: self._calls >= end or self._quiet(), timeout=120)
        assert self.process
        self.process.kill()
        self.kills += 1

    @property
    def _calls(self) -> int:
        return len(self.site.telegram.calls) + len(self.site.slack.calls)

    def _quiet(self) -> bool:
        """Whether everything that was said is done."""
        on_its_way = self.site.telegram.unconfirmed or self.site.slack.pending
        return not on_its_way and left_in(self.database) == (0, 0)

    def _rest(self) -> None:
        self.site.telegram.wait(self._quiet, timeout=600)

    def _settle(self) -> None:
        """Everything is done, and every question is answered for which words wait."""
        self._rest()
        while waiting := self.database.read(_waiting, datetime.now(UTC)):
            for one in self.customers:
                if one.seat.account in waiting:
                    assert one.answers(at_last=True), one.seat.account
            self._rest()

    def ask(self) -> None:
        """Who was served is asked how it was, and Parley is killed as it does so."""
        for _ in range(2):
            assert self.process
            self.process.kill()
            self.database.write(_ages, datetime.now(UTC))
            self._start()
            self.site.telegram.wait(
                lambda: self.database.read(_asked, datetime.now(UTC)), timeout=120
            )
        self.kills += 1
        self._rest()
        for one in self.customers:
            while one.rates():
                pass
        self._rest()


def _noon(session: Session) -> None:
    """It is noon where the company is, so that customers are asked how they were served."""
    session.actor = PARLEY
    ahead = NOON - session.now.hour
    settings.put(session, "timezone", f"Etc/GMT{-ahead:+d}" if ahead else "UTC")


def _ages(session: Session) -> None:
    """Time passes while Parley is down: what has ended, has so long enough ago to ask about it."""
    session.actor = PARLEY
    ended = col(Ticket.ended_at)
    for row in session.connection().execute(
        select(col(Ticket.id), ended).where(ended.is_not(None))
    ):
        change = (
            update(Ticket).where(col(Ticket.id) == row.id).values(ended_at=row.ended_at - RATED)
        )
        session.connection().execute(change)
    session.connection().execute(delete(JobRun).where(col(JobRun.name) == "ratings"))


def _asked(session: Session) -> bool:
    """Whether somebody is asked for a rating, of all tickets that have ended."""
    ended = select(col(Ticket.id)).where(
        col(Ticket.status).in_(("resolved", "closed")), col(Ticket.ended_at).is_not(None)
    )
    left = ended.where(col(Ticket.id).not_in(select(col(TicketRating.ticket_id))))
    return session.connection().execute(left.limit(1)).first() is None


def _twins(session: Session) -> list[tuple[int, int]]:
    """Open tickets of one customer."""
    query = select(col(Ticket.identity_id), col(Ticket.id)).where(
        col(Ticket.ended_at).is_(None), col(Ticket.single).is_(False)
    )
    held: dict[int, list[int]] = {}
    for identity_id, number in session.connection().execute(query):
        held.setdefault(identity_id or 0, []).append(number)
    return [(one[0], one[1]) for one in held.values() if len(one) > 1]


def _waiting(session: Session) -> set[str]:
    """Accounts whose words wait for an answer."""
    table = col(HeldWord.identity_id)
    query = select(col(Identity.account)).where(col(Identity.id).in_(select(table)))
    return set(session.connection().execute(query).scalars())


@contextmanager
def a_storm(dialect: str, folder: Path, seed: int) -> Iterator[Storm]:
    """A company on a database of a kind, before anybody has come."""
    with a_site(dialect, folder, program="tests.bot.unpaced") as site, site.opened() as database:
        yield Storm(site, database, Ledger(random.Random(seed)))
    if dialect == "postgresql":
        drop_postgres(site.url)
