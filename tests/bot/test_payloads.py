"""Whatever is delivered is survived: handled, answered politely or noted, and the next is answered."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import select
from sqlmodel import col

from bot.intakes import Intake, Stored
from bot.platforms import Arrival
from bot.slacks import arrivals as slack_arrivals
from bot.slacks import readings as slack_readings
from bot.telegrams import arrivals as telegram_arrivals
from bot.telegrams import readings as telegram_readings
from handlers import dispatch
from handlers.payloads import Read
from handlers.texts import Text
from store import identities, outboxes, staff
from store.engines import Database
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import Inbox, Outbox
from tests.bot import payload_mutations as payloads
from tests.bot.services import Office, an_office
from tests.conversations import Chat, open_chat

pytestmark = pytest.mark.no_cover  # tracing thousands of payloads takes half of their time

BATCH = 40
OUTDATED = "_poll.py"  # a real poll of years ago lacks what python-telegram-bot demands today
TELLTALES = ("Traceback", 'File "', "Error(", "Error:", "sqlalchemy", "psycopg", "sqlite")


@dataclass
class Post:
    """Takes deliveries in and has them handled, without a network."""

    database: Database
    now: datetime
    dice: random.Random = field(default_factory=lambda: random.Random(20261123))
    stored: list[Stored] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.intake = Intake(self.database, lambda: self.now, self.stored.append)
        self.read: dict[str, Read] = {
            "telegram": partial(telegram_readings.read, username="parley_bot"),
            "slack": partial(slack_readings.read, bot_user="UBOT"),
        }
        self.arrival: dict[str, Callable[[dict[str, Any]], Arrival]] = {
            "telegram": partial(telegram_arrivals.arrival, bot_id=1, username="parley_bot"),
            "slack": slack_arrivals.arrival,
        }

    def hire(self, platform: str, account: str, name: str) -> None:
        """Whose account it is becomes a member of staff, so that much can be done."""

        def link(session: Session) -> None:
            session.actor = PARLEY
            person = staff.add(session, name, Role.REP)
            session.flush()
            code = identities.invite(session, person.id)
            session.flush()
            identity = identities.of_account(session, platform, account, name)
            identities.link(session, identity, code)

        self.database.write(link, self.now)

    def deliver(self, platform: str, raws: list[dict[str, Any]], *, again: bool = False) -> None:
        """Deliver payloads, and handle them in their order."""
        self.now += timedelta(seconds=1)
        for raw in () if again else raws:
            self.count += 1
            _number(raw, self.count)
        self.intake.take([self.arrival[platform](raw) for raw in raws])
        assert not (again and self.stored)
        for one in sorted(self.stored, key=lambda stored: stored.inbox_id):
            dispatch.handle(self.database, one.inbox_id, self.now, self.read[platform])
        self.stored.clear()

    def answers(self, platform: str) -> None:
        """An ordinary message gets its ordinary answer."""
        raw = {"telegram": {"message": ordinary_update()}, "slack": ordinary_event()}[platform]
        before = len(self.outbox())
        self.deliver(platform, [raw])
        assert "Ann" in "".join(self.outbox()[before:])

    def waiting(self) -> int:
        query = select(col(Inbox.id)).where(col(Inbox.done_at).is_(None))
        return len(self.database.read(lambda session: list(session.scalars(query)), self.now))

    def outbox(self) -> list[str]:
        """Texts of everything that anybody is told."""

        def texts(session: Session) -> list[str]:
            rows = session.connection().execute(
                select(Outbox.__table__).order_by(col(Outbox.id))  # type: ignore[attr-defined]
            )
            opened = outboxes.opened(session, rows.all())
            return [str(Text.load(one.payload["spans"])) for one in opened]

        return self.database.read(texts, self.now)


def _number(raw: dict[str, Any], number: int) -> None:
    """Give a delivery a name of its own, as the platforms do."""
    raw |= {"update_id": number, "event_id": f"Ev{number}", "trigger_id": f"t.{number}"}
    event = raw.get("event")
    if isinstance(event, dict) and isinstance(event.get("ts"), str):
        raw["event"] = event | {"ts": f"1780000000.{number:06}"}


def ordinary_update() -> dict[str, Any]:
    return {
        "message_id": 9,
        "date": payloads.DATE,
        "from": payloads.ANN,
        "chat": payloads.PRIVATE,
        "text": "whoami",
    }


def ordinary_event() -> dict[str, Any]:
    event = {"type": "message", "channel_type": "im", "user": "U501", "channel": "DU501"}
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event": event | {"ts": "1.2", "text": "whoami"},
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def post(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Post]:
    """A company on each database, in which Ann has an account on both platforms."""
    for chat in open_chat(request.param, tmp_path):
        yield _staffed(chat)


def _staffed(chat: Chat) -> Post:
    post = Post(chat.database, datetime.now(UTC))
    post.hire("telegram", "501", "Ann Lee")
    post.hire("slack", "T1:U501", "Ann Ray")
    return post


def blow(post: Post, platform: str, seeds: list[Any], count: int) -> Counter[str]:
    """Deliver mutations; gives the faults of ours that they showed, by place."""
    with structlog.testing.capture_logs() as logs:
        for start in range(0, count, BATCH):
            picked = [post.dice.choice(seeds) for _ in range(min(BATCH, count - start))]
            found = [payloads.mutated(one, post.dice) for one in picked]
            post.deliver(platform, [one for one in found if isinstance(one, dict)])
            post.answers(platform)
    assert post.waiting() == 0
    assert not [text for text in post.outbox() if any(sign in text for sign in TELLTALES)]
    return Counter(_where(log) for log in logs if "incident" in log)


def _where(log: Any) -> str:
    ours = ("dispatch.py", "workers.py")
    names = [one for one in log["places"] if " " not in one]
    steps = [one for one in log["places"] if " " in one and not one.startswith(ours)]
    return f"{log['event']}: {names[-1]} {steps[-1] if steps else ''}"


@pytest.mark.parametrize("platform", ["telegram", "slack"])
def test_every_kind_of_delivery_is_handled_twice_without_a_fault(post: Post, platform: str):
    kinds = {"telegram": payloads.TELEGRAM, "slack": payloads.SLACK}[platform]
    numbered = [dict(one) for one in kinds]
    with structlog.testing.capture_logs() as logs:
        post.deliver(platform, numbered)
        post.deliver(platform, numbered, again=True)
    assert [_where(log) for log in logs if "incident" in log] == []
    assert post.waiting() == 0
    post.answers(platform)


@pytest.mark.parametrize("platform", ["telegram", "slack"])
def test_some_mutations_are_survived(post: Post, platform: str):
    kinds = {"telegram": payloads.TELEGRAM, "slack": payloads.SLACK}[platform]
    blow(post, platform, kinds, 160)


@payloads.needs_real_payloads
@pytest.mark.parametrize("platform", ["telegram", "slack"])
def test_real_payloads_are_handled(post: Post, platform: str):
    kinds = _seeds(platform)
    numbered = [dict(one) for one in kinds]
    with structlog.testing.capture_logs() as logs:
        post.deliver(platform, numbered)
        post.deliver(platform, numbered, again=True)
    faults = [_where(log) for log in logs if "incident" in log]
    assert [one for one in faults if OUTDATED not in one] == []
    assert post.waiting() == 0
    post.answers(platform)


def _seeds(platform: str) -> list[Any]:
    if platform == "telegram":
        return payloads.real_telegram()
    return [payloads.slack_body(one)[1] for one in payloads.real_slack()]


@pytest.mark.storm
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("platform", ["telegram", "slack"])
def test_a_storm_of_mutations_is_survived(post: Post, platform: str):
    kinds = {"telegram": payloads.TELEGRAM, "slack": payloads.SLACK}[platform]
    real = _seeds(platform) if payloads.REAL.is_dir() else []
    post.dice = random.Random(19061209)
    faults = blow(post, platform, [*kinds, *real], 5_000)
    for where, count in faults.most_common(20):
        print(f"{count:5} {where}")  # noqa: T201


def at_the_doors(office: Office, telegram: list[Any], slack: list[Any]) -> None:
    """Deliver everything twice at the same time through the real libraries."""
    dice = random.Random(7)
    with office.telegram.holding():
        for raw in telegram:
            office.telegram.deliver({**raw, "update_id": office.telegram.updates.next_id}, times=2)
    for number, raw in enumerate(slack):
        kind, body = payloads.slack_body(raw)
        if isinstance(body, dict):
            _number(body, number + dice.randrange(10**6) * 10_000)
            office.slack.deliver(body, kind, times=2)
    office.telegram.wait(lambda: not office.telegram.unconfirmed, timeout=60)
    office.telegram.wait(lambda: not unhandled(office), timeout=60)


def unhandled(office: Office) -> list[int]:
    """What waits in the inbox."""
    query = select(col(Inbox.id)).where(col(Inbox.done_at).is_(None))
    return office.database.read(lambda session: list(session.scalars(query)), datetime.now(UTC))


def check_doors(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """The next messages are answered; nobody saw a traceback, and no task died unnoticed."""
    ann, ben = office.on_telegram("Ann Seagull"), office.on_slack("Ben Heron")
    ann.says("whoami")
    ann.waits(contains="Ann Seagull")
    mark = ben.says("whoami")
    ben.waits(contains="Ben Heron", after=mark)
    lost = [one.getMessage() for one in caplog.records if one.name == "asyncio"]
    assert [text for text in lost if "standins" not in text] == []
    told = [str(call.params) for call in office.telegram.calls]
    told += [str(call) for call in office.slack.calls]
    assert not [text for text in told if any(sign in text for sign in TELLTALES)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(f"sqlite:///{tmp_path}/parley.db", tmp_path) as made:
        made.slack.deliveries.retries = 0
        yield made


def test_every_kind_of_delivery_passes_the_doors(office: Office, caplog):
    at_the_doors(office, payloads.TELEGRAM, payloads.SLACK)
    check_doors(office, caplog)


@payloads.needs_real_payloads
def test_real_payloads_pass_the_doors(office: Office, caplog):
    at_the_doors(office, payloads.real_telegram(), payloads.real_slack())
    check_doors(office, caplog)


def test_mutations_pass_the_doors(office: Office, caplog):
    dice = random.Random(99)
    telegram = [payloads.mutated(dice.choice(payloads.TELEGRAM), dice) for _ in range(60)]
    slack = [payloads.mutated(dice.choice(payloads.SLACK), dice) for _ in range(60)]
    at_the_doors(office, telegram, slack)
    check_doors(office, caplog)
