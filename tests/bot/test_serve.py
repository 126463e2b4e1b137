"""`parley serve` as a process: what it refuses to start with, what it starts in spite of, its end."""

import socket
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import pytest
from structlog.testing import capture_logs

from bot import webs
from store import engines
from tests.bot.serve_processes import TOKEN, Site, a_site, left_in
from tests.bot.services import an_office
from tests.standins.telegram_people import Person

SLACK_OFF = {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": "", "SLACK_API_URL": ""}
TELEGRAM_OFF = {"TELEGRAM_TOKEN": "", "TELEGRAM_API_URL": ""}
HOOK = "https://crm.example/telegram"


@pytest.fixture(scope="module")
def bad_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A company for processes that do not get as far as serving."""
    with a_site("sqlite", tmp_path_factory.mktemp("bad")) as site:
        yield site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with a_site("sqlite", tmp_path) as made:
        yield made


BAD: dict[str, tuple[dict[str, str], str]] = {
    "no channel": (SLACK_OFF | TELEGRAM_OFF, "TELEGRAM_TOKEN"),
    "Slack without a way in": ({"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN"),
    "a token that is none": ({"TELEGRAM_TOKEN": "hunter2"}, "TELEGRAM_TOKEN"),
    "a webhook without its secret": (
        {"TELEGRAM_WEBHOOK_URL": HOOK},
        "TELEGRAM_WEBHOOK_SECRET",
    ),
    "a webhook secret that Telegram refuses": (
        {"TELEGRAM_WEBHOOK_URL": HOOK, "TELEGRAM_WEBHOOK_SECRET": "hunter 2!"},
        "TELEGRAM_WEBHOOK_SECRET",
    ),
    "a webhook in clear": (
        {"TELEGRAM_WEBHOOK_URL": "http://crm.example/t", "TELEGRAM_WEBHOOK_SECRET": "s"},
        "TELEGRAM_WEBHOOK_URL",
    ),
    "an address that is none": ({"PARLEY_HTTP": "nowhere"}, "PARLEY_HTTP"),
    "a port that is none": ({"PARLEY_HTTP": "127.0.0.1:99999"}, "PARLEY_HTTP"),
    "a host that is none": (
        {"PARLEY_HTTP": "256.256.256.256:0", "SLACK_SIGNING_SECRET": "secret"},
        "PARLEY_HTTP",
    ),
    "no key file": ({"PARLEY_KEY_FILE": "/nonexistent/parley.key"}, "/nonexistent/parley.key"),
    "no database": ({"PARLEY_DATABASE_URL": "sqlite:////nonexistent/parley.db"}, "nonexistent"),
    "a database that is none": ({"PARLEY_DATABASE_URL": "mysql://host/name"}, "mysql"),
    "PostgreSQL that is not there": (
        {"PARLEY_DATABASE_URL": "postgresql://parley:hunter2@127.0.0.1:1/parley"},
        "127.0.0.1",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_configuration_is_said_in_one_sentence(bad_site: Site, case: str):
    environment, named = BAD[case]
    told = {**bad_site.environment, **environment}
    done = bad_site.company.within("serve", **{key: one for key, one in told.items() if one})
    words = done.stderr.decode()
    assert done.returncode == 1
    assert named in words
    assert len(words.strip().splitlines()) == 1
    assert "Traceback" not in words
    assert "hunter" not in words


@pytest.fixture
def busy_address() -> Iterator[str]:
    """An address at which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        yield f"127.0.0.1:{held.getsockname()[1]}"


def test_a_busy_address_is_refused_where_a_platform_calls_it(bad_site: Site, busy_address: str):
    told = bad_site.environment | {"PARLEY_HTTP": busy_address, "SLACK_SIGNING_SECRET": "secret"}
    done = bad_site.company.within("serve", **told)
    (sentence,) = done.stderr.decode().strip().splitlines()
    assert done.returncode == 1
    assert "PARLEY_HTTP" in sentence


def test_one_process_serves_an_embedded_database(site: Site, busy_address: str):
    """Nobody calls it at its address, so it does not mind that this is taken."""
    first, _seconds = site.serve(PARLEY_HTTP=busy_address)
    assert first.logged("the HTTP address is taken")
    second = site.start()
    assert second.running.wait(20) == 1
    (sentence,) = second.log.read_text().strip().splitlines()
    assert "parley serve" in sentence
    assert first.stop() == 0


def test_the_other_channel_works_while_one_refuses_the_token(site: Site):
    wrong = "999:hunter2-hunter2"
    process = site.start(TELEGRAM_TOKEN=wrong)
    ben = site.slack.person("U1", "Ben")
    site.slack.wait(lambda: site.slack.connected, timeout=20)
    ben.says("whoami")
    ben.waits()
    assert process.logged("cannot connect")
    assert process.stop() == 0
    assert "hunter2" not in process.log.read_text()


def test_a_platform_that_comes_back_is_served(site: Site):
    site.telegram.fail("getMe", 502, times=2)
    site.slack.fail("auth.test", 503, times=1)
    process, _seconds = site.serve()
    ann = _newcomer(site)
    ann.says("whoami")
    ann.waits()
    with urlopen(f"http://127.0.0.1:{process.port}/health", timeout=5) as answer:
        assert answer.status == HTTPStatus.OK
    assert {line["channel"] for line in process.logged("cannot connect")} == {"Telegram", "Slack"}
    assert TOKEN not in process.log.read_text()
    assert site.slack.bot_token not in process.log.read_text()


def test_what_runs_is_finished_after_sigterm(site: Site):
    process, _seconds = site.serve()
    people = [_newcomer(site, number) for number in range(1, 9)]
    for person in people:
        person.says("whoami")
    site.telegram.wait(lambda: site.telegram.called("sendMessage"))
    assert process.stop(within=10) == 0
    assert not [line for line in process.lines if "places" in line]
    with site.opened() as database:
        if left_in(database) != (0, 0) or site.telegram.unconfirmed:
            process, _seconds = site.serve()
            site.telegram.wait(lambda: all(person.texts for person in people), timeout=20)
    assert [len(person.texts) for person in people] == [1] * 8


def test_a_database_that_is_busy_for_a_moment_loses_nothing(tmp_path: Path, monkeypatch):
    """Somebody holds the write lock for longer than Parley waits for it."""
    hasty = [one.replace("busy_timeout=5000", "busy_timeout=50") for one in engines.PRAGMAS]
    monkeypatch.setattr(engines, "PRAGMAS", hasty)
    with an_office(f"sqlite:///{tmp_path}/parley.db", tmp_path) as office, capture_logs() as logs:
        ann, ben = office.on_telegram("Ann Seagull"), office.on_slack("Ben Heron")
        with office.database.engine.connect() as connection, connection.begin():
            ann.says("whoami")
            mark = ben.says("whoami")
            happened = {"polling failed", "database failed"}
            office.telegram.wait(lambda: happened <= {log["event"] for log in logs})
            assert office.telegram.unconfirmed
        ann.waits(contains="Ann Seagull", timeout=20)
        ben.waits(contains="Ben Heron", after=mark, timeout=20)
        assert len(ann.texts) == 2
        assert office.slack.unacknowledged == []


def _newcomer(site: Site, number: int = 1) -> Person:
    """Somebody whom the company does not know; Parley answers them all the same."""
    return site.telegram.person(500 + number, f"Ann {number}")


@pytest.mark.skipif(not socket.has_ipv6, reason="this Python was built without IPv6")
def test_the_http_server_takes_an_address_of_ipv6():
    with webs.listen(webs.server("[::1]:0", [])) as held:
        assert held.getsockname()[0] == "::1"
