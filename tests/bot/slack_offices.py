"""A company whose people write to Parley in Slack alone, by sockets or by signed calls."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch
from urllib.error import URLError
from urllib.request import urlopen

from bot import senders
from bot.paces import Pace
from bot.serving import Service
from bot.settings import Settings
from bot.slacks import posts
from store import deliveries, identities, installations, outboxes, staff
from store.rights import Role
from store.sessions import PARLEY, Session
from tests import templates
from tests.bot.services import Office
from tests.conversations import COMPANY
from tests.standins.slack_shown import Shown
from tests.standins.slacks import Channel, Person, SlackServer
from tests.standins.telegrams import TelegramServer

_ids = count(2000)


@dataclass
class SlackOffice(Office):
    """A company in Slack; accounts and channels of one's own for every test."""

    def opens(self) -> None:
        """Start Parley."""
        self._service.enter_context(_serving(self))

    def newcomer(self, name: str, **more: Any) -> Person:
        """Somebody in the workspace whom Parley does not know."""
        return self.slack.person(f"U{next(_ids)}", name, **more)

    def rep(self, name: str, role: Role = Role.REP, **more: Any) -> Person:
        """A member of staff with a linked account; the name is made unique."""
        person = self.newcomer(f"{name} {_surname()}", **more)
        person.says(f"link {self.hire(person.name, role)}")
        person.waits(contains=person.name)
        return person

    def room(self, *members: Person, **more: Any) -> Channel:
        """A channel with some people and Parley in it."""
        number = next(_ids)
        return self.slack.channel(f"C{number}", f"room-{number}", members, **more)

    def does(self, work: Any) -> Any:
        """Do something in the store as Parley itself."""

        def unit(session: Session) -> Any:
            session.actor = PARLEY
            return work(session)

        return self.database.write(unit, self.clock.now())

    def suspends(self, person: Person) -> None:
        """Suspend a member of staff, as an admin would."""
        self.does(lambda session: staff.suspend(session, behind(session, person)))

    def tells(self, person: Person, text: str) -> None:
        """Let Parley write to a member of staff unasked."""
        payload = {"spans": [[text, ""]], "for": None}

        def unit(session: Session) -> None:
            who = session.directory.people[behind(session, person)]
            letter = outboxes.Letter(payload, None, who.id, who.subject_id)
            outboxes.post(session, [letter], None)

        self.does(unit)

    def failed(self) -> list[str]:
        """Why messages were given up, the newest first."""
        return [one.reason for one in self.does(deliveries.dead)[0]]

    def waits_with(self, person: Person) -> bool:
        """Whether Parley writes to somebody no more for the time being."""
        query = "SELECT 1 FROM chats WHERE account = ? AND waits_until > ?"
        with self.database.engine.connect() as connection:
            moment = self.clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")
            found = connection.exec_driver_sql(query, (person.id, moment))
            return found.first() is not None

    def stored(self) -> int:
        """How many deliveries are in the inbox."""
        with self.database.engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM inbox").scalar_one())


def asks(
    person: Person,
    text: str,
    contains: str = "",
    to: Channel | None = None,
    thread: str | None = None,
) -> Shown:
    """Say something, and wait for the answer that contains a text."""
    said = person.says(text, to, thread)
    return person.waits(contains, where=to, after=said)


def commands(
    person: Person, text: str, contains: str = "", channel: Channel | None = None
) -> Shown:
    """Use `/crm`, and wait for the answer that contains a text."""
    place = channel or person.dm
    before = max((one.ts for one in place.sees_for(person)), default="")
    person.commands("/crm", text, channel)
    return person.waits(contains, where=place, after=before)


def behind(session: Session, person: Person) -> int:
    """The member of staff behind an account."""
    known = identities.known(session, "slack", f"{person.profile.team}:{person.id}")
    assert known
    assert known.staff_id
    return known.staff_id


def _surname() -> str:
    """A surname that nobody else has: names of the staff tell people apart."""
    number = next(_ids)
    letters = "bcdfghjklmnpqrstvwxz"
    return (
        f"{letters[number % 20]}{letters[number // 20 % 20]}{letters[number // 400 % 20]}".title()
    )


@contextmanager
def slack_office(folder: Path, *, http: bool = False, paced: bool = False) -> Iterator[SlackOffice]:
    """A company with Parley running beside the test.

    Args:
        folder: for its files.
        http: Slack calls Parley, and signs; otherwise Parley holds a socket.
        paced: Parley keeps to Slack's pace.
    """
    url, key_file = templates.copied("sqlite", folder, COMPANY, datetime.now(UTC))
    database = installations.open_installation(url, key_file)
    with SlackServer() as slack, nullcontext() if paced else _hurry():
        settings = _settings(url, key_file, slack, http=http)
        office = SlackOffice(url, folder, database, cast("TelegramServer", None), slack, settings)
        office.opens()
        try:
            yield office
        finally:
            office.closes()
            database.close()


@contextmanager
def _hurry() -> Iterator[None]:
    """Parley does not pace itself, so that conversations in tests take no longer than needed."""
    freely = Pace(1000, 1.0)
    with (
        patch.object(posts, "_pace", lambda: freely),
        patch.object(senders, "LOOKS", 0.1),
        patch.object(senders, "FIRST_WAIT", 0.1),
    ):
        yield


def _settings(url: str, key_file: Path, slack: SlackServer, *, http: bool) -> Settings:
    address = f"127.0.0.1:{_free_port()}"
    told: dict[str, Any] = {
        "database_url": url,
        "key_file": key_file,
        "http": address,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_API_URL": slack.url,
    }
    if http:
        slack.mode, slack.events_url = "http", f"http://{address}/slack/events"
        return Settings.model_validate(told | {"SLACK_SIGNING_SECRET": slack.signing_secret})
    return Settings.model_validate(told | {"SLACK_APP_TOKEN": slack.app_token})


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@contextmanager
def _serving(office: SlackOffice) -> Iterator[None]:
    """Parley, serving in a thread until the block ends."""
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    service = Service(office.settings, office.database, office.clock)
    thread = threading.Thread(target=lambda: loop.run_until_complete(service.run(stop)))
    before = office.slack.connected
    thread.start()
    try:
        office.slack.wait(lambda: _listens(office, before), timeout=15)
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        assert not thread.is_alive()
        loop.close()


def _listens(office: SlackOffice, before: int) -> bool:
    """Whether deliveries reach Parley."""
    if office.settings.slack_app_token:
        return office.slack.connected > before
    try:
        with urlopen(office.slack.events_url, data=b"", timeout=1):
            return True
    except URLError as refusal:
        # Unsigned calls are refused once the channel is there.
        return getattr(refusal, "code", 503) == 401
