"""Incidents: on stderr for programs, in a private file for people, never with people's words."""

import json
import stat

import pytest
import structlog

from bot import incident_logs
from handlers import incidents


@pytest.fixture(autouse=True)
def unconfigured(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    structlog.reset_defaults()
    yield
    structlog.reset_defaults()


def broken():
    try:
        int("grace")
    except ValueError as error:
        places = incidents.places(error)
        structlog.get_logger().error("incident", incident="AB12", places=places)


def test_an_incident_is_found_by_its_id(tmp_path, capsys):
    incident_logs.keep_off_screen()
    broken()
    path = tmp_path / "parley" / "incidents.log"
    entry = json.loads(path.read_text())
    assert entry["incident"] == "AB12"
    assert entry["places"][0] == "ValueError"
    assert "broken" in entry["places"][1]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert capsys.readouterr() == ("", "")


def test_an_incident_quotes_nobody(tmp_path):
    incident_logs.keep_off_screen()
    broken()
    assert "grace" not in (tmp_path / "parley" / "incidents.log").read_text()


def test_the_cause_is_named_too():
    try:
        try:
            int("secret")
        except ValueError:
            dict[str, int]()["secret"]
    except KeyError as error:
        noted = incidents.places(error)
    assert {"KeyError", "ValueError"} <= set(noted)
    assert "secret" not in " ".join(noted)


def test_programs_read_incidents_on_stderr(capsys):
    incident_logs.to_stderr()
    broken()
    out, err = capsys.readouterr()
    assert out == ""
    assert json.loads(err)["incident"] == "AB12"


def test_without_incidents_there_is_no_file(tmp_path):
    incident_logs.keep_off_screen()
    assert not (tmp_path / "parley").exists()


def test_without_a_place_it_stays_silent(tmp_path, capsys):
    (tmp_path / "parley").touch()
    incident_logs.keep_off_screen()
    broken()
    assert capsys.readouterr() == ("", "")
