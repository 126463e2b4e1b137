"""Days of downtime, outages, blocked bots, refused tokens: each reminder arrives or stands on the list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bot import senders
from store import deliveries, outboxes
from store.columns import table_of
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import Outbox, Task
from tests.bot.services import Office, an_office

PLATFORMS = ("telegram", "slack")
ENDLESS = 10_000
Result = TypeVar("Result")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with (
        pytest.MonkeyPatch.context() as patch,
        an_office(f"sqlite:///{folder}/parley.db", folder) as one,
    ):
        patch.setattr(senders, "FIRST_WAIT", 0.05)
        patch.setattr(senders, "LOOKS", 0.1)
        yield one


@pytest.fixture(scope="module")
def root(office: Office) -> Any:
    return office.on_telegram("Root Admin", Role.ADMIN)


@dataclass
class Owner:
    """Somebody with reminders, on one platform."""

    office: Office
    platform: str
    person: Any

    @property
    def texts(self) -> list[str]:
        """All that Parley told them."""
        if self.platform == "telegram":
            return list(self.person.texts)
        return [one.text for one in self.person.sees if one.by_bot]

    def reminders(self, *hours: int) -> None:
        """Ask for one in so many hours, each."""
        for hour in hours:
            self.person.says(f"remind me in {hour} hours to call number {hour}.")
            self.person.waits(f"number {hour}.")

    def fails(self, *, times: int = ENDLESS, token: bool = False, blocked: bool = False) -> None:
        """Nothing reaches them from now on."""
        if self.platform == "telegram":
            status = 401 if token else 403 if blocked else 502
            self.office.telegram.fail("sendMessage", status, times=times, chat=self.person)
        elif token or blocked:
            error = "token_revoked" if token else "channel_not_found"
            self.office.slack.fail(
                "chat.postMessage", error=error, times=times, channel=self.person.dm
            )
        else:
            self.office.slack.fail(
                "chat.postMessage", status=503, times=times, channel=self.person.dm
            )

    def recovers(self) -> None:
        """Everything works again."""
        self.office.telegram.faults.clear()
        self.office.slack.doors.faults.ordered.clear()


@pytest.fixture(params=PLATFORMS)
def ada(request: pytest.FixtureRequest, office: Office) -> Owner:
    name = office.named("Ada")
    hire: Callable[[str], Any] = getattr(office, f"on_{request.param}")
    return Owner(office, request.param, hire(name))


def looked(office: Office, unit: Callable[[Session], Result]) -> Result:
    def look(session: Session) -> Result:
        session.actor = PARLEY
        return unit(session)

    return office.database.read(look, office.clock.now())


@dataclass(frozen=True)
class Fate:
    """What became of a letter."""

    tasks: tuple[int, ...]
    sent: bool
    reason: str


def fates(office: Office) -> list[Fate]:
    """What became of each letter with reminders."""
    letters = table_of(Outbox)

    def unit(session: Session) -> list[Fate]:
        query = select(letters).where(letters.c.staff_id.is_not(None))
        rows = {row.id: row for row in session.connection().execute(query)}
        opened = outboxes.opened(session, list(rows.values()))
        return [
            Fate(
                tuple(one.payload.get("reminds", ())),
                rows[one.id].sent_at is not None,
                rows[one.id].reason or "" if rows[one.id].failed_at else "",
            )
            for one in opened
        ]

    return looked(office, unit)


def becomes(office: Office, count: int, *, arrived: int, why: set[str] | None = None) -> None:
    """Wait until so many of the last reminders have arrived, and the others are on the list.

    Args:
        office: whose.
        count: of reminders.
        arrived: how many reach their owner.
        why: the reasons of the others; None: whatever they are.
    """
    office.telegram.wait(lambda: _stand(office, count)[0] == (arrived, count - arrived))
    assert why is None or _stand(office, count)[1] == why


def _stand(office: Office, count: int) -> tuple[tuple[int, int], set[str]]:
    """How many of the last reminders arrived, how many stand on the list, and why."""
    query = select(col(Task.id)).order_by(col(Task.id).desc()).limit(count)
    own = set(looked(office, lambda session: list(session.scalars(query))))
    found = fates(office)
    there = {number for one in found if one.sent for number in one.tasks} & own
    failed = {number: one.reason for one in found if one.reason for number in one.tasks}
    dead = {number: why for number, why in failed.items() if number in own - there}
    return (len(there), len(dead)), set(dead.values())


def attempts(office: Office) -> int:
    """How many letters could not be delivered at once."""
    query = select(func.count()).select_from(Outbox).where(col(Outbox.attempts) > 0)
    return int(looked(office, lambda session: session.execute(query).scalar_one()))


def test_three_days_of_downtime_then_six_hours_of_outage(office: Office, ada: Owner):
    ada.reminders(5, 20, 40, 50, 60, 77)
    before = attempts(office)
    with office.closed():
        office.passes(days=3)
        ada.fails()
    office.telegram.wait(lambda: attempts(office) > before)
    office.passes(hours=6)
    ada.recovers()
    office.passes(minutes=11)
    becomes(office, 6, arrived=6)
    (together,) = [text for text in ada.texts if text.startswith("While I was away")]
    assert together.startswith("While I was away, 5 reminders came due:")


def test_a_blocked_bot(office: Office, ada: Owner, root: Any):
    ada.reminders(1, 2)
    ada.fails(blocked=True)
    office.passes(hours=2)
    office.passes(hours=25)
    becomes(office, 2, arrived=0)
    ada.recovers()
    ada.person.says("whoami")
    ada.person.waits("Your rights")
    root.says("outbox retry all")
    becomes(office, 2, arrived=2)


def test_a_refused_token(office: Office, ada: Owner, root: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(deliveries, "TRIES", 1)
    ada.reminders(1)
    before = attempts(office)
    ada.fails(token=True)
    office.passes(hours=1)
    office.telegram.wait(lambda: attempts(office) > before)
    office.passes(hours=25)
    becomes(office, 1, arrived=0, why={f"{ada.platform.title()} refuses the token"})
    ada.recovers()
    office.passes(minutes=11)
    root.says("outbox retry all")
    becomes(office, 1, arrived=1)
