"""A Parley that serves the stand-ins, within the test's process; companies and people for it."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.clocks import Clock
from bot.paces import Pace
from bot.serving import Service
from bot.settings import Settings
from bot.telegrams import posts as telegram_posts
from store import identities, installations, staff
from store.engines import Database
from store.rights import Role
from store.sessions import PARLEY, Session
from tests.conversations import COMPANY
from tests.standins.slack_people import Person as SlackPerson
from tests.standins.slacks import SlackServer
from tests.standins.telegram_people import Person as TelegramPerson
from tests.standins.telegrams import Group, Limits, TelegramServer

TOKEN = "123456:TEST"
SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "so", "ti", "va", "zu")


@dataclass
class Office:
    """A company whose people write to Parley in Telegram and Slack."""

    url: str
    folder: Path
    database: Database
    telegram: TelegramServer
    slack: SlackServer
    settings: Settings
    clock: Clock = field(default_factory=Clock)
    _numbers: int = 1000
    _service: ExitStack = field(default_factory=ExitStack)

    def opens(self) -> None:
        """Start Parley."""
        self._service.enter_context(running(self))

    def closes(self) -> None:
        """Stop Parley; what runs is finished."""
        self._service.close()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Parley is down during the block, as over a restart."""
        self.closes()
        yield
        self.opens()

    def passes(self, **length: float) -> None:
        """Let time pass, as `timedelta` counts it."""
        self.clock.move(timedelta(**length))

    def hire(self, name: str, role: Role = Role.REP, manager: str | None = None) -> str:
        """A member of staff, and a code that links an account."""

        def add(session: Session) -> str:
            session.actor = PARLEY
            known = {one.name: one for one in session.directory.people.values()}
            above = known[manager].id if manager else None
            if name not in known:
                staff.add(session, name, role, manager_id=above)
                session.flush()
                known = {one.name: one for one in session.directory.people.values()}
            return identities.invite(session, known[name].id)

        return self.database.write(add, self.clock.now())

    def named(self, first: str) -> str:
        """A whole name that nobody else in this office has."""
        self._numbers += 1
        surname = "".join(SYLLABLES[int(one)] for one in f"{self._numbers * 7919 % 10**4:04}")
        return f"{first} {surname.title()}"

    def recruit(self, first: str, role: Role = Role.REP, **more: Any) -> TelegramPerson:
        """A new member of staff with a linked account in Telegram."""
        return self.on_telegram(self.named(first), role, **more)

    def group(self, *members: TelegramPerson, **more: Any) -> Group:
        """A group of people and Parley in Telegram."""
        self._numbers += 1
        return self.telegram.group(-self._numbers, "Sales", members, **more)

    def stranger(self, name: str, **more: Any) -> TelegramPerson:
        """Somebody with a new account in Telegram."""
        self._numbers += 1
        return self.telegram.person(self._numbers, name, **more)

    def on_telegram(self, name: str, role: Role = Role.REP, **more: Any) -> TelegramPerson:
        """A member of staff with a linked account in Telegram."""
        person = self.stranger(name, **more)
        person.says(f"/start {self.hire(name, role)}")
        person.waits(contains=name)
        return person

    def on_slack(self, name: str, role: Role = Role.REP, **more: Any) -> SlackPerson:
        """A member of staff with a linked account in Slack."""
        self._numbers += 1
        person = self.slack.person(f"U{self._numbers}", name, **more)
        person.says(f"link {self.hire(name, role)}")
        person.waits(contains=name)
        return person


def settings_of(url: str, folder: Path, telegram: TelegramServer, slack: SlackServer, **more: str):
    """What the environment would say."""
    told = {
        "database_url": url,
        "key_file": folder / "parley.key",
        "http": "127.0.0.1:0",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.url,
    }
    return Settings.model_validate({**told, **more})


@contextmanager
def an_office(
    url: str, folder: Path, *, limits: Limits | None = None, **more: str
) -> Iterator[Office]:
    """A company on a database, with Parley running beside the test."""
    now = datetime.now(UTC)
    database, _code = installations.found(
        url, folder / "parley.key", company=COMPANY, admin="Root Admin", now=now
    )
    with (
        TelegramServer(TOKEN, limits or Limits.none()) as telegram,
        SlackServer() as slack,
        nullcontext() if limits else hurry(),
    ):
        settings = settings_of(url, folder, telegram, slack, **more)
        office = Office(url, folder, database, telegram, slack, settings)
        office.opens()
        try:
            yield office
        finally:
            office.closes()
            database.close()


@contextmanager
def hurry() -> Iterator[None]:
    """Parley does not pace itself, so that conversations in tests take no longer than needed."""
    freely = Pace(1000, 1.0)
    with (
        patch.object(telegram_posts, "_private_pace", lambda: freely),
        patch.object(telegram_posts, "_group_pace", lambda: freely),
    ):
        yield


@contextmanager
def running(office: Office) -> Iterator[None]:
    """Parley, serving in a thread until the block ends."""
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    service = Service(office.settings, office.database, office.clock)
    thread = threading.Thread(target=lambda: loop.run_until_complete(service.run(stop)))
    began = len(office.telegram.calls)
    thread.start()
    try:
        office.telegram.wait(lambda: _listens(office, began), timeout=15)
        office.slack.wait(lambda: office.slack.connected, timeout=15)
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        assert not thread.is_alive()
        loop.close()


def _listens(office: Office, began: int) -> bool:
    """Whether updates reach Parley, after the calls that there were before."""
    if office.settings.telegram_webhook_url:
        return any(call.method == "setWebhook" for call in office.telegram.calls[began:])
    return office.telegram.polled
