"""Real `parley serve` processes that talk to the stand-ins."""

import json
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import select
from sqlmodel import col

from store import identities, installations, outboxes, staff
from store.columns import table_of
from store.engines import Database
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import Contact, Inbox, Outbox
from tests import templates
from tests.bot.processes import Company
from tests.conversations import COMPANY
from tests.standins.slacks import SlackServer
from tests.standins.telegrams import Limits, TelegramServer

TOKEN = "123456:TEST"
UNSENT = (col(Outbox.sent_at).is_(None), col(Outbox.failed_at).is_(None))


@dataclass
class Process:
    """A `parley serve`.

    Attributes:
        log: where its stderr goes.
    """

    running: subprocess.Popen[bytes]
    log: Path

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What it has logged so far."""
        whole = self.log.read_text().rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines() if line.startswith("{")]

    def logged(self, event: str) -> list[dict[str, Any]]:
        """Lines of one kind."""
        return [line for line in self.lines if line["event"] == event]

    @property
    def port(self) -> int:
        """Where it listens for HTTP."""
        return int(self.logged("listening")[0]["port"])

    def kill(self) -> None:
        """As when the power fails."""
        self.running.kill()
        self.running.wait()

    def stop(self, within: float = 15) -> int:
        """Ask it to stop; gives its exit code."""
        self.running.send_signal(signal.SIGTERM)
        return self.running.wait(within)

    @property
    def megabytes(self) -> float:
        """Memory that it holds."""
        return float(psutil.Process(self.running.pid).memory_info().rss) / 2**20


@dataclass
class Site:
    """A company that real processes serve.

    Attributes:
        program: the module that they run.
    """

    company: Company
    url: str
    telegram: TelegramServer
    slack: SlackServer
    program: str = "bot"
    processes: list[Process] = field(default_factory=list)
    _numbers: int = 1000

    def start(self, **environment: str) -> Process:
        """Start a process, without waiting for anything."""
        log = self.company.folder / f"serve-{len(self.processes)}.log"
        told = {**self.environment, **environment}
        with log.open("wb") as stderr:
            running = subprocess.Popen(
                self.company.command("serve", program=self.program),
                cwd=self.company.folder,
                env=self.company.environment(**{key: one for key, one in told.items() if one}),
                stdout=stderr,
                stderr=stderr,
            )
        self.processes.append(Process(running, log))
        return self.processes[-1]

    def serve(self, **environment: str) -> tuple[Process, float]:
        """Start a process and wait until messages reach it; gives how many seconds that took."""
        before, began = self._connections, time.monotonic()
        process = self.start(**environment)
        self.telegram.wait(lambda: self._came(process, before), timeout=40)
        return process, time.monotonic() - began

    def _came(self, process: Process, before: tuple[int, int]) -> bool:
        assert process.running.poll() is None, process.log.read_text()
        now = self._connections
        return now[0] > before[0] and now[1] > before[1] and self.telegram.polled

    @property
    def _connections(self) -> tuple[int, int]:
        """How often Parley began to poll Telegram, and opened a socket of Slack."""
        return len(self.telegram.called("deleteWebhook")), self.slack.connected

    @property
    def environment(self) -> dict[str, str]:
        """What a process is told."""
        return {
            "PARLEY_DATABASE_URL": self.url,
            "PARLEY_KEY_FILE": str(self.company.key_file),
            "PARLEY_HTTP": "127.0.0.1:0",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.telegram.url,
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self.slack.url,
        }

    @contextmanager
    def opened(self) -> Iterator[Database]:
        """The database, for a look at it."""
        database = installations.open_installation(self.url, self.company.key_file)
        try:
            yield database
        finally:
            database.close()

    def hire(self, database: Database, platform: str, account: str, name: str) -> None:
        """A rep with a linked account."""

        def add(session: Session) -> None:
            session.actor = PARLEY
            person = staff.add(session, name, Role.REP)
            session.flush()
            code = identities.invite(session, person.id)
            session.flush()
            identity = identities.of_account(session, platform, account, name)
            identities.link(session, identity, code)

        database.write(add, datetime.now(UTC))


def contacts_in(database: Database) -> list[str]:
    """Names of all contacts in the order in which they were added, as often as they are there."""

    def unit(session: Session) -> list[str]:
        session.actor = PARLEY
        order = (col(Contact.created_at), col(Contact.id))
        return list(session.scalars(select(col(Contact.name)).order_by(*order)))

    return database.read(unit, datetime.now(UTC))


def left_in(database: Database) -> tuple[int, int]:
    """How many messages were not handled, and how many answers were not sent."""

    def unit(session: Session) -> tuple[int, int]:
        waiting = session.scalars(select(col(Inbox.id)).where(col(Inbox.done_at).is_(None)))
        unsent = session.scalars(select(col(Outbox.id)).where(*UNSENT))
        return len(list(waiting)), len(list(unsent))

    return database.read(unit, datetime.now(UTC))


def unsent(database: Database) -> list[str]:
    """What stands in the letters that nobody is known to have got."""

    def unit(session: Session) -> list[str]:
        rows = session.connection().execute(select(table_of(Outbox)).where(*UNSENT)).all()
        return [repr(one) for one in outboxes.opened(session, rows)]

    return database.read(unit, datetime.now(UTC))


def doubled(names: list[str]) -> dict[str, int]:
    """What is there more than once."""
    return {name: count for name, count in Counter(names).items() if count > 1}


@contextmanager
def a_site(dialect: str, folder: Path, program: str = "bot") -> Iterator[Site]:
    """A company on a database of a kind, which nobody serves yet."""
    url, _key_file = templates.copied(dialect, folder, COMPANY, datetime.now(UTC))
    with TelegramServer(TOKEN, Limits.none()) as telegram, SlackServer() as slack:
        site = Site(Company(folder), url, telegram, slack, program)
        try:
            yield site
        finally:
            for process in site.processes:
                process.kill()
