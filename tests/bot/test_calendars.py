"""Calendars: a task as a file, and a private address that works until it is revoked."""

import asyncio
import re
from pathlib import Path

import pytest
from icalendar import Calendar
from starlette.requests import Request

from bot import calendars


def events(content):
    return [str(one["summary"]) for one in Calendar.from_ical(content).walk("VEVENT")]


@pytest.fixture
def read(chat):
    route = calendars.route(chat.database, chat.clock.now)

    def at(token):
        request = Request({"type": "http", "path_params": {"token": token}})
        answer = asyncio.run(route.endpoint(request))
        return answer.status_code, bytes(answer.body)

    return at


def token_in(said):
    found = re.search(r"https://crm.example.com/calendar/([\w-]+)\.ics", said)
    assert found, said
    return found[1]


def test_a_feed_is_private_revocable_and_within_rights(chat, read):
    maria, root = chat.manager("Maria"), chat.admin()
    ada = chat.rep("Ada", maria)
    chat.rep("Ben", maria)
    ada.says("contact add Grace Hopper")
    ada.says("remind me tomorrow 9am ask about the secret about:C-1")
    ada.says("remind me every weekday 10am stand-up")
    assert "I don't know under which address" in ada.says("calendar")
    assert "is no address" in root.says("settings public url ftp://x")
    root.says("settings public url https://crm.example.com/")
    token = token_in(ada.says("calendar"))
    assert len(token) >= 43
    status, content = read(token)
    assert status == 200
    assert events(content) == ["stand-up", "ask about the secret · Grace Hopper C-1"]
    assert b"RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" in content
    assert read("x" * 43)[0] == read("x" * 200)[0] == 404
    maria.says("contact assign C-1 @ben")
    assert b"secret" not in read(token)[1]
    second = token_in(ada.says("calendar new"))
    assert read(token)[0] == 404
    assert read(second)[0] == 200
    assert token not in ada.says("settings") + root.says("audit @ada")
    root.says("suspend @ada")
    root.says("yes")
    assert read(second)[0] == 404
    root.says("restore @ada")
    assert "works no longer" in ada.says("calendar off")
    assert read(second)[0] == 404
    assert "There is no link" in ada.says("日历 关闭")


def test_a_visit_comes_as_a_file_that_says_where(chat, read):
    """With the address for whoever may read it; the private link never tells it."""
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says('contact add Grace Hopper address:"1 Main St, Arlington"')
    ada.says("company add Navy address:2 Dock Road")
    ada.says("log visit C-1 she wants one next:friday 10am")
    ada.presses("Calendar file")
    (path,) = ada.last.files
    (event,) = Calendar.from_ical(Path(path).read_bytes()).walk("VEVENT")
    assert str(event["location"]) == "1 Main St, Arlington"
    ada.says("remind me friday 3pm visit them about:O-1")
    ada.presses("Calendar file")
    (event,) = Calendar.from_ical(Path(ada.last.files[0]).read_bytes()).walk("VEVENT")
    assert str(event["location"]) == "2 Dock Road"
    chat.admin().says("settings public url https://crm.example.com")
    content = read(token_in(ada.says("calendar")))[1]
    assert len(events(content)) == 2
    assert b"LOCATION" not in content


def test_a_task_comes_as_a_file(chat):
    ada = chat.rep("Ada")
    ada.says("remind me every month 9am report")
    ada.says("R-1")
    assert "For your calendar." in ada.presses("Calendar file")
    path = Path(ada.last.files[0])
    assert path.name == "R-1.ics"
    assert events(path.read_bytes()) == ["report"]
