"""Scheduled reports: on time, once, and never more than sender and receiver may both see."""

from functools import partial

import pytest

from reminders import scheduled_reports
from store import staff


def due(chat):
    """Run the job as two processes would; the clock stands at Monday 2026-11-23 09:00 UTC at first."""
    for _ in range(2):
        scheduled_reports.run_due(chat.database, chat.clock.now())


def heard(somebody):
    """What came to somebody since they looked last."""
    return [one.text for one in somebody.inbox()]


@pytest.fixture
def team(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says("deal add Boats 50k")
    ada.says("deal win D-1")
    ben.says("deal add Sails 200k")
    ben.says("deal win D-2")
    return maria, ada, ben


def test_try(chat, team):
    maria, ada, ben = team
    print(maria.says("report schedule summary week every:mon 9:00 to:@ada"))
    print(maria.says("report schedule forecast every weekday at 8:30"))
    print(maria.says("定时报告 排行榜 本月 每:每周五下午5点 给:@ben"))
    print(maria.says("report list"), maria.buttons)
    chat.passes(days=7)
    due(chat)
    for who in (ada, maria, ben):
        print("=====", who.speaker.name, *who.inbox[-7:], sep="\n")
    assert 0
