"""Opening the demo: made once, thrown away on request, and never in another company's place."""

import pytest

from bot import demo_runs, demos
from bot.clocks import Clock
from store import installations
from store.failures import StoreFailure
from tests.conversations import COMPANY, MONDAY


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Open the demo in a folder; making it costs nothing here."""
    monkeypatch.setattr(demos, "make", lambda database, now: None)
    terminals = []

    def open_(fresh=False, folder=tmp_path / "demo"):
        terminals.append(demo_runs.open_demo(folder, fresh=fresh, clock=Clock(MONDAY)))
        return terminals[-1]

    yield open_
    for terminal in terminals:
        terminal.database.close()


def heard(terminal, text):
    return str(terminal.say(terminal.become("Olivia Grant"), {"say": text})[0].text)


def test_it_is_made_once_and_opened_again(opened, tmp_path):
    first = opened()
    heard(first, "contact add Grace Hopper")
    first.database.close()
    assert {file.name for file in (tmp_path / "demo").iterdir()} == {
        "parley.db", "parley.key", "parley.anchors", demo_runs.MARKER,
    }  # fmt: skip
    assert "Grace Hopper" in heard(opened(), "find hopper")


def test_fresh_throws_the_old_one_away_and_nothing_else(opened, tmp_path):
    first = opened()
    heard(first, "contact add Grace Hopper")
    first.database.close()
    (tmp_path / "demo" / "mine.txt").write_text("kept")
    assert "Nothing found" in heard(opened(fresh=True), "find hopper")
    assert (tmp_path / "demo" / "mine.txt").read_text() == "kept"


@pytest.mark.parametrize("fresh", [True, False])
def test_a_company_that_is_no_demo_is_left_alone(opened, tmp_path, fresh):
    database, _code = installations.found(
        f"sqlite:///{tmp_path}/parley.db",
        tmp_path / "parley.key",
        company=COMPANY,
        admin="Root Admin",
        now=MONDAY,
    )
    database.close()
    before = (tmp_path / "parley.db").read_bytes()
    with pytest.raises(StoreFailure) as refusal:
        opened(fresh=fresh, folder=tmp_path)
    assert (refusal.value.reason, refusal.value.place) == ("exists", str(tmp_path / "parley.db"))
    assert (tmp_path / "parley.db").read_bytes() == before
    assert (tmp_path / "parley.key").exists()


def test_one_that_was_interrupted_is_made_anew(opened, monkeypatch):
    def interrupted(database, now):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(demos, "make", interrupted)
        with pytest.raises(KeyboardInterrupt):
            opened()
    assert "Olivia Grant" in heard(opened(), "whoami")


def test_fresh_where_nothing_is_makes_one(opened):
    assert "Olivia Grant" in heard(opened(fresh=True), "whoami")
